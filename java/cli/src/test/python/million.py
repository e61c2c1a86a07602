#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A file of a million packets: million.py FROM TO repeats those of a file that corpus.py wrote."""
import struct
import sys

FILE_HEADER = 24
COUNT = 1_000_000


def main():
    with open(sys.argv[1], "rb") as source:
        header, records = source.read(FILE_HEADER), source.read()
    at, sizes = 0, []
    while at < len(records):
        size = 16 + struct.unpack_from("<I", records, at + 8)[0]
        sizes.append(size)
        at += size
    whole, rest = divmod(COUNT, len(sizes))
    with open(sys.argv[2], "wb") as target:
        target.write(header)
        for _ in range(whole):
            target.write(records)
        target.write(records[:sum(sizes[:rest])])


if __name__ == "__main__":
    main()

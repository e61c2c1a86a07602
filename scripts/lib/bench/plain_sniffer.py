# SPDX-License-Identifier: Apache-2.0
"""A sniffer as written in an afternoon: recvfrom, struct, print. Reports its counts on SIGINT.

plain_sniffer.py INTERFACE
"""

import pathlib
import signal
import socket
import struct
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent.parent
sys.path.insert(0, str(ROOT / "java/cli/src/test/python"))
import classic_oracle  # noqa: E402


def interrupt(*_):
    raise KeyboardInterrupt


def main():
    frames = 0
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as raw:
        raw.bind((sys.argv[1], classic_oracle.ETH_P_ALL))
        signal.signal(signal.SIGINT, interrupt)  # it may have been ignored
        print("listening", file=sys.stderr, flush=True)
        try:
            while True:
                classic_oracle.show(raw.recvfrom(65536)[0])
                if frames == 0:
                    sys.stdout.flush()
                frames += 1
        except KeyboardInterrupt:
            counts = raw.getsockopt(classic_oracle.SOL_PACKET, classic_oracle.PACKET_STATISTICS, 8)
            print(f"captured {frames} dropped {struct.unpack('II', counts)[1]}", file=sys.stderr)


if __name__ == "__main__":
    main()

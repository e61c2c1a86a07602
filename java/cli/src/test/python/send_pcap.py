#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Sends the packets of a capture file: send_pcap.py INTERFACE FILE [EVERY]

FILE is one that corpus.py wrote. Of the packets that the interface can carry, every EVERYth is sent.
"""
import socket
import struct
import sys

FILE_HEADER = 24
PACKET_HEADER = 16
SHORTEST, LONGEST = 20, 1514


def packets(path):
    with open(path, "rb") as file:
        data = file.read()
    at = FILE_HEADER
    while at < len(data):
        length = struct.unpack_from("<I", data, at + 8)[0]
        yield data[at + PACKET_HEADER:at + PACKET_HEADER + length]
        at += PACKET_HEADER + length


def main():
    interface, path = sys.argv[1:3]
    every = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    sender = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
    sender.bind((interface, 0))
    fit = [packet for packet in packets(path) if SHORTEST <= len(packet) <= LONGEST]
    for packet in fit[::every]:
        sender.send(packet)
    print(len(fit[::every]))


if __name__ == "__main__":
    main()

"""Sends frames: send.py INTERFACE COUNT LENGTH [SECONDS_BETWEEN]

Each is an Ethernet frame of an experimental EtherType, with its number in its first payload bytes.
"""

import socket
import struct
import sys
import time


def frame(number, length):
    header = b"\xff" * 6 + b"\x02\x00\x00\x00\x00\x01" + b"\x88\xb5"
    return (header + struct.pack("!I", number)).ljust(length, b"\0")


def main():
    interface, count, length = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    pause = float(sys.argv[4]) if len(sys.argv) > 4 else 0
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as out:
        out.bind((interface, 0))
        for number in range(count):
            out.send(frame(number, length))
            if pause:
                time.sleep(pause)


if __name__ == "__main__":
    main()

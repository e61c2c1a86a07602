# SPDX-License-Identifier: Apache-2.0
"""Packets of 1 to 40 bytes that come in on a network interface without an Ethernet header.

tun_runts.py INTERFACE ROUNDS

Makes INTERFACE, of the kind that tunnels use, says on stdout that it is up, and sends when a line
comes in on stdin.
"""

import fcntl
import os
import struct
import subprocess
import sys
import time

TUNSETIFF = 0x400454CA
IFF_TUN, IFF_NO_PI = 0x0001, 0x1000


def main():
    interface, rounds = sys.argv[1], int(sys.argv[2])
    tun = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(tun, TUNSETIFF, struct.pack("16s H 22x", interface.encode(), IFF_TUN | IFF_NO_PI))
    # In this order: an interface that is up has an address, and sends packets of its own.
    for change in (["addrgenmode", "none"], ["up"]):
        subprocess.run(["ip", "link", "set", interface, *change], check=True)
    print("up", flush=True)
    sys.stdin.readline()
    packet = bytearray(range(40))
    packet[0] = 0x45  # the kernel looks at the version, and no further
    packet[12:14] = b"\x08\x00"  # whoever takes it for Ethernet sees IPv4
    for _ in range(rounds):
        for length in range(1, len(packet) + 1):
            os.write(tun, packet[:length])
        time.sleep(0.005)
    sys.stdin.readline()


if __name__ == "__main__":
    main()

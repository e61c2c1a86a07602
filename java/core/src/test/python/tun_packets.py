# SPDX-License-Identifier: Apache-2.0
"""Packets that come in on a network interface without an Ethernet header.

tun_packets.py INTERFACE

Makes INTERFACE, of the kind that tunnels use, says on stdout that it is up, and lets each line that
comes in on stdin, a packet in hexadecimal, arrive on it.
"""

import fcntl
import os
import struct
import subprocess
import sys

TUNSETIFF = 0x400454CA
IFF_TUN, IFF_NO_PI = 0x0001, 0x1000


def main():
    interface = sys.argv[1]
    tun = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(tun, TUNSETIFF, struct.pack("16s H 22x", interface.encode(), IFF_TUN | IFF_NO_PI))
    # In this order: an interface that is up has an address, and sends packets of its own.
    for change in (["addrgenmode", "none"], ["up"]):
        subprocess.run(["ip", "link", "set", interface, *change], check=True)
    print("up", flush=True)
    for line in sys.stdin:
        os.write(tun, bytes.fromhex(line))


if __name__ == "__main__":
    main()

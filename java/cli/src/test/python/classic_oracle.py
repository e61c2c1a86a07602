# SPDX-License-Identifier: Apache-2.0
"""What `framering sniff --format classic` has to print, by the plainest loop that there is.

classic_oracle.py INTERFACE FRAMES

Shares no code with Framering: recvfrom, struct, print. Says on stderr when it listens; fails when
it lost a frame, or when none has come for a while.
"""

import socket
import struct
import sys

ETH_P_ALL = 3
SO_RCVBUFFORCE = 33
SOL_PACKET, PACKET_STATISTICS = 263, 6


def mac(address):
    return ":".join("%02X" % byte for byte in address)


def show(frame):
    print("\n" + "-" * 60 + "\nEthernet Frame:")
    if len(frame) < 14:
        return print("\tTruncated")
    destination, source, protocol = struct.unpack("! 6s 6s H", frame[:14])
    protocol = socket.htons(protocol)
    print(f"\tDestination: {mac(destination)}, Source: {mac(source)}, Protocol: {protocol}")
    if protocol == 8:
        show_ipv4(frame[14:])


def show_ipv4(packet):
    print("\tIPv4 Packet:")
    if len(packet) < 20:
        return print("\t\tTruncated")
    first, ttl, protocol, source, target = struct.unpack("! B 7x B B 2x 4s 4s", packet[:20])
    print(f"\t\tVersion: {first >> 4}, Header Length: {(first & 15) * 4}, TTL: {ttl}")
    source, target = socket.inet_ntoa(source), socket.inet_ntoa(target)
    print(f"\t\tProtocol: {protocol}, Source: {source}, Target: {target}")


def enlarge_buffer(raw):
    """Whether it could be: root of a user namespace is not root enough for it."""
    try:
        raw.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 512 << 20)
        return True
    except PermissionError:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 512 << 20)  # gets what is allowed
        return False


def main():
    interface, frames = sys.argv[1], int(sys.argv[2])
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as raw:
        buffer = "large" if enlarge_buffer(raw) else "small"
        raw.settimeout(15)
        raw.bind((interface, ETH_P_ALL))
        print(f"listening on {interface}, {buffer} buffer", file=sys.stderr, flush=True)
        for _ in range(frames):
            show(raw.recvfrom(65536)[0])
        _, drops = struct.unpack("II", raw.getsockopt(SOL_PACKET, PACKET_STATISTICS, 8))
        if drops:
            sys.exit(f"lost {drops} frames")


if __name__ == "__main__":
    main()

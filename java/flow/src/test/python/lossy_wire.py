# SPDX-License-Identifier: Apache-2.0
"""Captures of real TCP and UDP traffic over a wire that loses, delays, reorders and repeats frames.

lossy_wire.py FOLDER [SCENARIO...]

Makes two network namespaces with a TAP interface each, and is the wire between them: it passes each
frame on after a delay, with a seeded random. Into FOLDER it writes SCENARIO-left.pcap.gz and
SCENARIO-right.pcap.gz, what a capture at each end sees. The delays of a run depend on the machine, so
no two runs make the same files. Needs root.
"""

import contextlib
import ctypes
import fcntl
import gzip
import heapq
import os
import random
import select
import socket
import struct
import subprocess
import sys
import threading
import time

TUNSETIFF = 0x400454CA
IFF_TAP, IFF_NO_PI = 0x0002, 0x1000
CLONE_NEWNET = 0x40000000
TCP_REPAIR, TCP_REPAIR_QUEUE, TCP_QUEUE_SEQ, TCP_SEND_QUEUE = 19, 20, 21, 2

SEED = 7
DROP, REORDER, REPEAT = 0.05, 0.04, 0.01  # of the frames above 60 bytes
DELAY, EXTRA = 0.010, 0.004  # seconds, each way; a reordered frame takes longer
# Small segments: the files have many of them and stay small.
SEGMENT = 500

LIBC = ctypes.CDLL(None, use_errno=True)
HOSTS = {socket.AF_INET: ("10.9.0.1", "10.9.0.2"), socket.AF_INET6: ("fd09::1", "fd09::2")}


class End:
    """One end of the wire: a namespace, its TAP, and the capture."""

    def __init__(self, side, number):
        self.name = f"framering-{os.getpid()}-{side}"
        self.tap = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        interface = f"fw{os.getpid()}{number}"
        fcntl.ioctl(self.tap, TUNSETIFF, struct.pack("16s H 22x", interface.encode(), IFF_TAP | IFF_NO_PI))
        ip("netns", "add", self.name)
        ip("link", "set", interface, "netns", self.name, "name", "wire")
        ip("-n", self.name, "link", "set", "wire", "addrgenmode", "none", "up")
        ip("-n", self.name, "address", "add", f"10.9.0.{number}/24", "dev", "wire")
        ip("-n", self.name, "address", "add", f"fd09::{number}/64", "dev", "wire", "nodad")
        self.file = None

    def begin(self, path):
        self.file = gzip.GzipFile(path, "wb", mtime=0)
        self.file.write(struct.pack("<IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, 262144, 1))

    def record(self, frame):
        if self.file and is_traffic(frame):
            now = time.time_ns()
            header = struct.pack("<IIII", now // 10**9, now % 10**9, len(frame), len(frame))
            self.file.write(header + frame)

    def end(self):
        self.file.close()
        self.file = None

    @contextlib.contextmanager
    def inside(self):
        """This thread in the namespace: sockets that it opens stay there."""
        outside = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        within = os.open(f"/run/netns/{self.name}", os.O_RDONLY)
        try:
            enter(within)
            yield
        finally:
            enter(outside)
            os.close(outside)
            os.close(within)

    def close(self):
        os.close(self.tap)
        ip("netns", "delete", self.name)


def ip(*arguments):
    subprocess.run(["ip", *arguments], check=True)


def enter(namespace):
    if LIBC.setns(namespace, CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "setns")


def is_traffic(frame):
    """TCP and UDP, and fragments; no ARP and no neighbour discovery."""
    kind = frame[12:14]
    return kind == b"\x08\x00" and frame[23] in (6, 17) or kind == b"\x86\xdd" and frame[20] in (6, 17, 44)


class Wire(threading.Thread):
    def __init__(self, ends):
        super().__init__(daemon=True)
        self.ends = ends
        self.random = random.Random(SEED)
        self.drop, self.reorder, self.repeat = DROP, REORDER, REPEAT
        self.queue = []  # (due, number, end that receives, frame)
        self.number = 0
        self.stopped = False

    def run(self):
        while not self.stopped:
            wait = max(0, self.queue[0][0] - time.monotonic()) if self.queue else 0.05
            for tap in select.select([end.tap for end in self.ends], [], [], min(wait, 0.05))[0]:
                self.accept(0 if tap == self.ends[0].tap else 1)
            while self.queue and self.queue[0][0] <= time.monotonic():
                _, _, to, frame = heapq.heappop(self.queue)
                self.ends[to].record(frame)
                os.write(self.ends[to].tap, frame)

    def accept(self, side):
        frame = os.read(self.ends[side].tap, 65536)
        self.ends[side].record(frame)
        due = time.monotonic() + DELAY
        if is_traffic(frame) and len(frame) > 60:
            if self.random.random() < self.drop:
                return
            if self.random.random() < self.reorder:
                due += EXTRA
            if self.random.random() < self.repeat:
                self.push(due + EXTRA / 2, 1 - side, frame)
        self.push(due, 1 - side, frame)

    def push(self, due, to, frame):
        self.number += 1
        heapq.heappush(self.queue, (due, self.number, to, frame))


def text(name, length):
    """Numbered lines: each part of it is unlike every other, and it compresses well."""
    lines, size, number = [], 0, 0
    while size < length:
        lines.append(b"%s %06d\n" % (name.encode(), number))
        size += len(lines[-1])
        number += 1
    return b"".join(lines)[:length]


def read_all(peer):
    data = bytearray()
    while True:
        part = peer.recv(65536)
        if not part:
            return bytes(data)
        data += part


class Scenarios:
    def __init__(self, left, right):
        self.left, self.right = left, right
        self.port = 7000

    def connection(self, client, server, family=socket.AF_INET, before=lambda sock: None, buffer=0, source=0):
        """Runs a connection: client and server are given their sockets, each in a thread."""
        self.port += 1
        here, there = HOSTS[family]
        with self.right.inside():
            listener = socket.socket(family)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if buffer:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, SEGMENT)
        listener.bind((there, source or self.port))
        listener.listen()
        with self.left.inside():
            sock = socket.socket(family)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, SEGMENT)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        before(sock)
        if source:
            sock.bind((here, source))

        def serve():
            peer, _ = listener.accept()
            listener.close()
            with peer:
                server(peer)

        thread = threading.Thread(target=serve)
        thread.start()
        sock.connect((there, source or self.port))
        with sock:
            client(sock)
        thread.join()

    def send(self, name, length, **how):
        """A transfer from left to right."""
        data = text(name, length)

        def server(peer):
            if read_all(peer) != data:
                raise AssertionError(name)

        self.connection(lambda sock: sock.sendall(data), server, **how)

    def bulk(self):
        """Losses, reordering and repetition; one way, both ways, both families."""
        self.send("first", 60_000)
        self.send("second", 40_000, family=socket.AF_INET6)
        self.send("third", 5_000)
        both = text("question", 20_000), text("answer", 30_000)

        def talk(mine, other):
            def run(sock):
                sender = threading.Thread(target=lambda: (sock.sendall(mine), sock.shutdown(socket.SHUT_WR)))
                sender.start()
                if read_all(sock) != other:
                    raise AssertionError("both ways")
                sender.join()
            return run

        self.connection(talk(*both), talk(*reversed(both)))

    def manners(self):
        """Zero windows, keep-alives, half-close, reset, ports used again, sequence numbers that wrap."""
        self.zero_windows()
        self.keep_alives()
        self.half_close()
        self.resets()
        self.wrap()

    def zero_windows(self):
        data = text("slow", 30_000)

        def server(peer):
            time.sleep(1.2)
            got = b""
            for _ in range(2):
                got += peer.recv(4096, socket.MSG_WAITALL)
                time.sleep(1.2)
            if got + read_all(peer) != data:
                raise AssertionError("slow")

        self.connection(lambda sock: sock.sendall(data), server, buffer=4096)

    def keep_alives(self):
        def client(sock):
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 1)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 1)
            sock.sendall(text("before", 2_000))
            time.sleep(3.5)
            sock.sendall(text("after", 2_000))

        self.connection(client, read_all)

    def half_close(self):
        def client(sock):
            sock.sendall(text("request", 700))
            sock.shutdown(socket.SHUT_WR)
            read_all(sock)

        def server(peer):
            read_all(peer)
            peer.sendall(text("reply", 12_000))

        self.connection(client, server)

    def resets(self):
        """Twice with the same ports: a new connection each time."""
        for name in "aborted", "again":
            data = text(name, 4_000)
            came = threading.Event()

            def client(sock):
                sock.sendall(data)
                came.wait()
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

            def server(peer):
                peer.recv(len(data), socket.MSG_WAITALL)
                came.set()
                with contextlib.suppress(ConnectionResetError):
                    peer.settimeout(2)  # the reset may be lost
                    peer.recv(1)

            with contextlib.suppress(TimeoutError):
                self.connection(client, server, source=6999)

    def wrap(self):
        def begin_high(sock):
            sock.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR, 1)
            sock.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR_QUEUE, TCP_SEND_QUEUE)
            sock.setsockopt(socket.IPPROTO_TCP, TCP_QUEUE_SEQ, struct.pack("I", 2**32 - 8_000))
            sock.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR, 0)

        self.send("wrapped", 20_000, before=begin_high)

    def fragments(self):
        """Datagrams of 4,000 bytes, in fragments, several on their way at a time."""
        for family in HOSTS:
            here, there = HOSTS[family]
            with self.left.inside():
                sock = socket.socket(family, socket.SOCK_DGRAM)
            with self.right.inside():
                other = socket.socket(family, socket.SOCK_DGRAM)
            with sock, other:
                other.bind((there, 9000))
                sock.bind((here, 9001))
                for i in range(24):
                    sock.sendto(text(f"datagram {i}", 4_000), (there, 9000))
                    other.sendto(text(f"reply {i}", 2_500 + 8 * i), (here, 9001))
                    time.sleep(0.003)
        time.sleep(1)


def main():
    folder, *names = sys.argv[1:]
    ends = []
    wire = Wire(ends)
    try:
        for number, side in enumerate(("left", "right"), 1):
            ends.append(End(side, number))
        wire.start()
        scenarios = Scenarios(*ends)
        for name in names or ("bulk", "manners", "fragments"):
            for end, side in zip(ends, ("left", "right")):
                end.begin(os.path.join(folder, f"{name}-{side}.pcap.gz"))
            if name == "fragments":
                wire.reorder, wire.repeat = 0.3, 0.1
            getattr(scenarios, name)()
            time.sleep(1)  # the last acknowledgments, which no program waits for
            for end in ends:
                end.end()
    finally:
        wire.stopped = True
        if wire.is_alive():
            wire.join()
        for end in ends:
            end.close()


if __name__ == "__main__":
    main()

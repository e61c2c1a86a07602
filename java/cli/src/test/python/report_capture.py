# SPDX-License-Identifier: Apache-2.0
"""Writes a pcapng file for the tests of `framering report`.

Usage: report_capture.py FILE [SECONDS]

TCP with handshakes, TLS names, HTTP, losses and retransmissions, DNS with answers that take their
time, IPv6, ARP, ICMP, NTP, and drop counts. Each run writes the same bytes. Some names are markup:
of hosts, and that of the second interface.
"""
import math
import random
import struct
import sys

BEGIN = 1_764_583_200 * 10**9 + 123_456_789
MILLISECOND = 10**6
SECOND = 10**9
SEGMENT = 1448

HOSTILE = [
    "</script><script>document.title='hacked'</script>",
    '"><img src=x onerror=document.title=1>',
    "<!-- <script>",
    "line\u2028separator\u2029s",
    "it's \"quoted\" \\u003c",
    "nul\0and\u202eright-to-left\u200f",
    "<b>bold&amp;</b>",
]
NAMES = [
    ("www.example.org", 0.35), ("cdn.example.net", 0.3), ("api.example.com", 0.15), ("mail.example.org", 0.1),
    ("updates.example.net", 0.1),
]

random_numbers = random.Random(20)
frames = []


def block(kind, body):
    body += bytes(-len(body) % 4)
    length = len(body) + 12
    return struct.pack("<II", kind, length) + body + struct.pack("<I", length)


def option(code, value):
    return struct.pack("<HH", code, len(value)) + value + bytes(-len(value) % 4)


def interface(name):
    options = option(2, name.encode()) + option(9, b"\x09") + option(0, b"")
    return block(1, struct.pack("<HHI", 1, 0, 262144) + options)


def packet(number, time, frame, dropped):
    body = struct.pack("<IIIII", number, time >> 32, time & 0xFFFFFFFF, len(frame), len(frame)) + frame
    body += bytes(-len(body) % 4)
    if dropped:
        body += option(4, struct.pack("<Q", dropped)) + option(0, b"")
    return block(6, body)


def statistics(number, time, dropped):
    body = struct.pack("<III", number, time >> 32, time & 0xFFFFFFFF) + option(5, struct.pack("<Q", dropped)) + option(0, b"")
    return block(5, body)


def checksum(data):
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    total = (total & 0xFFFF) + (total >> 16)
    return ~((total & 0xFFFF) + (total >> 16)) & 0xFFFF


def ethernet(kind, payload):
    return bytes.fromhex("020000000002020000000001") + struct.pack(">H", kind) + payload


def ip(source, destination, protocol, payload):
    if len(source) == 16:
        return ethernet(0x86DD, struct.pack(">IHBB", 6 << 28, len(payload), protocol, 64) + source + destination + payload)
    head = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(payload), random_numbers.randrange(65536), 0x4000, 64, protocol, 0)
    head += source + destination
    return ethernet(0x0800, head[:10] + struct.pack(">H", checksum(head)) + head[12:] + payload)


def udp(source, sport, destination, dport, payload):
    return ip(source, destination, 17, struct.pack(">HHHH", sport, dport, 8 + len(payload), 0) + payload)


def hello(name):
    server_name = name.encode()
    entry = struct.pack(">BH", 0, len(server_name)) + server_name
    extension = struct.pack(">HHH", 0, len(entry) + 2, len(entry)) + entry
    extension += struct.pack(">HHBH", 43, 3, 2, 0x0304)
    extension += struct.pack(">HHHB", 16, 5, 3, 2) + b"h2"
    body = b"\x03\x03" + bytes(32) + b"\0" + struct.pack(">HH", 2, 0x1301) + b"\x01\0" + struct.pack(">H", len(extension)) + extension
    handshake = b"\x01" + struct.pack(">I", len(body))[1:] + body
    return b"\x16\x03\x01" + struct.pack(">H", len(handshake)) + handshake


def send(time, frame):
    frames.append((time, frame))


class Connection:
    FIN, SYN, PSH, ACK = 1, 2, 8, 16

    def __init__(self, client, sport, server, dport, time, rtt):
        self.ends = [(client, sport), (server, dport)]
        self.next = [random_numbers.randrange(1 << 32), random_numbers.randrange(1 << 32)]
        self.time = time
        self.rtt = rtt

    def segment(self, side, flags, payload=b"", time=None, sequence=None):
        (source, sport), (destination, dport) = self.ends[side], self.ends[1 - side]
        acknowledged = self.next[1 - side] if flags & self.ACK else 0
        first = self.next[side] if sequence is None else sequence
        head = struct.pack(">HHIIBBHHH", sport, dport, first & 0xFFFFFFFF, acknowledged & 0xFFFFFFFF, 0x50, flags, 64000, 0, 0)
        send(self.time if time is None else time, ip(source, destination, 6, head + payload))
        if sequence is None:
            self.next[side] += len(payload) + (flags & self.SYN > 0) + (flags & self.FIN > 0)

    def run(self, request, size, loss):
        self.segment(0, self.SYN)
        self.time += self.rtt
        self.segment(1, self.SYN | self.ACK)
        self.time += 50_000
        self.segment(0, self.ACK)
        self.segment(0, self.PSH | self.ACK, request)
        self.time += self.rtt
        window = 4
        while size > 0:
            for _ in range(window):
                length = min(SEGMENT, size)
                if length == 0:
                    break
                begin = self.next[1]
                payload = b"\x17\x03\x03\x40\0" + bytes(length - 5) if length > 5 else bytes(length)
                self.segment(1, self.PSH | self.ACK, payload)
                if random_numbers.random() < loss:
                    self.segment(1, self.PSH | self.ACK, payload, self.time + 210 * MILLISECOND, begin)
                self.time += 120_000
                size -= length
            self.segment(0, self.ACK)
            self.time += self.rtt
            window = min(window * 2, 24)
        self.segment(0, self.FIN | self.ACK)
        self.time += self.rtt
        self.segment(1, self.FIN | self.ACK)
        self.time += 40_000
        self.segment(0, self.ACK)


def dns(client, port, name, time, took):
    question = b"".join(bytes([len(label)]) + label for label in name) + b"\0" + struct.pack(">HH", 1, 1)
    number = random_numbers.randrange(65536)
    server = bytes([192, 0, 2, 53])
    send(time, udp(client, port, server, 53, struct.pack(">HHHHHH", number, 0x0100, 1, 0, 0, 0) + question))
    if took:
        answer = b"\xc0\x0c" + struct.pack(">HHIH", 1, 1, 300, 4) + bytes([198, 51, 100, 7])
        send(time + took, udp(server, 53, client, port, struct.pack(">HHHHHH", number, 0x8180, 1, 1, 0, 0) + question + answer))


def labels(name):
    return [part.encode()[:63] for part in name.split(".")]


def traffic(seconds):
    port = 32768
    time = 0.0
    number = 0
    while time < seconds:
        wave = 1 + 0.8 * math.sin(time / seconds * 4 * math.pi)
        burst = 0.55 < time / seconds < 0.62
        time += random_numbers.expovariate((9 if burst else 3) * wave + 0.4)
        now = BEGIN + int(time * SECOND)
        port += 1
        number += 1
        client = bytes([10, 0, 0, 10 + number % 9])
        which = random_numbers.choices(range(len(NAMES)), [weight for _, weight in NAMES])[0]
        name = HOSTILE[number // 17 % len(HOSTILE)] if number % 17 == 5 else NAMES[which][0]
        took = int(random_numbers.lognormvariate(3.0, 0.9) * MILLISECOND) if number % 29 else 0
        dns(client, port, labels(name), now, took)
        rtt = int((12 + 9 * which + (40 if burst else 0)) * random_numbers.uniform(0.9, 1.4) * MILLISECOND)
        server = bytes([198, 51, 100, 10 + which])
        if number % 6 == 0:
            client = bytes.fromhex("20010db8000000000000000000000010")
            server = bytes.fromhex("20010db8000100000000000000000000")[:15] + bytes([which + 1])
        plain = number % 11 == 0
        request = b"GET /index.html HTTP/1.1\r\nHost: " + NAMES[which][0].encode() + b"\r\n\r\n" if plain else hello(name)
        connection = Connection(client, port, server, 80 if plain else 443, now + took + MILLISECOND, rtt)
        connection.run(request, int(random_numbers.paretovariate(1.1) * 4000) % 900_000, 0.03 if burst else 0.002)
        if number % 5 == 0:
            message = b"\x23" + bytes(47)
            send(now, udp(client, 123, server, 123, message))
        if number % 7 == 0:
            v4, other = bytes([10, 0, 0, 10]), bytes([10, 0, 0, 1])
            send(now, ethernet(0x0806, struct.pack(">HHBBH", 1, 0x0800, 6, 4, 1) + bytes(6) + v4 + bytes(6) + other))
            echo = struct.pack(">BBHHH", 8, 0, 0, 7, number) + bytes(56)
            send(now, ip(v4, other, 1, echo))
            send(now + 400_000, ip(other, v4, 1, b"\0" + echo[1:]))


def main():
    seconds = int(sys.argv[2]) if len(sys.argv) > 2 else 90
    traffic(seconds)
    frames.sort(key=lambda each: each[0])
    drops = {len(frames) * 58 // 100: 12, len(frames) * 60 // 100: 31, len(frames) * 85 // 100: 2}
    with open(sys.argv[1], "wb") as out:
        out.write(block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1)))
        out.write(interface("eth0") + interface(HOSTILE[0]))
        for number, (time, frame) in enumerate(frames):
            out.write(packet(0, time, frame, drops.get(number, 0)))
        last = frames[-1][0]
        out.write(statistics(0, last, sum(drops.values())))


main()

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Builds packets field by field and writes them as capture files, one for each link type.

  corpus.py FOLDER   writes FOLDER/ethernet.pcap, raw.pcap and others

Each header is a list of fields with the width of each in bits. A packet is made for every field at
every edge of its range, for every option and message, and for every layer that may carry another.
The same packets come out every time. UDP and TCP ports are none that tcpdump takes further, but those of the protocols below.
"""
import os
import random
import struct
import sys

random.seed(20_260)

MAC_A, MAC_B = 0x02_00_00_00_00_0A, 0x02_00_00_00_00_0B
IP4_A, IP4_B = 0x0A_00_00_01, 0xC0_A8_01_FE
IP6_A = 0xFE80 << 112 | 0x0000_00FF_FE00_000A
IP6_B = 0x2001_0DB8 << 96 | 0xB
PORT_A, PORT_B = 40_000, 7_777

ETHERNET = [("dst", 48, MAC_B), ("src", 48, MAC_A), ("type", 16, 0x0800)]
VLAN = [("pcp", 3, 0), ("dei", 1, 0), ("vid", 12, 7), ("type", 16, 0x0800)]
LLC = [("dsap", 8, 0xAA), ("ssap", 8, 0xAA), ("control", 8, 3)]
SNAP = LLC + [("oui", 24, 0), ("type", 16, 0x0800)]
ARP = [("hrd", 16, 1), ("pro", 16, 0x0800), ("hln", 8, 6), ("pln", 8, 4), ("op", 16, 1),
       ("sha", 48, MAC_A), ("spa", 32, IP4_A), ("tha", 48, 0), ("tpa", 32, IP4_B)]
IPV4 = [("version", 4, 4), ("ihl", 4, 5), ("tos", 8, 0), ("length", 16, 0), ("id", 16, 4711),
        ("reserved", 1, 0), ("df", 1, 1), ("mf", 1, 0), ("fragment", 13, 0), ("ttl", 8, 64),
        ("protocol", 8, 17), ("checksum", 16, 0), ("src", 32, IP4_A), ("dst", 32, IP4_B)]
IPV6 = [("version", 4, 6), ("class", 8, 0), ("flow", 20, 0), ("length", 16, 0), ("next", 8, 17),
        ("hops", 8, 64), ("src", 128, IP6_A), ("dst", 128, IP6_B)]
UDP = [("src", 16, PORT_A), ("dst", 16, PORT_B), ("length", 16, 8), ("checksum", 16, 0)]
TCP = [("src", 16, PORT_A), ("dst", 16, PORT_B), ("seq", 32, 1_000_000), ("ack", 32, 2_000_000),
       ("offset", 4, 5), ("reserved", 3, 0), ("flags", 9, 0x18), ("window", 16, 512),
       ("checksum", 16, 0), ("urgent", 16, 0)]
ICMP = [("type", 8, 8), ("code", 8, 0), ("checksum", 16, 0), ("id", 16, 77), ("seq", 16, 1)]
IGMP = [("type", 8, 0x16), ("time", 8, 0), ("checksum", 16, 0), ("group", 32, 0xE0_01_02_03)]
SCTP = [("src", 16, PORT_A), ("dst", 16, PORT_B), ("tag", 32, 0x01020304), ("checksum", 32, 0)]
CHUNK = [("type", 8, 0), ("flags", 8, 3), ("length", 16, 4)]
VXLAN = [("g", 1, 0), ("r1", 3, 0), ("i", 1, 1), ("r2", 4, 0), ("d", 1, 0), ("r3", 2, 0), ("a", 1, 0), ("r4", 3, 0),
         ("policy", 16, 0), ("vni", 24, 123), ("reserved", 8, 0)]
FRAGMENT = [("next", 8, 17), ("reserved", 8, 0), ("offset", 13, 0), ("res", 2, 0), ("more", 1, 0),
            ("id", 32, 0xDEADBEEF)]
AH = [("next", 8, 17), ("length", 8, 4), ("reserved", 16, 0), ("spi", 32, 0x100),
      ("seq", 32, 1), ("icv", 96, 0x0102030405060708090A0B0C)]
ROUTING = [("next", 8, 17), ("length", 8, 2), ("type", 8, 0), ("left", 8, 1), ("reserved", 32, 0),
           ("hop", 128, IP6_B)]
PORT_EDGES = (0, 1, 1000, 32_768, 65_534, 65_535)


def build(fields, **values):
    """The header, with these values instead of the ordinary ones."""
    number, bits = 0, 0
    for name, width, ordinary in fields:
        number = number << width | values.get(name, ordinary) & (1 << width) - 1
        bits += width
    return number.to_bytes(bits // 8, "big")


def edges(width):
    top = (1 << width) - 1
    return sorted({0, 1, 2, 3, top >> 1, (top >> 1) + 1, top - 1, top} & set(range(top + 1))
                  if width < 16 else {0, 1, 2, top >> 8, top >> 1, (top >> 1) + 1, top - 1, top})


def each_edge(fields, skip=()):
    """One dictionary for every field at every edge."""
    for name, width, _ in fields:
        if name not in skip:
            for value in edges(width):
                yield {name: value}


def internet_sum(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def text(length):
    return bytes(0x20 + i * 7 % 96 for i in range(length))


def sealed(header, at, wanted, body, pseudo=b""):
    """The header with its checksum at this offset, unless another one is wanted."""
    if wanted is None:
        wanted = internet_sum(pseudo + header + body)
        if pseudo and wanted == 0:
            wanted = 0xFFFF
    return header[:at] + struct.pack(">H", wanted) + header[at + 2:] + body


def ipv4(payload=b"", options=b"", **values):
    length = 20 + len(options)
    values = {"ihl": length // 4, "length": length + len(payload), **values}
    header = build(IPV4, **values) + options
    return sealed(header, 10, values.get("checksum"), b"") + payload


def ipv6(payload=b"", **values):
    return build(IPV6, **{"length": len(payload), **values}) + payload


def pseudo4(protocol, length, src=IP4_A, dst=IP4_B):
    return struct.pack(">IIBBH", src, dst, 0, protocol, length)


def pseudo6(protocol, length, src=IP6_A, dst=IP6_B):
    return src.to_bytes(16, "big") + dst.to_bytes(16, "big") + struct.pack(">II", length, protocol)


def udp(payload=b"", pseudo=pseudo4, **values):
    values = {"length": 8 + len(payload), **values}
    header = build(UDP, **values)
    return sealed(header, 6, values.get("checksum"), payload, pseudo(17, 8 + len(payload)))


def tcp(payload=b"", options=b"", pseudo=pseudo4, **values):
    options += b"\0" * (-len(options) % 4)
    values = {"offset": 5 + len(options) // 4, **values}
    header = build(TCP, **values) + options
    total = len(header) + len(payload)
    return sealed(header, 16, values.get("checksum"), payload, pseudo(6, total))


def icmp(body=b"", **values):
    return sealed(build(ICMP, **values), 2, values.get("checksum"), body)


def icmp_of(kind, code, rest, body=b""):
    return sealed(struct.pack(">BBH", kind, code, 0) + rest, 2, None, body)


def icmp6(kind, code, body=b"", checksum=None, src=IP6_A, dst=IP6_B):
    header = struct.pack(">BBH", kind, code, 0)
    return sealed(header, 2, checksum, body, pseudo6(58, 4 + len(body), src, dst))


def igmp(body=b"", **values):
    return sealed(build(IGMP, **values), 2, values.get("checksum"), body)


def chunk(kind, body=b"", **values):
    values = {"type": kind, "length": 4 + len(body), **values}
    return build(CHUNK, **values) + body + b"\0" * (-len(body) % 4)


def sctp(chunks=b"", **values):
    header = build(SCTP, **values)
    if "checksum" not in values:
        header = header[:8] + struct.pack("<I", crc32c(header + chunks))
    return header + chunks


def name(*labels):
    return b"".join(bytes([len(label)]) + label for label in labels) + b"\0"


def dns(ident=0x1234, flags=0x0100, questions=(), answers=(), authority=(), extra=(), counts=None):
    counts = counts or tuple(map(len, (questions, answers, authority, extra)))
    return struct.pack(">6H", ident, flags, *counts) + b"".join(
        b"".join(section) for section in (questions, answers, authority, extra))


def question(labels=(b"example", b"com"), kind=1, group=1):
    return name(*labels) + struct.pack(">HH", kind, group)


def record(data, kind=1, owner=b"\xc0\x0c", group=1, ttl=300):
    return owner + struct.pack(">HHIH", kind, group, ttl, len(data)) + data


def udp_packets():
    for values in each_edge(UDP, skip=("length",)):
        yield udp(text(12), **values)
    for length in range(0, 70):
        yield udp(text(length))
    for length in (0, 1, 7, 8, 9, 19, 20, 21, 100, 65_535):
        yield udp(text(12), length=length)
    for src in PORT_EDGES:
        for dst in PORT_EDGES:
            yield udp(text(3), src=src, dst=dst)
    yield udp(text(5), checksum=0)
    yield udp(text(5), checksum=1)


TCP_OPTIONS = [
    b"", b"\x01", b"\x00", b"\x01\x01\x01\x00", b"\x02\x04\x05\xb4", b"\x02\x04\xff\xff",
    b"\x02\x04\x00\x00", b"\x03\x03\x07", b"\x03\x03\x00", b"\x03\x03\x0e", b"\x03\x03\xff",
    b"\x04\x02", b"\x01\x01\x05\x0a" + struct.pack(">II", 1_000, 2_000),
    b"\x01\x01\x05\x12" + struct.pack(">4I", 2_000_001, 2_000_100, 2_000_200, 2_000_300),
    b"\x05\x22" + struct.pack(">8I", *range(2_000_000, 2_000_800, 100)),
    b"\x08\x0a" + struct.pack(">II", 0xFFFFFFFF, 0), b"\x08\x0a" + struct.pack(">II", 12, 34),
    b"\x02\x04\x05\xb4\x04\x02\x08\x0a" + struct.pack(">II", 5, 0) + b"\x01\x03\x03\x07",
    b"\x06\x06abcd", b"\x07\x06abcd", b"\x0e\x03\x01", b"\x0e\x03\x02", b"\x0f\x03\x01",
    b"\x13\x12" + bytes(range(16)), b"\x1c\x04\x80\x05", b"\x1c\x04\x00\x3c", b"\x1d\x06\x01\x02ab",
    b"\x1e\x04\x00\x00", b"\x1e\x0c\x00\x81" + bytes(8), b"\x22\x02",
    b"\x22\x0a" + bytes(range(8)), b"\x22\x06abcd", b"\xfd\x04\xf9\x89", b"\xfe\x08\x12\x34abcd",
    b"\xfd\x02", b"\x64\x02", b"\x64\x06wxyz", b"\xff\x03\x01", b"\x0b\x06\0\0\0\1",
    b"\x0c\x06\0\0\0\1", b"\x0d\x06\0\0\0\1", b"\x09\x02", b"\x0a\x03\x40", b"\x1b\x08" + bytes(6),
    b"\x14\x04ab", b"\x15\x04ab", b"\x16\x04ab", b"\x17\x04ab", b"\x18\x04ab", b"\x1a\x04ab",
    # Wrong lengths.
    b"\x02\x00", b"\x02\x01\x00\x00", b"\x02\x03\x05", b"\x02\x05\x05\xb4\x00", b"\x03\x02\x01\x01",
    b"\x03\x04\x07\x00", b"\x04\x03\x00", b"\x04\x04\0\0", b"\x05\x02", b"\x05\x09" + bytes(7),
    b"\x05\x0b" + bytes(9), b"\x08\x08" + bytes(6), b"\x08\x0b" + bytes(9), b"\x08\x02",
    b"\x02\x28\x05\xb4", b"\x64\x28\x00\x00", b"\x01\x01\x01\x02", b"\x01\x01\x01\x64",
]


def tcp_packets():
    for values in each_edge(TCP, skip=("offset",)):
        yield tcp(text(10), **values)
    for flags in range(512):
        yield tcp(text(flags % 3), flags=flags, urgent=flags % 2)
    for offset in range(16):
        yield tcp(b"\x01" * 44, offset=offset)
    for options in TCP_OPTIONS:
        yield tcp(text(4), options)
        yield tcp(b"", options, flags=2, ack=0)
    for length in range(0, 20):
        yield tcp(text(length), seq=5_000 + length)
    for src in PORT_EDGES:
        for dst in PORT_EDGES:
            yield tcp(text(1), src=src, dst=dst, flags=0x10)
    # Reset with a reason, as RFC 1122 allows.
    yield tcp(b"go away", flags=4)
    yield tcp(b"go\0away\n\xff", flags=0x14)
    yield tcp(text(5), checksum=0)
    # Connections, both ways, so that numbers become relative; one that wraps.
    for port, start in ((50_001, 100), (50_002, 0xFFFFFFF0), (50_003, 0x80000000)):
        there = {"src": port, "dst": PORT_B}
        back = {"src": PORT_B, "dst": port}
        yield tcp(b"", b"\x02\x04\x05\xb4", flags=2, seq=start, ack=0, **there)
        yield tcp(b"", b"\x02\x04\x05\xb4", flags=0x12, seq=900, ack=start + 1, **back)
        yield tcp(b"", flags=0x10, seq=start + 1, ack=901, **there)
        for i in range(6):
            yield tcp(text(9), flags=0x18, seq=start + 1 + 9 * i, ack=901, **there)
            sack = b"\x01\x01\x05\x0a" + struct.pack(">II", (start + 20) % 2**32, (start + 30) % 2**32)
            yield tcp(b"", sack, flags=0x10, seq=901, ack=start + 1 + 9 * i, **back)
        yield tcp(b"", flags=0x11, seq=start + 55, ack=901, **there)
        yield tcp(b"", flags=0x14, seq=901, ack=start + 56, **back)


def quoted_packets():
    yield ipv4(udp(text(8)))
    yield ipv4(udp(text(8)))[:28]
    yield ipv4(tcp(text(8), flags=2), protocol=6)[:28]
    yield ipv4(tcp(text(8)), protocol=6)
    yield ipv4(icmp(text(8)), protocol=1)
    yield ipv4(sctp(chunk(1, bytes(16))), protocol=132)
    yield ipv4(text(8), protocol=200)
    yield ipv4(udp(text(8)), options=b"\x07\x07\x04\0\0\0\0\0")
    yield ipv4(udp(text(8)), fragment=100)
    yield ipv4(udp(text(8)))[:19]
    yield b""
    yield b"\x45"


def icmp_packets():
    for values in each_edge(ICMP):
        yield icmp(text(8), **values)
    for length in range(0, 66):
        yield icmp(text(length), type=(0, 8)[length % 2], seq=length)
    for kind in range(0, 48):
        for code in (0, 1, 2, 255):
            yield icmp_of(kind, code, bytes(range(1, 25)))
    for code in range(0, 17):
        for packet in quoted_packets():
            yield icmp_of(3, code, b"\0\0\x05\xdc", packet)
    for kind, codes in ((4, 1), (5, 5), (11, 3), (12, 3)):
        for code in range(codes):
            for packet in quoted_packets():
                yield icmp_of(kind, code, struct.pack(">I", IP4_B), packet)
    for kind, body in ((9, b"\x01\x02\x07\x08" + bytes(8)), (9, b"\x02\x02\x00\x1e" + bytes(16)),
                       (9, b"\x01\x03\0\0" + bytes(12)), (10, bytes(4)), (13, bytes(16)),
                       (14, bytes(range(16))), (17, bytes(8)), (18, b"\0\1\0\2\xff\xff\xff\0"),
                       (15, bytes(4)), (16, bytes(4))):
        yield icmp_of(kind, 0, body)
    # RFC 4884: a quoted packet of 128 bytes, and MPLS labels behind it.
    padded = (ipv4(udp(text(8))) + bytes(128))[:128]
    labels = struct.pack(">BBH", 0x20, 0, 0) + struct.pack(">HBB", 8, 1, 1) + struct.pack(">I", 0x12345FFF)
    yield icmp_of(11, 0, b"\0\x20\0\0", padded + labels)


# Bodies of messages of DVMRP by type, and of PIM version 1.
TWO_ADDRESSES = struct.pack(">II", IP4_A, 0xE0_01_02_03)
DVMRP = {1: (b"", bytes(4), struct.pack(">I", 77) + TWO_ADDRESSES, bytes(10)),
         2: (b"", b"\xff\xff\0\x0a\1\2\x83\0\0\0\x0a\4\x0b\x85", b"\xff\xff\xff\1\2\3\xff", b"\xff", b"\xff\0\0\1\2\x81"),
         3: (b"",), 5: (b"",), 0: (b"",), 12: (b"",),
         4: (b"", TWO_ADDRESSES[:4] + b"\1\x10\2" + TWO_ADDRESSES, TWO_ADDRESSES[:4] + b"\1\x10\2" + bytes(6), bytes(5)),
         6: (b"", TWO_ADDRESSES[:4] + b"\1\x10\x73\2" + TWO_ADDRESSES, TWO_ADDRESSES[:4] + b"\1\x10\0\2" + bytes(4), TWO_ADDRESSES[:4] + b"\1\x10\0\2" + bytes(6), bytes(5)),
         7: (TWO_ADDRESSES + struct.pack(">I", 7_200), bytes(6)), 8: (TWO_ADDRESSES,), 9: (TWO_ADDRESSES,)}
PIM_1 = (b"", bytes(8), b"\x10\0\0\x69" + bytes(4), bytes(range(32)), TWO_ADDRESSES * 4,
         struct.pack(">IHHIIIHHBBI", IP4_A, 0, 180, 1, 0xE0010203, 0xFFFFFFFF, 1, 0, 1, 0xE0, IP4_B),
         struct.pack(">IHHIIIHHBBI", IP4_A, 0, 210, 1, 0xE0010203, 0xFFFFFF00, 0, 1, 0, 0x20, IP4_B),
         struct.pack(">IHHIIIHHBBIBBI", IP4_A, 0, 90, 1, 0xE0010203, 0xFFFFFFFF, 1, 1, 1, 0x60, IP4_B, 0, 0xA0, IP4_A),
         struct.pack(">IHHIIIHHIIHH", IP4_A, 0, 90, 2, 0xE0010203, 0xFFFFFF00, 0, 0, 0xE0010204, 0xFFFFFFFF, 0, 2))


def igmp_packets():
    for values in each_edge(IGMP):
        yield igmp(**values)
        yield igmp(b"\x02\x7d\0\0", **values)
    for kind in (0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x1E, 0x1F, 0x22, 0x30, 0x31, 0x32, 0x99):
        for time in (0, 1, 10, 100, 128, 200, 255):
            yield igmp(type=kind, time=time)
            yield igmp(type=kind, time=time, group=0)
    for sources in (0, 1, 2, 5, 60):
        body = struct.pack(">BBH", 0x0A, 125, sources) + bytes(4 * min(sources, 5))
        yield igmp(body, type=0x11, time=100)
        yield igmp(body, type=0x11, time=0x8F, group=0)
    for kinds in ([], [1], [2], [3], [4], [5, 6], [1, 2, 3, 4, 5, 6, 7], [9]):
        groups = b"".join(
            struct.pack(">BBHI", kind, 0, kind % 3, 0xEF000000 + kind)
            + b"".join(struct.pack(">I", IP4_A + i) for i in range(kind % 3)) for kind in kinds)
        yield igmp(groups, type=0x22, group=len(kinds))
        yield igmp(groups[:-2], type=0x22, group=len(kinds))
    yield igmp(b"", type=0x22, group=70_000)
    for kind, bodies in DVMRP.items():
        for body in bodies:
            for version in (0xFF03, 0x0C03):
                yield igmp(body, type=0x13, time=kind, group=version)
    for kind in range(9):
        for version in (1, 2):
            for body in PIM_1:
                yield igmp(body, type=0x14, time=kind, group=version << 28)
    for kind in (0x1E, 0x1F):
        for reply in (IP4_B, 0xE0000005):
            yield igmp(struct.pack(">IIIBBH", IP4_A, IP4_B, reply, 64, 1, 2), type=kind)
            yield igmp(struct.pack(">IIIBBH", IP4_A, IP4_B, reply, 64, 1, 2)[:-1], type=kind)


def sctp_packets():
    for values in each_edge(SCTP):
        yield sctp(chunk(11), **values)
    for kind in list(range(0, 18)) + [63, 64, 128, 130, 192, 193, 255]:
        for body in (b"", text(1), text(4), bytes(range(8)), bytes(range(12)), bytes(range(16)),
                     bytes(range(24)), text(60)):
            yield sctp(chunk(kind, body))
    start = struct.pack(">IIHHI", 0xCAFE, 65_536, 10, 20, 1)
    params = [struct.pack(">HHI", 5, 8, IP4_A), struct.pack(">HH", 6, 20) + IP6_A.to_bytes(16, "big"),
              struct.pack(">HHI", 9, 8, 1000), struct.pack(">HHHH", 12, 8, 5, 6),
              struct.pack(">HH", 0x8000, 4), struct.pack(">HH", 0xC000, 4),
              struct.pack(">HH", 7, 12) + bytes(8), struct.pack(">HH", 4711, 6) + b"ab\0\0",
              struct.pack(">HH", 5, 0), struct.pack(">HH", 5, 400)]
    for kind in (1, 2):
        yield sctp(chunk(kind, start))
        for one in params:
            yield sctp(chunk(kind, start + one))
        yield sctp(chunk(kind, start + b"".join(params[:6])))
    for flags in range(8):
        data = struct.pack(">IHHI", 1, 2, 3, 0) + text(10)
        yield sctp(chunk(0, data, flags=flags))
        yield sctp(chunk(0, data[:8] + struct.pack(">I", flags) + text(10), flags=3))
    for group in (0, 1, 2, 3, 4, 5, 9):
        for kind in (0, 1, 4, 6, 7):
            tags = b"".join(struct.pack(">HH", tag, 8) + text(4) for tag in (6, 0x13, 0x200, 0x210, 4, 99, group << 8 | kind))
            tags += struct.pack(">HH", 7, 5) + text(1) + bytes(3)
            for body in (tags, tags + b"\0\6", tags + b"\0\6\0\3", tags + b"\0\6\0\4", tags + b"\0\7\1\0", tags + b"\0\7\0\5a"):
                message = struct.pack(">BBBBI", 1, 0, group, kind, 8 + len(body)) + body
                yield sctp(chunk(0, struct.pack(">IHHI", 1, 2, 3, 3) + message))
    yield sctp(chunk(0, struct.pack(">IHHI", 1, 2, 3, 3) + b"\1\0\1\1\0\0\0\x10"))
    sack = struct.pack(">IIHH", 100, 65_536, 2, 1) + struct.pack(">HHHHI", 2, 3, 5, 6, 99)
    yield sctp(chunk(3, sack))
    yield sctp(chunk(3, sack[:-3]))
    for cause in range(0, 15):
        yield sctp(chunk(9, struct.pack(">HH", cause, 8) + b"abcd"))
        yield sctp(chunk(6, struct.pack(">HH", cause, 8) + b"abcd"))
    yield sctp(chunk(4, struct.pack(">HH", 1, 12) + bytes(8)))
    yield sctp(chunk(3, sack) + chunk(0, struct.pack(">IHHI", 1, 2, 3, 0) + text(3)) + chunk(11))
    for length in (0, 1, 3, 4, 5, 100, 65_535):
        yield sctp(chunk(10, text(8), length=length))
    yield sctp(b"")


DNS_DATA = [(1, struct.pack(">I", IP4_B)), (28, IP6_B.to_bytes(16, "big")), (2, name(b"ns1", b"example")),
            (5, b"\x03www\xc0\x0c"), (12, name(b"host", b"in-addr", b"arpa")), (15, b"\0\x0a\x04mail\xc0\x0c"),
            (16, b"\x05hello\x05world"), (16, b"\x03a\"b"), (16, b""), (33, struct.pack(">HHH", 1, 2, 443) + name(b"a")),
            (6, name(b"ns") + name(b"root") + struct.pack(">5I", 1, 2, 3, 4, 5)), (257, b"\0\x05issueca.example"),
            (41, b""), (65, b"\0\1\0"), (99, b"\x03spf"), (43, bytes(24)), (46, bytes(30)), (48, bytes(20)),
            (35, struct.pack(">HH", 1, 2) + b"\1u\3SIP\0\0"), (13, b"\3CPU\2OS"), (250, bytes(20)), (10, text(4)),
            (255, b""), (4711, text(6)), (1, b"\1\2"), (28, b"\1"), (64, b"\0\0\0"), (39, name(b"dn")),
            (6, name(b"ns") + b"\xc0\x0c" + struct.pack(">5I", 2**32 - 1, 2, 3, 4, 5)), (6, name(b"ns") + bytes(3)),
            (16, b"\x09short"), (15, b"\0"), (33, bytes(5)), (104, b"one\0string\xff"), (256, struct.pack(">HH", 10, 1) + b"https://example"),
            (256, b"\0\1"), (38, b"\0" + IP6_B.to_bytes(16, "big")), (38, b"\x40" + bytes(range(8)) + name(b"a6")),
            (38, b"\x43" + bytes(range(8)) + name(b"a6")), (38, b"\x80" + name(b"a6")), (38, b"\x81"), (38, b"\x10\1"),
            (250, name(b"hmac-sha256") + bytes(6) + struct.pack(">HH", 300, 4) + b"mac!" + struct.pack(">HHH", 7, 0, 0)),
            (250, name(b"hmac") + bytes(6) + struct.pack(">HH", 300, 400))]

# Options of EDNS: number and data.
EDNS = [(1, text(18)), (2, text(4)), (3, b"ns1"), (5, bytes(range(20)) + b"\xfc\xfd\xfe\xff"), (6, bytes(range(6))), (7, b"\1\2"),
        (8, b"\0\1\x18\0\x0a\1\2"), (8, b"\0\1\x20\x20\x0a\1\2\3"), (8, b"\0\2\x38\0" + bytes(range(7))), (8, b"\0\2\x80\x40" + bytes(16)),
        (8, b"\0\1\0\0"), (8, b"\0\1"), (8, b"\0\3\0\0"), (8, b"\0\1\x21\0\1\2\3\4\5"), (8, b"\0\1\x18\0\1"), (9, b""), (9, b"\0\0\1\0"), (9, b"\1"),
        (10, bytes(7)), (10, bytes(range(8))), (10, bytes(12)), (10, bytes(range(24))), (10, bytes(41)), (11, b"\0\x7b"), (11, b""), (11, b"\1"),
        (12, b""), (12, bytes(30)), (13, name(b"chain")), (13, b"\xc0\0"), (14, b"\0\1\xff\xff"), (14, b"\1"), (16, b"\0\1"), (17, b"\0\1"), (65_001, b"ab")]


def dns_packets():
    for kind in list(range(0, 70)) + [99, 100, 108, 249, 250, 251, 252, 253, 254, 255, 256, 257, 32_769, 65_535]:
        yield dns(questions=[question(kind=kind)])
    for group in (0, 1, 2, 3, 4, 254, 255, 0x8001, 65_535):
        yield dns(questions=[question(group=group)])
    for flags in list(range(0, 0x10000, 0x0811)) + [0x8180, 0x8583, 0x0110, 0x81A0, 0x8590, 0x0030]:
        yield dns(flags=flags, questions=[question()])
        yield dns(flags=flags | 0x8000, questions=[question()], answers=[record(struct.pack(">I", 1))])
    for kind, data in DNS_DATA:
        yield dns(flags=0x8180, questions=[question(kind=kind)], answers=[record(data, kind)])
        yield dns(flags=0x8180, questions=[question()], authority=[record(data, kind)], extra=[record(data, kind)])
        yield dns(flags=0x0100, questions=[question()], extra=[record(data, kind, group=3, ttl=0)])
    for udp_size, ttl in ((512, 0), (4096, 0x8000), (1232, 0x01000000), (65_535, 0x00010000)):
        yield dns(questions=[question()], extra=[record(b"", 41, b"\0", udp_size, ttl)])
        yield dns(questions=[question()], extra=[record(b"\0\x0a\0\x08abcdefgh", 41, b"\0", udp_size, ttl)])
        yield dns(flags=0x8180, questions=[question()], extra=[record(b"", 41, b"\0", udp_size, ttl)])
    for number, data in EDNS:
        option = struct.pack(">HH", number, len(data)) + data
        yield dns(questions=[question()], extra=[record(option, 41, b"\0", 1232, 0x8000)])
        yield dns(flags=0x8180, questions=[question()], extra=[record(option + option, 41, b"\0", 1232, 0)])
        yield dns(questions=[question()], extra=[record(option[:-1], 41, b"\0", 1232, 0)])
    for ttl in (0, 59, 3600, 90_061, 2**31, 2**32 - 1):
        yield dns(flags=0x8580, questions=[question()], answers=[record(struct.pack(">I", 1), ttl=ttl, group=0x8001)] * 3)
    for counts in ((0, 0, 0, 0), (1, 1, 0, 0), (2, 0, 0, 0), (1, 2, 3, 4), (65_535,) * 4, (0, 1, 0, 0), (1, 0, 1, 0), (1, 0, 0, 1)):
        yield dns(questions=[question()], counts=counts)
        yield dns(flags=0x8180, questions=[question()], counts=counts)
    for labels in ((), (b"a",), (b"a" * 63,), (b"x",) * 60, (b"a b", b"c.d"), (b"\\back", b"\"q\""), (b"\x00\xff\x7f",), (b"UPPER", b"lower")):
        yield dns(questions=[question(labels)])
    bad = struct.pack(">6H", 7, 0x0100, 1, 0, 0, 0)
    for tail in (b"\xc0\x0c\0\1\0\1", b"\xc0\x0e\xc0\x0c\0\1\0\1", b"\xc0\xff\0\1\0\1", b"\x40ab", b"\x80ab", b"\x3fa",
                 b"\x41\x0b\xab\xcd\1b\0\0\1\0\1", b"\x41\x0d\xab\xcd\0\0\1\0\1", b"\x41\0" + bytes(32) + b"\0\0\1\0\1", b"\x42\1\0\0\1\0\1",
                 b"\1a\xc0\x0c\0\1\0\1", b"\1a\xc0\x0e\0\1\0\1", b"\1a\x80\0\1\0\1", b"\1a\x42\0\1\0\1", b"\x3f" + b"y" * 63 + b"\xc0\x0c\0\1\0\1",
                 (b"\x3f" + b"z" * 63) * 5 + b"\0\0\1\0\1", (b"\x33" + b"z" * 51) * 5 + b"\0\0\1\0\1",
                 b"\x03ab", b"\x41\x01\x80\0\0\1\0\1", b"\x01a", b"\x01a\0", b"\x01a\0\0", b"\x01a\0\0\1", b""):
        yield bad + tail
    yield dns(flags=0x2800, questions=[question(kind=6)], answers=[record(b"", 255, group=254, ttl=0)], authority=[record(struct.pack(">I", 9), 1, ttl=60)])
    yield dns(flags=0x2000, questions=[question(kind=6)])
    for length in range(0, 12):
        yield dns(questions=[question()])[:length]


def neighbour_packets():
    """Bodies of ICMPv6 messages: type, code, body."""
    link = b"\1\1" + MAC_A.to_bytes(6, "big")
    target = IP6_B.to_bytes(16, "big")
    prefix = struct.pack(">BBBBIII", 3, 4, 64, 0xC0, 86_400, 14_400, 0) + target
    options = [b"", link, b"\2\1" + MAC_B.to_bytes(6, "big"), prefix, b"\5\1\0\0" + struct.pack(">I", 1500),
               struct.pack(">BBHI", 25, 3, 0, 600) + target, struct.pack(">BBHI", 31, 2, 0, 600) + name(b"lan") + bytes(3),
               struct.pack(">BBBBI", 24, 2, 48, 8, 300) + bytes(8), b"\x18\x01\0\0\0\0\0\1", b"\x18\x03\x80\x18" + bytes(20),
               b"\x0e\1abcdef", b"\4\2" + bytes(6) + text(8), b"\x07\1\0\0\0\0\1\0", b"\x08\2\0\0\0\1\0\2" + bytes(8),
               struct.pack(">BBHI", 31, 5, 0, 600) + name(b"lan", b"example") + b"\1a\xc0\x08" + name(b"b") + b"\xc0\xff" + bytes(10),
               struct.pack(">BBHI", 25, 5, 0, 2**32 - 1) + target * 2, struct.pack(">BBBBI", 24, 3, 128, 0, 2**32 - 1) + target, b"\x18\4" + bytes(30),
               b"\x26\2\0\x18" + text(12), b"\xc8\1abcdef", b"\1\0abcdef", b"\1\4abcdef", b"\1", link + b"\5\1\0\0\0\0\x05\xdc" + prefix]
    for option in options:
        yield 133, 0, bytes(4) + option
        yield 134, 0, struct.pack(">BBHII", 64, 0xC0, 1800, 0, 0) + option
        yield 135, 0, bytes(4) + target + option
        yield 136, 0, b"\xe0\0\0\0" + target + option
        yield 137, 0, bytes(4) + target + target + option
    for flags in (0, 0x80, 0x40, 0x20, 0x08, 0x18, 0x10, 0xFF):
        yield 134, 0, struct.pack(">BBHII", 255, flags, 0, 0xFFFFFFFF, 1) + link
        yield 136, 0, bytes([flags, 0, 0, 0]) + target
    for kind in (130, 131, 132):
        for delay in (0, 1, 1000, 65_535):
            yield kind, 0, struct.pack(">HH", delay, 0) + target
    for sources in (0, 1, 3):
        yield 130, 0, struct.pack(">HH", 0x8FFF, 0) + target + struct.pack(">BBH", 0x0A, 125, sources) + target * sources
    for kinds in ([], [1], [2, 3], [4, 5, 6], [9]):
        groups = b"".join(struct.pack(">BBH", kind, 0, kind % 2) + target + target * (kind % 2) for kind in kinds)
        yield 143, 0, struct.pack(">HH", 0, len(kinds)) + groups
        yield 143, 0, struct.pack(">HH", 0, len(kinds) + 1) + groups


def other_icmp6_packets():
    """Bodies of messages that are seldom seen: renumbering, node information, home agents, RPL."""
    use = bytes([64, 48, 0xC0, 0x80]) + struct.pack(">III", 2**32 - 1, 600, 0xC0000000) + IP6_B.to_bytes(16, "big")
    for count in (0, 1, 2):
        match = bytes([1 + count, 3 + 4 * count, 1, 48, 0, 128, 0, 0]) + IP6_A.to_bytes(16, "big")
        for flags in (0, 0x80, 0xF8, 0xFF):
            yield 138, 0, struct.pack(">IBBHI", 7, 1, flags, 500, count) + match + use * count
    yield 138, 0, struct.pack(">IBBHI", 7, 1, 0, 500, 0) + bytes([9, 4]) + bytes(22)
    for kind in (139, 140):
        for query in range(6):
            for flags in (0, 1, 2, 0x7F, 0x80):
                for code in (0, 1, 2, 3):
                    head = struct.pack(">HHQ", query, flags, 0x0102030405060708)
                    for subject in (b"", IP6_B.to_bytes(16, "big"), IP4_B.to_bytes(4, "big"), bytes(4) + IP6_B.to_bytes(16, "big"), b"\4host",
                                    bytes(4) + b"\4ho\0t", name(b"host", b"lan"), bytes(4) + name(b"host"), b"\4host\0\0", b"\4host\0ab", b"\x0ahost"):
                        if flags < 2 or code == 0:
                            yield kind, code, head + subject
        yield kind, 0, bytes(8)
    for kind in (144, 145, 146, 147):
        for flags in (0, 0x8000, 0xC000):
            yield kind, 0, struct.pack(">HH", 0xBEEF, flags) + IP6_A.to_bytes(16, "big") + IP6_B.to_bytes(16, "big")
        yield kind, 0, struct.pack(">HH", 1, 0x4000) + b"\5\1\0\0" + struct.pack(">I", 1500)
    graph = IP6_B.to_bytes(16, "big")
    parts = b"\0\1\2\0\0" + b"\4\x11" + text(17) + b"\3\0\x0b\0"
    for code in (0, 1, 2, 3, 4, 0x80, 0x81, 0x8A):
        for head in (bytes([7, 1, 0, 9]) + bytes([0x88, 1, 0, 0]) + graph, bytes([7, 0xC0, 0, 9]) + graph, bytes([7, 0x3F, 2, 9]), bytes([7, 1, 0, 9, 0x3F, 1, 0, 0]) + graph):
            yield 155, code, head
            yield 155, code, head + parts
            yield 155, code, head + parts + b"\6"
            yield 155, code, head + parts + b"\6\x20"


def icmp6_packets():
    for kind in list(range(0, 6)) + [100, 101, 127] + list(range(128, 160)) + [200, 201, 255]:
        for code in (0, 1, 2, 255):
            yield icmp6(kind, code, bytes(range(1, 33)))
    for length in range(0, 40):
        yield icmp6((128, 129)[length % 2], 0, struct.pack(">HH", 7, length) + text(length))
    quoted = [ipv6(udp(text(4), pseudo6)), ipv6(tcp(text(4), pseudo=pseudo6), next=6), ipv6(text(9), next=200),
              ipv6(udp(text(4), pseudo6))[:47], ipv6(b"")[:39], b"", ipv6(icmp6(128, 0, bytes(8)), next=58),
              ipv6(build(FRAGMENT, offset=100, next=17) + text(8), next=44)]
    for kind, codes in ((1, 8), (2, 1), (3, 2), (4, 3)):
        for code in range(codes):
            for packet in quoted:
                yield icmp6(kind, code, struct.pack(">I", 1280) + packet)
    for kind, code, body in (*neighbour_packets(), *other_icmp6_packets()):
        yield icmp6(kind, code, body)
    yield icmp6(128, 0, bytes(8), checksum=0)
    yield icmp6(128, 0, bytes(8), checksum=0x1234)


IPV4_OPTIONS = [b"\x01\x01\x01\x00", b"\x00\x00\x00\x00", b"\x07\x0b\x08" + struct.pack(">II", IP4_A, 0) + b"\0",
                b"\x83\x0b\x04" + struct.pack(">II", IP4_A, IP4_B) + b"\0", b"\x89\x07\x04" + struct.pack(">I", IP4_B) + b"\1",
                b"\x44\x0c\x05\x00" + struct.pack(">II", 1, 2), b"\x44\x0c\x0d\x31" + struct.pack(">II", IP4_A, 2),
                b"\x44\x0c\x05\x03" + struct.pack(">II", IP4_A, 2), b"\x44\x04\x05\x00", b"\x94\x04\x00\x00", b"\x94\x04\x00\x01",
                b"\x82\x0b" + bytes(9) + b"\0", b"\x88\x04\x00\x01", b"\x19\x08abcdef", b"\xff\x04ab", b"\x07\x03\x04\x00",
                b"\x07\x04\x03\x00", b"\x07\x07\x08" + bytes(4) + b"\0", b"\x07\x00\x00\x00", b"\x07\x01\x00\x00", b"\x07\x28\x04\x00",
                b"\x83\x02\x00\x00", b"\x94\x05\x00\x00\x00\x00\x00\x00", b"\x01\x01\x01\x07", b"\x07\x27\x04" + bytes(37),
                b"\x07\x09\x04" + bytes(6) + b"\0\0\0"]


def ipv4_packets():
    for values in each_edge(IPV4, skip=("version", "ihl", "length", "protocol")):
        yield ipv4(udp(text(16)), **values)
    for values in each_edge([f for f in IPV4 if f[0] in ("version", "ihl", "length")]):
        yield ipv4(udp(bytes(40)), **values)
    for ihl in range(16):
        yield ipv4(udp(bytes(60)), ihl=ihl)
    for version in range(16):
        yield ipv4(udp(text(30)), version=version)
    for length in list(range(0, 50)) + [100]:
        yield ipv4(udp(text(16)), length=length)
    for protocol in range(256):
        if protocol not in DISSECTED_BY_TCPDUMP:
            yield ipv4(text(20), protocol=protocol)
    for options in IPV4_OPTIONS:
        yield ipv4(udp(text(4)), options)
        yield ipv4(icmp(text(4)), options, protocol=1)
    for tos in range(256):
        yield ipv4(udp(text(2)), tos=tos)
    for protocol, body in ((17, udp(text(64))), (6, tcp(text(64))), (1, icmp(text(64))), (132, sctp(chunk(11))), (99, text(64))):
        for offset, more in ((0, 1), (1, 1), (8, 0), (100, 1), (8191, 0)):
            yield ipv4(body[:64], mf=more, df=0, fragment=offset, protocol=protocol)
            yield ipv4(body[:7], mf=more, df=0, fragment=offset, protocol=protocol)
    for body, protocol in ((ipv4(udp(text(4))), 4), (ipv6(udp(text(4), pseudo6)), 41), (ipv4(ipv4(tcp(), protocol=6), protocol=4), 4), (b"", 4), (b"\x45", 4), (b"", 41)):
        yield ipv4(body, protocol=protocol)
    for dst in (0xFFFFFFFF, 0, 0xE0000001, 0x7F000001, 0x01020304):
        yield ipv4(udp(text(4)), dst=dst)
    for ttl in (0, 254, 255):
        yield ipv4(vrrp(), protocol=112, ttl=ttl)


# Protocols that tcpdump takes further and that are not Framering's.
DISSECTED_BY_TCPDUMP = {1, 2, 4, 6, 8, 9, 17, 33, 41, 46, 47, 50, 51, 54, 55, 88, 89, 94, 103, 108, 112, 113, 124, 132, 136}


def vxlan_packets():
    """VXLAN headers, and the frames in them."""
    frames = [build(ETHERNET) + ipv4(udp(text(5))), build(ETHERNET) + ipv4(tcp(text(3)), protocol=6),
              build(ETHERNET, type=0x86DD) + ipv6(icmp6(128, 0, bytes(8)), next=58),
              build(ETHERNET, type=0x0806) + build(ARP), build(ETHERNET, type=0x1234) + text(20),
              build(ETHERNET, type=0x8100) + build(VLAN) + ipv4(udp(text(5))),
              build(ETHERNET, type=38) + build(LLC, dsap=0x42, ssap=0x42) + bytes(35),
              build(ETHERNET) + ipv4(udp(build(VXLAN, vni=7) + build(ETHERNET) + ipv4(udp(text(4))), dst=4789))]
    for values in each_edge(VXLAN):
        yield build(VXLAN, **values) + frames[0]
    for frame in frames:
        yield build(VXLAN) + frame
        yield build(VXLAN, vni=0xABCDEF, policy=9, g=1) + frame
    for length in range(0, 50):
        yield (build(VXLAN) + frames[0])[:length]


NTP = [("leap", 2, 0), ("version", 3, 4), ("mode", 3, 3), ("stratum", 8, 2), ("poll", 8, 6), ("precision", 8, 0xEC), ("delay", 32, 0x1234),
       ("dispersion", 32, 0x18000), ("reference", 32, IP4_A), ("set", 64, 0xE0000000_40000000), ("originator", 64, 0xE0000001_80000000),
       ("receive", 64, 0xE0000002_C0000000), ("transmit", 64, 0xE0000002_D0000000)]
NTP_CONTROL = [("leap", 2, 0), ("version", 3, 2), ("mode", 3, 6), ("response", 1, 0), ("error", 1, 0), ("more", 1, 0), ("op", 5, 2),
               ("sequence", 16, 1), ("status", 16, 0x621), ("association", 16, 3), ("offset", 16, 0), ("count", 16, 0)]


def ntp_packets():
    for values in each_edge(NTP):
        yield build(NTP, **values)
    for times in ({"originator": 0}, {"originator": 0, "receive": 0}, {"originator": 7, "receive": 7, "transmit": 8}, {"receive": 0xE0000001_80000000},
                  {"originator": 0xE0000003_00000000, "transmit": 0xE0000002_FFFFFFFF}, {"originator": 2**64 - 1, "receive": 1, "transmit": 2}):
        yield build(NTP, **times)
    for kind in ({"stratum": 1, "reference": 0x47505300}, {"stratum": 1, "reference": 0x00FF1B41}, {"stratum": 15}, {"stratum": 16}, {"stratum": 62}, {"stratum": 63}, {"poll": 31}, {"poll": 32},
                 {"poll": 0xE1}, {"poll": 0xE0}, {"mode": 4, "poll": 2}):
        yield build(NTP, **kind)
    for length in (1, 4, 6, 12, 20, 24, 28, 40):
        yield build(NTP) + bytes(range(length))
    for values in each_edge(NTP_CONTROL):
        yield build(NTP_CONTROL, **values)
    for count, data in ((5, b"hello"), (5, b"hello\0\0\0"), (3, b"he"), (0, b"rest")):
        yield build(NTP_CONTROL, count=count) + data
    for length in range(0, 48, 3):
        yield build(NTP)[:length]
        yield build(NTP_CONTROL)[:length]


def tftp_packets():
    """From a port of their own: what tshark sees there later is TFTP to it, whatever the other port is."""
    for number in (*range(9), 0x1234, 65_535):
        yield struct.pack(">H", number) + b"file.txt\0octet\0"
    for rest in (b"f\0netascii\0blksize\x001428\0tsize\x000\0", b"f\"\xff\x01\x1b\0octet\0", b"noend", b"end\0", b"end\0mode", b"\0\0", b"a\0b\0opt\0", b"a\0b\0opt\0val",
                 b"a\0b\0opt", b"blksize\x001428\0", b"a\0b\0c\0d\0", b"", b"a", b"a\0"):
        for number in (1, 2, 6):
            yield struct.pack(">H", number) + rest
    for number in (3, 4, 5):
        for block in (0, 1, 7, 8, 9, 255, 65_535):
            for rest in (b"", b"File not found\0", b"no end", text(30)):
                yield struct.pack(">HH", number, block) + rest
        yield struct.pack(">HB", number, 0)
        yield struct.pack(">H", number)
    yield b""
    yield b"\0"


def syslog_packets():
    for number in (*range(0, 192, 9), 191, 192, 999):
        yield b"<%d>Oct 11 22:14:15 host su: failed" % number
    for message in (b"<165>1 2003-10-11T22:14:15.003Z host app - ID47 [a@1 b=\"c\"] text", b"<>x", b"<1000>x", b"<5", b"<5>", b"x<5>", b"<", b"<123", b"<1234",
                    b"<a>b", b"<1a>b", b"<34>line\r\n\t\x1b\xff", b"<0034>x", b"<007>y", b"< 4>x", b"no priority", b"<34>" + text(200).replace(b"|", b""), b""):
        yield message
    for length in range(0, 30):
        yield (b"<13>" + text(26))[:length]


HTTP = [b"GET / HTTP/1.1\r\nHost: example.org\r\nAccept: */*\r\n\r\n", b"HTTP/1.1 200 OK\r\nServer: x\r\n\r\n<html>", b"HTTP/1.0 404\r\n", b"body only\r\nsecond", b"GET /", b"GET",
        b"GETX / HTTP/1.1\r\n", b"get / http/1.1\r\na: b\r\n\r\n", b"POST /x HTTP/1.1\nHost: lf\n\nbody\n", b"GET / HTTP/1.1\r\nbad\1: x\r\nY: z\r\n\r\n", b"GET / HTTP/1.1\rfoo",
        b"OPTIONS * HTTP/1.1\r\nhost: a\r\n\r\n", b"HTTP/1.1 2x0 foo\r\n", b"HTTP/1.1 200", b"GET \t / HTTP/1.1\r\n", b"GET\r\n", b"GET /a\xff\x7f\x1b b\r\n\r\n", b"\r\n",
        b"PROPFIND / HTTP/1.1\r\nX:\ttab\r\n\r\nrest\r\nmore", b"x 999 y\r\n", b"x\t200 y\r\n", b"x  200\ty\r\n", b"x 2000\r\n", b"GET\x0bx\r\n", b"\0\1\2", b"x 200\r",
        b"HTTP/1.1 301 Moved Permanently\r\nLocation: http://b/\r\n\r\n", b"a" * 200 + b" 200 x\r\n"]
SIP = [b"INVITE sip:a@b SIP/2.0\r\nVia: x\r\n\r\nv=0\r\n", b"SIP/2.0 180 Ringing\r\nVia: x\r\n\r\n", b"REGISTER x\r\n", b"\r\n\r\n", b"junk", b"", b"BYE"]
RTSP = [b"RTSP/1.0 200 OK\r\nCSeq: 2\r\n\r\n", b"DESCRIBE rtsp://x RTSP/1.0\r\nCSeq: 2\r\n\r\n", b"$\0\0\x10binary", b"GET_PARAMETER x\r\n", b"GET x\r\n"]
MAIL = [b"220 mail ESMTP\r\n", b"250-a\r\n250 b\r\n", b"MAIL FROM:<a@b>\r\nRCPT TO:<c>\r\n", b"Subject: x\r\n\r\nhello\r\n.\r\n", b"USER a", b"\xff", b"a\rb"]
SSH = [b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n", b"SSH-2.0-x\n", b"SSH-1.99-y\r\nmore", b"SSH-2.0-endless", b"SSH-\r\n", b"ssh-2.0-x\r\n", b"SS", b"\0\0\1\x2c\x0a\x14" + text(30),
       b"SSH-2.0-a\tb\r\n", b"SSH-2.0-a\rb\r\n", b"SSH-2.0-a\r", b"SSH-2.0-\xff\r\n"]


def text_packets():
    """Segments of protocols whose messages are lines."""
    for ports, messages in (((80, 8080), HTTP), ((554, 8554), RTSP), ((21, 25, 43), MAIL), ((22,), SSH)):
        for port in ports:
            for i, message in enumerate(messages):  # as many connections
                yield tcp(message, src=41_000 + i, dst=port)
        for i, message in enumerate(messages[:3]):
            yield tcp(message, src=ports[0], dst=51_000 + i)


def tls(kind, body, version=0x0303, length=None):
    return struct.pack(">BHH", kind, version, len(body) if length is None else length) + body


def hello(kind, ciphers, extensions, session=b"", version=0x0303):
    """A greeting of TLS: 1 of a client, 2 of a server."""
    lists = sized(ciphers) + b"\1\0" if kind == 1 else ciphers + b"\0"
    body = struct.pack(">H", version) + bytes(range(32)) + bytes([len(session)]) + session + lists
    if extensions is not None:
        body += sized(b"".join(struct.pack(">H", number) + sized(data) for number, data in extensions))
    return struct.pack(">I", kind << 24 | len(body)) + body


def sized(data):
    return struct.pack(">H", len(data)) + data


SERVER_NAME = (0, sized(b"\0" + sized(b"www.example.org")))
ALPN = (16, sized(b"\2h2\x08http/1.1"))


def tls_packets():
    client = hello(1, bytes.fromhex("130213031301c02c"), [SERVER_NAME, (11, b"\3\0\1\2"), ALPN, (43, b"\4\3\4\3\3"), (51, sized(bytes(36)))], text(32))
    for session, extensions in ((b"", None), (b"", []), (text(32), [SERVER_NAME]), (b"", [ALPN, (43, b"\2\3\4")]), (b"", [(0, b"")])):
        yield tls(22, hello(1, b"\x13\1", extensions, session), 0x0301)
    yield tls(22, client, 0x0301)
    yield tls(22, hello(2, b"\x13\1", [(43, b"\3\4"), (51, bytes(36))], text(32))) + tls(20, b"\1") + tls(23, text(30))
    yield tls(22, hello(2, b"\xc0\x30", [ALPN[:1] + (sized(b"\2h2"),)]))
    yield tls(22, hello(2, b"\xc0\x30", None))
    for kind, body in ((20, b"\1"), (21, b"\2\x28"), (22, b"\x0e\0\0\0"), (23, text(40)), (23, b"")):
        yield tls(kind, body)
    yield tls(23, text(20)) + tls(23, text(9), 0x0302)
    yield tls(23, text(20), length=50)
    yield tls(22, client, 0x0301)[:120]
    for wrong in (b"junk", b"\x16\3", tls(99, b"ab"), tls(22, b"\1\0\0\5abcde"), tls(23, b"", 0x0203)):
        yield wrong


QUIC = [("long", 1, 1), ("fixed", 1, 1), ("type", 2, 0), ("rest", 4, 3), ("version", 32, 1)]


def quic(destination=b"abcdefgh", source=b"xyz1", rest=b"\0\x40\x60" + bytes(100), **values):
    return build(QUIC, **values) + bytes([len(destination)]) + destination + bytes([len(source)]) + source + rest


def quic_packets():
    for version in (1, 0x6B3343CF, 0xFF00001D, 0x0A0A0A0A):
        for kind in range(4):
            yield quic(version=version, type=kind)
    for ids in ((b"", b""), (b"a" * 20, b"b" * 20), (b"abcdefgh", b"")):
        yield quic(*ids)
    yield quic(b"a" * 21)
    yield quic(long=0)
    for length in (0, 1, 5, 7, 12, 15, 18):
        yield quic()[:length]


def netbios_name(label, kind=0x20, scope=()):
    letters = b"".join(bytes([0x41 + (byte >> 4), 0x41 + (byte & 15)]) for byte in label.ljust(15)[:15] + bytes([kind]))
    return name(letters, *scope)


def nbns_packets():
    """Messages of DNS's format, with names of another."""
    ask = struct.pack(">HH", 0x20, 1)
    address = struct.pack(">HI", 0, IP4_A)
    for label in (b"WORKGROUP", b"HOST", b"\1\2__MSBROWSE__\2", b"lower", b"A\"B", b"*" + bytes(14), b"FIFTEEN_LETTERS"):
        for kind in (0, 0x20, 0x1D, 0xFF):
            yield dns(flags=0x0110, questions=[netbios_name(label, kind) + ask])
    for flags in (0, 0x0110, 0x2910, 0x3000, 0x7FFF, 0x8500, 0x8583, 0xAD80, 0xFFFF):
        yield dns(flags=flags, questions=[netbios_name(b"HOST") + ask])
        yield dns(flags=flags, answers=[record(address, 0x20, netbios_name(b"HOST"))])
    yield dns(flags=0x2910, questions=[netbios_name(b"HOST") + ask], extra=[record(struct.pack(">HI", 0x6000, IP4_B), 0x20)])
    yield dns(flags=0x8500, answers=[record(struct.pack(">HI", 0x8000, IP4_B) * 2, 0x20, netbios_name(b"GROUP", 0))])
    yield dns(flags=0x8400, answers=[record(b"\1HOST           \x20\4\0" + bytes(46), 0x21, netbios_name(b"*" + bytes(14), 0))])
    yield dns(flags=0x0110, questions=[netbios_name(b"HOST", scope=(b"lan",)) + ask])
    yield dns(flags=0x0110, questions=[netbios_name(b"HOST") + struct.pack(">HH", 1, 2)])
    yield dns(flags=0x0110, questions=[netbios_name(b"HOST") + ask], counts=(2, 0, 0, 0))
    for length in range(0, 50, 4):
        yield dns(flags=0x0110, questions=[netbios_name(b"HOST") + ask])[:length]


def inner_frames():
    """Ethernet frames as tunnels carry them."""
    return [build(ETHERNET) + ipv4(udp(text(5))), build(ETHERNET) + ipv4(tcp(text(3)), protocol=6),
            build(ETHERNET, type=0x86DD) + ipv6(icmp6(128, 0, bytes(8)), next=58), build(ETHERNET, type=0x0806) + build(ARP),
            build(ETHERNET, type=0x8100) + build(VLAN) + ipv4(udp(text(5))), build(ETHERNET, type=0x1234) + text(20)]


MPLS = [("label", 20, 100), ("exp", 3, 0), ("bottom", 1, 1), ("ttl", 8, 64)]


def mpls_packets():
    """Label stacks, and the packets after them."""
    inner = ipv4(udp(text(5)))
    for values in each_edge(MPLS):
        yield build(MPLS, **values) + inner
    for label in range(17):
        for packet in (inner, ipv6(udp(text(4), pseudo6)), text(12), b""):
            yield build(MPLS, label=label) + packet
    for first in range(0, 256, 9):
        yield build(MPLS) + bytes([first]) + text(30)
    for depth in (2, 3, 20):
        yield b"".join(build(MPLS, label=16 + i, bottom=i == depth - 1, exp=i % 8) for i in range(depth)) + inner
    yield build(MPLS, label=0, bottom=0) + build(MPLS) + inner
    for frame in inner_frames():
        yield build(MPLS) + frame
        yield build(MPLS) + bytes(4) + frame
    yield build(MPLS, bottom=0)
    for length in range(0, 34, 3):
        yield (build(MPLS, bottom=0) + build(MPLS) + inner)[:length]


PPPOE = [("version", 4, 1), ("type", 4, 1), ("code", 8, 0), ("session", 16, 0x1234), ("length", 16, 0)]


def pppoe(payload=b"", **values):
    return build(PPPOE, **{"length": len(payload), **values}) + payload


def tlv(number, data, form=">HH"):
    return struct.pack(form, number, len(data)) + data


def control(code, options=b"", **values):
    """A control packet of PPP."""
    return struct.pack(">BBH", code, values.get("ident", 7), values.get("length", 4 + len(options))) + options


def ppp_option(number, data, length=None):
    return bytes([number, 2 + len(data) if length is None else length]) + data


# Options of LCP, IPCP, IPV6CP, CCP, BACP, ECP by protocol.
PPP_OPTIONS = {
    0xC021: [(1, b"\x05\xd4"), (2, bytes(4)), (3, b"\xc2\x23\5"), (3, b"\xc0\x23"), (3, b"\xc2\x23\x81"), (3, b"\xc2\x23\x80"), (3, b"\xc2\x23\x99"),
             (3, b"\xc2\x27"), (3, b"\x12\x34"), (4, b"\xc0\x25" + bytes(4)), (4, b"\x12\x34"), (5, b"\1\2\3\4"), (7, b""), (8, b""), (9, b"\2"), (13, b"\0"),
             (13, b"\6"), (13, b"\7ab"), (17, b"\x06\x40"), (18, b""), (19, b"\1abc"), (19, b"\0"), (19, b"\3" + bytes(6)), (19, b"\4ab"), (19, b"\5ab"), (19, b"\7a"), (0, b"\0\0\x0c\1ab"), (0, b"\0\0"), (15, b"\3"), (23, b"\0\1"),
             (26, b"a"), (27, b""), (31, b"abc"), (99, b"xy"), (10, b"\1"), (14, b""), (16, b""), (20, b""), (24, b""), (25, b"")],
    0x8021: [(1, bytes(8)), (2, b"\x00\x2d\x0f\1"), (2, b"\0\x61" + bytes(10)), (2, b"\0\x61" + bytes(10) + b"\2\4\0\1\1\2\3\3"), (2, b"\x12\x34"), (3, IP4_A.to_bytes(4, "big")), (3, b"\1"), (4, bytes(4)),
             (129, bytes(4)), (130, bytes(4)), (131, IP4_B.to_bytes(4, "big")), (132, bytes(4)), (132, b"\1"), (99, b"ab")],
    0x8057: [(1, bytes(range(8))), (1, b"\1"), (2, b"\0\x61"), (9, b"ab")],
    0x80FD: [(0, b"\0\0\x0c\1"), (17, b"\0\1"), (18, b"\1\0\0\x60"), (21, b"\x2f"), (26, b"\x78\0"), (24, b"\x78\0"), (19, b"a"), (1, b""), (99, b"x"), (17, b""), (21, b""), (26, b"")],
    0xC02D: [(1, bytes(4)), (1, b"\1"), (9, b"ab")],
    0xC02B: [(1, bytes(4)), (1, b"\1"), (9, b"ab")],
    0x8053: [(1, b"ab"), (0, b"abc")],
}


def ppp_packets():
    """PPP from its protocol field on."""
    for kind, packet in ((0x21, ipv4(udp(text(5)))), (0x57, ipv6(udp(text(5), pseudo6))), (0x281, build(MPLS) + ipv4(udp(text(4)))), (0x283, build(MPLS) + text(9))):
        yield struct.pack(">H", kind) + packet
        yield bytes([kind & 0xFF]) + packet
    for kind in (0x23, 0x25, 0x29, 0x2B, 0x2D, 0x3D, 0xFB, 0xFD, 0x8281, 0x1234, 0x8023, 0xC025, 0x4001, 0x8281, 0x8283, 0x8025, 0x8031, 0x80FB, 0x0201, 0x1, 0x4F, 0xC081, 0xC22B):
        yield struct.pack(">H", kind) + text(20)
    for kind in PPP_OPTIONS:
        for code in list(range(0, 17)) + [255]:
            yield struct.pack(">H", kind) + control(code, b"\1\4\x05\xd4" + text(8))
            yield struct.pack(">H", kind) + control(code)
        for number, data in PPP_OPTIONS[kind]:
            yield struct.pack(">H", kind) + control(1, ppp_option(number, data))
            yield struct.pack(">H", kind) + control(4, ppp_option(number, data, 99))
        both = b"".join(ppp_option(*option) for option in PPP_OPTIONS[kind][:4])
        for code in (1, 2, 3, 4):
            yield struct.pack(">H", kind) + control(code, both)
            yield struct.pack(">H", kind) + control(code, both, length=9)
            yield struct.pack(">H", kind) + control(code, both + b"\1")
            yield struct.pack(">H", kind) + control(code, b"\1\0" + both)
            yield struct.pack(">H", kind) + control(code, b"\1\1" + both)
        for length in (0, 3, 4, 7, 200):
            yield struct.pack(">H", kind) + control(1, both, length=length)
    for code in range(0, 6):
        yield b"\xc0\x23" + control(code, b"\4user\6secret")
        yield b"\xc0\x23" + control(code, b"\5hello")
        yield b"\xc0\x23" + control(code, b"\x50hello")
        yield b"\xc0\x23" + control(code, b"")
        yield b"\xc2\x23" + control(code, b"\4" + bytes(range(4)) + b"peer")
        yield b"\xc2\x23" + control(code, b"\x44" + bytes(range(4)))
        yield b"\xc2\x23" + control(code, b"hello")
        yield b"\xc2\x23" + control(code, b"")
    for length in range(0, 10):
        yield (b"\xc0\x21" + control(1, b"\1\4\x05\xd4"))[:length]
    yield b"\xff\x03\0\x21" + ipv4(udp(text(5)))
    yield b"\xff\x03\x21" + ipv4(udp(text(5)))
    yield b"\xff\x03\xc0\x21" + control(9, bytes(4))
    yield b"\xfe\x03\0\x21" + ipv4(udp(text(5)))


PPPOE_TAGS = [(0x0101, b""), (0x0101, b"inter\"net"), (0x0102, b"ac\xff1"), (0x0103, b"\1\2\3\4"), (0x0104, text(20)), (0x0105, b"\0\0\x0d\xe9abc"), (0x0110, b"relay"),
              (0x0201, b""), (0x0202, b"broken"), (0x0203, b"generic\0"), (0x0120, b"\x05\xdc"), (0x9999, b"ab"), (0x0103, text(80)), (0x0102, text(80))]


def pppoe_packets():
    """EtherType and PPPoE packets."""
    for packet in ppp_packets():
        yield 0x8864, pppoe(packet)
    for values in each_edge(PPPOE):
        yield 0x8864, pppoe(b"\0\x21" + ipv4(udp(text(5))), **values)
        yield 0x8863, pppoe(tlv(0x0101, b"x") + tlv(0x0103, b"\1\2"), **{"code": 9, "session": 0, **values})
    for code in (0x00, 0x07, 0x09, 0x0A, 0x0B, 0x0C, 0x19, 0x65, 0xA7, 0xD3, 0xD4, 0xFF):
        yield 0x8863, pppoe(b"".join(tlv(number, data) for number, data in PPPOE_TAGS[:3]), code=code, session=0)
        yield 0x8864, pppoe(text(9), code=code)
    for number, data in PPPOE_TAGS:
        yield 0x8863, pppoe(tlv(number, data), code=9, session=0)
        yield 0x8863, pppoe(tlv(number, data)[:-1], code=7, session=0)
        yield 0x8863, pppoe(tlv(0x0000, b"") + tlv(number, data), code=7, session=0)
        yield 0x8863, pppoe(tlv(number, data) + tlv(0x0000, b"") + bytes(9), code=7, session=0)
    yield 0x8863, pppoe(tlv(0x0101, b"x") + bytes(30), code=9, session=0, length=5)
    yield 0x8863, pppoe(tlv(0x0101, b"x"), code=9, session=0) + bytes(30)
    for length in range(0, 8):
        yield 0x8863, pppoe(tlv(0x0101, b"x"), code=9)[:length]


GENEVE = [("version", 2, 0), ("options", 6, 0), ("oam", 1, 0), ("critical", 1, 0), ("reserved", 6, 0), ("type", 16, 0x6558), ("vni", 24, 0x1234), ("reserved2", 8, 0)]


def geneve_option(group, number, data, reserved=0, length=None):
    return struct.pack(">HBB", group, number, reserved << 5 | (len(data) // 4 if length is None else length)) + data


def geneve_packets():
    frames = inner_frames()
    for values in each_edge(GENEVE, skip=("options",)):
        yield build(GENEVE, **values) + frames[0]
    for frame in frames:
        yield build(GENEVE) + frame
    for kind, packet in ((0x0800, ipv4(udp(text(5)))), (0x86DD, ipv6(udp(text(5), pseudo6))), (0x0806, build(ARP)), (0x8847, build(MPLS) + ipv4(udp(text(5)))), (0x1234, text(9))):
        yield build(GENEVE, type=kind) + packet
    for options in (geneve_option(0x0102, 0x80, b"abcd"), geneve_option(0, 1, b""), geneve_option(0x0100, 3, bytes(range(8))) + geneve_option(0x0101, 0xFF, text(4), 7),
                    geneve_option(0xFFFF, 1, text(124)), geneve_option(1, 1, b"abcd", length=9), geneve_option(1, 1, b"abcd", length=0), b"\0\0\0\0" * 3):
        yield build(GENEVE, options=len(options) // 4) + options + frames[0]
        yield build(GENEVE, options=len(options) // 4, oam=1, critical=1) + options + frames[3]
        yield build(GENEVE, options=len(options) // 4 + 1) + options
        yield build(GENEVE, options=len(options) // 4) + options[:-1]
    for length in range(0, 40, 3):
        yield (build(GENEVE, options=1) + geneve_option(1, 2, b"") + frames[0])[:length]


GRE = [("checksum", 1, 0), ("routing", 1, 0), ("key", 1, 0), ("sequence", 1, 0), ("strict", 1, 0), ("recursion", 3, 0), ("ack", 1, 0), ("reserved", 4, 0),
       ("version", 3, 0), ("type", 16, 0x0800)]


def gre(body=b"", fields=b"", **values):
    """A GRE packet; a checksum is filled in, if the flags say that there is one."""
    packet = build(GRE, **values) + fields + body
    if values.get("checksum") and fields[:2] == b"\0\0":
        return packet[:4] + struct.pack(">H", internet_sum(packet)) + packet[6:]
    return packet


def gre_packets():
    inner = ipv4(udp(text(5)))
    for values in each_edge(GRE, skip=("type",)):
        yield gre(inner, bytes(range(24)), **values)
    for kind, packet in ((0x0800, inner), (0x86DD, ipv6(udp(text(5), pseudo6))), (0x6558, build(ETHERNET) + inner), (0x8847, build(MPLS) + inner), (0, b""), (0x1234, text(9)), (0x0806, build(ARP))):
        yield gre(packet, type=kind)
        yield gre(packet, struct.pack(">HHII", 0, 0, 0xABCD1234, 7), type=kind, checksum=1, key=1, sequence=1)
        yield gre(packet, struct.pack(">HHII", 0x4711, 9, 0xABCD1234, 7), type=kind, checksum=1, key=1, sequence=1)
        yield gre(packet, struct.pack(">I", 0x123456FF), type=kind, key=1)
    for routes in (b"", b"\x08\0\4\x08\x0a\0\0\1\x0a\0\0\2", b"\xff\xfe\2\4\0\1\0\2", b"\x08\0\3\4\1\2\3\4", b"\x12\x34\0\3abc"):
        yield gre(inner, bytes(4) + routes + bytes(4), routing=1)
        yield gre(inner, bytes(4) + routes + bytes(4), routing=1, checksum=1)
        yield gre(b"", bytes(4) + routes, routing=1)
    for packet in list(ppp_packets())[::19]:
        yield gre(packet, struct.pack(">HHI", len(packet), 7, 5), type=0x880B, key=1, sequence=1, version=1)
    yield gre(b"", struct.pack(">HHI", 0, 7, 5), type=0x880B, key=1, ack=1, version=1)
    yield gre(b"\xff\x03\0\x21" + inner, struct.pack(">HHII", len(inner) + 4, 7, 5, 6), type=0x880B, key=1, sequence=1, ack=1, version=1)
    yield gre(b"\xff\x03\0\x21" + inner, struct.pack(">HHI", len(inner), 7, 5), type=0x880B, key=1, sequence=1, version=1)
    for length in range(0, 40, 2):
        yield gre(inner, struct.pack(">HHII", 0, 0, 1, 2), checksum=1, key=1, sequence=1)[:length]


def l2tp(flags, body=b"", length=None, tunnel=1, session=2, ns=3, nr=4, offset=None):
    """An L2TP packet: flags T, L, S, O and P are 0x8000, 0x4000, 0x0800, 0x0200 and 0x0100."""
    rest = struct.pack(">HH", tunnel, session)
    rest += struct.pack(">HH", ns, nr) if flags & 0x0800 else b""
    rest += struct.pack(">H", offset) + bytes(min(offset, 40)) if offset is not None else b""
    rest += body
    size = 4 + len(rest) if length is None else length
    return struct.pack(">H", flags) + (struct.pack(">H", size) if flags & 0x4000 else b"") + rest


def avp(number, data, flags=0x8000, vendor=0, length=None):
    return struct.pack(">HHH", flags | (6 + len(data) if length is None else length), vendor, number) + data


def l2tp_packets():
    inner = b"\xff\x03\0\x21" + ipv4(udp(text(5)))
    for flags in (0x0002, 0x4002, 0x0802, 0x4802, 0x0102, 0x4902, 0x8002, 0xC002, 0xC802, 0xC902, 0x0003, 0x0001, 0x0000, 0x000F, 0x34F2):
        yield l2tp(flags, inner)
        yield l2tp(flags)
    for offset in (0, 4, 39, 65_535):
        yield l2tp(0x0202, inner, offset=offset)
        yield l2tp(0x4202, inner, offset=offset)
    for length in (0, 5, 6, 12, 20, 200):
        yield l2tp(0x4002, inner, length=length)
        yield l2tp(0xC802, avp(0, b"\0\1"), length=length)
    yield l2tp(0x0002, inner[2:])
    for kind in list(range(0, 18)) + [255]:
        yield l2tp(0xC802, avp(0, struct.pack(">H", kind)) + avp(7, b"host"))
    yield l2tp(0xC802)
    for number in range(1, 40):
        yield l2tp(0xC802, avp(0, b"\0\1") + avp(number, bytes(range(1, 25))))
    for number, data in ((46, b"\0\1\0\2\1text"), (46, b"\0\1"), (1, b"\0\1"), (1, b"\0\1\0\2"), (1, b"\0\1\0\2text"), (2, b"\1\0"), (3, b"\0\0\0\3"), (4, b"\0\0\0\2"), (5, bytes(8)), (6, b"\6\1"), (7, b"lac"), (8, b"vendor"), (9, b"\0\7"),
                         (10, b"\0\4"), (14, b"\0\7"), (15, bytes(4)), (18, bytes(4)), (19, bytes(3)), (12, b"\0\1\2msg"), (29, b"\0\2"), (32, b"\0\7"), (34, bytes(26)), (35, bytes(10)), (39, b"")):
        yield l2tp(0xC802, avp(0, b"\0\1") + avp(number, data))
        yield l2tp(0xC802, avp(0, b"\0\1") + avp(number, data, flags=0xC000))
    for length in (0, 5, 6, 7, 200):
        yield l2tp(0xC802, avp(0, b"\0\1") + avp(7, b"abc", length=length))
    yield l2tp(0xC802, avp(0, b"\0\1") + avp(7, b"abc", vendor=9) + avp(99, b"abc", flags=0))
    for length in range(0, 13):
        yield l2tp(0xC802, avp(0, b"\0\1"))[:length]


WIREGUARD = [("type", 8, 1), ("reserved", 24, 0), ("sender", 32, 0x1A2B3C4D)]


def wireguard_packets():
    for kind, size in ((1, 140), (2, 84), (3, 56), (4, 24), (4, 28), (4, 72), (0, 60), (5, 60), (1, 139), (2, 80), (3, 50), (4, 12), (4, 8)):
        yield build(WIREGUARD, type=kind) + text(size)
    for length in range(0, 8):
        yield build(WIREGUARD)[:length]


GTP = [("version", 3, 1), ("protocol", 1, 1), ("reserved", 1, 0), ("e", 1, 0), ("s", 1, 0), ("pn", 1, 0), ("type", 8, 255), ("length", 16, 0), ("teid", 32, 0x12345678)]


def gtp(payload=b"", **values):
    return build(GTP, **{"length": len(payload), **values}) + payload


def gtp_packets():
    inner = ipv4(udp(text(5)))
    yield gtp(inner)
    yield gtp(ipv6(udp(text(5), pseudo6)))
    yield gtp(b"\x30\x39\x07\0" + inner, s=1)
    yield gtp(b"\0\0\x07\0" + inner, pn=1)
    yield gtp(b"\0\1\2\x85" + b"\1\0\x09\0" + inner, e=1, s=1, pn=1)
    yield gtp(b"\0\1\2\x85" + b"\1\0\x09\x40" + b"\2" + bytes(6) + b"\0" + inner, e=1)
    yield gtp(b"\0\1\2\x85" + b"\0\0\x09\0" + inner, e=1)
    for kind in (1, 2, 26, 31, 254):
        yield gtp(b"\0\1\0\0", type=kind, s=1)
    for values in ({"version": 0}, {"version": 2}, {"protocol": 0}, {"reserved": 1}, {"length": 5}, {"length": 999}):
        yield gtp(inner, **values)
    for length in range(0, 12):
        yield gtp(b"\0\1\0\0", s=1)[:length]


VRRP = [("version", 4, 2), ("type", 4, 1), ("id", 8, 51), ("priority", 8, 100), ("count", 8, 1), ("auth", 8, 0), ("interval", 8, 1), ("checksum", 16, 0)]


def vrrp(body=IP4_B.to_bytes(4, "big"), pseudo=b"", **values):
    return sealed(build(VRRP, **values), 6, values.get("checksum"), body, pseudo)


def vrrp_packets():
    for values in each_edge(VRRP):
        yield vrrp(**values)
    one = IP4_B.to_bytes(4, "big")
    for count in (0, 1, 2, 3):
        yield vrrp(one * 2 + bytes(8), count=count)
        yield vrrp(one * 2, pseudo4(112, 16), count=count, version=3, auth=1, interval=0x2C)
    yield vrrp(one + b"secret\0\0", auth=1)
    yield vrrp(one + b"sec\x01ret!", auth=1)
    yield vrrp(one + b"sec", auth=1)
    for priority in (0, 255):
        yield vrrp(one + bytes(8), priority=priority)
        yield vrrp(one, pseudo4(112, 12), version=3, priority=priority, auth=0, interval=100)
    yield vrrp(one, version=3, checksum=1)
    for length in range(0, 12):
        yield vrrp()[:length]


def vrrp6_packets():
    one = IP6_B.to_bytes(16, "big")
    for count in (0, 1, 2):
        yield vrrp(one * 2, pseudo6(112, 40), count=count, version=3, auth=0, interval=100)
    for version in (2, 4):
        yield vrrp(one, version=version)
    yield vrrp(one, pseudo6(112, 24), version=3)[:20]


HSRP = [("version", 8, 0), ("op", 8, 0), ("state", 8, 16), ("hello", 8, 3), ("hold", 8, 10), ("priority", 8, 100), ("group", 8, 1), ("reserved", 8, 0),
        ("auth", 64, int.from_bytes(b"cisco\0\0\0", "big")), ("address", 32, IP4_B)]


def hsrp_packets():
    for values in each_edge(HSRP, skip=("auth",)):
        yield build(HSRP, **values)
    for op in range(4):
        for state in (0, 1, 2, 4, 8, 16, 3):
            yield build(HSRP, op=op, state=state)
    yield build(HSRP, auth=int.from_bytes(b"secret\xff!", "big"))
    yield build(HSRP, auth=0) + text(9)
    for length in range(0, 21):
        yield build(HSRP)[:length]


LACP_SYSTEM = struct.pack(">H6sHHHB3x", 32_768, MAC_A.to_bytes(6, "big"), 13, 255, 25, 0x3D)
LACP_ACTOR, LACP_PARTNER = b"\1\x14" + LACP_SYSTEM, b"\2\x14" + struct.pack(">H6sHHHB3x", 1, MAC_B.to_bytes(6, "big"), 1, 2, 3, 0xC7)


def slow_packets():
    """Slow protocols: LACP, marker, and some others."""
    collector, end = b"\3\x10\x80\0" + bytes(12), b"\0\0"
    for version in (0, 1, 2, 255):
        yield bytes([1, version]) + LACP_ACTOR + LACP_PARTNER + collector + end + bytes(50)
    for state in (0, 1, 2, 4, 8, 16, 32, 64, 128, 255):
        yield b"\1\1\1\x14" + LACP_SYSTEM[:14] + bytes([state, 0, 0, 0]) + end
    for size in (0, 1, 2, 3, 19, 21, 255):
        for kind in (1, 2, 3, 9):
            yield bytes([1, 1, kind, size]) + text(30)
    for kind in (1, 2, 3):
        for size in (14, 16, 20):
            yield bytes([2, 1, kind, size]) + struct.pack(">H6sIH", 7, MAC_A.to_bytes(6, "big"), 99, 0) + bytes(4) + end + bytes(80)
    yield b"\2\2\1\x10" + bytes(20)
    for kind in (0, 4, 9, 11):
        yield bytes([kind]) + text(20)
    for length in range(0, 8):
        yield (b"\1\1" + LACP_ACTOR)[:length]


BFD = [("version", 3, 1), ("diagnostic", 5, 0), ("state", 2, 3), ("flags", 6, 0), ("multiplier", 8, 3), ("length", 8, 24), ("mine", 32, 1), ("yours", 32, 2),
       ("tx", 32, 1_000_000), ("rx", 32, 300_000), ("echo", 32, 0)]


def bfd_packets():
    for values in each_edge(BFD):
        yield build(BFD, **values)
    for diagnostic in range(32):
        yield build(BFD, diagnostic=diagnostic, state=diagnostic % 4, version=diagnostic // 4 % 3)
    for flags in (1, 2, 4, 8, 16, 32, 63):
        yield build(BFD, flags=flags)
        yield build(BFD, flags=flags, version=0)
    for kind, body in ((1, b"\7secret"), (1, b"\7"), (1, b"\7" + text(17)), (2, b"\7\0\0\0\0\1" + bytes(16)), (3, b"\7\0\0\0\0\1" + bytes(16)), (4, b"\7\0\0\0\0\1" + bytes(20)), (5, b"\7\0\0\0\0\1" + bytes(20)),
                       (0, b"\7abc"), (9, b"\7abc"), (2, b"\7\0"), (4, b"\7\1")):
        auth = bytes([kind, 2 + len(body)]) + body
        yield build(BFD, flags=4, length=24 + len(auth)) + auth
    for length in (0, 23, 25, 255):
        yield build(BFD, length=length) + bytes(4)
    for length in range(0, 25, 3):
        yield build(BFD)[:length]


OSPF = [("version", 8, 2), ("type", 8, 1), ("length", 16, 0), ("router", 32, IP4_A), ("area", 32, 0), ("checksum", 16, 0), ("auth", 16, 0), ("data", 64, 0)]
OSPF3 = [("version", 8, 3), ("type", 8, 1), ("length", 16, 0), ("router", 32, IP4_A), ("area", 32, 0), ("checksum", 16, 0), ("instance", 8, 0), ("reserved", 8, 0)]
OSPF_HELLO = struct.pack(">IHBBIII", 0xFFFFFF00, 10, 0x12, 1, 40, IP4_A, 0) + IP4_B.to_bytes(4, "big")
LSA_HEADER = struct.pack(">HBBIIIHH", 1, 2, 1, IP4_A, IP4_A, 0x80000001, 0x1234, 36)


def ospf(body=OSPF_HELLO, **values):
    header = build(OSPF, **{"length": 24 + len(body), **values})
    if "checksum" not in values:
        header = header[:12] + struct.pack(">H", internet_sum(header[:16] + body)) + header[14:]
    return header + body


def ospf3(body=b"", pseudo=pseudo6, **values):
    header = build(OSPF3, **{"length": 16 + len(body), **values})
    return sealed(header, 12, values.get("checksum"), body, pseudo(89, 16 + len(body)))


def lsa(kind, body=b"", ident=IP4_A, age=9, options=2, length=None):
    return struct.pack(">HBBIIIHH", age, options, kind, ident, IP4_B, 0x80000001, 0x1234, 20 + len(body) if length is None else length) + body


def lsa3(kind, body=b"", ident=7, length=None):
    return struct.pack(">HHIIIHH", 9, kind, ident, IP4_B, 0x80000001, 0x1234, 20 + len(body) if length is None else length) + body


def sub(kind, value=b"", length=None):
    return struct.pack(">HH", kind, len(value) if length is None else length) + value + bytes(-len(value) % 4)


def bandwidths():
    for number in (0.0, -0.0, 125.0, 62.5, 1.25e6, 187.4375e3, 1.5e8, -3.5e9, 3.0e15, 1.2345e20, 3.4e38, float("inf"), float("-inf"), float("nan")):
        yield struct.pack(">f", number)
    yield b"\xff\xc0\0\0"
    yield b"\0\0\0\1"


def traffic():
    """Bodies of traffic engineering, in OSPF versions 2 and 3."""
    address = sub(1, IP4_A.to_bytes(4, "big"))
    yield address
    yield sub(1, b"abc") + address
    yield address + b"\0\2"
    for size in (0, 3, 5, 6, 99):
        yield sub(1, bytes(4), length=size) + address
        yield sub(7, text(5), length=size) + address
    yield sub(0, bytes(4))
    for kind in range(20):
        for size in (0, 1, 3, 4, 5, 8, 12, 32, 36, 40):
            yield sub(2, sub(kind, bytes(range(1, size + 1)))) + address
    for value in bandwidths():
        yield sub(2, b"".join(sub(kind, value) for kind in (6, 7)) + sub(8, value * 8) + sub(17, b"\1\0\0\0" + value * 2))
    for number in (*range(12), 51, 100, 150, 200, 254, 255):
        yield sub(2, sub(15, bytes([number, number, 0, 0]) + struct.pack(">f", 1.25e9) * 8) + sub(17, bytes([number, 0, 0, 0])) + sub(14, bytes([number, 0, 0, 0])) + sub(1, bytes([number])))
    yield sub(2, sub(16, struct.pack(">III", 1, 2, 0xFFFFFFFF)) + sub(5, bytes(4)) * 8)
    yield sub(2, sub(5, struct.pack(">I", 10)) + b"\0\5")
    yield sub(2, sub(5, struct.pack(">I", 10)) + sub(9, bytes(4), length=9), length=16) + address
    yield sub(2, sub(1, b"\1"), length=5) + address


def graces():
    one = struct.pack(">HHI", 1, 4, 120)
    for part in (one, struct.pack(">HHBxxx", 2, 1, 2), struct.pack(">HHI", 3, 4, IP4_A), struct.pack(">HHI", 9, 3, 5), struct.pack(">HHI", 1, 3, 5), struct.pack(">HHI", 2, 4, 5), struct.pack(">HH", 0, 4), struct.pack(">HH", 4, 0), struct.pack(">HH", 4, 99), b"\0\1", struct.pack(">HHB", 2, 1, 9)):
        yield one + part
        yield part + one


def lsas():
    """Advertisements of OSPF version 2."""
    link = struct.pack(">IIBBH", IP4_A, 0xFFFFFF00, 3, 0, 10)
    for flags in (0, 1, 2, 4, 8, 16, 32, 64, 128, 255):
        yield lsa(1, struct.pack(">BBH", flags, 0, 1) + link, options=flags)
    for kind in range(6):
        for count in (0, 1, 2):
            yield lsa(1, struct.pack(">BBH", 1, 0, 2) + struct.pack(">IIBBH", IP4_A, IP4_B, kind, count, 10) + struct.pack(">BBH", 2, 0, 7) * count + link)
    yield lsa(1, struct.pack(">BBH", 1, 0, 0))
    yield lsa(2, struct.pack(">III", 0xFFFFFF00, IP4_A, IP4_B))
    for metric in (0, 10, 0x01000005, 0x02FFFFFF, 0x83000007, 0xFFFFFFFF):
        yield lsa(3, struct.pack(">II", 0xFFFFFF00, metric))
        yield lsa(4, struct.pack(">II", 0, metric))
        for kind in (5, 7):
            yield lsa(kind, struct.pack(">IIII", 0xFFFF0000, metric, IP4_A * (metric & 1), metric & 0xF) + struct.pack(">III", metric, 0, 0))
    yield lsa(6, struct.pack(">IIIIII", 1, IP4_A, 2, IP4_B, 3, 4))
    for kind in (9, 10, 11):
        for capability in (0, 0x10, 0x3FF, 0xFFFFFFFF):
            yield lsa(kind, struct.pack(">HHI", 1, 4, capability) + struct.pack(">HHI", 2, 4, 1), ident=0x04000001)
        for value in (struct.pack(">HH", 1, 3) + bytes(3), struct.pack(">HH", 1, 9), b"\0\1"):
            yield lsa(kind, value, ident=0x04000001)
        yield lsa(kind, text(9), ident=0x07000001)
        for grace in graces():
            yield lsa(kind, grace, ident=0x03000000)
    for body in traffic():
        yield lsa(10, body, ident=0x01000007)
    for length in range(1, 60, 3):
        yield lsa(10, sub(2, sub(1, b"\1") + sub(6, struct.pack(">f", 1.25e6)) + sub(8, bytes(32)))[:length], ident=0x01000007)
    for kind in (0, 8, 12, 255):
        yield lsa(kind, text(12))
    for length in (0, 19, 20, 30, 60, 65_535):
        yield lsa(1, struct.pack(">BBH", 1, 0, 1) + link, length=length)


def prefix(bits, options=0, metric=0, address=IP6_B):
    return struct.pack(">BBH", bits, options, metric) + address.to_bytes(16, "big")[:(bits + 31) // 32 * 4]


def lsas3():
    """Advertisements of OSPF version 3."""
    link = struct.pack(">BBHIII", 1, 0, 10, 5, 6, IP4_A)
    for kind in range(6):
        yield lsa3(0x2001, struct.pack(">I", 0x01000033) + struct.pack(">BBHIII", kind, 0, 10, 5, 6, IP4_A) + link)
    for bit in range(32):
        yield lsa3(0x2001, struct.pack(">I", 1 << bit) + link)
    yield lsa3(0x2002, struct.pack(">III", 0x13, IP4_A, IP4_B))
    for bits in (0, 1, 32, 33, 64, 65, 96, 128, 129, 255):
        for options in (0, 1, 0x3F):
            yield lsa3(0x2003, struct.pack(">I", 0xFF000007) + prefix(bits, options, 5))
        for flags in (0, 0x80000000, 0x06000000, 0x05000000, 0x83000000, 0xFFFFFFFF):
            yield lsa3(0x4005, struct.pack(">I", flags) + prefix(bits, 0, 0x2003 * (bits & 1)) + IP6_A.to_bytes(16, "big") + struct.pack(">II", IP4_A, IP4_B))
        yield lsa3(0x0008, struct.pack(">I", 0x01000013) + IP6_A.to_bytes(16, "big") + struct.pack(">I", 2) + prefix(bits) * 2)
        yield lsa3(0x2009, struct.pack(">HHII", 2, 0x2001, 0, IP4_A) + prefix(bits, 2, 1) * 2)
    for body in graces():
        yield lsa3(0x000B, body)
    for body in list(traffic())[::5]:
        yield lsa3(10, body)
    for kind in (0, 7, 0x2004, 0x2006, 0x200A, 0x400D, 0x600E, 0x8001, 0xA00C, 0xFFFF):
        yield lsa3(kind, text(11))
    for kind in (0x2001, 0x2002, 0x2003, 0x4005, 0x0008, 0x2009, 0x000B):
        for size in (0, 3, 4, 5, 6, 12, 23, 24, 30):
            yield lsa3(kind, bytes(size))
    for length in (0, 19, 20, 30, 65_535):
        yield lsa3(0x2002, struct.pack(">III", 0x13, IP4_A, IP4_B), length=length)


def ospf_packets():
    for kind in range(0, 8):
        yield ospf(type=kind)
    for values in each_edge(OSPF, skip=("data", "type")):
        yield ospf(**values)
    yield ospf(struct.pack(">HBBI", 1500, 2, 7, 0x1234) + LSA_HEADER * 2, type=2)
    yield ospf(struct.pack(">III", 1, IP4_A, IP4_B) * 3, type=3)
    yield ospf(struct.pack(">I", 1) + LSA_HEADER + struct.pack(">BBHIIBBH", 0, 0, 1, IP4_A, 0xFFFFFF00, 3, 0, 10), type=4)
    yield ospf(LSA_HEADER, type=5)
    for one in lsas():
        yield ospf(struct.pack(">I", 2) + one + lsa(2, struct.pack(">II", 0xFFFFFF00, IP4_A)), type=4)
        yield ospf(struct.pack(">HBBI", 1500, 0x52, 7, 0x1234) + one[:20] * 2, type=2)
    for kind in (*range(14), 255, 0x01000001):
        yield ospf(struct.pack(">III", kind, 7 | (kind & 0xFF) << 24, IP4_B), type=3)
    for count in (0, 1, 3, 0xFFFFFFFF):
        yield ospf(struct.pack(">I", count) + lsa(2, struct.pack(">II", 0xFFFFFF00, IP4_A)), type=4)
    for signal in (struct.pack(">HHHHI", 0xFFF6, 3, 1, 4, 1), struct.pack(">HHHHI", 1, 3, 1, 3, 0xFFFFFFFF), struct.pack(">HHHHI16x", 1, 3, 2, 20, 9), struct.pack(">HHHHI16x", 1, 3, 2, 9, 9), struct.pack(">HHHHI", 1, 3, 7, 4, 9), b"\0", b"\0\1\0", b"\0\1\0\2\0"):
        yield ospf() + signal
        yield ospf(struct.pack(">HBBI", 1500, 0x12, 7, 0x1234), type=2) + signal
        yield ospf(auth=2, data=0x00000110_00000001, checksum=0) + bytes(16) + signal + bytes(16)
    yield ospf(auth=1, data=int.from_bytes(b"password", "big"))
    yield ospf(auth=2, data=0x00000110_00000001, checksum=0) + bytes(16)
    for size in (0, 23, 24, 40, 48, 200):
        yield ospf(length=size)
    for length in range(0, 48, 3):
        yield ospf()[:length]


def ospf3_packets():
    hello = struct.pack(">IIHHII", 5, 0x01000013, 10, 40, IP4_A, 0) + IP4_B.to_bytes(4, "big")
    for kind in range(0, 8):
        yield ospf3(hello, type=kind)
    for values in each_edge(OSPF3, skip=("type",)):
        yield ospf3(hello, **values)
    for one in lsas3():
        yield ospf3(struct.pack(">I", 2) + one + lsa3(0x2002, struct.pack(">II", 0x13, IP4_A)), type=4)
    yield ospf3(struct.pack(">IHBBI", 0x13, 1500, 0, 0x17, 77) + lsa3(0x2001)[:20] * 2, type=2)
    yield ospf3(lsa3(0x2001)[:20] + lsa3(0x4005)[:20], type=5)
    yield ospf3(lsa3(0x2001)[:20] + lsa3(0x4005)[:10], type=5)
    yield ospf3(struct.pack(">HHIIHHII", 0, 0x2001, 1, IP4_A, 0, 0x8008, 2, IP4_B), type=3)
    signaling = hello[:4] + struct.pack(">I", 0x01000213) + hello[8:]
    for trailer in (struct.pack(">HHI", 0xFFF6, 8, 1), struct.pack(">HH", 1, 3), struct.pack(">HH", 1, 99), b"\0\1\0", struct.pack(">HHHHII", 1, 20, 0, 5, 6, 7) + text(4), struct.pack(">HHHHII", 2, 16, 0, 5, 6, 7), struct.pack(">HHHHII", 1, 15, 0, 5, 6, 7), struct.pack(">HHHHII", 1, 99, 0, 5, 6, 7)):
        yield ospf3(hello, length=16 + len(hello)) + trailer
        yield ospf3(signaling, length=16 + len(signaling)) + trailer + trailer
    for length in range(0, 40, 3):
        yield ospf3(hello)[:length]


PIM = [("version", 4, 2), ("type", 4, 0), ("reserved", 8, 0), ("checksum", 16, 0)]
PIM_GROUP = b"\1\0\0\x20\xe0\1\2\3"
PIM_SOURCE = b"\1\0\7\x20" + IP4_A.to_bytes(4, "big")
PIM_NEIGHBOR = b"\1\0" + IP4_B.to_bytes(4, "big")


def pim(body=b"", pseudo=b"", **values):
    return sealed(build(PIM, **values), 2, values.get("checksum"), body, pseudo)


def pim_packets():
    for values in each_edge(PIM, skip=("type",)):
        yield pim(tlv(1, b"\0\x69"), **values)
    hello = tlv(1, b"\0\x69") + tlv(2, b"\x01\xf4\x09\xc4") + tlv(19, bytes(4)) + tlv(20, b"\1\2\3\4")
    join = PIM_NEIGHBOR + b"\0\1\0\xd2" + PIM_GROUP + b"\0\1\0\1" + PIM_SOURCE * 2
    for kind in range(0, 16):
        for body in (hello, join, b"\0\0\0\0" + ipv4(udp(text(4))), PIM_GROUP + PIM_NEIGHBOR + bytes(8), b""):
            yield pim(body, type=kind)
    addresses = PIM_NEIGHBOR + b"\2\0" + IP6_A.to_bytes(16, "big")
    for kind in (0, 1, 2, 18, 19, 20, 21, 22, 24, 99, 65_001):
        for value in (b"", b"\0\x69", b"\xff\xff", b"\x81\xf4\x09\xc4", b"\1\x3c\0\0", b"\2\0\0\7", b"abc", addresses, addresses[:-1], b"\1\1abcd", b"\7\0abcd"):
            yield pim(tlv(kind, value) + hello, type=0)
        yield pim(tlv(kind, b"\1\2\3\4")[:-1], type=0)
    group6 = b"\2\0\1\x60" + (0xFF0E << 112 | 7).to_bytes(16, "big")
    others = [PIM_GROUP, group6, b"\1\0\0\x18\xe0\0\0\0", b"\1\1\0\x20abcd", b"\3\0\0\x20abcd", b"\1\0\0"]
    sources = b"".join(b"\1\0" + bytes([flags, 32 - flags % 3]) + IP4_A.to_bytes(4, "big") for flags in (0, 1, 2, 4, 7, 8, 0xFF))
    for group in others:
        yield pim(group + addresses, type=2)
        yield pim(PIM_NEIGHBOR + b"\0\1\xff\xff" + group + b"\0\7\0\1" + sources + PIM_SOURCE, type=3)
        yield pim(b"\0\2\0\0" + group + b"\0\0\0\0" + group + b"\0\1\0\0", type=7)
        yield pim(b"\x12\x34\x1e\5" + PIM_NEIGHBOR + group + b"\2\2\0\0" + (PIM_NEIGHBOR + b"\0\x96\1\0") * 2 + group + b"\0\0\0\0", type=4)
        yield pim(group + PIM_NEIGHBOR + b"\x80\0\0\x6e\0\0\0\7", type=5)
        yield pim(b"\2\7\0\x96" + PIM_NEIGHBOR + group * 3, type=8)
        yield pim(PIM_NEIGHBOR + group + addresses[:6] + b"\0\x3c", type=9)
    for subtype in range(6):
        yield pim(PIM_NEIGHBOR + bytes(range(8)) + PIM_NEIGHBOR + bytes(range(10)), type=10, reserved=subtype << 4)
        yield pim(PIM_NEIGHBOR + bytes(range(8)), type=10, reserved=subtype << 4)
    for reserved in (4, 16 - 1, 1, 8):
        for kind in range(12):
            yield pim(IP4_A.to_bytes(4, "big") * 3 + bytes(range(20)), type=kind, reserved=reserved)
    for flags in (0, 0x80000000, 0x40000000, 0xC0000000):
        for packet in (ipv4(udp(text(4))), ipv6(udp(text(4), pseudo6)), b"\0" + bytes(range(30)), b"\x50", b""):
            yield pim(struct.pack(">I", flags) + packet, type=1)
            yield pim(struct.pack(">I", flags), type=1) + packet
    for length in range(0, 20):
        yield pim(hello)[:length]


def bgp(kind, body=b"", length=None, marker=b"\xff" * 16):
    return marker + struct.pack(">HB", 19 + len(body) if length is None else length, kind) + body


def bgp_open(options, length=None):
    return bgp(1, struct.pack(">BHHIB", 4, 65_001, 180, IP4_A, len(options) if length is None else length) + options)


def bgp_capability(code, data, length=None):
    return bytes([2, 2 + len(data), code, len(data) if length is None else length]) + data


def bgp_attribute(number, data, flags=0x40):
    flags |= 0x10 if len(data) > 255 else 0
    return bytes([flags, number]) + struct.pack(">H" if flags & 0x10 else "B", len(data)) + data


def bgp_update(attributes=b"", withdrawn=b"", routes=b""):
    return bgp(2, struct.pack(">H", len(withdrawn)) + withdrawn + struct.pack(">H", len(attributes)) + attributes + routes)


def bgp_reach(family, subsequent, hops, routes=b"", points=b"\0"):
    return bgp_update(bgp_attribute(14, struct.pack(">HBB", family, subsequent, len(hops)) + hops + points + routes, 0x80))


def bgp_unreach(family, subsequent, routes=b""):
    return bgp_update(bgp_attribute(15, struct.pack(">HB", family, subsequent) + routes, 0x80))


BGP_PREFIX = b"\x18\x0a\0\1"
BGP_PREFIX6 = b"\x2d\x20\1\x0d\xb8\0\xff"
BGP_NUMBERED = b"\0\0\0\1" + BGP_PREFIX
BGP_DISTINGUISHERS = [b"\0\0\xfd\xe9\1\2\3\4", b"\0\1\x0a\0\0\1\0\7", b"\0\2\0\1\0\2\0\7", b"\0\3abcdef"]
BGP_HOP = IP4_B.to_bytes(4, "big")
BGP_HOP6 = IP6_B.to_bytes(16, "big")


def bgp_opens():
    yield bgp_open(b"")
    yield bgp_open(bgp_capability(1, b"\0\1\0\1") + bgp_capability(2, b"") + bgp_capability(65, b"\0\1\0\1") + bgp_capability(71, b"\0\2\1\x80\0\1\2"))
    yield bgp_open(b"".join(bytes([number, 0]) for number in range(0, 5)) + b"\1\3abc")
    known = [code for code in range(0, 76) if code not in (1, 64, 65)] + [128, 255]
    yield bgp_open(bytes([2, 2 * len(known)]) + b"".join(bytes([code, 0]) for code in known))
    for data in (b"\0\1\0\1", b"\0\x19\1\x41\0\2\4\x84", b"\x80\x78\0\1\1\x80\0\2\1\0", b"\0\1\1\3\0\2\1\2\0\3\1\1\0\xc4\x80\7", b"\0\1\4", b"\0\1\0\1\0\2", b"a", b""):
        for code in (1, 5, 8, 64, 65, 69, 200):
            yield bgp_open(bgp_capability(code, data) + bgp_capability(2, b"\1"))
    for length in (0, 1, 2, 7, 9, 10, 11, 40, 255):
        yield bgp_open(bgp_capability(1, b"\0\1\0\1") + b"\2", length)
        yield bgp_open(bgp_capability(1, b"\0\1\0\1", length) + bgp_capability(2, b"")) + bgp(4)
    yield bgp(1, bytes(9))
    yield bgp(1, bytes(9)) + bgp(4)


def bgp_notifications():
    for code in range(0, 9):
        yield b"".join(bgp(3, bytes([code, subcode])) for subcode in range(0, 13))
    for subcode in (1, 2, 4, 6):
        for data in (b"\0", b"\0abc", b"\5hel\1o", b"\3a\xe9bxyz", b"\x09abc", b"\0\1\1\0\0\0\7", b"\0\1\1\0\0\7", b"\xff" + text(255), b"\xfe" + text(255)):
            yield bgp(3, bytes([6, subcode]) + data)
    yield bgp(3, b"\6")
    yield bgp(3, b"\6") + bgp(4)
    yield bgp(3, b"\5\1ab")


def bgp_attributes():
    """Values, mostly by number."""
    yield from ((number, bytes(length)) for number in (1, 3, 4, 5, 6, 7, 8, 9, 10, 14, 15, 16, 17, 18, 22, 26, 32, 128) for length in (0, 1, 3, 4, 5, 8))
    yield from ((number, b"ab") for number in (0, *range(11, 14), *range(19, 40), 129, 255))
    yield from ((1, bytes([origin])) for origin in range(0, 4))
    for path in (b"", b"\2\2\xfd\xe9\xfd\xea", b"\1\1\xfd\xe9\2\1\0\1", b"\3\1\0\1\4\1\0\2", b"\2\2\0\0\xfd\xe9\0\1\0\0", b"\2\1\0\1\0\2\2\0", b"\7\1\0\1", b"\2\1\0\1\0\0", b"\2\xff\0\1", b"\2\0", b"\0\0"):
        yield 2, path
        yield 17, path
    yield 7, struct.pack(">HI", 65_001, IP4_A)
    yield 8, struct.pack(">IIIII", 0xFFFFFF01, 0xFDE90064, 0xFFFFFF02, 0xFFFFFF03, 0xFFFFFF04)
    kinds = [kind << 8 | low for kind in (0, 1, 2, 3, 0x40, 0x80, 0x88, 0xC0, 0xF1) for low in range(0, 13)]
    yield 16, b"".join(struct.pack(">HHHH", kind, 0x0102, 0x0304, 0x0506) for kind in kinds)
    yield 16, b"".join(b"\3\x0c\0\0\0\0\0" + bytes([kind]) + b"\x80\x0a" + bytes([kind, 2]) + b"\5\xdc\0\x64" for kind in range(0, 27))
    yield 16, b"".join(b"\3\6" + BGP_HOP + bytes([kind, kind >> 1]) for kind in (*range(0, 9), 129))
    yield 16, b"".join(b"\x40\4\xfd\xe9" + struct.pack(">f", bandwidth) for bandwidth in (0.0, -0.0, 62.5, -187.5, 1e6, 1.25e9, 2.5e17, -3e38, 1e-42, float("inf"), float("nan")))
    for kind in range(0, 9):
        yield 22, bytes([kind, kind]) + b"\0\1\1" + BGP_HOP + b"\xe8\1\2\3"
        yield 22, bytes([0, kind]) + b"\0\1\1" + b"ab"
    for metric in (b"\1\0\x0b" + b"\xff" * 8 + b"\2\0\5ab" + b"\1", b"\1\0\x0a" + bytes(8), b"\1\0\2" + bytes(8), b"\2\0\3\2\0\9abc", b"\1\0\x0e" + bytes(11)):
        yield 26, metric
    yield 32, bytes(range(24))
    inner = bgp_attribute(1, b"\0")
    for values in (inner, b"\0\6\0" + inner + b"\xff\x63\0\1a", b"\x40", b"\x40\1", b"\x50\1\0", b"\x40\1\5\0", bgp_attribute(2, b"\2\1\0\1\0\0")):
        yield 128, BGP_HOP + values
    for _ in range(0, 12):
        inner = bgp_attribute(128, BGP_HOP + inner, 0xF7)
    yield 128, inner[4:]


def bgp_routes():
    for subsequent in (1, 2, 3):
        yield bgp_reach(1, subsequent, BGP_HOP * subsequent, BGP_PREFIX + b"\x1f\x0a\0\1\xff\0")
        yield bgp_reach(2, subsequent, BGP_HOP6 * subsequent, BGP_PREFIX6 + b"\x80" + BGP_HOP6 + b"\0")
    for routes in (BGP_NUMBERED * 2, BGP_PREFIX[:-1], b"\x21" + bytes(5), b"\0\0\0\5\x21" + bytes(5), b"\0\0\0\5" + BGP_PREFIX6, b"\x81" + bytes(17), b""):
        for family in (1, 2):
            yield bgp_reach(family, 1, BGP_HOP6, routes)
            yield bgp_unreach(family, 2, routes)
            yield bgp_unreach(family, 1, routes[:4]) + bgp(4)
    for routes in (b"\x30\0\1\1\x0a\0\1\x37\0\1\0\x0a\0\1\xff", b"\x17\0\1\1", b"\x30\0\1", b"\x39\0\1\1" + bytes(5), b"\x18\0\1\1", b"\x38\0\1\1\x0a\0", b"\x38\0\1\1", b"\x99" + bytes(20)):
        for family in (1, 2):
            yield bgp_reach(family, 4, BGP_HOP6, routes)
            yield bgp_unreach(family, 4, routes) + bgp(4)
    for i, distinguisher in enumerate(BGP_DISTINGUISHERS):
        for family, hop in ((1, BGP_HOP), (2, BGP_HOP6), (3, b"\x47\0\6\1" + BGP_HOP), (3, b"\x35\0\0" + BGP_HOP6), (3, b"\x35\0\0")):
            yield bgp_reach(family, 128 + i % 3, distinguisher + hop, b"\x6f\0\1\1" + distinguisher + b"\x0a\0\xff\x58\0\1\0" + distinguisher + b"\x57")
            yield bgp_reach(family, 128, distinguisher, b"\xff" + bytes(20))
        yield bgp_reach(25, 65, BGP_HOP, b"\0\x0c" + distinguisher + BGP_HOP)
        yield bgp_reach(1, 66, BGP_HOP, b"\x80" + distinguisher + BGP_HOP * 2)
        multicast = [distinguisher, distinguisher + BGP_HOP, distinguisher + b"\x20" + BGP_HOP + b"\x20\xe8\1\2\3" + BGP_HOP, distinguisher + b"\0\0\0\7\x20" + BGP_HOP + b"\x80" + BGP_HOP6, distinguisher + b"\x80" + BGP_HOP6 * 2 + b"\x80" + BGP_HOP6, distinguisher + b"\9\1\0", distinguisher[:4]]
        for kind in range(0, 9):
            routes = [bytes([kind, len(route)]) + route for route in multicast]
            yield bgp_reach(1, 5, BGP_HOP, routes[i])
            yield bgp_reach(1, 5, BGP_HOP, routes[-1 - i])
    yield bgp_reach(1, 5, BGP_HOP, b"\1\4" + BGP_DISTINGUISHERS[0])
    for hop in (b"\x47\0\6", bytes(20), bytes(21)):
        yield bgp_reach(3, 2, hop, b"\x17abc\x47\0\6abc\0abc")
        yield bgp_reach(3, 1, hop, b"\x99" + bytes(30))
    label_block = BGP_DISTINGUISHERS[0] + b"\0\1\0\2\0\1\1"
    for elements in (b"\1\0\x10\xff\0\2\0\7", b"\2\0\x18\1\0\x10", b"\1\0\x30\xff\0", b"\1\7\xf8" + text(200), b"\2\0\0" * 9, b"\2\7\xf8abc", b"ab", b""):
        for length in (15 + len(elements), 19, 18, 13, 11):
            yield bgp_reach(196, 128, BGP_HOP, struct.pack(">H", length) + label_block + elements)
    for group in (b"\x80" + bytes(15), b"\x81" + bytes(16), b"\x80" + bytes(4)):
        yield bgp_reach(1, 66, BGP_HOP, group)
    for bits, target in ((0, b""), (16, b"ab"), (32, b""), (37, b"\xff"), (53, b"\1\2\xff"), (54, b"\1\3\xff"), (96, b"\0\2" + text(6)), (95, b"\1\2" + text(6)), (96, b"\2\2" + text(6)), (97, bytes(9))):
        yield bgp_reach(1, 132, BGP_HOP, bytes([bits]) + (b"\0\1\0\1" if bits else b"") + target)
    for points in (b"\1\2ab", b"\2\0\1a", b"\2\1a", b"\1", b"\1\x40", b""):
        yield bgp_reach(1, 1, BGP_HOP, b"", points)
    for family, subsequent in ((1, 0), (1, 70), (2, 5), (3, 4), (9, 9), (25, 70), (196, 65), (1, 129), (2, 200)):
        yield bgp_reach(family, subsequent, BGP_HOP[:3], b"abc")
        yield bgp_unreach(family, subsequent)


def bgp_messages():
    yield bgp(4)
    yield bgp_update()
    yield from bgp_opens()
    yield from bgp_notifications()
    for number, data in bgp_attributes():
        yield bgp_update(bgp_attribute(number, data), routes=BGP_PREFIX)
    yield from bgp_routes()
    attributes = bgp_attribute(1, b"\0", 0x50) + bgp_attribute(2, b"\2\1\xfd\xe9", 0) + bgp_attribute(3, BGP_HOP, 0xFF)
    for withdrawn in (b"\0", BGP_PREFIX * 2, BGP_PREFIX[:-1], b"\x21\x0a\0\1", BGP_NUMBERED, b"\x1e\x0a\0\1\xff\0"):
        yield bgp_update(b"", withdrawn)
        yield bgp_update(attributes, withdrawn, BGP_PREFIX)
        yield bgp_update(attributes, BGP_PREFIX, withdrawn)
    yield bgp_update(attributes[:1], routes=b"\0")
    for length in range(0, len(attributes) + 3):
        yield bgp(2, struct.pack(">HH", 0, length) + attributes + b"\0")
        yield bgp(2, b"\0\0" + struct.pack(">H", length) + attributes[:length]) + bgp(4)
    yield b"".join(bgp(5, struct.pack(">HBB", family, 0, 1)) for family in (*range(0, 30), 196, 16_385))
    yield b"".join(bgp(5, struct.pack(">HBB", 1, 0, subsequent)) for subsequent in (*range(0, 10), *range(62, 74), *range(126, 136), 255))
    for body in (b"", b"\0\1", b"\0\1\0\1abcd"):
        yield bgp(5, body)
        yield bgp(5, body) + bgp(4)
    yield bgp(9, text(4))
    yield bgp(4) * 3
    yield bgp(4) + bgp_update() + bgp(3, b"\6\2")
    yield b"ab" + bgp(4) + b"\xff" + bgp(4) + b"\xff\xff"
    for length in (0, 18, 19, 30, 5000, 65_535):
        yield bgp(4, length=length)
        yield bgp(2, text(8), length=length)
        yield bgp(99, text(8), length=length) + bgp(4)
    yield bgp(4, marker=bytes(16))
    yield text(30)
    for length in range(0, 22):
        yield bgp(4)[:length]


DHCP = [("op", 8, 1), ("htype", 8, 1), ("hlen", 8, 6), ("hops", 8, 0), ("xid", 32, 0x3903F326), ("secs", 16, 0), ("flags", 16, 0),
        ("client", 32, 0), ("your", 32, 0), ("server", 32, 0), ("relay", 32, 0), ("hardware", 48, MAC_A), ("padding", 80, 0)]
DHCP_COOKIE = b"\x63\x82\x53\x63"


def option(code, value, prefix=">BB"):
    return struct.pack(prefix, code, len(value)) + value


def dhcp(options=b"", name=b"", file=b"", cookie=DHCP_COOKIE, **values):
    return build(DHCP, **values) + name.ljust(64, b"\0") + file.ljust(128, b"\0") + cookie + options


def in_messages(options, size=320):
    """The options, as many in each message as it has room for."""
    message = b""
    for one in options:
        if len(message) + len(one) > size:
            yield message
            message = b""
        message += one
    yield message


def dhcp_options():
    for value in (b"\x0a\0\0\1", b"\0", b"\1", b"", b"abcd\0", b"\1\2", b"\xff\xff\xff\xfe\x0a\0\0\2", bytes(range(1, 10)), b"a\"b\\", b"six by"):
        for code in list(range(1, 102)) + [108, 112, 113, 114, 116, 117, 118, 119, 120, 121, 124, 125, 150, 161, 162, 200, 249, 252, 254]:
            if len(value) < 5 or code % 3 == 0 or code in (2, 61, 82, 91, 124):
                yield option(code, value)
    for kind in range(20):
        yield option(53, bytes([kind])) + option(46, bytes([kind])) + option(52, bytes([kind])) + option(61, bytes([kind]) + bytes(range(6)))
        yield option(82, option(kind, b"eth0") + option(kind + 140, bytes(range(20)))) + option(81, bytes([kind, kind % 3, kind % 2]) + b"\4host\0")
    yield option(61, b"\xff" + bytes(18)) + option(61, b"\0text") + option(61, b"\1\2\0\0\0\0\1") + option(61, b"\x10") + option(61, b"\x17\1") + option(61, b"\x18\1")
    for routes in (b"\x18\x0a\1\2" + bytes(4) + bytes(5) + b"\x20\1\2\3\4", b"\x18\x0a\1\2\x0a\0\0\1\0\x0a\0\0\2", b"\x21" + bytes(8), b"\x19" + bytes(7)):
        yield option(121, routes) + option(249, routes)
    for classes in (b"\2ab\2cd", b"\0\2cd", b"\7ab"):
        yield option(77, classes)
    yield option(12, b"host") + option(15, b"example.org") + option(60, b"MSFT 5.0") + option(55, bytes(range(1, 30)))


def dhcp_packets():
    for values in each_edge(DHCP, skip=("padding",)):
        yield dhcp(option(53, b"\1") + b"\xff", **values)
    for message in in_messages(dhcp_options()):
        yield dhcp(message + b"\xff")
    discover = option(53, b"\1")
    for rest in (b"", b"\xff", b"\0\xff", bytes(5) + b"\xff\0\0", bytes(3), b"\xff" + discover, b"\x0c", b"\x0c\x09ab", b"\3\x08\1\2\3\4"):
        yield dhcp(discover + rest, op=2, your=IP4_B, flags=0x8000)
    for cookie in (b"", b"\1\2\3", b"\1\2\3\4" + bytes(60), bytes(64), b"CMU\0" + bytes(60), b"CMU\0\1" + bytes(range(60)), b"CMU\0\7" + bytes(range(60)), b"CMU\0" + bytes(range(1, 20)),
                   DHCP_COOKIE[:2]):
        yield dhcp(cookie=cookie)
    for name, file in ((b"host", b"file\1"), (b"h" * 64, b"f"), (b"h", b"f" * 128), (b"\0x", b"a\0b")):
        yield dhcp(discover + b"\xff", name, file, hops=2, secs=7, xid=0)
    for length in [*range(0, 48, 3), 107, 108, 109, 235, 237, 240, 242]:
        yield dhcp(discover + b"\xff", b"s", b"f")[:length]


def option6(code, value=b""):
    return option(code, value, ">HH")


def dhcp6_options():
    address, times = IP6_B.to_bytes(16, "big"), struct.pack(">II", 100, 0xFFFFFFFF)
    for value in (b"", b"\1", b"\0\1", b"\0\1\2", b"\0\3\0\1abcdef", b"\0\1\0\1\0\0\0\2abcdef", b"\0\2\0\0\1\2abcdef", address, bytes(40)):
        for code in [*range(1, 9), *range(10, 21), *range(22, 24), *range(25, 49), 57, 64, 65, 103, 112]:
            yield option6(code, value)
    for kind in range(6):
        yield option6(1, bytes([0, kind]) + bytes(range(1, 14))) + option6(44, bytes([kind]) + address + option6(6, b"\0\7"))
        for size in (0, 10, 17, 20, 25):
            yield option6(11, bytes([kind, kind % 3, kind]) + bytes(range(8)) + bytes([kind]) + bytes(range(size)))
    yield option6(3, struct.pack(">III", 7, 10, 20) + option6(5, address + times + option6(13, b"\0\2none")))
    yield option6(4, struct.pack(">I", 7) + option6(5, address + times)) + option6(5, address + times)
    yield option6(25, struct.pack(">III", 7, 10, 20) + option6(26, times + b"\x38" + address + option6(13, b"\0\6no")))
    for code in range(13):
        yield option6(13, bytes([0, code]) + b"why") + option6(19, bytes([code]))
    yield option6(6, struct.pack(">4H", 23, 24, 39, 4711)) + option6(14) + option6(8, b"\xff\xff")
    yield option6(23, address + address) + option6(24, name(b"example", b"org") + name(b"foo")) + option6(39, b"\1\4host\0")
    yield option6(45, option6(1, b"\0\3\0\1abcdef") + option6(46, bytes(4))) + option6(47, address + bytes(12)) + option6(37, b"\0\0\0\x09abc")
    yield option6(56, option6(1, address) + option6(2, address[:9]) + option6(3, name(b"ntp")) + option6(4, b"x"))
    for text in (b"EST5EDT", b"ab\0cd\xff", b"\4aftr\3org\0", b"\3abc\2de", b"\3a\1\xff\2bc\0\0"):
        yield option6(41, text) + option6(42, text) + option6(64, text)


def dhcp6_packets():
    header = b"\1\x12\x34\x56"
    for kind in range(26):
        yield bytes([kind]) + header[1:] + option6(8, b"\0\1")
    for message in in_messages(dhcp6_options()):
        yield header + message
    for names in (b"\1", b"\7exam", b"\7example\xc0\0\0", b"\0\2", b"\1a\x41"):
        yield header + option6(24, names) + option6(7, b"\5")
    relay = b"\x0c\1" + IP6_A.to_bytes(16, "big") + IP6_B.to_bytes(16, "big")
    for inner in (b"", b"\1", header, header + option6(8, b"\0\0"), relay + option6(9, header), relay[:20]):
        yield relay + option6(18, b"eth0") + option6(9, inner)
        yield relay + option6(9, inner) + option6(7, b"\5")
    for rest in (b"\0", b"\0\6\0", b"\0\6\0\x09\0\1", option6(3, bytes(12) + b"\0\6\0\3\0")):
        yield header + option6(1, b"\0\3\0\1abcdef") + rest
    for length in (0, 1, 3, 4):
        yield header[:length]
    for length in (1, 4, 17, 18, 33, 34):
        yield relay[:length]


RIP = [("family", 16, 2), ("tag", 16, 0), ("ip", 32, 0x0A000000), ("mask", 32, 0xFFFFFF00), ("hop", 32, 0), ("metric", 32, 1)]


def rip_packets():
    one, old = build(RIP), build(RIP, mask=0)
    for command in range(9):
        for version in range(4):
            yield bytes([command, version, 0, 0]) + (old if version == 1 else one)
    for values in each_edge(RIP):
        yield b"\2\2\0\0" + build(RIP, **values)
        yield b"\2\1\0\0" + build(RIP, **{"mask": 0, **values})
    for mask in (0xFFFFFFFF, 0xFF000000, 0xFF00FF00):
        yield b"\2\2\0\7" + build(RIP, mask=mask) + build(RIP, family=0, ip=0, mask=0, metric=16)
    for kind in range(5):
        head = struct.pack(">HH", 0xFFFF, kind)
        yield b"\2\2\0\0" + head + b"secret\0\0ab\1\xffefgh" + one
        yield b"\2\2\0\0" + one + head + bytes(range(16))
    yield b"\2\2\0\0" + struct.pack(">HHHBBIQ", 0xFFFF, 3, 44, 1, 16, 7, 0) + one + struct.pack(">HH", 0xFFFF, 1) + bytes(range(16))
    yield b"\2\2\0\0" + struct.pack(">HH", 0xFFFF, 2) + b"a" * 16
    for length in (0, 1, 2, 3, 4, 5, 10, 23, 24, 25, 43, 44):
        yield (b"\2\2\0\0" + one + one)[:length]
        yield (b"\1\1\0\0" + old + old)[:length]


RIPNG = [("prefix", 128, 0x20010DB8 << 96), ("tag", 16, 0), ("length", 8, 32), ("metric", 8, 1)]


def ripng_packets():
    one = build(RIPNG)
    for command in (0, 1, 2, 3, 255):
        for version in (0, 1, 2):
            yield bytes([command, version, 0, 0]) + one
    for values in each_edge(RIPNG):
        yield b"\2\1\0\0" + build(RIPNG, **values)
    for command in (1, 2):
        for length in (0, 1, 2, 3, 4, 5, 23, 24, 25, 43, 44):
            yield (bytes([command, 1, 0, 0]) + build(RIPNG, tag=7) + one)[:length]
        for values in ({"prefix": 0, "length": 0, "metric": 16}, {"prefix": 0, "metric": 16, "tag": 1}, {"prefix": 0, "metric": 15}, {"prefix": 1, "length": 0, "metric": 16}):
            yield bytes([command, 1, 0, 9]) + build(RIPNG, **values)
    yield b"\2\1\0\0" + build(RIPNG, prefix=IP6_A, length=0, metric=255) + one


RADIUS = [("code", 8, 1), ("id", 8, 7), ("length", 16, 20), ("authenticator", 128, 0x000102030405060708090A0B0C0D0E0F)]
RADIUS_ATTRIBUTES = [*range(0, 131), 200, 255]


def radius(attributes=b"", **values):
    return build(RADIUS, **{"length": 20 + len(attributes), **values}) + attributes


def attribute(kind, value=b""):
    return bytes([kind, len(value) + 2]) + value


def eap_messages():
    """EAP messages, and what is none."""
    for code in range(6):
        for kind in (*range(8), 13, 18, 21, 23, 43, 254, 255):
            yield struct.pack(">BBHB", code, 7, 8, kind) + b"a\0b"
    for kind in (1, 2, 3, 4, 13, 18, 21, 23, 43, 99):
        for data in (b"", b"\0", b"\x80", b"\xe7", b"\xc1\0\0\1\0", b"\x05\x0a\x0b\x0c\x0d\x0e", b"bob@example\xff\n"):
            yield struct.pack(">BBHB", 2, 9, 5 + len(data), kind) + data
    for size in (0, 3, 4, 5, 6, 99):
        yield struct.pack(">BBHB", 1, 9, size, 1)
    yield struct.pack(">BBH", 3, 9, 4)
    yield struct.pack(">BBH", 1, 9, 3)[:3]


def location_values():
    """Values of the attributes of RFC 5580."""
    ntp = struct.pack(">II", 3_900_000_000, 0x80000000)
    for first in (0, 1, 2, 0x30, 0x31, 0x32, 0x33, 0xff):
        yield bytes([first]) + b"example\0.com"
        yield bytes([0, 9, first, first & 1]) + ntp + bytes(8) + b"\1method\0"
        yield bytes([first, 1 << (first & 7)]) + ntp + b"note\xff"
    yield b"\x80\0" + ntp
    yield bytes([0, 9, 0, 2]) + ntp + ntp


def radius_packets():
    for values in each_edge(RADIUS):
        yield radius(attribute(1, b"bob"), **values)
    for code in (*range(14), *range(40, 46), 255):
        yield radius(code=code)
    for value in (b"", b"\1", b"abc", b"a\0b\n\xff", b"\0\0\0\0", b"\0\0\0\1", b"\0\0\0\x0d", b"\0\0\x0e\x10", b"\0\0\0\x3c", b"\xff\xff\xff\xff", b"\xff\xff\xff\xfe", b"12345678"):
        for message in in_messages([attribute(kind, value) for kind in RADIUS_ATTRIBUTES]):
            yield radius(message)
    for value in (b"\0\0\0\x09\1\6abcd\2\3\0", b"\0\0\0\x09\1\1", b"\0\0\x01\x37\1\x20abc", b"\0\0\0\x0a\1\2", b"\0\x40" + bytes(range(8)), b"\0\x81" + bytes(16), b"\0\x80" + bytes(range(16)), b"\x40" + bytes(range(16)), b"\x90" + bytes(16), bytes(range(14)),
                  bytes(range(16)), b"\0\1\2text", b"\1\0\0\3", b"\0\0\0\6", b"\x31vlan", b"\x32\0\0\7", b"\x40plain", b"\0\0\1\x92", b"\1\0\0\x0d"):
        for message in in_messages([attribute(kind, value) for kind in RADIUS_ATTRIBUTES]):
            yield radius(message)
    for message in in_messages([attribute(79, value) for value in eap_messages()]):
        yield radius(message)
    for kind in (126, 127, 128, 129):
        for message in in_messages([attribute(kind, value) for value in location_values()]):
            yield radius(message)
    for bit in range(64):
        yield radius(attribute(124, struct.pack(">Q", 1 << bit | 1)) + attribute(55, struct.pack(">I", 0x40000000 + (bit << 25) + 86_399 * bit)))
    for number in range(70):
        yield radius(b"".join(attribute(kind, struct.pack(">I", number)) for kind in (6, 7, 10, 13, 15, 29, 40, 45, 49, 57, 61, 72, 76)))
    attributes = attribute(1, b"bob") + attribute(4, IP4_A.to_bytes(4, "big"))
    for length in (0, 1, 19, 20, 21, 22, 23, 25, 26, 30, 31, 32, 65_535):
        yield radius(attributes, length=length)
        yield radius(attributes)[:length]
    for size in (0, 1, 2, 3, 40):
        yield radius(bytes([1, size]) + attributes)


def lldp_tlv(kind, value=b"", length=None):
    return struct.pack(">H", kind << 9 | (len(value) if length is None else length) & 0x1FF) + value


def lldp_of(organization, subtype, value=b""):
    return lldp_tlv(127, organization.to_bytes(3, "big") + bytes([subtype]) + value)


LLDP_ADDRESSES = [bytes([family]) + value for family, value in (
    (1, IP4_A.to_bytes(4, "big")), (2, IP6_A.to_bytes(16, "big")), (6, MAC_A.to_bytes(6, "big")), (0, b"x"), (9, b"12345"), (25, b"ab"), (99, b"\0\1"), (196, b"l2"), (1, b"\x0a\0\0"))]
LLDP_BEGIN = lldp_tlv(1, b"\4" + MAC_A.to_bytes(6, "big")) + lldp_tlv(2, b"\5eth0") + lldp_tlv(3, b"\0\x78")


def dcbx(kind, value, length=None):
    return lldp_tlv(kind, value, length)


def lldp_tlvs():
    """TLVs: the ones of the standard, of 802.1, 802.3, IANA, TIA and of data centers, at each length."""
    for kind in (1, 2):
        for subtype in range(9):
            for value in (b"a", b"eth0\0x", b"\x1b\n\xff", MAC_A.to_bytes(6, "big"), *LLDP_ADDRESSES):
                yield lldp_tlv(kind, bytes([subtype]) + value)
    for kind in (3, 4, 5, 6, 9, 100, 126):
        for value in (b"", b"\0", b"\0\x78", b"switch one", b"a\0b\n\x80"):
            yield lldp_tlv(kind, value)
    for bits in (0, 1, 2, 4, 8, 16, 32, 64, 128, 0xFF, 0xFF00, 0xFFFF):
        yield lldp_tlv(7, struct.pack(">HH", bits, 0xFFFF - bits))
    for address in LLDP_ADDRESSES:
        for numbering in (0, 1, 2, 3, 4):
            yield lldp_tlv(8, bytes([len(address)]) + address + bytes([numbering]) + b"\0\0\0\7\0")
        yield lldp_tlv(8, bytes([len(address)]) + address + b"\2\xff\xff\xff\xff\3\x2b\6\1")
        yield lldp_tlv(8, bytes([len(address)]) + address + b"\2\0\0\0\1\4\x2b\6")
        yield lldp_tlv(8, bytes([len(address) + 1]) + address + b"\2\0\0\0\1")
    for organization in (0x0080C2, 0x00120F, 0x00005E, 0x0012BB, 0x001B21, 0, 0x00000C, 0xFFFFFF):
        for subtype in range(16):
            for value in (b"", b"\1", b"\2\3", b"\1\2\3", b"\0\7\4vlan", b"\4vlan", bytes(range(5)), bytes(range(21, 27)), bytes(range(9)), bytes(range(0x60, 0x78)), b"\xff" * 30):
                yield lldp_of(organization, subtype, value)
    for bits in (0, 1, 2, 4, 8, 0x10, 0x20, 0x40, 0x80, 0xFF):
        for value in (bytes([bits]), bytes([bits, bits, bits]), bytes([bits, 0, bits, 1, bits]), bytes([0, bits, bits, 0, bits])):
            for organization, subtypes in ((0x0080C2, (1, 2, 7, 8, 11, 12, 13, 14)), (0x00120F, (1, 2, 3, 4)), (0x0012BB, (1, 2, 4))):
                for subtype in subtypes:
                    yield lldp_of(organization, subtype, value)
    for number in (*range(42), 0xFFFF):
        yield lldp_of(0x00120F, 1, b"\3\x6c\3" + struct.pack(">H", number))
    for number in range(7):
        yield lldp_of(0x00120F, 2, bytes([0xF, number, number]))
        yield lldp_of(0x0012BB, 1, b"\0\x3f" + bytes([number]))
        yield lldp_of(0x0012BB, 4, bytes([number << 4 | number, 0, 150 + number]))
    for number in range(10):
        yield lldp_of(0x0012BB, 2, bytes([number, 0x5F << number & 0xFF, 0xAB, 0xCD]))
    for number in (0, 1, 9, 10, 1023, 1024, 65_535):
        yield lldp_of(0x0012BB, 4, struct.pack(">BH", 0x53, number))
    for datum in range(5):
        yield lldp_of(0x0012BB, 3, b"\1" + bytes([0x53, 1, 2, 3, 4, 0xFE, 5, 6, 7, 8, datum << 4, 0x42, 9, 10, 11, datum]))
    for what in range(4):
        yield lldp_of(0x0012BB, 3, b"\2" + bytes([11, what]) + b"FR" + b"\1\2Ko" + b"\6\2St" + b"\0")
        for length in (0, 2, 3, 4, 8, 12, 200):
            yield lldp_of(0x0012BB, 3, b"\2" + bytes([length, what]) + b"DE" + b"\3\5Paris" + bytes([what]) + b"\2ab")
    for kind in range(0, 6):
        yield lldp_of(0x0012BB, 3, bytes([kind]) + b"112")
        for value in (bytes(3), bytes(range(0x80, 0x86)), bytes(range(10)), bytes(range(0xE0, 0xF4))):
            part = dcbx(kind, value)
            yield lldp_of(0x001B21, 2, part)
            yield lldp_of(0x001B21, 2, part + dcbx(1, bytes(range(10))) + part)
            yield lldp_of(0x001B21, 2, part + dcbx(4, b"\0\1\xa0\7" + b"\x89\x06\x02\x1b\x21\x08" * 2))
    yield lldp_of(0x001B21, 2, dcbx(3, bytes(6), 7))


def lldp_packets():
    tlvs = list(lldp_tlvs())
    for message in in_messages(tlvs, 500):
        yield message + b"\0\0"
    for one in tlvs[::6]:
        yield LLDP_BEGIN + one + b"\0\0"
    for one in tlvs[::23]:
        yield one[:-1]
    yield LLDP_BEGIN + lldp_tlv(5, text(511)) + b"\0\0" + text(20)
    yield LLDP_BEGIN + lldp_tlv(5, b"name", 300)
    yield LLDP_BEGIN + lldp_tlv(4) + lldp_tlv(5, b"after") + b"\0\0"
    yield LLDP_BEGIN
    for length in range(12):
        yield (LLDP_BEGIN + b"\0\0")[:length]


def cdp_tlv(kind, value=b"", length=None):
    return struct.pack(">HH", kind, 4 + len(value) if length is None else length) + value


def cdp(tlvs=b"", version=2, checksum=None):
    body = tlvs
    odd = len(body) % 2
    last = body[-1] if odd else 0
    words = body[:-1] + (struct.pack(">h", last - 257 if last >= 128 else last)) if odd else body
    header = bytes([version, 180])
    value = internet_sum(header + b"\0\0" + words) if checksum is None else checksum
    return header + struct.pack(">H", value) + body


def cdp_address(kind, protocol, address):
    return bytes([kind, len(protocol)]) + protocol + struct.pack(">H", len(address)) + address


CDP_ADDRESS4 = cdp_address(1, b"\xcc", IP4_A.to_bytes(4, "big"))
CDP_ADDRESS6 = cdp_address(2, bytes.fromhex("aaaa0300000086dd"), IP6_A.to_bytes(16, "big"))


def cdp_tlvs():
    for kind in range(0x1D):
        for value in (b"", b"\1", b"\0\7", b"\1\2\3", b"\0\0\x05\xdc", b"\x0a\0\0\1\x18", b"Switch 7", b"one\ntwo\x1b\xff", bytes(range(10)), bytes(range(10, 30))):
            yield cdp_tlv(kind, value)
    for kind in (2, 0x16):
        others = [cdp_address(1, b"\xcc", b"\x0a\0\0"), cdp_address(1, b"\x81", b"\x49\0\1"), cdp_address(2, bytes(8), b"1234567890123456"), cdp_address(9, b"", b""), cdp_address(2, bytes.fromhex("aaaa0300000086dd"), b"1")]
        for parts in ([CDP_ADDRESS4], [CDP_ADDRESS6], [CDP_ADDRESS4, CDP_ADDRESS6], [CDP_ADDRESS6, CDP_ADDRESS4, CDP_ADDRESS4], *([other] for other in others), [*others, CDP_ADDRESS4]):
            joined = b"".join(parts)
            for count in (len(parts), len(parts) - 1, len(parts) + 1):
                yield cdp_tlv(kind, struct.pack(">I", count) + joined)
            yield cdp_tlv(kind, struct.pack(">I", len(parts)) + joined + b"stray")
            for length in (1, 3, len(joined) - 1):
                yield cdp_tlv(kind, struct.pack(">I", len(parts)) + joined[:length])
    for power in (0, 1, 4, 5, 6, 15, 25, 35, 45, 125, 375, 625, 875, 995, 6300, 15_395, 15_405, 65_535):
        yield cdp_tlv(0x10, struct.pack(">H", power))
        yield cdp_tlv(0x10, struct.pack(">I", power * 7)[1:])
    for bits in range(11):
        yield cdp_tlv(4, struct.pack(">I", 1 << bits))
    yield cdp_tlv(7, bytes(range(25)))


def cdp_packets():
    device = cdp_tlv(1, b"switch.example")
    for one in cdp_tlvs():
        yield cdp(device + one)
    for one in list(cdp_tlvs())[::3]:
        yield cdp(one + device)
    for version in (0, 1, 3, 255):
        yield cdp(device, version=version)
    for checksum in (0, 1, 0xFFFF):
        yield cdp(device, checksum=checksum)
    for last in (b"\x7f", b"\x80", b"\x81", b"\xff", b"\0"):
        yield cdp(cdp_tlv(3, b"eth" + last) + cdp_tlv(6, b"ab" + last))
    for kind in (1, 4, 0x18, 0xFFFF):
        for length in (0, 1, 3, 4, 5, 200, 65_535):
            yield cdp(device + cdp_tlv(kind, b"abc", length))
    for length in range(12):
        yield cdp(device)[:length]


def ber(kind, value=b"", form=0):
    """An element, with a length of as many bytes as {form} has, or the shortest."""
    if form:
        return bytes([kind, 0x80 | form]) + len(value).to_bytes(form, "big") + value
    return bytes([kind]) + (bytes([len(value)]) if len(value) < 128 else b"\x82" + struct.pack(">H", len(value))) + value


def ber_number(number, kind=2):
    return ber(kind, number.to_bytes(max(1, (number + (number < 0)).bit_length() // 8 + 1), "big", signed=True))


SYS_UPTIME = bytes.fromhex("2b06010201010300")
SNMP_VALUES = [
    ber_number(0), ber_number(-5), ber_number(2**31 - 1), ber_number(2**40), ber(2, b""), ber(2, b"\0\0\0\0\1"), ber(4, b""), ber(4, b"Rack 7"), ber(4, b"tab\t"), ber(4, b"\0\1\xff"),
    ber(5), ber(6, SYS_UPTIME), ber(6, b""), ber(6, b"\x2b"), ber(6, b"\x88\x37\x03"), ber(6, b"\x2b\x8f\xff\xff\xff\x7f"), ber(6, b"\x2b\x90\x80\x80\x80\0"), ber(6, b"\x2b\x81"), ber(6, b"\x50\7"), ber(6, b"\xff\x7f"),
    ber(0x40, b"\x0a\0\0\1"), ber(0x40, b"\x0a\0"), ber(0x40), ber(0x41, b"\xff\xff\xff\xff"), ber(0x41, b"\0\xff\xff\xff\xff"), ber(0x41), ber(0x42, b"\7"), ber(0x43, b"\x30\x39"), ber(0x44, b"\x9f\x78\4\0\0\0\0"), ber(0x45, b"x"),
    ber(0x46, b"\x7f" + b"\xff" * 7), ber(0x46, b"\0" + b"\xff" * 8), ber(0x46, b"\1"), ber(0x47, b"x"), ber(0x80), ber(0x81), ber(0x82), ber(0x83), ber(0x88, b"a"), ber(0x89, b"b"),
    ber(1, b"\xff"), ber(3, b"\0\1"), ber(7, b"x"), ber(0x11, b"y"), ber(0x12, b"z"), ber(0xC0, b"p"), ber(0xC1, b"p"), ber(0x30, ber_number(1)), ber(0x31, b"s"), ber(0x60, b"c"), ber(0xA3, b""), ber(0xE0, b""),
    b"\x1f\5\0", b"\x1f\x81\2\1\7", b"\x5f\1\1\7", ber(4, b"long form", 2), ber(4, b"longer", 4), ber(2, b"\3", 3), b"\4\x85\0\0\0\0\1x", b"\4\x84\xff\xff\xff\xff", b"\4\x80", b"\4\x83\0"]


def snmp_pdu(kind, values=(), request=1234, status=0, index=0):
    variables = b"".join(ber(0x30, ber(6, SYS_UPTIME[:-1] + bytes([i % 100])) + value) for i, value in enumerate(values))
    return ber(kind, ber_number(request) + ber_number(status) + ber_number(index) + ber(0x30, variables))


def snmp(pdu, version=1, community=b"public"):
    return ber(0x30, ber_number(version) + ber(4, community) + pdu)


def snmp_trap(generic=6, specific=17, agent=ber(0x40, b"\x0a\1\2\3"), time=ber(0x43, b"\x30\x39"), values=()):
    variables = b"".join(ber(0x30, ber(6, SYS_UPTIME) + value) for value in values)
    return ber(0xA4, ber(6, bytes.fromhex("2b06010401bf08")) + agent + ber_number(generic) + ber_number(specific) + time + ber(0x30, variables))


def snmp3(scoped, flags=b"\4", model=3, user=b"bob", usm=None, more=b""):
    security = ber(0x30, ber(4, b"\x80\0\x1f\x88\4abc") + ber_number(3) + ber_number(99) + ber(4, user) + ber(4, bytes(12)) + ber(4, b"saltsalt") + more) if usm is None else usm
    return ber(0x30, ber_number(3) + ber(0x30, ber_number(77) + ber_number(65_507) + ber(4, flags) + ber_number(model) + more) + ber(4, security) + scoped)


def snmp_packets():
    for kind in range(0xA0, 0xAA):
        for version in (0, 1, 2, 3, 4, -1):
            yield snmp(snmp_pdu(kind, [ber(5), ber_number(7)], status=kind % 3, index=kind % 2), version)
    for kind in (0xA0, 0xA2, 0xA5):
        for value in SNMP_VALUES:
            yield snmp(snmp_pdu(kind, [value, ber(4, b"next")]))
    for status in (-1, *range(21)):
        for index in (0, 1, -1):
            yield snmp(snmp_pdu(0xA2, [ber(5)], status=status, index=index), 0)
            yield snmp(snmp_pdu((0xA3, 0xA5, 0xA6)[index], [ber(5)], status=status, index=index))
    for community in (b"", b"public", b"publi", b"publicX", b"private", b"\0\1", b"sp ace\"\\"):
        yield snmp(snmp_pdu(0xA1, [ber(5)] * 3), 0, community)
    for generic in (-1, *range(8)):
        for specific in (0, 5):
            yield snmp(snmp_trap(generic, specific), 0)
    yield snmp(snmp_trap(), 1)
    for value in SNMP_VALUES:
        yield snmp(snmp_trap(agent=value), 0)
        yield snmp(snmp_trap(time=value, values=[value]), 0)
        yield snmp(value, 0)
        yield ber(0x30, value)
        yield value
        yield ber(0x30, ber_number(1) + value + snmp_pdu(0xA0))
        yield snmp(ber(0xA2, ber_number(7) + value + ber_number(0) + ber(0x30)))
        yield snmp(ber(0xA2, value + ber_number(0) + ber_number(0) + ber(0x30)))
        yield snmp(ber(0xA2, ber_number(7) + ber_number(0) + ber_number(0) + value))
        yield snmp(ber(0xA2, ber_number(7) + ber_number(0) + ber_number(0) + ber(0x30, value)))
        yield snmp(ber(0xA2, ber_number(7) + ber_number(0) + ber_number(0) + ber(0x30, ber(0x30, value + ber(5)))))
        yield snmp3(value)
        yield snmp3(ber(0x30, value + ber(4, b"ctx") + snmp_pdu(0xA0)))
        yield snmp3(ber(0x30, ber(4, b"engine") + value + snmp_pdu(0xA0)), usm=value)
    scoped = ber(0x30, ber(4, b"\x80\0\x1f\x88\4abc") + ber(4, b"context") + snmp_pdu(0xA2, [ber_number(1)]))
    for flags in (b"", b"\0", b"\1", b"\2", b"\3", b"\4", b"\5", b"\6", b"\7", b"\x0f", b"\0\0"):
        yield snmp3(scoped, flags)
    for model in (0, 1, 2, 3, 4):
        yield snmp3(scoped, model=model)
    for extra in (b"", b"xyz", bytes(20)):
        yield snmp3(scoped, more=extra)
        yield snmp3(scoped) + extra
        yield snmp(snmp_pdu(0xA0, [ber(5)]) + extra) + extra
    yield snmp3(ber(4, b"encrypted"), b"\7", user=b"")
    whole = snmp(snmp_pdu(0xA2, [ber(4, b"some text"), ber(6, SYS_UPTIME)]))
    for length in range(len(whole)):
        yield whole[:length]


def transports4():
    yield from ((17, p) for p in udp_packets())
    yield from ((6, p) for p in tcp_packets())
    yield from ((1, p) for p in icmp_packets())
    yield from ((2, p) for p in igmp_packets())
    yield from ((132, p) for p in sctp_packets())
    yield from ((17, udp(p, dst=53)) for p in dns_packets())
    yield from ((17, udp(p, src=53)) for p in dns_packets())
    yield from ((17, udp(p, src=5353, dst=5353)) for p in list(dns_packets())[::4])
    yield from ((17, udp(p, src=40_069, dst=69)) for p in tftp_packets())
    yield from ((17, udp(p, dst=123)) for p in ntp_packets())
    yield from ((6, p) for p in text_packets())
    yield from ((6, tcp(p, src=42_000 + i, dst=443)) for i, p in enumerate(tls_packets()))
    yield from ((17, udp(p, src=44_000 + i, dst=443)) for i, p in enumerate(quic_packets()))
    yield from ((17, udp(p, dst=5060)) for p in SIP)
    yield from ((17, udp(p, src=137, dst=137)) for p in nbns_packets())
    yield from ((17, udp(p, dst=514)) for p in syslog_packets())
    yield from ((17, udp(p, src=5355)) for p in list(dns_packets())[::9])


    yield from ((17, udp(p, src=68, dst=67)) for p in dhcp_packets())
    yield from ((17, udp(p, src=67, dst=68)) for p in list(dhcp_packets())[::9])
    yield from ((17, udp(p, dst=1812)) for p in radius_packets())
    yield from ((17, udp(p, src=port)) for port in (1645, 1646, 1700, 1813, 3799) for p in list(radius_packets())[::40])
    yield from ((17, udp(p, dst=161)) for p in snmp_packets())
    yield from ((17, udp(p, src=162)) for p in list(snmp_packets())[::9])
    yield from ((17, udp(p, src=520, dst=520)) for p in rip_packets())
    yield from ((17, udp(p, dst=4789)) for p in vxlan_packets())
    yield from ((17, udp(p, src=4789)) for p in list(vxlan_packets())[::7])
    yield from ((6, tcp(struct.pack(">H", len(p)) + p, dst=53)) for p in list(dns_packets())[::5])
    yield from ((17, udp(p, dst=6635)) for p in list(mpls_packets())[::9])
    yield from ((47, b"\0\0\x88\x47" + p) for p in list(mpls_packets())[::11])
    yield from ((47, p) for p in gre_packets())
    yield from ((17, udp(p, src=1701, dst=1701)) for p in list(l2tp_packets())[::2])
    yield from ((17, udp(p, dst=51_820)) for p in wireguard_packets())
    yield from ((17, udp(p, dst=2152)) for p in gtp_packets())
    yield from ((112, p) for p in list(vrrp_packets())[::2])
    yield from ((89, p) for p in list(ospf_packets())[::2])
    yield from ((103, p) for p in list(pim_packets())[::3])
    yield from ((6, tcp(p, dst=179)) for p in bgp_messages())
    yield from ((6, tcp(p, src=179)) for p in list(bgp_messages())[::40])
    yield from ((17, udp(p, dst=3784)) for p in list(bfd_packets())[::3])
    yield from ((17, udp(p, dst=(3785, 4784, 6784)[i % 3])) for i, p in enumerate(list(bfd_packets())[::20]))
    yield from ((17, udp(p, dst=6081)) for p in list(geneve_packets())[::2])
    yield from ((17, udp(p, src=6081)) for p in list(geneve_packets())[::9])


def transports6():
    yield from ((17, udp(text(length), pseudo6)) for length in range(0, 40, 3))
    yield from ((17, udp(text(9), pseudo6, **values)) for values in each_edge(UDP))
    yield from ((6, tcp(text(9), pseudo=pseudo6, **values)) for values in each_edge(TCP))
    yield from ((6, tcp(text(2), options, pseudo=pseudo6, flags=2)) for options in TCP_OPTIONS)
    yield from ((58, p) for p in icmp6_packets())
    yield from ((132, p) for p in list(sctp_packets())[::4])
    yield from ((17, udp(p, pseudo6, dst=53)) for p in list(dns_packets())[::5])
    yield from ((17, udp(p, pseudo6, src=546, dst=547)) for p in dhcp6_packets())
    yield from ((17, udp(p, pseudo6, src=521, dst=521)) for p in ripng_packets())
    yield from ((17, udp(p, pseudo6, dst=4789)) for p in list(vxlan_packets())[::3])
    yield from ((112, p) for p in vrrp6_packets())
    yield from ((89, p) for p in list(ospf3_packets())[::2])
    yield from ((103, p) for p in list(pim_packets())[::9])
    yield 103, pim(tlv(1, b"\0\x69"), pseudo6(103, 10))
    yield 59, b""
    yield 59, text(8)
    yield 4, ipv4(udp(text(4)))
    yield 41, ipv6(udp(text(4), pseudo6))
    yield from ((protocol, text(20)) for protocol in (3, 5, 61, 99, 140, 253, 254, 255))


def extended(body, number):
    """IPv6 payloads: first next header, and the extension headers with this behind them."""
    options = [b"\1\4\0\0\0\0", b"\0\0\0\0\0\0", b"\5\2\0\0\1\0", b"\x0f\4abcd", b"\x3e\4abcd", b"\xc2\4\0\1\0\0",
               b"\1\1\0\0\0\0", b"\1\5\0\0\0\0", b"\5\3\0\0\1\0", b"\xc9\1\0\0\0\0", b"\1\xff\0\0\0\0"]
    for kind in (0, 60):
        for option in options:
            yield kind, bytes([number, 0]) + option + body
        yield kind, bytes([number, 1]) + b"\5\2\0\0" + b"\1\x08" + bytes(8) + body
        yield kind, bytes([number, 255]) + bytes(6) + body
        yield kind, bytes([number, 2]) + b"\xc9\x10" + IP6_B.to_bytes(16, "big") + bytes(4) + body
        yield kind, bytes([number, 3]) + b"\xc9\x18" + IP6_B.to_bytes(16, "big") + b"\0\1\1\0\7\1\0\0" + b"\1\2\0\0" + body
        yield kind, bytes([number, 3]) + b"\xc9\x14" + IP6_B.to_bytes(16, "big") + b"\0\1\1\7" + bytes(8) + body
        yield kind, bytes([number, 0]) + b"\0\0\0\5\1\0" + body
        yield kind, bytes([number, 1]) + b"\xc2\4\0\1\0\0\xc2\4\0\1\0\0\1\0" + body
    for kind in (0, 2, 4):
        two = struct.pack(">BBBBI", number, 4, kind, 2, 0x01020304 if kind else 0)
        yield 43, two + IP6_A.to_bytes(16, "big") + (IP6_B + 1).to_bytes(16, "big") + body
        yield 43, struct.pack(">BBBBI", number, 3, kind, 2, 0) + bytes(24) + body
    yield 0, bytes([0, 0]) + options[0] + bytes([number, 0]) + options[0] + body
    yield 60, bytes([0, 0]) + options[0] + bytes([number, 0]) + options[0] + body
    for values in each_edge(FRAGMENT, skip=("next",)):
        yield 44, build(FRAGMENT, next=number, **values) + body
    for values in each_edge(ROUTING, skip=("next",)):
        yield 43, build(ROUTING, next=number, **values) + body
    for kind in range(0, 6):
        yield 43, build(ROUTING, next=number, type=kind) + body
    for values in each_edge(AH, skip=("next",)):
        yield 51, build(AH, next=number, **values) + body
    yield 0, bytes([60, 0]) + options[0] + bytes([43, 0]) + options[0] + build(ROUTING, next=44) + build(FRAGMENT, next=51) + build(AH, next=number) + body


def ipv6_packets():
    for values in each_edge(IPV6, skip=("next",)):
        yield ipv6(udp(text(16), pseudo6), **values)
    for traffic_class in range(256):
        yield ipv6(udp(text(2), pseudo6), **{"class": traffic_class})
    for body, number in ((udp(text(8), pseudo6), 17), (tcp(text(8), pseudo=pseudo6), 6), (icmp6(128, 0, bytes(8)), 58), (b"", 59)):
        for first, payload in extended(body, number):
            yield ipv6(payload, next=first)
    for hops in (0, 254, 255):
        yield ipv6(next(vrrp6_packets()), next=112, hops=hops)
    for first in (62, 135):
        for kind in range(10):
            for units in (0, 1, 2, 4):
                body = bytes([59, units, kind, 0, 0, 0, 0, 7]) + b"\x80\0\0\x10" + b"\2\2\0\3\4\4\0\1\0\2\5\x0a" + bytes(10) + b"\0\0\0"
                yield ipv6(body[:units * 8 + 8], next=first)
                yield ipv6(body[:8] + b"\xf0\1\0\2" + bytes(12) + b"\3\x10" + IP6_B.to_bytes(16, "big") + b"\7\0\1\0\0", next=first)
    for jumbo in (0, 65_535, 65_536, 70_000, 2**32 - 1):
        yield ipv6(bytes([17, 0]) + b"\xc2\4" + struct.pack(">I", jumbo) + udp(text(30), pseudo6, length=0), next=0, length=0)
    for address in (0, 1, 0xFF02 << 112 | 1, 0xFFFF_0A00_0001, 0x0A00_0001, 1 << 127, 0x64FF9B << 96 | 0x0A000001,
                    0x0001_0000_0000_0002_0000_0000_0000_0003, 0x0001_0000_0002_0000_0003_0000_0004_0000,
                    0x0001_0002_0003_0004_0005_0006_0007_0000, 0x0000_0001_0002_0003_0004_0005_0006_0007,
                    0x5EFE_0A00_0001, 0xFE80_0000_0000_0000_0000_5EFE_0A00_0001):
        yield ipv6(udp(text(4), pseudo6), src=address)
        yield ipv6(udp(text(4), pseudo6), dst=address)


def arp_packets():
    for values in each_edge(ARP):
        yield build(ARP, **values)
    for op in range(0, 26):
        yield build(ARP, op=op)
        yield build(ARP, op=op, tha=MAC_B)
    for hln in range(0, 10):
        yield build(ARP, hln=hln)
        yield build(ARP, pln=hln)
    yield build(ARP, spa=IP4_B)
    yield build(ARP, tpa=IP4_A, spa=IP4_A)
    yield build(ARP, spa=0)
    yield build(ARP, hrd=15)
    for kind in (6, 7, 15, 23, 24, 32):
        for op in (1, 2, 3, 4, 8, 9):
            yield build(ARP, hrd=kind, op=op, tha=MAC_B)
    for first in (b"\x18\x41", b"\x19\x41", b"\x18\x40\x05", b"\x18\x40\x04\x05", b"\x18\x40\x04\x04", b"\x18", b"\x18\x40", b"\x18\x40\x04"):
        addresses = first + IP4_A.to_bytes(4, "big")
        yield build(ARP, hrd=15, hln=len(first), op=8)[:8] + addresses + addresses
    for op in (1, 2, 3, 8, 9, 10, 11):
        for lengths in ((20, 0, 4, 20, 0, 4), (20, 4, 4, 0x54, 3, 4), (0, 0, 4, 0, 0, 4), (3, 2, 5, 3, 2, 4), (3, 0, 4, 3, 0, 6), (1, 1, 0, 1, 1, 0)):
            sht, sst, spl, tht, tst, tpl = lengths
            size = sum(length & 0x3F for length in lengths)
            yield struct.pack(">HHBBHBBBB", 19, 0x0800, sht, sst, op, spl, tht, tst, tpl) + text(size)
    yield struct.pack(">HHBBHBBBB", 19, 0x0801, 0, 0, 1, 4, 0, 0, 4) + text(8)
    yield build(ARP, sha=0, op=2)


def ip_packets():
    """Whole IP packets: version and bytes."""
    yield from (("4", p) for p in ipv4_packets())
    yield from (("4", ipv4(p, protocol=protocol)) for protocol, p in transports4())
    yield from (("6", p) for p in ipv6_packets())
    yield from (("6", ipv6(p, next=protocol)) for protocol, p in transports6())


def ether_type(version):
    return 0x0800 if version == "4" else 0x86DD


def ethernet_frames():
    padded = 0
    for version, packet in ip_packets():
        frame = build(ETHERNET, type=ether_type(version)) + packet
        padded += 1
        # Every second short frame as a card pads it.
        yield frame + bytes(max(0, 60 - len(frame))) if padded % 2 else frame
    for packet in arp_packets():
        yield build(ETHERNET, dst=0xFFFFFFFFFFFF, type=0x0806) + packet
        yield build(ETHERNET, type=0x0806) + packet + bytes(18)
    for packet in list(mpls_packets())[::3]:
        yield build(ETHERNET, type=0x8847) + packet
    for kind, packet in list(pppoe_packets())[::7]:
        yield build(ETHERNET, type=kind) + packet
    for packet in list(slow_packets())[::2]:
        yield build(ETHERNET, type=0x8809) + packet
    for packet in lldp_packets():
        yield build(ETHERNET, dst=0x0180C200000E, type=0x88CC) + packet
    for packet in cdp_packets():
        body = build(SNAP, oui=0x0C, type=0x2000) + packet
        yield build(ETHERNET, dst=0x01000CCCCCCC, type=len(body)) + body
    for packet in list(hsrp_packets())[::3]:
        yield build(ETHERNET) + ipv4(udp(packet, src=1985, dst=1985), dst=0xE0000002)
    for packet in list(ppp_packets())[::31]:
        yield build(ETHERNET, type=0x880B) + packet
    for values in each_edge(ETHERNET, skip=("type",)):
        yield build(ETHERNET, **values) + ipv4(udp(text(30)))
    packets = [(0x0800, ipv4(udp(text(20)))), (0x0800, ipv4(tcp(text(5)), protocol=6)), (0x86DD, ipv6(icmp6(128, 0, bytes(8)), next=58)),
               (0x0806, build(ARP)), (0x1234, text(46)), (0x0026, build(LLC, dsap=0x42, ssap=0x42) + bytes(35))]
    for kind, packet in packets:
        for values in each_edge(VLAN, skip=("type",)):
            yield build(ETHERNET, type=0x8100) + build(VLAN, type=kind, **values) + packet
        for outer in (0x8100, 0x88A8, 0x9100, 0x9200):
            yield build(ETHERNET, type=outer) + build(VLAN, type=kind) + packet
            yield build(ETHERNET, type=outer) + build(VLAN, vid=100, type=0x8100) + build(VLAN, vid=200, type=kind) + packet
        for length in range(0, 6):
            yield (build(ETHERNET, type=0x8100) + build(VLAN, type=kind))[:14 + length]
    for kind in (0x0600, 0x0601, 0x0842, 0x1234, 0x22F0, 0x7FFF, 0x88B5, 0xFFFE, 0xFFFF):
        for length in (0, 1, 46):
            yield build(ETHERNET, type=kind) + text(length)
    for dsap, ssap in ((0x42, 0x42), (0xAA, 0xAA), (0x00, 0x00), (0x04, 0x05), (0xF0, 0xF1), (0xE4, 0xE4), (0x10, 0x11), (0xFF, 0x01)):
        for control in (0x03, 0x13, 0xBF, 0xAF, 0xE3, 0xF3, 0x73, 0x63, 0x01, 0x05, 0x09, 0x00, 0x02, 0xFE):
            body = build(LLC, dsap=dsap, ssap=ssap, control=control) + text(20)
            if dsap not in (0x42, 0xFE, 0xE0, 0xF0, 0x06) or control != 0x03:
                yield build(ETHERNET, type=len(body)) + body
    for oui in (0, 1, 0xF8, 0x00E0F8 >> 4, 0xFFFFFF):
        for kind, packet in packets[:5]:
            body = build(SNAP, oui=oui, type=kind) + packet
            yield build(ETHERNET, type=len(body)) + body
            yield build(ETHERNET, type=len(body)) + body + bytes(9)
    for length in (0, 1, 2, 3, 20, 1499, 1500, 1501, 1535):
        yield build(ETHERNET, type=length) + build(LLC, dsap=0x10, ssap=0x10) + text(20)
    for length in range(0, 15):
        yield build(ETHERNET)[:length]


def raw_frames():
    for version, packet in list(ip_packets())[::3]:
        yield packet
    for first in range(0, 256, 5):
        yield bytes([first]) + text(30)
    yield b""


def null_frames(order):
    families = {"4": [2], "6": [10, 24, 28, 30]}
    for i, (version, packet) in enumerate(list(ip_packets())[::17]):
        family = families[version][i % len(families[version])]
        yield struct.pack(order + "I", family) + packet
    for family in (0, 1, 8, 99, 0xFFFFFFFF):
        yield struct.pack(order + "I", family) + text(20)
    for length in range(0, 5):
        yield struct.pack(order + "I", 2)[:length]


def ppp_frames():
    for i, (version, packet) in enumerate(list(ip_packets())[::29]):
        yield (b"\xff\x03", b"")[i % 2] + (b"\0\x21" if version == "4" else b"\0\x57") + packet
    for i, packet in enumerate(list(ppp_packets())[::41]):
        yield (b"\xff\x03", b"", b"\0\x03", b"\1\x03")[i % 4] + packet


def slarp(kind, first, second, reliability=0xFFFF):
    return struct.pack(">IIIH", kind, first, second, reliability)


def chdlc_frames():
    """Frames of Cisco's HDLC."""
    for i, (version, packet) in enumerate(list(ip_packets())[::37]):
        yield (b"\x0f\0", b"\x8f\0", b"\x42\1")[i % 3] + struct.pack(">H", ether_type(version)) + packet
    messages = [slarp(kind, first, second) for kind in (0, 1, 2, 3, 2**32 - 1) for first, second in ((0, 0), (IP4_A, 0xFFFFFF00), (2**32 - 1, 7))]
    for message in messages:
        for rest in (b"", b"\0\x0f\x42\x40", b"\xff\xff\xff\xff", b"\x12\x34\x56\x78" + text(9), b"ab"):
            yield b"\x8f\0\x80\x35" + message + rest
    for length in range(0, 22):
        yield (b"\x0f\0\x80\x35" + slarp(2, 7, 8) + b"\0\1\2\3")[:length]
    for kind, packet in ((0x8847, build(MPLS) + ipv4(udp(text(5)))), (0x8848, build(MPLS) + ipv4(udp(text(5)))), (0x6558, build(ETHERNET) + ipv4(udp(text(5)))), (0x0806, build(ARP)), (0x1234, text(9)), (0, b"")):
        yield b"\x0f\0" + struct.pack(">H", kind) + packet


def ppp_serial_frames():
    for i, (version, packet) in enumerate(list(ip_packets())[::41]):
        yield (b"\xff\x03", b"", b"\xff\x07")[i % 3] + (b"\0\x21" if version == "4" else b"\0\x57") + packet
    yield from (b"\xff\x03" + packet for packet in list(ppp_packets())[::97])
    yield from list(chdlc_frames())[::5]
    for length in range(0, 9):
        yield (b"\xff\x03\xc0\x21\1\2\0\4")[:length]


def ppp_pppd_frames():
    for i, (version, packet) in enumerate(list(ip_packets())[::43]):
        yield (b"\0\x03", b"\1\x03", b"\xff\x03", b"")[i % 4] + (b"\0\x21" if version == "4" else b"\0\x57") + packet
    yield from (b"\1\x03" + packet for packet in list(ppp_packets())[::151])


def ppp_ether_frames():
    for version, packet in list(ip_packets())[::31]:
        yield pppoe((b"\0\x21" if version == "4" else b"\0\x57") + packet)
    for _, packet in list(pppoe_packets())[::53]:
        yield packet


def wlan(kind, subtype, body=b"", flags=0, duration=0x1234, addresses=3, sequence=0x1230, qos=None):
    """A frame of 802.11: kind is 0 management, 1 control, 2 data; flags are the second byte of frame control."""
    header = struct.pack("<BBH", subtype << 4 | kind << 2, flags, duration)
    header += b"".join(bytes([2, 0, 0, 0, 0, number]) for number in range(1, min(addresses, 3) + 1))
    header += struct.pack("<H", sequence) if kind != 1 else b""
    header += b"\2\0\0\0\0\4" if addresses > 3 else b""
    return header + (struct.pack("<H", qos) if qos is not None else b"") + body


def element(number, data, length=None):
    return bytes([number, len(data) if length is None else length]) + data


ELEMENTS = element(0, b"network") + element(1, b"\x82\x84\x8b\x96\x0c\x12\x18\x24") + element(3, b"\6") + element(5, b"\0\1\0\0") + element(48, bytes(range(20)))


def wlan_frames():
    """Frames of 802.11, without radiotap."""
    data = b"\xaa\xaa\3\0\0\0"
    inner = data + b"\x08\0" + ipv4(udp(text(5)))
    for kind in range(4):
        for subtype in range(16):
            for flags in (0, 0x40):
                yield wlan(kind, subtype, bytes(16) + ELEMENTS, flags)
    for flags in range(0, 256, 3):
        yield wlan(2, 0, inner, flags, addresses=4 if flags & 3 == 3 else 3)
        yield wlan(2, 8, (b"\3\0\1\0" if flags & 0x80 else b"") + inner, flags, addresses=4 if flags & 3 == 3 else 3, qos=0x0005)
        yield wlan(0, 8, (b"\3\0\1\0" if flags & 0x80 else b"") + bytes(8) + b"\x64\0\x31\4" + ELEMENTS, flags)
    for subtype in range(16):
        yield wlan(2, subtype, inner, 1, qos=0xA0F7 if subtype & 8 else None)
        yield wlan(2, subtype, b"\x34\x12\xc0\x60" + text(30), 0x42, qos=0 if subtype & 8 else None)
    for i, (version, packet) in enumerate(list(ip_packets())[::97]):
        yield wlan(2, 0, data + struct.pack(">H", ether_type(version)) + packet, (0, 1, 2)[i % 3])
    for body in (data + b"\x08\6" + build(ARP), data + b"\x12\x34" + text(9), b"\x42\x42\3" + bytes(35), b"\xe4\xe5\x13" + text(5), b"\4\4\1\2", b"\xaa\xaa\3\0\1\2\3\4abc", b"\xaa\xaa", b""):
        for flags in (0, 1, 2, 3):
            yield wlan(2, 0, body, flags, addresses=4 if flags == 3 else 3)
    for reason in (*range(0, 70), 255, 65_535):
        yield wlan(0, 10 + 2 * (reason % 2), struct.pack("<H", reason))
    for status in (*range(0, 111), 65_535):
        yield wlan(0, 1 + 2 * (status % 2), struct.pack("<HHH", 0x31 if status % 3 else 1, status, 0xC001) + ELEMENTS)
    for algorithm in range(0, 5):
        for step in (0, 1, 2, 3, 4, 255, 65_535):
            yield wlan(0, 11, struct.pack("<HHH", algorithm, step, step % 20) + (element(16, text(128)) if algorithm == 1 else b""))
    for category in (*range(0, 18), 127, 255):
        for action in (*range(0, 12), 255):
            yield wlan(0, 13, bytes([category, action]) + text(7))
    for elements in (b"", element(0, b""), element(0, text(32)), element(0, text(33)), element(0, b"a\0b\x01\x7f\xe9"), element(0, b"one") + element(0, b"two"), element(1, b""), element(1, b"") + element(1, b"\x82\xff\x01"),
                     element(1, text(16)), element(1, text(17)), element(3, b""), element(3, b"\1\2") + element(3, b"\xff"), element(4, text(6)), element(4, text(5)), element(5, text(3)), element(5, text(254)), element(5, text(255)),
                     element(16, text(253)), element(16, text(254)), element(7, b"DE \1\x0d\x14"), element(221, b"\0\x50\xf2\1abc"), element(0, b"abc", 9), element(0, b"abc") + b"\1", element(2, text(5)), element(255, b"\x23" + text(9))):
        for subtype, fixed in ((0, 4), (1, 6), (2, 10), (4, 0), (5, 12), (8, 12), (11, 6)):
            yield wlan(0, subtype, b"\1\2" * (fixed // 2) + elements)
    for frame in (wlan(0, 8, bytes(12) + ELEMENTS), wlan(1, 8, b"\5\0\x30\x12", addresses=2), wlan(1, 9, b"\5\0\x30\x12" + bytes(8), addresses=2), wlan(2, 8, inner, 3, addresses=4, qos=0)):
        yield from (frame[:length] for length in range(0, len(frame), 2))


def radiotap(frame, present, fields=b"", length=None, more=()):
    """Radiotap before a frame; each further word of flags is one of more."""
    words = b"".join(struct.pack("<I", word) for word in (present, *more))
    return struct.pack("<BBH", 0, 0, 4 + len(words) + len(fields) if length is None else length) + words + fields + frame


def radiotap_frames():
    frame = wlan(1, 13, addresses=1)
    beacon = wlan(0, 8, bytes(8) + b"\x64\0\x31\4" + ELEMENTS)
    datum = wlan(2, 8, b"\xaa\xaa\3\0\0\0\x08\0" + ipv4(udp(text(5))), 2, qos=0)
    usual = struct.pack("<QBBHHbbB", 123_456_789, 0, 12, 2437, 0xA0, -55, -95, 1)
    for inner in (frame, beacon, datum):
        yield radiotap(inner, 0x86F, usual)
        yield radiotap(inner, 0)
        yield radiotap(inner + b"\1\2\3\4", 2, b"\x10")
        yield radiotap(inner[:26] + b"\0\0" + inner[26:] + b"\1\2\3\4", 2, b"\x30")
    for bit in range(0, 32):
        yield radiotap(frame, 1 << bit, bytes(range(0x81, 0x91)))
        yield radiotap(frame, 1 << bit, b"")
        yield radiotap(frame, 2 | 1 << bit, bytes(range(0xF0, 0x100)) + bytes(8))
        yield radiotap(frame, 1 << 31, bytes(24), more=(1 << bit,))
        yield radiotap(frame, 1 << 31 | 1 << 29, bytes(24), more=(2 | 1 << bit,))
    for flags in range(0, 256, 5):
        yield radiotap(datum, 2, bytes([flags]))
    for rate in (*range(0, 8), 22, 108, 127, *range(126, 146), 255):
        yield radiotap(frame, 4, bytes([rate]))
    for bit in range(0, 16):
        for other in (0x80, 0x100, 0x140, 0x480, 0xC0, 0xA0, 0):
            yield radiotap(frame, 8, struct.pack("<HH", 5180, other | 1 << bit))
    for bit in range(0, 20):
        yield radiotap(frame, 1 << 18, struct.pack("<IHBB", 0x140 | 1 << bit, 5180, 36, 17))
        yield radiotap(frame, 1 << 18 | 8 | 1 << 19, struct.pack("<HHIHBBBBB", 2412, 0x480, 1 << bit, 5180, 36, 17, 2, 0, 3))
    for index in (*range(0, 80), 255):
        for flags in (0, 1, 4, 5):
            yield radiotap(frame, 1 << 19, bytes([7, flags, index]))
    for known in range(0, 256, 7):
        yield radiotap(frame, 1 << 19, bytes([known, known * 37 & 0xFF, 9]))
    for width in range(0, 34):
        yield radiotap(frame, 1 << 21, struct.pack("<HBB4sBBH", 0x44 | width, width * 4, width, bytes([width, 0x23, 0, 0x91]), width, 0, 0))
    for skip in (0, 3, 8, 100):
        yield radiotap(frame, 1 << 30 | 1 << 31, b"\0\x11\x22\1" + struct.pack("<H", skip) + bytes(11), more=(0xFFFF | 1 << 29 | 1 << 31, 2))
        yield radiotap(frame, 1 << 30 | 1 << 31, b"\0\x11\x22\1" + struct.pack("<H", skip) + bytes(11), more=(1, 2))
        yield radiotap(frame, 1 << 30 | 2 | 1 << 31, b"\7\0\x11\x22\1"[:5 - skip % 4], more=(1 << 30 | 1 << 29,))
    for length in (0, 7, 8, 9, 12, 20, 200):
        yield radiotap(beacon, 0x86F, usual, length=length)
    whole = radiotap(beacon, 0x86F, usual)
    yield from (whole[:length] for length in range(0, len(whole), 3))
    yield from (radiotap(inner, 2, b"\0") for inner in list(wlan_frames())[::13])


SLL = [("packet", 16, 0), ("hatype", 16, 1), ("halen", 16, 6), ("address", 48, MAC_A), ("unused", 16, 0), ("type", 16, 0x0800)]
SLL2 = [("type", 16, 0x0800), ("reserved", 16, 0), ("index", 32, 3), ("hatype", 16, 1), ("packet", 8, 0), ("halen", 8, 6),
        ("address", 48, MAC_A), ("unused", 16, 0)]


def cooked_frames(fields):
    for i, (version, packet) in enumerate(list(ip_packets())[::13]):
        yield build(fields, type=ether_type(version), packet=i % 5) + packet
    for values in each_edge(fields, skip=("type",)):
        yield build(fields, **values) + ipv4(udp(text(4)))
    for frame in list(radiotap_frames())[::50]:
        yield build(fields, hatype=803) + frame
    for kind in (0x0806, 0x8100, 0x1234, 0x0004, 0x000C, 0xFFFF):
        body = {0x0806: build(ARP), 0x8100: build(VLAN) + ipv4(udp(text(4))), 4: build(LLC, dsap=0x10, ssap=0x10) + text(9)}
        for packet in range(0, 8):
            yield build(fields, type=kind, packet=packet) + body.get(kind, text(12))
    for length in range(0, 21):
        yield (build(fields) + text(20))[:length]


def write(path, link_type, frames):
    """A pcap file with nanoseconds; 100 ms, and a few ns, from packet to packet."""
    with open(path, "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, 262_144, link_type))
        time, count = 1_700_000_000_123_456_789, 0
        for frame in frames:
            file.write(struct.pack("<IIII", time // 10**9, time % 10**9, len(frame), len(frame)) + frame)
            time += 100_000_007 * (1 + count % 40)
            count += 1
    print(f"{count:6} packets in {os.path.basename(path)}")


def main():
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    for file, link_type, frames in (
            ("ethernet", 1, ethernet_frames()), ("raw", 101, raw_frames()), ("null", 0, null_frames("<")),
            ("loop", 108, null_frames(">")), ("ppp", 9, ppp_frames()), ("ppp_ether", 51, ppp_ether_frames()),
            ("ppp_serial", 50, ppp_serial_frames()), ("ppp_pppd", 166, ppp_pppd_frames()), ("chdlc", 104, chdlc_frames()),
            ("wlan", 105, wlan_frames()), ("radiotap", 127, radiotap_frames()), ("sll", 113, cooked_frames(SLL)), ("sll2", 276, cooked_frames(SLL2))):
        write(os.path.join(folder, file + ".pcap"), link_type, frames)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A name server for one test: dns_responder.py ADDRESS... answers on port 53, UDP and TCP.

Prints "ready" when it does.
"""
import socket
import struct
import sys
import threading

RECORDS = {
    1: bytes([192, 0, 2, 1]),
    28: bytes.fromhex("20010db8000000000000000000000001"),
    15: b"\0\x0a\x04mail\xc0\x0c",
    16: b"\x0bhello there",
    2: b"\x02ns\xc0\x0c",
}


def answer(query):
    identifier, flags, questions = struct.unpack(">HHH", query[:6])
    end = query.index(b"\0", 12) + 5
    kind = struct.unpack(">H", query[end - 4:end - 2])[0]
    known = kind in RECORDS and not query[12:].startswith(b"\x07missing")
    status = 0x8580 if known else 0x8583
    head = struct.pack(">6H", identifier, status, 1, 1 if known else 0, 0, 0)
    data = RECORDS.get(kind, b"")
    record = b"\xc0\x0c" + struct.pack(">HHIH", kind, 1, 300, len(data)) + data
    return head + query[12:end] + (record if known else b"")


def serve_udp(server):
    while True:
        query, peer = server.recvfrom(4096)
        server.sendto(answer(query), peer)


def serve_tcp(server):
    while True:
        connection, _ = server.accept()
        with connection:
            length = struct.unpack(">H", connection.recv(2, socket.MSG_WAITALL))[0]
            reply = answer(connection.recv(length, socket.MSG_WAITALL))
            connection.sendall(struct.pack(">H", len(reply)) + reply)


def main():
    for address in sys.argv[1:]:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        udp = socket.socket(family, socket.SOCK_DGRAM)
        tcp = socket.create_server((address, 53), family=family)
        udp.bind((address, 53))
        threading.Thread(target=serve_udp, args=(udp,), daemon=True).start()
        threading.Thread(target=serve_tcp, args=(tcp,), daemon=True).start()
    print("ready", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()

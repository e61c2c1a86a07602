#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Records names.pcap.gz of the tests: TLS, HTTP, DNS and SSH between real programs. As root.

    names.py FILE

Everything happens on the loopback interface of a network namespace of its own.
"""

import gzip
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import threading
import time

NAMESPACE = f"framering-names-{os.getpid()}"


def inside(*command, **options):
    return subprocess.Popen(["ip", "netns", "exec", NAMESPACE, *command], stdin=subprocess.DEVNULL, **options)


def serve_dns(server):
    """Answers each query with its own question after 30 ms."""
    for delay in (0.03, 0.06):
        query, client = server.recvfrom(512)
        time.sleep(delay)
        server.sendto(query[:2] + b"\x81\x80" + query[4:], client)


def serve_banner(server):
    connection, _ = server.accept()
    connection.sendall(b"SSH-2.0-example_1.0\r\n")
    connection.recv(100)
    connection.close()


def query(name):
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
    return b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00" + labels + b"\x00\x00\x01\x00\x01"


def ask():
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind(("127.0.0.1", 53))
    threading.Thread(target=serve_dns, args=(udp,)).start()
    client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    for name in ("first.example", "second.example"):
        client.sendto(query(name), ("127.0.0.1", 53))
        client.recv(512)
    listening = socket.create_server(("127.0.0.1", 22))
    threading.Thread(target=serve_banner, args=(listening,)).start()
    with socket.create_connection(("127.0.0.1", 22)) as connection:
        connection.recv(100)
        connection.sendall(b"SSH-2.0-client\r\n")
    with socket.create_connection(("127.0.0.1", 8080)) as connection:
        # Its lines come in two segments.
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sendall(b"GET /split HTTP/1.1\r\nAccept: */*\r\n")
        time.sleep(0.1)
        connection.sendall(b"Host: split.example\r\nConnection: close\r\n\r\n")
        while connection.recv(4096):
            pass


def connect(folder, address, name):
    inside(
        "openssl", "s_client", "-connect", address, "-servername", name, "-alpn", "h2,http/1.1",
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ).wait()


def main():
    subprocess.run(["ip", "netns", "add", NAMESPACE], check=True)
    folder = pathlib.Path(tempfile.mkdtemp())
    programs = []
    try:
        inside("ip", "link", "set", "lo", "up").wait()
        key, capture = folder / "key.pem", folder / "names.pcap"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
             "-subj", "/CN=example", "-keyout", key, "-out", key],
            check=True, stderr=subprocess.DEVNULL,
        )
        programs.append(inside("tcpdump", "-i", "lo", "--immediate-mode", "-U", "-Z", "root", "-w", capture,
                               stderr=subprocess.DEVNULL))
        programs.append(inside("openssl", "s_server", "-accept", "4433", "-key", key, "-cert", key, "-quiet",
                               stderr=subprocess.DEVNULL))
        programs.append(inside("python3", "-m", "http.server", "8080", "--directory", folder,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        time.sleep(2)
        connect(folder, "[::1]:4433", "six.example")
        inside("curl", "-s", "-o", "/dev/null", "-H", "Host: web.example", "http://127.0.0.1:8080/").wait()
        inside("ping", "-c1", "127.0.0.1", stdout=subprocess.DEVNULL).wait()
        inside(sys.executable, __file__, "--ask").wait()
        # The ClientHello does not fit into one segment.
        inside("ip", "link", "set", "lo", "mtu", "250", "gso_max_size", "250").wait()
        connect(folder, "127.0.0.1:4433", "split.example")
        time.sleep(1.5)
    finally:
        for program in programs:
            program.terminate()
            program.wait()
        subprocess.run(["ip", "netns", "delete", NAMESPACE], check=True)
    pathlib.Path(sys.argv[1]).write_bytes(gzip.compress(capture.read_bytes(), mtime=0))


if sys.argv[1:] == ["--ask"]:
    ask()
elif len(sys.argv) == 2:
    main()
else:
    sys.exit(__doc__)

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures the time of a sniffer from exec to the first packet on its standard output.

start_time.py [--runs N] [--rate PACKETS_PER_SECOND] [--csv] [--root FOLDER]

Needs root. It creates a network namespace with a pair of interfaces, sends small UDP packets at a
steady rate, and starts the contestants in turn: Framering by its launcher, Framering without the
launcher and its cache, and tcpdump if installed; with --root the framering and tcpdump that are
installed in this folder. Prints the milliseconds of each: median, minimum,
maximum.
"""

import argparse
import os
import select
import shutil
import socket
import statistics
import subprocess
import sys
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
JAR = os.path.join(ROOT, "java/cli/target/framering.jar")
LEFT, RIGHT = "left", "right"
PATIENCE = 20

# Ethernet, IPv4 10.0.0.1 > 10.0.0.2, UDP 5000 > 6000 with 4 bytes.
FRAME = bytes.fromhex(
    "020000000002 020000000001 0800"
    "4500 0020 0000 4000 4011 26cb 0a000001 0a000002"
    "1388 1770 000c 0000 00000000"
).ljust(60, b"\0")


def contestants(java):
    sniff = ["sniff", "--format", "line", "-i", LEFT]
    yield "framering", [os.path.join(ROOT, "scripts/framering"), *sniff]
    yield "framering, java -jar", [java, "-jar", JAR, *sniff]
    if shutil.which("tcpdump"):
        yield "tcpdump -l", ["tcpdump", "-nn", "-l", "-i", LEFT]
        yield "tcpdump -l --immediate-mode", [
            "tcpdump", "-nn", "-l", "--immediate-mode", "-i", LEFT,
        ]


def installed(root):
    yield "framering", ["chroot", root, "framering", "sniff", "--format", "line", "-i", LEFT]
    yield "tcpdump -l", ["chroot", root, "tcpdump", "-nn", "-l", "-i", LEFT]


def find_java():
    script = '. "$1/scripts/lib/jdk.sh" && find_jdk'
    found = subprocess.run(
        ["sh", "-c", script, "sh", ROOT], stdout=subprocess.PIPE, check=True, text=True
    )
    return os.path.join(found.stdout.strip(), "bin/java")


def make_interfaces():
    def ip(line):
        subprocess.run(["ip", *line.split()], check=True)

    ip("link set lo up")
    ip("link add %s type veth peer name %s" % (LEFT, RIGHT))
    for end in (LEFT, RIGHT):
        ip("link set %s addrgenmode none" % end)
        ip("link set %s arp off up" % end)


def send_for_ever(rate):
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as out:
        out.bind((RIGHT, 0))
        due = time.monotonic()
        while True:
            out.send(FRAME)
            due += 1 / rate
            time.sleep(max(0, due - time.monotonic()))


def first_byte(command):
    """Milliseconds from starting the command to the first byte that it prints."""
    begin = time.monotonic()
    program = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0
    )
    try:
        ready = select.select([program.stdout], [], [], PATIENCE)[0]
        taken = time.monotonic() - begin
        if not ready or not program.stdout.read(1):
            program.kill()
            sys.exit("%s printed nothing: %s" % (command, program.stderr.read().decode()))
        return taken * 1000
    finally:
        program.kill()
        program.communicate()


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--runs", type=int, default=15)
    arguments.add_argument("--rate", type=int, default=1000, help="packets per second")
    arguments.add_argument("--csv", action="store_true")
    arguments.add_argument("--root", help="measure what is installed in this folder")
    arguments.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = arguments.parse_args()
    if not options.inside:
        inside = [sys.executable, __file__, *sys.argv[1:], "--inside"]
        os.execvp("unshare", ["unshare", "-n", *inside])

    make_interfaces()
    threading.Thread(target=send_for_ever, args=(options.rate,), daemon=True).start()
    commands = list(installed(options.root) if options.root else contestants(find_java()))
    for _, command in commands:
        first_byte(command)  # from now on its files are in memory
    times = {name: [] for name, _ in commands}
    for _ in range(options.runs):
        for name, command in commands:
            times[name].append(first_byte(command))
    form = "%s,%.1f,%.1f,%.1f" if options.csv else "%-30s %8.1f %8.1f %8.1f"
    print("contestant,median_ms,least_ms,most_ms" if options.csv
          else "%-30s %8s %8s %8s" % ("ms from exec to first packet", "median", "least", "most"))
    for name, taken in times.items():
        print(form % (name, statistics.median(taken), min(taken), max(taken)))


if __name__ == "__main__":
    main()

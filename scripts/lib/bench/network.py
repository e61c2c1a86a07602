# SPDX-License-Identifier: Apache-2.0
"""A network namespace with a veth pair, and the packets that are sent on it."""

import json
import os
import re
import subprocess
import sys
import time

from . import process

SENDING, RECEIVING = "left", "right"
INSIDE = "FRAMERING_BENCH_INSIDE"


def enter():
    """Restarts this program in a new network namespace, which ends with its last process."""
    if os.environ.get(INSIDE) is None:
        os.environ[INSIDE] = "1"
        os.execvp("unshare", ["unshare", "--net", sys.executable, *sys.argv])


def ip(arguments):
    subprocess.run(["ip", *arguments.split()], check=True)


def prepare():
    """Sets both ends up, silent except for the packets of the bench."""
    ip("link set lo up")
    ip(f"link add {SENDING} type veth peer name {RECEIVING}")
    for end in (SENDING, RECEIVING):
        ip(f"link set {end} addrgenmode none")
        ip(f"link set {end} arp off up")
    for _ in range(100):
        shown = subprocess.run(["ip", "-o", "link", "show", RECEIVING], capture_output=True, text=True)
        if "state UP" in shown.stdout:
            return
        time.sleep(0.05)
    raise process.Failed(f"{RECEIVING} does not come up")


def received():
    """Packets that have arrived at RECEIVING so far."""
    shown = subprocess.run(["ip", "-j", "-s", "link", "show", RECEIVING], capture_output=True, check=True)
    return json.loads(shown.stdout)[0]["stats64"]["rx"]["packets"]


class Sender:
    """Sends on a processor of its own, and counts the packets."""

    def __init__(self, binaries, cpu, folder):
        self.binaries, self.cpu, self.folder = binaries, cpu, folder

    def mix(self, seconds, rate=None, flows=2000):
        options = ["-r", rate] if rate else []
        return self._run("send_mix", "-s", seconds, "-f", flows, *options, SENDING)

    def flood(self, seconds):
        return self._run("send_flood", seconds, SENDING, RECEIVING)

    def small(self, seconds):
        """Replaces the flood if the kernel has no XDP sender."""
        return self._run("send_mix", "-s", seconds, "-l", 64, SENDING)

    def start(self, seconds, rate):
        command = [self.binaries / "send_mix", "-s", seconds, "-r", rate, SENDING]
        return process.Running(command, self.cpu, self._folder())

    def _folder(self):
        folder = self.folder / "sender"
        folder.mkdir(exist_ok=True)
        return folder

    def _run(self, program, *arguments):
        with process.Running([self.binaries / program, *arguments], self.cpu, self._folder()) as sender:
            text, _ = sender.await_end()
            if sender.process.returncode != 0:
                raise process.Failed(text.strip())
        return int(re.search(r"sent (\d+)", text)[1])


def flood_of(sender):
    """The flood, or its replacement and the reason."""
    try:
        sender.flood(0.1)
        return sender.flood, None
    except process.Failed as e:
        return sender.small, str(e)

#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Draws docs/top.svg: `framering top` between two hosts in network namespaces, in a terminal of tmux.

    sudo scripts/lib/top_picture.py [JAR]      the command of this checkout, or another jar

Needs tmux, curl, dig, dnsmasq, openssl and python3-rich.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

from rich.console import Console
from rich.text import Text

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
COLUMNS, ROWS = 100, 24
HERE, THERE = f"framering-{os.getpid()}-here", f"framering-{os.getpid()}-there"
TRAFFIC = """
while :; do
    dig +time=1 +tries=1 @10.9.0.2 shop.example >/dev/null
    curl -so /dev/null -H 'Host: intranet.example' http://10.9.0.2/
    curl -so /dev/null --insecure --resolve shop.example:443:10.9.0.2 https://shop.example/
    ping -qc 3 -i 0.1 10.9.0.2 >/dev/null
done
"""


def inside(namespace, *command):
    return ["ip", "netns", "exec", namespace, *map(str, command)]


def start(namespace, *command, **options):
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(["setpriv", "--pdeathsig", "KILL", *inside(namespace, *command)], **quiet, **options)


def run(*command):
    return subprocess.run(list(map(str, command)), check=True, stdout=subprocess.PIPE, text=True).stdout


def serve(folder):
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "key", "-out", "cert"]
    subprocess.run(["openssl", "req", "-x509", "-subj", "/CN=shop.example", *key], cwd=folder, check=True, stderr=subprocess.DEVNULL)
    (folder / "index.html").write_bytes(os.urandom(30_000))
    names = ["--no-resolv", "--no-hosts", "--address=/shop.example/10.9.0.2", "--pid-file=", "--user=root"]
    return [
        start(THERE, "python3", "-m", "http.server", "80", cwd=folder),
        start(THERE, "openssl", "s_server", "-quiet", "-WWW", "-accept", "443", "-key", "key", "-cert", "cert", cwd=folder),
        start(THERE, "dnsmasq", "--keep-in-foreground", *names),
        start(HERE, "bash", "-c", TRAFFIC, start_new_session=True),
    ]


def screen(folder, command):
    """The terminal's text with its escape codes, once the traffic has been shown for a while."""
    tmux = ["tmux", "-u", "-S", folder / "tmux"]
    run(*tmux, "-f", "/dev/null", "new-session", "-d", "-x", COLUMNS, "-y", ROWS, *inside(HERE, *command, "top", "-i", "eth0"))
    try:
        shown = ""
        while shown.count("shop.example") < 2 or "intranet.example" not in shown:
            time.sleep(1)
            shown = run(*tmux, "capture-pane", "-p")
        time.sleep(20)  # for the history of rates
        return run(*tmux, "capture-pane", "-ep")
    finally:
        run(*tmux, "kill-server")


def main():
    command = ["java", "--enable-native-access=ALL-UNNAMED", "-jar", sys.argv[1]] if sys.argv[1:] else [ROOT / "scripts/framering"]
    programs = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        try:
            for namespace in (HERE, THERE):
                run("ip", "netns", "add", namespace)
            run("ip", "-n", HERE, "link", "add", "eth0", "type", "veth", "peer", "name", "eth0", "netns", THERE)
            for namespace, address in ((HERE, "10.9.0.1/24"), (THERE, "10.9.0.2/24")):
                run("ip", "-n", namespace, "address", "add", address, "dev", "eth0")
                run("ip", "-n", namespace, "link", "set", "eth0", "up")
                run("ip", "-n", namespace, "link", "set", "lo", "up")
            programs = serve(folder)
            text = Text.from_ansi(screen(folder, command))
        finally:
            for program in programs:
                program.kill()
                program.wait()
            for namespace in (HERE, THERE):
                subprocess.run(["ip", "netns", "delete", namespace], check=False)
    console = Console(record=True, width=COLUMNS, file=open(os.devnull, "w"))
    console.print(text, overflow="crop", no_wrap=True)
    drawn = console.export_svg(title="sudo framering top -i eth0")
    # Nothing is loaded from elsewhere: any monospaced font will do.
    (ROOT / "docs/top.svg").write_text(re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL))


if __name__ == "__main__":
    main()

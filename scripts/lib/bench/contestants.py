# SPDX-License-Identifier: Apache-2.0
"""The measured programs: how each is built and started, and how its final counts are read."""

import dataclasses
import os
import re
import subprocess
import sys
from collections.abc import Callable

from .common import ROOT, Missing, java, need
from .network import RECEIVING

OURS = ["-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"]


def _captured(text):
    """(captured, dropped) from the output of our own loops."""
    found = re.search(r"captured (\d+) dropped (\d+)", text)
    return int(found[1]), int(found[2])


def _closing_lines(text):
    captured = re.search(r"(\d+) packets? captured", text)
    dropped = re.search(r"(\d+) packets? dropped by kernel", text)
    return int(captured[1]), int(dropped[1])


def _netsniff(text):
    passed = re.search(r"(\d+)\s+packets passed filter", text)
    failed = re.search(r"(\d+)\s+packets failed filter", text)
    return int(passed[1]), int(failed[1])


@dataclasses.dataclass
class Contestant:
    """A program that captures from RECEIVING until SIGINT."""

    name: str
    command: Callable  # from the options and the output file: a list
    ready: str = "listening"
    counts: Callable = _captured  # from its output: (captured, dropped)
    suffix: str = ""  # of its output file
    settle: float = 0.2  # seconds until it has handled the last packet
    jvm: bool = False
    again: bool = False  # a variant of another one: not for a quick run


def _c(handler, block=1024):
    def command(options, _):
        return [options.binaries / "capture_loop", "-h", handler, "-b", str(block), RECEIVING]

    return command


def _library(main, *arguments):
    def command(options, _):
        bench = ROOT / "java/bench/target"
        if not (bench / "lib").is_dir():
            raise Missing("build it first: mvn -DskipTests package")
        path = f"{bench}/classes:{bench}/lib/*"
        return [java(), *OURS, "-cp", path, f"io.framering.bench.{main}", *arguments, RECEIVING]

    return command


def _pcap4j(*arguments):
    def command(options, file):
        return [*_library("Pcap4jBench")(options, file), *arguments]

    return command


def _capture_bench(handler, *more):
    return _library("CaptureBench", "--seconds", "1000", "--handler", handler, *more)


def _sniff(*arguments):
    def command(options, file):
        given = [str(file) if each is FILE else each for each in arguments]
        return [*options.framering, "sniff", "-i", RECEIVING, *given]

    return command


def _flows(options, _):
    return [*options.framering, "flows", "-i", RECEIVING]


def _tcpdump(*arguments):
    def command(options, file):
        need("tcpdump")
        given = [str(file) if each is FILE else each for each in arguments]
        return ["tcpdump", "-Z", "root", "-B", "32768", "-i", RECEIVING, *given]

    return command


def _tcpdump_and(script):
    """tcpdump ("$@") and another program that Ctrl-C does not reach, in one shell that waits for both."""

    def command(options, file):
        need("zstd")
        capture = _tcpdump("-w", "-")(options, file)
        ending = "trap '' INT; tcpdump() (trap - INT; exec \"$@\"); " + script
        return ["bash", "-c", ending.replace("FILE", str(file)), "bash", *capture]

    return command


def _netsniff_ng(*arguments):
    def command(options, file):
        need("netsniff-ng")
        given = [str(file) if each is FILE else each for each in arguments]
        return ["netsniff-ng", "--in", RECEIVING, "--ring-size", "32MiB", "--silent", *given]

    return command


def _gopacket(handler):
    def command(options, _):
        need("go")
        program = options.folder / "gopacket_capture"
        if not program.exists():
            _build_go(ROOT / "scripts/lib/bench/gopacket_capture.go", program)
        return [program, handler, RECEIVING]

    return command


def _build_go(source, program):
    """Uses the packages of the distribution: there is no network here."""
    packaged = {"GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOCACHE": str(program.parent / "go-cache")}
    command = ["go", "build", "-o", program, source]
    done = subprocess.run(command, env={**os.environ, **packaged}, capture_output=True, text=True)
    if done.returncode != 0:
        raise Missing("gopacket is not installed (golang-github-google-gopacket-dev, golang-golang-x-net-dev)")


def _python(options, _):
    return [sys.executable, ROOT / "scripts/lib/bench/plain_sniffer.py", RECEIVING]


FILE = object()
_JVM = {"jvm": True}
_AS_OURS = {"counts": _closing_lines, **_JVM}
# It reads packets once a second if they don't fill a block.
_AS_TCPDUMP = {"counts": _closing_lines, "settle": 1.1}
_AS_NETSNIFF = {"ready": "Running!", "counts": _netsniff}

CAPTURING = [
    Contestant("c", _c("decode")),
    Contestant("framering", _capture_bench("decode"), **_JVM),
    Contestant("c-256k", _c("decode", 256), again=True),
    Contestant("framering-1m", _capture_bench("decode", "--block", "1024"), again=True, **_JVM),
    Contestant("framering-count", _capture_bench("count"), again=True, **_JVM),
    Contestant("tcpdump", _tcpdump("-w", "/dev/null"), **_AS_TCPDUMP),
    Contestant("netsniff-ng", _netsniff_ng(), **_AS_NETSNIFF),
    Contestant("gopacket-count", _gopacket("count"), again=True),
    Contestant("gopacket-parse", _gopacket("parse")),
    Contestant("pcap4j", _pcap4j(), **_JVM),
    Contestant("python", _python),
]
RECORDING = [
    Contestant("framering", _sniff("-w", FILE), **_AS_OURS, suffix=".pcap"),
    Contestant("tcpdump", _tcpdump("-w", FILE), **_AS_TCPDUMP, suffix=".pcap"),
    Contestant("netsniff-ng", _netsniff_ng("--out", FILE), suffix=".pcap", **_AS_NETSNIFF),
]
COMPRESSED = [
    Contestant("framering", _sniff("-w", FILE), **_AS_OURS, suffix=".pcap"),
    Contestant("framering-zst", _sniff("-w", FILE), **_AS_OURS, suffix=".pcap.zst"),
    Contestant("framering-gz", _sniff("-w", FILE), **_AS_OURS, suffix=".pcap.gz"),
    Contestant("tcpdump", _tcpdump("-w", FILE), **_AS_TCPDUMP, suffix=".pcap"),
    Contestant("tcpdump-zstd", _tcpdump_and('tcpdump "$@" | zstd -q -c >FILE'), **_AS_TCPDUMP, suffix=".pcap.zst"),
    # As -z gzip does, whose process nobody waits for.
    Contestant(
        "tcpdump-then-gzip",
        _tcpdump_and('tcpdump "$@" >FILE; gzip -c FILE >FILE.gz; mv FILE.gz FILE'),
        **_AS_TCPDUMP,
        suffix=".pcap.gz",
    ),
]
PRINTING = [
    Contestant("tcpdump", _tcpdump("-nn", "-e"), **_AS_TCPDUMP),
    *(
        Contestant(name, _sniff("--format", name, *more), **_AS_OURS)
        for name, *more in (["line", "-nne"], ["json"], ["tree"], ["classic"])
    ),
]
STARTING = [
    Contestant("framering", _sniff("--format", "line")),
    Contestant("tcpdump", _tcpdump("-nn", "-l")),
    Contestant("tcpdump-immediate", _tcpdump("-nn", "-l", "--immediate-mode")),
    Contestant("pcap4j", _pcap4j("print")),
    Contestant("python", _python),
]
FLOWS = [Contestant("live framering", _flows, **_AS_OURS)]
LATENCY = [Contestant("c", _c("latency")), Contestant("framering", _capture_bench("latency"))]
# The library's options for processor time and for latency.
COSTLY_KNOBS = [
    Contestant(f"{knob} {value}", _capture_bench("decode", f"--{knob}", value), **_JVM)
    for knob, value in (("block", "64"), ("block", "256"), ("block", "1024"), ("block", "4096"), ("snap", "128"))
]
SLOW_KNOBS = [
    Contestant(f"timeout {ms}", _capture_bench("latency", "--timeout", ms)) for ms in ("1", "5", "10", "60")
]

# SPDX-License-Identifier: Apache-2.0
"""The sections: each runs its contestants once per round, and returns the results.

A result is a dictionary by contestant of a dictionary by metric:
  cpu      microseconds of processor time for each packet, after the warm-up
  whole    the same from the start of the process to the end of its first 10 s of traffic
  sent     packets a second that the sender managed
  lost     packets that were sent and not captured
  size     bytes on disk for each packet
  killed   packets that had arrived and that cannot be read after kill -9
  memory   resident MiB while it captured
  rate     million packets a second, of a file
  p50 p99  microseconds from the kernel's time stamp to the handler
  start    milliseconds from exec to the first packet on standard output
"""

import copy
import dataclasses
import pathlib
import re
import subprocess
import time

from . import contestants, network, process
from .common import Missing

FLOWS, HOSTS = 2000, 500_000
LIVE_RATE = 500_000


def _output(options, contestant):
    return pathlib.Path(options.folder, "output" + contestant.suffix)


# Figures of whole processes cover this many seconds of traffic, or a shorter warm-up.
LIFE = 10


def _warm_up(program, contestant, options, send):
    """Sends before the measured part: returns the number, and the microseconds per packet of the first 10 s.

    A JVM compiles code that runs once per block, at least 200 times a second, after 5,000 runs.
    """
    seconds = options.jvm_warm_up if contestant.jvm else options.warm_up
    sent = send(min(seconds, LIFE))
    time.sleep(contestant.settle)
    whole = program.processor_seconds() / max(sent, 1) * 1e6
    if seconds > LIFE:
        sent += send(seconds - LIFE)
        time.sleep(contestant.settle)
    return sent, whole


def measure_capture(contestant, options, send, warm_up=None):
    """Measures one program under one load. `send(seconds)` returns the number of sent packets."""
    file = _output(options, contestant)
    command = contestant.command(options, file)
    with open(file, "wb") as out:
        stdout = out if contestant in contestants.PRINTING else None
        with process.Running(command, options.capture_cpu, options.folder, stdout) as program:
            program.await_text(contestant.ready)
            sent, whole = _warm_up(program, contestant, options, warm_up or send)
            before = program.processor_seconds()
            measured = send(options.seconds)
            time.sleep(contestant.settle)
            used = program.processor_seconds() - before
            memory = program.memory()
            text, life = program.interrupt()
    file.unlink()
    captured, _ = contestant.counts(text)
    rate = measured / options.seconds
    sent += measured
    lost = sent - captured
    if lost > 0.01 * sent:  # then its packets in the measured part are unknown
        used, measured = life, captured
    return {
        "cpu": used / max(measured, 1) * 1e6,
        "whole": whole,
        "sent": rate,
        "lost": lost,
        "memory": memory,
    }


def _each(options, section, list_of, measure):
    """Measures all possible programs, each time in another order."""
    results = {}
    shift = options.round % len(list_of)
    for contestant in list_of[shift:] + list_of[:shift]:
        if options.skips(contestant.name) or options.quick and contestant.again:
            continue
        options.report_progress(section, contestant.name)
        try:
            results[contestant.name] = measure(contestant)
        except (Missing, process.Failed) as e:
            options.leave_out(section, contestant.name, e)
    return results


def mix(options):
    return _each(
        options,
        "mix",
        contestants.CAPTURING,
        lambda contestant: measure_capture(contestant, options, options.sender.mix),
    )


def guard(options):
    """The mix with two programs only, and a warm-up after which the loop is compiled."""
    options = copy.copy(options)
    options.jvm_warm_up = min(options.jvm_warm_up, 12)
    return _each(
        options,
        "guard",
        [each for each in contestants.CAPTURING if each.name in ("c", "framering")],
        lambda contestant: measure_capture(contestant, options, options.sender.mix),
    )


def flood(options):
    send, reason = network.flood_of(options.sender)
    if reason:
        options.leave_out("flood", "the XDP sender", f"{reason}; 64-byte frames by AF_PACKET instead")
    return _each(
        options,
        "flood",
        contestants.CAPTURING,
        lambda contestant: measure_capture(contestant, options, send),
    )


def _with_holes(load, file):
    """Sends in steps of a second; after each, the file releases its memory and keeps its length.

    So the file uses memory that was used just before. On a virtual machine, the first use of a page costs
    the host some microseconds, several times the cost of writing.
    """

    def send(seconds):
        sent = 0
        while seconds > 0:
            sent += load(min(seconds, 1))
            seconds -= 1
            length = file.stat().st_size
            if length:
                subprocess.run(["fallocate", "--punch-hole", "--length", str(length), file], check=True)
        return sent

    return send


def recording(options):
    flood, _ = network.flood_of(options.sender)
    results = {}
    for kind, load in (("mix", options.sender.mix), ("flood", flood)):
        for name, result in _each(
            options,
            "recording",
            contestants.RECORDING,
            lambda contestant: measure_capture(
                contestant, options, _with_holes(load, _output(options, contestant))
            ),
        ).items():
            results[f"{name} {kind}"] = result
    return results


def _readable(file):
    """The whole packets of a pcap file that was compressed, as far as it can be decompressed."""
    program = {".gz": "gzip", ".zst": "zstd"}.get(file.suffix)
    if program:
        data = subprocess.run([program, "-dc", file], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout
    else:
        data = file.read_bytes()
    at, packets = 24, 0
    while at + 16 <= len(data):
        at += 16 + int.from_bytes(data[at + 8 : at + 12], "little")
        packets += at <= len(data)
    return packets


def _measure_killed(contestant, options, file):
    with open(file, "wb") as stdout:
        with process.Running(contestant.command(options, file), options.capture_cpu, options.folder, stdout) as program:
            program.await_text(contestant.ready)
            before = network.received()
            with options.sender.start(options.seconds + 2, rate=options.print_rate):
                time.sleep(options.seconds)
                arrived = network.received() - before
                program.kill()
    return max(arrived - _readable(file), 0)


def _measure_compressed(contestant, options):
    """A whole process, as programs in a pipe are known only by what they have used at their end."""
    file = _output(options, contestant)
    command = contestant.command(options, file)
    with process.Running(command, options.capture_cpu, options.folder) as program:
        program.await_text(contestant.ready)
        sent = options.sender.mix(min(options.jvm_warm_up, LIFE), options.print_rate)
        time.sleep(contestant.settle)
        text, used = program.interrupt()
    captured, _ = contestant.counts(text)
    size = file.stat().st_size
    file.unlink()
    result = {"cpu": used / max(captured, 1) * 1e6, "lost": sent - captured, "size": size / max(captured, 1)}
    if not contestant.name.endswith("then-gzip"):  # nothing is compressed before its end
        result["killed"] = _measure_killed(contestant, options, file)
        file.unlink()
    return result


def compressed(options):
    return _each(
        options, "compressed", contestants.COMPRESSED, lambda contestant: _measure_compressed(contestant, options)
    )


def printing(options):
    def at(rate, flows=FLOWS):
        return lambda seconds: options.sender.mix(seconds, rate, flows)

    def with_holes(contestant):
        load = _with_holes(at(options.print_rate), _output(options, contestant))
        return measure_capture(contestant, options, load)

    results = _each(options, "printing", contestants.PRINTING, with_holes)
    both = [each for each in contestants.PRINTING if each.name in ("tcpdump", "line")]
    # tcpdump's cache of names degenerates with this number of hosts, so the rate is low.
    for hosts in () if options.quick else (FLOWS, HOSTS):
        slowly = at(options.print_rate / 5, hosts)

        def without(contestant, load=slowly):  # in steps of a second there would be few hosts
            return measure_capture(contestant, options, load)

        for name, result in _each(options, "printing", both, without).items():
            results[f"{name} {hosts // 1000}k hosts"] = result
    return results


def ceiling(options):
    """The highest rate, in steps of a quarter, that is printed without a loss."""
    both = [each for each in contestants.PRINTING if each.name in ("tcpdump", "line")]

    def at(rate):
        return lambda seconds: options.sender.mix(seconds, rate)

    def climb(contestant):
        contestant = dataclasses.replace(contestant, jvm=False)  # the cost is not measured
        best = 0
        rate = options.print_rate
        while True:
            result = measure_capture(contestant, options, at(rate), at(options.print_rate / 2))
            if result["lost"] > 0 or result["sent"] < 0.8 * rate:
                return {"sent": best}
            best, rate = result["sent"], rate * 1.25

    return _each(options, "ceiling", both, climb)


def measure_latency(contestant, options):
    command = contestant.command(options, None)
    with process.Running(command, options.capture_cpu, options.folder) as program:
        program.await_text(contestant.ready)
        options.sender.mix(options.warm_up + options.seconds, rate=1000)
        time.sleep(contestant.settle)
        text, _ = program.interrupt()
    found = re.search(r"p50 (\d+) p99 (\d+)", text)
    return {"p50": int(found[1]), "p99": int(found[2])}


def latency(options):
    return _each(
        options, "latency", contestants.LATENCY, lambda contestant: measure_latency(contestant, options)
    )


def knobs(options):
    costly = _each(
        options,
        "knobs",
        contestants.COSTLY_KNOBS,
        lambda contestant: measure_capture(contestant, options, options.sender.mix),
    )
    slow = _each(
        options, "knobs", contestants.SLOW_KNOBS, lambda contestant: measure_latency(contestant, options)
    )
    return costly | slow


def start(options):
    def measure(contestant):
        command = contestant.command(options, None)
        with process.Running(command, processors, options.folder, subprocess.PIPE) as program:
            return {"start": program.first_output() * 1000}

    # A slow sender leaves nearly all of its processor free, so both can be used, as in practice.
    processors = f"{options.send_cpu},{options.capture_cpu}"
    with options.sender.start(1000, rate=1000):
        return _each(options, "start", contestants.STARTING, measure)


# ---- files

COMPARISON = "tcp port 443"


def _write_file(options):
    file = pathlib.Path(options.folder, "mix.pcap")
    if not file.exists():
        writer = [options.binaries / "send_mix", "-w", file, "-n", str(options.packets)]
        subprocess.run(writer, check=True, stdout=subprocess.DEVNULL)
    return file


def _whole_process(options, command, out):
    """The rate of a program that reads the file and ends, including its start."""
    with open(out, "wb") as stdout:
        with process.Running(command, options.capture_cpu, options.folder, stdout) as program:
            text, _ = program.await_end()
            if program.process.returncode != 0:
                raise process.Failed(text.strip())
            return {"rate": options.packets / (time.monotonic() - program.began) / 1e6}


def _loops(options, file):
    """Only reading and decoding: the best of a few rounds in one process."""
    c = [options.binaries / "file_loop", file, "3"]
    java = contestants._library("FileBench", str(file), "8")(options, None)[:-1]
    results = {}
    for name, command in (("decode c", c), ("decode framering", java)):
        with process.Running(command, options.capture_cpu, options.folder) as program:
            text, _ = program.await_end()
        seconds = [float(each) for each in re.findall(r"seconds ([\d.]+)", text)]
        if not seconds:
            raise process.Failed(text.strip())
        results[name] = {"rate": options.packets / min(seconds) / 1e6}
    return results


def files(options):
    file = _write_file(options)
    out, copy = pathlib.Path(options.folder, "out"), pathlib.Path(options.folder, "copy.pcap")
    sniff = [*options.framering, "sniff", "-r", file]
    tcpdump = ["tcpdump", "-Z", "root", "-r", file]
    tasks = {
        "count framering": [*sniff, "--count"],
        "count tcpdump": [*tcpdump, "-w", "/dev/null"],
        "line framering": [*sniff, "--format", "line", "-nne"],
        "line tcpdump": [*tcpdump, "-nn", "-e"],
        "copy framering": [*sniff, "-w", copy],
        "copy tcpdump": [*tcpdump, "-w", copy],
        "filter framering": [*sniff, "--format", "line", "--count", COMPARISON],
        "filter tcpdump": [*tcpdump, "--count", COMPARISON],
    }
    results = {}
    for name, command in tasks.items():
        if options.skips(name.split()[1]):
            continue
        options.report_progress("files", name)
        try:
            results[name] = _whole_process(options, command, out)
        except (OSError, process.Failed) as e:
            options.leave_out("files", name, e)
    options.report_progress("files", "loops")
    results.update(_loops(options, file))
    return results


def _flow_table(options, name, *arguments):
    """The flow table and decoding alone, in turn in one process: the best round of each."""
    command = contestants._library("FlowBench", *map(str, arguments))(options, None)[:-1]
    with process.Running(command, options.capture_cpu, options.folder) as program:
        text, _ = program.await_end()
    nanos = re.findall(r"([\d.]+) and ([\d.]+) ns per frame", text)
    if not nanos:
        raise process.Failed(text.strip())
    best = [min(map(float, each)) for each in zip(*nanos)]
    return {f"decode {name}": {"rate": 1e3 / best[0]}, f"table {name}": {"rate": 1e3 / best[1]}}


def flows(options):
    file, out = _write_file(options), pathlib.Path(options.folder, "out")
    tables = {"mix": [file]}
    for number in () if options.quick else (2000, 500_000, 5_000_000):
        tables[f"{number // 1000}k"] = ["--flows", number]
    results = {}
    for name, arguments in tables.items():
        options.report_progress("flows", name)
        results |= _flow_table(options, name, *arguments)
    tasks = {
        "framering": [*options.framering, "flows", "-r", file],
        "tshark": ["tshark", "-nqr", file, "-z", "conv,tcp"],
    }
    for name, command in tasks.items():
        options.report_progress("flows", name)
        try:
            results[name] = _whole_process(options, command, out)
        except (OSError, process.Failed) as e:
            options.leave_out("flows", name, e)

    def live(contestant):
        return measure_capture(contestant, options, lambda seconds: options.sender.mix(seconds, LIVE_RATE))

    return results | _each(options, "flows", contestants.FLOWS, live)


ALL = {
    "mix": ("capturing the mix, as fast as it is sent", mix),
    "flood": ("capturing 64-byte frames, as fast as they are sent", flood),
    "recording": ("recording to a file", recording),
    "compressed": ("recording compressed, at the rate of printing; whole processes", compressed),
    "printing": ("printing to a file, at a rate that all can hold", printing),
    "ceiling": ("the greatest rate that is printed without a loss", ceiling),
    "files": ("reading a file of the mix", files),
    "flows": ("flows of a file of the mix, beside decoding alone and tshark; live at 500,000 packets a second", flows),
    "latency": ("from the kernel's time stamp to the handler, 1,000 packets a second", latency),
    "knobs": ("CaptureBench with other blocks (KiB), snap lengths (bytes), block timeouts (ms)", knobs),
    "start": ("exec to the first packet printed, 1,000 packets a second", start),
    "guard": ("decoding the mix, beside the loop in C", guard),
}

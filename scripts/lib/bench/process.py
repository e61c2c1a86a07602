# SPDX-License-Identifier: Apache-2.0
"""Measured programs: starts them on one processor, waits for them, ends them, and reads their use."""

import os
import pathlib
import select
import signal
import subprocess
import time

PATIENCE = 60


class Failed(Exception):
    """A program failed, with this output."""


class Running:
    """A program on a processor of its own. It ends with the process that started it."""

    def __init__(self, command, cpu, folder, stdout=None):
        self.name = pathlib.Path(command[0]).name
        self.said = pathlib.Path(folder, "said")
        held = ["setpriv", "--pdeathsig", "KILL", "taskset", "-c", cpu, *map(str, command)]
        self.began = time.monotonic()
        with open(self.said, "wb") as said:
            # Ctrl-C is for the bench only.
            self.process = subprocess.Popen(
                held,
                stdin=subprocess.DEVNULL,
                stdout=stdout or said,
                stderr=said,
                start_new_session=True,
            )

    def await_text(self, text):
        """Waits until the program has printed this on either stream."""
        end = time.monotonic() + PATIENCE
        while text not in self.text():
            if self.process.poll() is not None or time.monotonic() > end:
                self.kill()
                raise Failed(f"{self.name} did not say '{text}' but: {self.text().strip()}")
            time.sleep(0.002)

    def text(self):
        return self.said.read_text(errors="replace")

    def first_output(self):
        """Seconds from its start to its first byte on standard output, which must be a pipe."""
        if not select.select([self.process.stdout], [], [], PATIENCE)[0]:
            raise Failed(f"{self.name} printed nothing")
        if not os.read(self.process.stdout.fileno(), 1):
            raise Failed(f"{self.name} ended: {self.text().strip()}")
        return time.monotonic() - self.began

    def processor_seconds(self):
        """Of all threads, including those that have ended: CPUCLOCK_SCHED of the process."""
        return time.clock_gettime((~self.process.pid << 3) | 2)

    def memory(self):
        """Resident MiB."""
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        return 0

    def interrupt(self):
        """Ends it as Ctrl-C in a terminal does; returns its output and its total processor seconds."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.await_end()

    def await_end(self):
        """Waits for its end; returns its output and its total processor seconds."""
        end = time.monotonic() + PATIENCE
        while True:
            pid, status, usage = os.wait4(self.process.pid, os.WNOHANG)
            if pid != 0:
                self.process.returncode = os.waitstatus_to_exitcode(status)
                return self.text(), usage.ru_utime + usage.ru_stime
            if time.monotonic() > end:
                self.kill()
                raise Failed(f"{self.name} does not end: {self.text().strip()}")
            time.sleep(0.002)

    def kill(self):
        if self.process.returncode is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()
        if self.process.stdout:
            self.process.stdout.close()

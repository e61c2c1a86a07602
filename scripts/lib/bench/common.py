# SPDX-License-Identifier: Apache-2.0
"""Finds and builds what a bench needs, and reports what is missing."""

import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent.parent


class Missing(Exception):
    """Something can't be measured here, for this reason."""


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise Missing((done.stderr or done.stdout).strip().split("\n")[-1])


def need(tool):
    if not shutil.which(tool):
        raise Missing(f"{tool} is not installed")


def java():
    homes = [os.environ.get("JAVA_HOME"), *sorted(map(str, pathlib.Path("/usr/lib/jvm").glob("*25*")))]
    for home in filter(None, homes):
        if os.access(f"{home}/bin/java", os.X_OK):
            return f"{home}/bin/java"
    raise Missing("no JDK 25 in JAVA_HOME or /usr/lib/jvm")


def progress(text):
    if sys.stderr.isatty():
        print(f"{text:60}", end="\r", file=sys.stderr)

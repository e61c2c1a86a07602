#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fails if a jar of a release lacks its licence, or the runnable jar the licence of a bundled program.

Usage: check_licences.py BOM RUNNABLE-JAR [JAR...]
The bill of materials names the bundled programs, META-INF/THIRD-PARTY the text of each licence.
"""

import json
import pathlib
import sys
import zipfile

OURS = ("META-INF/LICENSE", "META-INF/NOTICE")


def missing_from(jar, names):
    with zipfile.ZipFile(jar) as archive:
        return [f"{jar}: no {name}" for name in names if name not in archive.namelist()]


def third_parties(jar):
    """The text of the licence by program: the rows of the table."""
    with zipfile.ZipFile(jar) as archive:
        lines = archive.read("META-INF/THIRD-PARTY").decode().splitlines()
    rows = [line.rsplit(maxsplit=3) for line in lines if "https://" in line]
    return {program: f"META-INF/{text}" for program, _, text, _ in rows}


def main():
    bom, runnable, *jars = sys.argv[1:]
    problems = [problem for jar in (runnable, *jars) for problem in missing_from(jar, OURS)]
    texts = third_parties(runnable)
    problems += missing_from(runnable, texts.values())
    for component in json.loads(pathlib.Path(bom).read_text())["components"]:
        if component["group"] != "io.framering" and not any(component["name"].startswith(name) for name in texts):
            problems.append(f"{runnable}: META-INF/THIRD-PARTY does not name {component['name']}")
    print(*problems, sep="\n", end="\n" if problems else "")
    sys.exit(1 if problems else 0)


main()

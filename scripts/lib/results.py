#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reads the reports of a test run: those of surefire, failsafe, JUnit's console and ctest.

    scripts/lib/results.py FOLDER...   lists failed and skipped tests, and counts all

Exit status 1 if a test failed, if there is no report, or if CI=true and a test was skipped.
"""
import os
import pathlib
import sys
import xml.etree.ElementTree
from typing import NamedTuple

# Tests that run only if a system property is set.
ON_REQUEST = "System property ["


class Result(NamedTuple):
    """One test of one run."""

    test_class: str
    name: str
    seconds: float
    state: str  # passed, failed or skipped
    reason: str  # the first line

    @property
    def test(self):
        if not self.name or self.name == self.test_class:  # a whole class, or a test from ctest
            return self.test_class
        return f"{self.test_class}.{self.name.removesuffix('()')}"


def first_line(text):
    lines = (text or "").strip().splitlines()
    return lines[0] if lines else ""


def state_of(case, file):
    for element in case:
        if element.tag in ("failure", "error"):
            message = element.get("message") or element.text or element.get("type")
            return "failed", first_line(message) or f"see {file}"
        if element.tag == "skipped":
            return "skipped", first_line(element.get("message") or element.text)
    if case.get("status") in ("fail", "notrun"):  # from ctest
        return "failed", f"see {file}"
    return "passed", ""


def read(file):
    """The results in one report; an incomplete report is a failure."""
    try:
        cases = xml.etree.ElementTree.parse(file).iter("testcase")
    except xml.etree.ElementTree.ParseError as e:
        return [Result(pathlib.Path(file).stem, "", 0, "failed", f"the report is damaged: {e}")]
    return [
        Result(case.get("classname", ""), case.get("name", ""), float(case.get("time") or 0), *state_of(case, file))
        for case in cases
    ]


def read_all(folders):
    files = {file for folder in folders for file in pathlib.Path(folder).rglob("TEST-*.xml")}
    return [result for file in sorted(files) for result in read(file)]


def main(folders):
    results = read_all(folders)
    count = dict.fromkeys(("failed", "skipped"), 0)
    for state in count:
        lines = [f"  {r.test}: {r.reason}" for r in results if r.state == state and ON_REQUEST not in r.reason]
        count[state] = len(lines)
        if lines:
            print(f"{state.upper()} tests:", *lines, sep="\n")
    passed = sum(result.state == "passed" for result in results)
    print(f"{passed} passed, {count['failed']} failed, {count['skipped']} skipped")
    if os.environ.get("CI") == "true" and count["skipped"]:
        print("FAIL: with CI=true nothing may be skipped")
        return 1
    return 1 if count["failed"] or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

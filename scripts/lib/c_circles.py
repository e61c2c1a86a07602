#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fails if C files use each other in a circle, and names them.

  c_circles.py OBJECT...   the object files of a library
"""
import graphlib
import subprocess
import sys


def symbols(file, *kinds):
    run = subprocess.run(["nm", "-P", *kinds, file], capture_output=True, text=True, check=True)
    return {line.split()[0] for line in run.stdout.splitlines()}


files = sys.argv[1:]
defines = {name: file for file in files for name in symbols(file, "-g", "--defined-only")}
uses = {file: {defines[name] for name in symbols(file, "-u") if name in defines} for file in files}
try:
    graphlib.TopologicalSorter(uses).prepare()
except graphlib.CycleError as e:
    sys.exit("C files use each other in a circle: " + " -> ".join(e.args[1]))
print(f"{len(files)} C files, {sum(map(len, uses.values()))} arrows, no circle")

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that native libraries load on glibc 2.17 and later, and on musl.

    scripts/lib/native_libraries.py FILE...     each a library, or a jar with libraries
    scripts/lib/native_libraries.py --machines x86-64,aarch64 JAR...

It reads from each library what the dynamic linker will look for. Failures:
  - a version above GLIBC_2.17
  - a needed library that is not part of both glibc and musl, such as libgcc_s.so.1; or one that is
    not listed, but has a function on an older glibc
  - a symbol that musl does not have (compared where Debian's package musl-dev is installed)
  - a library in the folder of another machine
With --machines, a jar must have each of its libraries for these machines and for no others. Prints a
line per library; exit status 1 after a failure. Needs readelf (binutils).
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

CEILING = (2, 17)
# musl loads itself for each of these names.
NEEDED = {"libc.so.6", "libpthread.so.0", "libdl.so.2", "libm.so.6", "librt.so.1", "libutil.so.1"}
# Until glibc 2.33 these are not in libc.so.6. A JVM brings both libraries, another program may not.
HOMES = {
    "libpthread.so.0": {"pthread_create", "pthread_join"},
    "libdl.so.2": {"dlopen", "dlsym", "dlclose", "dlerror"},
}
# readelf's names, ours, and the folders of native-lib-loader, zstd-jni and JLine.
MACHINES = {"Advanced Micro Devices X86-64": "x86-64", "AArch64": "aarch64"}
FOLDERS = {
    "META-INF/lib/linux_64": "x86-64",
    "META-INF/lib/linux_arm64": "aarch64",
    "linux/amd64": "x86-64",
    "linux/aarch64": "aarch64",
    "org/jline/nativ/Linux/x86_64": "x86-64",
    "org/jline/nativ/Linux/arm64": "aarch64",
}


def readelf(*arguments):
    done = subprocess.run(
        ["readelf", "--wide", *arguments],
        stdout=subprocess.PIPE, text=True, check=True, env=os.environ | {"LC_ALL": "C"},
    )
    return done.stdout


def musl_symbols():
    """What musl's library defines, nearly the same on each machine; None where it is not installed."""
    for library in pathlib.Path("/usr/lib").glob("*-linux-musl/libc.so"):
        symbols = readelf("--dyn-syms", library).splitlines()
        return {line.split()[-1] for line in symbols if line.strip() and " UND " not in line}
    return None


def machine(library):
    name = re.search(r"Machine: +(.+)", readelf("--file-header", library)).group(1)
    return MACHINES.get(name, name)


def is_old(version):
    glibc = re.fullmatch(r"GLIBC_([\d.]+)", version)
    return glibc is not None and tuple(map(int, glibc.group(1).split("."))) <= CEILING


def faults(library, musl):
    needed = re.findall(r"\(NEEDED\).*\[(.+)\]", readelf("--dynamic", library))
    symbols = re.findall(r" (GLOBAL|WEAK) +\w+ +UND ([^@\s]+)(?:@(\S+))?", readelf("--dyn-syms", library))
    names = {name for _, name, _ in symbols}
    for other in sorted(set(needed) - NEEDED):
        yield f"needs {other}"
    for home, functions in HOMES.items():
        if home not in needed and functions & names:
            yield f"does not need {home}, for {' '.join(sorted(functions & names))} on glibc 2.33 and older"
    # Not every version has a symbol: GLIBC_ABI_DT_RELR.
    for version in re.findall(r"Name: (\S+) +Flags: \w+ +Version:", readelf("--version-info", library)):
        if not is_old(version):
            users = [name for _, name, other in symbols if other == version]
            yield f"{version} for {' '.join(users) or 'the file'}"
    if musl is not None:
        missing = [name for binding, name, _ in symbols if binding == "GLOBAL" and name not in musl]
        if missing:
            yield f"not in musl: {' '.join(missing)}"


def libraries(file, folder):
    """Pairs of the name in the file, empty if it is the library itself, and a path to read."""
    if not zipfile.is_zipfile(file):
        return [("", file)]
    with zipfile.ZipFile(file) as jar:
        return [(name, jar.extract(name, folder)) for name in jar.namelist() if name.endswith(".so")]


def check(file, wanted, musl):
    machines, failed = {}, False
    with tempfile.TemporaryDirectory() as folder:
        for name, path in libraries(file, folder):
            its_machine = machine(path)
            wrong = list(faults(path, musl))
            if name and FOLDERS.get(os.path.dirname(name)) != its_machine:
                wrong.append("in the folder of another machine")
            machines.setdefault(os.path.basename(name), set()).add(its_machine)
            failed = failed or bool(wrong)
            label = f"{file}: {name}" if name else file
            print(f"{label}: {its_machine}, {'; '.join(wrong) or 'loads on glibc 2.17 and on musl'}")
    for name, found in machines.items() if wanted else ():
        if found != wanted:
            print(f"{file}: {name} is for {', '.join(sorted(found))}, and not for {', '.join(sorted(wanted))}")
            failed = True
    if not machines:
        print(f"{file}: no native library")
        failed = True
    return not failed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--machines", type=lambda names: set(names.split(",")), metavar="NAME,...")
    parser.add_argument("files", nargs="+", metavar="FILE")
    arguments = parser.parse_args()
    musl = musl_symbols()
    if musl is None:
        print("symbols of musl not compared: it is not installed (Debian's package musl-dev)")
    # A list: all files are checked, also after a failure.
    if not all([check(file, arguments.machines, musl) for file in arguments.files]):
        sys.exit(1)


if __name__ == "__main__":
    main()

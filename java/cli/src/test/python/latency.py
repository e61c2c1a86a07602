"""How long a frame takes from being sent to being on the screen, on an interface that is quiet.

latency.py INTERFACE ROUNDS COMMAND...

COMMAND prints what it captures. Prints the milliseconds of all rounds, sorted, one to a line.
"""

import random
import select
import socket
import subprocess
import sys
import time

TIMEOUT = 5

FRAME = (b"\xff" * 6 + b"\x02\x00\x00\x00\x00\x01" + b"\x88\xb5").ljust(64, b"\0")


def one_round(out, screen):
    """Milliseconds from sending to the first byte; what follows it is read too."""
    begin = time.monotonic()
    out.send(FRAME)
    if not select.select([screen], [], [], TIMEOUT)[0]:
        sys.exit("a frame did not appear within %d seconds" % TIMEOUT)
    taken = time.monotonic() - begin
    while select.select([screen], [], [], 0.02)[0]:
        if not screen.read(65536):
            sys.exit("the command has ended")
    return taken * 1000


def main():
    interface, rounds, command = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
    program = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0
    )
    try:
        if b"listening" not in program.stderr.readline():
            sys.exit("the command did not listen")
        with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as out:
            out.bind((interface, 0))
            times = []
            for _ in range(rounds):
                times.append(one_round(out, program.stdout))
                time.sleep(random.uniform(0.02, 0.06))
    finally:
        program.terminate()
        program.wait(TIMEOUT)
    print("\n".join("%.3f" % taken for taken in sorted(times)))


if __name__ == "__main__":
    main()

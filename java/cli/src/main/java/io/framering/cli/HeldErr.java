// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Standard error while a screen covers the terminal: it holds the last lines back, and writes them
 * when the terminal is as it was. Any thread.
 */
final class HeldErr extends OutputStream {
  private static final int MOST_LINES = 100;
  private static final int LONGEST_LINE = 1000;

  private final PrintStream err;
  private final Deque<String> lines = new ArrayDeque<>();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean holds;

  HeldErr(PrintStream err) {
    this.err = err;
  }

  /** A stream that writes here. */
  PrintStream stream() {
    return new PrintStream(this, true, StandardCharsets.UTF_8);
  }

  /** From now on lines are held back. */
  synchronized void hold() {
    holds = true;
  }

  /** Writes what was held back. */
  synchronized void release() {
    holds = false;
    lines.forEach(err::println);
    lines.clear();
  }

  /** The last line that is held back; empty if there is none. */
  synchronized String last() {
    return lines.isEmpty() ? "" : lines.getLast();
  }

  @Override
  public synchronized void write(int octet) {
    if (!holds) {
      err.write(octet);
    } else if (octet == '\n') {
      lines.add(line.toString(StandardCharsets.UTF_8));
      line.reset();
      if (lines.size() > MOST_LINES) {
        lines.remove();
      }
    } else if (line.size() < LONGEST_LINE) {
      line.write(octet);
    }
  }

  @Override
  public void flush() {
    err.flush();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import java.nio.charset.StandardCharsets;

/**
 * The options at the end of a pcapng block: code and length of the value (2 bytes each), the value,
 * and padding to a multiple of 4.
 */
final class PcapngOptions {
  static final int HEADER_BYTES = 4;

  /** The maximum length of a value. */
  static final int MOST_BYTES = 0xFFFF;

  private static final int END = 0;

  /** Enough for names and descriptions; otherwise a file could make us keep 64 KiB for each. */
  static final int LONGEST_TEXT = 1024;

  private final Window window;
  private int next;
  private int end;
  private int at;
  private int code;
  private int length;
  private boolean malformed;

  PcapngOptions(Window window) {
    this.window = window;
  }

  /** {@code length} rounded up to a multiple of 4. */
  static int padded(int length) {
    return (length + 3) & ~3;
  }

  /**
   * Starts over.
   *
   * @param from offset from the window's position
   * @param to likewise, of the first byte after the options
   */
  void over(int from, int to) {
    next = from;
    end = to;
    malformed = false;
  }

  /** Moves to the next option; false if there is none or it does not fit. */
  boolean next() {
    if (end - next < HEADER_BYTES) {
      malformed = next != end;
      return false;
    }
    code = window.shortAt(next);
    length = window.shortAt(next + 2);
    at = next + HEADER_BYTES;
    if (code == END) {
      return false;
    }
    malformed = end - at < padded(length);
    next = at + padded(length);
    return !malformed;
  }

  /** Whether bytes after the last option are not an option. */
  boolean malformed() {
    return malformed;
  }

  int code() {
    return code;
  }

  int length() {
    return length;
  }

  int byteValue() {
    return window.byteAt(at);
  }

  int intValue() {
    return window.intAt(at);
  }

  long longValue() {
    return window.longAt(at);
  }

  /** The value as UTF-8, without trailing zeros of some writers, and truncated if it is long. */
  String text() {
    byte[] bytes = new byte[Math.min(length, LONGEST_TEXT)];
    window.bytes.get(window.position + at, bytes);
    int used = 0;
    while (used < bytes.length && bytes[used] != 0) {
      used++;
    }
    return new String(bytes, 0, used, StandardCharsets.UTF_8);
  }
}

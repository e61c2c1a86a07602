// SPDX-License-Identifier: Apache-2.0
package io.framering.build;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/** The options of IPv4 (RFC 791, 3.1) and TCP (RFC 9293, 3.1). */
final class Options {
  private static final int WORD = 4;
  private static final int TYPE_AND_LENGTH = 2;

  private Options() {}

  static void add(HeaderBuilder header, int mostBytes, int type) {
    long at = reserve(header, mostBytes, 1);
    header.memory().set(JAVA_BYTE, at, (byte) header.check(type, 8, "option"));
  }

  static void add(HeaderBuilder header, int mostBytes, int type, MemorySegment data) {
    int length = Math.toIntExact(data.byteSize());
    MemorySegment.copy(data, 0, header.memory(), begin(header, mostBytes, type, length), length);
  }

  /** Writes type and length, and returns the offset of the data. */
  static long begin(HeaderBuilder header, int mostBytes, int type, int length) {
    header.check(type, 8, "option");
    long at = reserve(header, mostBytes, TYPE_AND_LENGTH + length);
    header.memory().set(JAVA_BYTE, at, (byte) type);
    header.memory().set(JAVA_BYTE, at + 1, (byte) (TYPE_AND_LENGTH + length));
    return at + TYPE_AND_LENGTH;
  }

  private static long reserve(HeaderBuilder header, int mostBytes, int bytes) {
    header.checkLast();
    if (header.length() + bytes > mostBytes) {
      throw new IllegalArgumentException(
          header.name() + ": options: the header has at most " + mostBytes + " bytes");
    }
    return header.packet.extend(bytes);
  }

  static void pad(HeaderBuilder header) {
    header.packet.extend((int) (-header.length() & WORD - 1));
  }
}

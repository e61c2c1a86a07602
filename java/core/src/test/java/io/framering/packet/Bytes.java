// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;

/** Memory for the tests. */
final class Bytes {
  private Bytes() {}

  /** A segment of these bytes in hexadecimal; spaces and line ends don't count. */
  static MemorySegment hex(String hex) {
    return MemorySegment.ofArray(HexFormat.of().parseHex(hex.replaceAll("\\s", "")));
  }

  /** Wraps a segment as a whole. */
  static <H extends Header> H wrap(H header, MemorySegment memory) {
    if (!header.wrap(memory, 0, memory.byteSize())) {
      throw new AssertionError("does not fit");
    }
    return header;
  }
}

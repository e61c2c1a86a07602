// SPDX-License-Identifier: Apache-2.0
package io.framering.fuzz;

import io.framering.savefile.ReadFile;
import java.nio.ByteBuffer;

/**
 * A pcapng file, without the type of its first block, which is always the same; it is read, and
 * copied with all blocks.
 */
public final class PcapngFuzz {
  static final int SECTION_HEADER = 0x0A0D0D0A;

  private PcapngFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    FuzzedFile.read(SECTION_HEADER, input, 0);
    ByteBuffer file = ByteBuffer.allocate(Integer.BYTES + input.length);
    ReadFile.copied(file.putInt(SECTION_HEADER).put(input).array());
  }
}

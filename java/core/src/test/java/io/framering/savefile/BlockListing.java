// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The blocks of a pcapng file, found without the reader: a line for each, with all its bytes. */
final class BlockListing {
  private static final int SECTION_HEADER = 0x0A0D0D0A;
  private static final int SECTION_LENGTH_AT = 8;

  private BlockListing() {}

  /** All blocks. The length of a section is left out: it is about the file, not in the capture. */
  static List<String> of(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    List<String> blocks = new ArrayList<>();
    for (int at = 0; at < file.length; at += bytes.getInt(at + 4)) {
      int type = bytes.getInt(at);
      if (type == SECTION_HEADER) {
        bytes.order(bytes.get(at + 8) == 0x4D ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      }
      byte[] body = new byte[bytes.getInt(at + 4) - 12];
      bytes.get(at + 8, body);
      if (type == SECTION_HEADER) {
        ByteBuffer.wrap(body).putLong(SECTION_LENGTH_AT, 0);
      }
      blocks.add(line(bytes.getInt(at), body));
    }
    return blocks;
  }

  /** Whether it is pcapng, and all its sections have this byte order. */
  static boolean isLittleEndian(byte[] file) {
    byte[] magic = {0x4D, 0x3C, 0x2B, 0x1A};
    return file.length > 12
        && ByteBuffer.wrap(file).getInt() == SECTION_HEADER
        && of(file).stream()
            .filter(line -> line.startsWith("a0d0d0a: "))
            .allMatch(line -> line.contains(": " + HexFormat.of().formatHex(magic)));
  }

  /** The length of the block at this offset, in the byte order of the file's first section. */
  static int lengthOf(byte[] file, int at) {
    ByteOrder order = file[8] == 0x4D ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    return ByteBuffer.wrap(file).order(order).getInt(at + 4);
  }

  /** The line of one block. */
  static String line(int type, byte[] body) {
    return "%x: %s".formatted(type, HexFormat.of().formatHex(body));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.fuzz;

import io.framering.savefile.ReadFile;
import io.framering.savefile.SavefileException;
import java.nio.ByteBuffer;

/** A file that begins as its kind does: a fuzzer need not find that out. */
final class FuzzedFile {
  /** Small, so that packets do not fit in at first. */
  private static final int BUFFER_BYTES = 512;

  private FuzzedFile() {}

  /** {@code magic}, in network byte order, and the input from {@code from} on. */
  static void read(int magic, byte[] input, int from) {
    int length = Math.max(0, input.length - from);
    ByteBuffer file = ByteBuffer.allocate(Integer.BYTES + length).putInt(magic);
    byte[] bytes = length == 0 ? file.array() : file.put(input, from, length).array();
    read(bytes, bytes.length);
  }

  /** A file whose frames have at most so many bytes. */
  static void read(byte[] file, int most) {
    try {
      ReadFile.all(file, BUFFER_BYTES, most);
    } catch (SavefileException e) {
      // It says what is wrong and where, or it would be an error.
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import java.util.ArrayList;
import java.util.List;

/**
 * The blocks that the next file of a rotation needs, too: secrets and names, in the order in which
 * they were written. The oldest ones are forgotten when there are too many bytes.
 */
final class RepeatedBlocks {
  private final List<SavefileBlock> blocks = new ArrayList<>();
  private long bytes;

  void add(SavefileBlock block) {
    if (block.type() == SavefileBlock.DECRYPTION_SECRETS
        || block.type() == SavefileBlock.NAME_RESOLUTION) {
      blocks.add(block);
      bytes += block.bytes();
      while (bytes > FrameWriter.MOST_REPEATED_BYTES) {
        bytes -= blocks.removeFirst().bytes();
      }
    }
  }

  /** Writes the blocks to a file that has none yet, and returns the bytes that they add to it. */
  long writeTo(SavefileWriter file) {
    boolean written = true;
    for (SavefileBlock block : blocks) {
      written &= file.write(block);
    }
    return written ? bytes : 0;
  }
}

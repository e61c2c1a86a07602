// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import java.util.ArrayList;
import java.util.List;

/**
 * The blocks that the next file of a rotation needs, too: the section and its interfaces, and all
 * secrets and names, in the order in which they were written. The oldest secrets and names are
 * forgotten when there are too many bytes.
 */
final class RepeatedBlocks {
  private SavefileBlock section;

  /** Implies those before it. */
  private SavefileBlock lastInterface;

  private final List<SavefileBlock> blocks = new ArrayList<>();
  private long bytes;

  void add(SavefileBlock block) {
    switch (block.type()) {
      case SavefileBlock.SECTION_HEADER -> {
        section = block;
        lastInterface = null;
      }
      case SavefileBlock.INTERFACE_DESCRIPTION -> lastInterface = block;
      case SavefileBlock.DECRYPTION_SECRETS, SavefileBlock.NAME_RESOLUTION -> {
        blocks.add(block);
        bytes += block.bytes();
        while (bytes > FrameWriter.MOST_REPEATED_BYTES) {
          bytes -= blocks.removeFirst().bytes();
        }
      }
      default -> {}
    }
  }

  /**
   * Writes the blocks to a file that has none yet.
   *
   * @param counts not changed: each block was counted when it was written first
   * @return the bytes of secrets and names
   */
  long writeTo(SavefileWriter file, WriteCounts counts) {
    long[] before = counts.leftOut();
    if (section != null) {
      file.write(section);
    }
    if (lastInterface != null) {
      file.write(lastInterface);
    }
    boolean written = true;
    for (SavefileBlock block : blocks) {
      written &= file.write(block);
    }
    counts.forgetRepeated(before);
    return written ? bytes : 0;
  }
}

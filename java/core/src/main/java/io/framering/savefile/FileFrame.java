// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import io.framering.frame.Checksum;
import io.framering.frame.Direction;
import io.framering.frame.Frame;
import io.framering.frame.LinkType;
import io.framering.frame.VlanTag;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;

/** A frame of a lent batch: a number in its {@link FrameIndex}, which each call reads. */
class FileFrame implements Frame {
  private static final ValueLayout.OfInt LITTLE_ENDIAN_INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt BIG_ENDIAN_INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  /** Before the first frame: no index has this number. */
  static final int NOWHERE = -1;

  FileBatch batch;

  /** Its number in the index of the batch. */
  int number;

  FileFrame(FileBatch batch, int number) {
    this.batch = batch;
    this.number = number;
  }

  /** Its batch, which must be lent. */
  FileBatch batch() {
    return batch;
  }

  @Override
  public final long timestampNanos() {
    return batch().index().timestampNanos(number);
  }

  @Override
  public final int capturedLength() {
    return batch().index().capturedLength(number);
  }

  @Override
  public final long originalLength() {
    return batch().index().originalLength(number);
  }

  @Override
  public int interfaceIndex() {
    return numberInFile();
  }

  /** The number of its interface in its file. */
  final int numberInFile() {
    return batch().index().interfaceNumber(number);
  }

  @Override
  public final long lostBefore() {
    return batch().index().droppedBefore(number);
  }

  /** Whether it is in a simple packet block, which has no time and no options. */
  final boolean isSimple() {
    return batch().index().isSimple(number);
  }

  final FileInterface from() {
    return batch().interfaces.get(numberInFile() - 1);
  }

  /** The offset in {@link #memory()} of its block in a pcapng file. */
  final int blockAt() {
    return batch().index().offset(number)
        - (isSimple() ? Pcapng.SIMPLE_PACKET_BYTES : Pcapng.PACKET_BYTES);
  }

  /** The length of its block in a pcapng file. */
  final int blockLength() {
    return memory().get(intOf(from().block.order()), blockAt() + Integer.BYTES);
  }

  private static ValueLayout.OfInt intOf(ByteOrder order) {
    return order == ByteOrder.LITTLE_ENDIAN ? LITTLE_ENDIAN_INT : BIG_ENDIAN_INT;
  }

  /** {@inheritDoc} Read from the file's options of the packet, each time. */
  @Override
  public final List<String> comments() {
    if (isSimple() || !batch().hasBlocks) {
      return List.of();
    }
    int from = (int) offset() + PcapngOptions.padded(capturedLength());
    int to = blockAt() + blockLength() - Pcapng.BLOCK_TRAILER_BYTES;
    return to - from <= PcapngOptions.HEADER_BYTES
        ? List.of()
        : BlockLayout.comments(
            memory().asSlice(from, to - from).asByteBuffer().order(from().block.order()));
  }

  @Override
  public final Direction direction() {
    return batch().index().direction(number);
  }

  @Override
  public final LinkType linkType() {
    return batch().index().linkType(number);
  }

  @Override
  public final int linkTypeNumber() {
    return from().described.linkTypeNumber();
  }

  /** A file does not contain this information: a tag is part of the bytes. */
  @Override
  public final VlanTag vlanTag() {
    memory();
    return VlanTag.NOT_STRIPPED;
  }

  @Override
  public final int vlanTpid() {
    memory();
    return 0;
  }

  @Override
  public final int vlanTci() {
    memory();
    return 0;
  }

  @Override
  public final Checksum checksum() {
    memory();
    return Checksum.UNKNOWN;
  }

  @Override
  public final boolean offloaded() {
    memory();
    return false;
  }

  @Override
  public final MemorySegment memory() {
    return batch().memory();
  }

  @Override
  public final long offset() {
    return batch().index().offset(number);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import io.framering.frame.Checksum;
import io.framering.frame.Direction;
import io.framering.frame.Frame;
import io.framering.frame.LinkType;
import io.framering.frame.VlanTag;
import java.lang.foreign.MemorySegment;

/** A frame of a lent batch: a number in its {@link FrameIndex}, which each call reads. */
class FileFrame implements Frame {
  FileBatch batch;

  /** Before the first frame: no index has this number. */
  static final int NOWHERE = -1;

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

  /** Frames lost between the previous frame and this one, according to the file. */
  final int droppedBefore() {
    return batch().index().droppedBefore(number);
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
    return batch().interfaces.get(numberInFile() - 1).described.linkTypeNumber();
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

package io.framering.savefile;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.framering.frame.Checksum;
import io.framering.frame.Direction;
import io.framering.frame.Frame;
import io.framering.frame.LinkType;
import io.framering.frame.VlanTag;
import java.lang.foreign.MemorySegment;

/** A frame of a lent batch: an entry of its {@link FrameIndex}, read at each call. */
class FileFrame implements Frame {
  final FileBatch batch;

  /** Offset of the frame's entry in the memory of the batch. */
  long entry;

  FileFrame(FileBatch batch, long entry) {
    this.batch = batch;
    this.entry = entry;
  }

  private int intAt(int field) {
    return memory().get(JAVA_INT, entry + field);
  }

  @Override
  public final long timestampNanos() {
    return memory().get(JAVA_LONG, entry + FrameIndex.TIMESTAMP);
  }

  @Override
  public final int capturedLength() {
    return intAt(FrameIndex.CAPTURED_LENGTH);
  }

  @Override
  public final int originalLength() {
    return intAt(FrameIndex.ORIGINAL_LENGTH);
  }

  @Override
  public final int interfaceIndex() {
    return intAt(FrameIndex.INTERFACE);
  }

  /** Frames that the file says were lost before this one, and after the one before it. */
  final int droppedBefore() {
    return intAt(FrameIndex.DROPPED_BEFORE);
  }

  /** What the file says of the interface of this number. */
  final SavefileInterface described(int number) {
    return batch.interfaces.get(number - 1).snapshot();
  }

  /** The LINKTYPE_ value of a frame, also where it has no name; -1 when that is not known. */
  static int linkTypeNumberOf(Frame frame) {
    return frame instanceof FileFrame file
        ? file.batch.interfaces.get(file.interfaceIndex() - 1).linkTypeNumber
        : frame.linkType().number();
  }

  @Override
  public final Direction direction() {
    return FrameIndex.direction(intAt(FrameIndex.KINDS));
  }

  @Override
  public final LinkType linkType() {
    return FrameIndex.linkType(intAt(FrameIndex.KINDS));
  }

  /** A file does not tell: a tag that is in the bytes is as any other. */
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
    return batch.memory();
  }

  @Override
  public final long offset() {
    return intAt(FrameIndex.OFFSET);
  }
}

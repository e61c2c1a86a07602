package io.framering.records;

import io.framering.frame.FrameCursor;

/** A cursor that can write many frames at once as records of a capture file. */
public interface RecordCursor extends FrameCursor {
  /** The {@code interfaceId} of a format that has no place for one. */
  int PCAP = -1;

  /** Whether it can, for this batch. */
  boolean writesRecords();

  /**
   * Writes the frame on which it stands and those after it, as long as they are of the same
   * interface and hardware type and there is room; moves to the last one that was written.
   *
   * @param interfaceId the interface's number in a pcapng file, or {@link #PCAP}
   * @param at where in {@code to} they begin
   * @param room most bytes that they may have
   * @return bytes written; 0 when there is no room for the first one
   * @throws IndexOutOfBoundsException when it stands on no frame, or the room is not in {@code to}
   * @throws IllegalStateException when it does not {@linkplain #writesRecords() write}, or the
   *     batch has been closed
   */
  int writeRecords(int interfaceId, RecordMemory to, long at, long room);

  /** How many frames it has moved to, of its batch. */
  int passed();
}

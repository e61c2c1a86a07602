package io.framering.records;

import io.framering.frame.FrameCursor;
import java.lang.foreign.MemorySegment;

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
   * @param to native memory of the calling thread's, which nobody frees meanwhile
   * @return bytes written; 0 when there is no room for the first one
   */
  int writeRecords(int interfaceId, MemorySegment to);

  /** How many frames it has moved to, of its batch. */
  int passed();
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.internal;

import io.framering.frame.FrameCursor;

/** A cursor that can write many frames at once as records of a capture file. */
public interface RecordCursor extends FrameCursor {
  /** The {@code interfaceId} of a format without interfaces. */
  int PCAP = -1;

  /** Whether this batch supports it. */
  boolean writesRecords();

  /**
   * Writes the current frame and those after it, as long as they have the same interface and
   * hardware type and there is room; moves to the last one written.
   *
   * @param interfaceId the interface's number in a pcapng file, or {@link #PCAP}
   * @param at offset in {@code to}
   * @param room maximum number of bytes
   * @return bytes written; 0 if the first one does not fit
   * @throws IndexOutOfBoundsException if there is no current frame, or the room is not inside
   *     {@code to}
   * @throws IllegalStateException if it does not {@linkplain #writesRecords() write} records, or
   *     the batch has been closed
   */
  int writeRecords(int interfaceId, RecordMemory to, long at, long room);

  /** The number of frames of its batch that it has moved to. */
  int passed();
}

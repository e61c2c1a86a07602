// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import java.lang.foreign.MemorySegment;

/**
 * Receives the bytes of TCP streams, in the thread that calls the {@link TcpReassembler}. For each
 * stream the calls are: {@link #onStart}; any number of {@link #onData} and {@link #onGap}; {@link
 * #onEnd}. It must not call the reassembler. If it throws, the exception is passed on and the
 * reassembler stays usable.
 */
public interface TcpStreamListener {
  /**
   * Called before any other call for this stream. Does nothing by default.
   *
   * @param stream may be kept; the object is the same in each call for the stream
   */
  default void onStart(TcpStream stream) {}

  /**
   * Called for the next bytes of a direction, in order.
   *
   * @param stream the stream
   * @param direction the direction of the bytes
   * @param bytes one byte or more, read-only: the memory of the frame itself, or of the reassembler
   *     if they came before their turn. Lent during the call: afterwards it may contain other
   *     bytes, or throw. Keep {@code bytes.toArray(ValueLayout.JAVA_BYTE)}, not the segment.
   * @param timestampNanos time of the frame that completed the order: the one that contains the
   *     bytes, or the one that filled or ended the gap before them
   */
  void onData(
      TcpStream stream, StreamDirection direction, MemorySegment bytes, long timestampNanos);

  /**
   * Called for bytes that are missing from the capture, at their place. Does nothing by default.
   *
   * @param stream the stream
   * @param direction the direction of the bytes
   * @param length the number of missing bytes, 1 or more
   */
  default void onGap(TcpStream stream, StreamDirection direction, long length) {}

  /**
   * Called once, after all other calls for this stream. Does nothing by default.
   *
   * @param stream the stream
   * @param reason why it ended
   */
  default void onEnd(TcpStream stream, TcpStreamEnd reason) {}
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.frame;

/**
 * A view that moves over the frames of a batch and represents the current one. Before the first
 * {@link #advance()} there is no current frame, and its methods throw {@link
 * IndexOutOfBoundsException}.
 *
 * <pre>{@code
 * FrameCursor frame = batch.cursor();
 * while (frame.advance()) {
 *   bytes += frame.capturedLength();
 * }
 * }</pre>
 */
public interface FrameCursor extends Frame {
  /**
   * Moves to the next frame.
   *
   * @return false if there is none; the cursor then stays on the last one
   * @throws IllegalStateException if the batch has been closed
   */
  boolean advance();
}

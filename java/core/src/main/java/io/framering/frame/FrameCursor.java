package io.framering.frame;

/**
 * A window that moves over the frames of a batch and is, at each stop, that frame. Before the first
 * {@link #advance()} it stands on none, and reading one throws {@link IndexOutOfBoundsException}.
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
   * @return false when there is none; the cursor then still stands on the last one
   * @throws IllegalStateException when the batch has been closed
   */
  boolean advance();
}

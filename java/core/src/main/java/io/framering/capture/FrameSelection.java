package io.framering.capture;

import io.framering.filter.Filter;
import io.framering.frame.Frame;
import java.util.Arrays;

/**
 * The filter of a capture if the kernel rejects it: selects frames of each batch before it is lent.
 * The ring then holds whole frames, since the filter may read beyond the snap length.
 */
final class FrameSelection {
  private final Filter[] filters;
  private final int snapLength;

  /** Offsets in the block of the last selected frames, with one extra element. */
  private int[] headers = new int[256];

  private int size;

  /**
   * Creates a selection.
   *
   * @param filters for different link types
   * @param snapLength the number of visible bytes of a frame
   */
  FrameSelection(Filter[] filters, int snapLength) {
    this.filters = filters;
    this.snapLength = snapLength;
  }

  /** Selects among these frames and forgets the previous selection. */
  void select(RingCursor frames) {
    size = 0;
    while (frames.advance()) {
      if (matches(frames)) {
        if (size + 1 == headers.length) {
          headers = Arrays.copyOf(headers, 2 * size + 2);
        }
        headers[size++] = frames.header;
      }
    }
  }

  private boolean matches(Frame frame) {
    for (Filter filter : filters) {
      if (filter.matches(frame)) {
        return true;
      }
    }
    return false;
  }

  /** Number of selected frames. */
  int size() {
    return size;
  }

  /**
   * Offset in the block of the selected frame at {@code index}; undefined if {@code index} is the
   * size.
   */
  int header(int index) {
    return headers[index];
  }

  /** The number of visible bytes of a frame. */
  int snapLength() {
    return snapLength;
  }
}

package io.framering.capture;

import io.framering.filter.Filter;
import io.framering.frame.Frame;
import java.util.Arrays;

/**
 * The filter of a capture whose kernel could not take it: selects from each batch before anybody
 * sees it. The ring then holds frames whole, as the filter may look beyond the snap length.
 */
final class FrameSelection {
  private final Filter[] filters;
  private final int snapLength;

  /** Offsets in the block of the frames that were selected last; one more than there are. */
  private int[] headers = new int[256];

  private int size;

  /**
   * A selection.
   *
   * @param filters of different link types
   * @param snapLength how many bytes of a frame are shown
   */
  FrameSelection(Filter[] filters, int snapLength) {
    this.filters = filters;
    this.snapLength = snapLength;
  }

  /** Selects among these frames; what was selected before is forgotten. */
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

  /** Number of frames that were selected. */
  int size() {
    return size;
  }

  /** Offset in the block of the frame that was selected as {@code index}-th; any for the size. */
  int header(int index) {
    return headers[index];
  }

  /** How many bytes of a frame are shown. */
  int snapLength() {
    return snapLength;
  }
}

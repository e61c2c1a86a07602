// SPDX-License-Identifier: Apache-2.0
package io.framering.internal;

import java.lang.foreign.MemorySegment;

/** A condition that can be checked for many frames in one native call. */
public interface BatchSelector {
  /** The result of {@link #select} if the frames must be checked one by one. */
  int ONE_BY_ONE = -1;

  /**
   * Selects among frames of one link type.
   *
   * @param linkTypeNumber a LINKTYPE_ value
   * @param memory contains the frames; confined to this thread
   * @param words {@link FrameWords} of the frames
   * @param selected receives the numbers of the matching frames
   * @return their count, or {@link #ONE_BY_ONE}
   */
  int select(int linkTypeNumber, MemorySegment memory, long[] words, int count, int[] selected);
}

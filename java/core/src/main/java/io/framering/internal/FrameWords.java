// SPDX-License-Identifier: Apache-2.0
package io.framering.internal;

import java.lang.annotation.Native;

/** The words that describe a frame of a file: 64 bits each, all but the first have two halves. */
public final class FrameWords {
  @Native public static final int TIMESTAMP = 0;
  @Native public static final int OFFSET_AND_CAPTURED_LENGTH = 1;
  @Native public static final int ORIGINAL_LENGTH_AND_INTERFACE = 2;
  @Native public static final int DROPPED_BEFORE_AND_KINDS = 3;

  /** Number of words per frame. */
  @Native public static final int WORDS = 4;

  private FrameWords() {}
}

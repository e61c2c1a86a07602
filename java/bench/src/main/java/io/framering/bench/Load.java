// SPDX-License-Identifier: Apache-2.0
package io.framering.bench;

import io.framering.frame.FrameBatch;
import java.io.IOException;

/** A handler of frames in {@link CaptureBench}. */
interface Load extends AutoCloseable {
  /** Takes every frame of the batch. */
  void take(FrameBatch batch) throws IOException;

  /** The summary to print at the end after the counts, as words and numbers. */
  default String summary() {
    return "";
  }

  @Override
  default void close() throws IOException {}
}

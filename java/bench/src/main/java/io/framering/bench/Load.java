package io.framering.bench;

import io.framering.frame.FrameBatch;
import java.io.IOException;

/** What {@link CaptureBench} does with the frames. */
interface Load extends AutoCloseable {
  /** Takes every frame of the batch. */
  void take(FrameBatch batch) throws IOException;

  /** What is to be told at the end besides the counts, as words and numbers. */
  default String summary() {
    return "";
  }

  @Override
  default void close() throws IOException {}
}

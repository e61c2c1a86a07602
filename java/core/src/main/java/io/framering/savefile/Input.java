package io.framering.savefile;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Where the bytes of a capture file come from. For one thread, but for {@link #stop()}. */
interface Input extends Closeable {
  /**
   * Reads what is there.
   *
   * @param timeoutNanos how long to wait for the first byte
   * @return number of bytes; 0 when none came in time; -1 at the end
   */
  int read(ByteBuffer into, long timeoutNanos) throws IOException;

  /** Makes a {@link #read} that waits return. Any thread. */
  default void stop() {}
}

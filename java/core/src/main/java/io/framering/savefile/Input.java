// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The source of a capture file's bytes. For one thread, except {@link #stop()}. */
interface Input extends Closeable {
  /**
   * Reads available bytes.
   *
   * @param timeoutNanos how long to wait for the first byte
   * @return number of bytes; 0 if none came in time; -1 at the end
   */
  int read(ByteBuffer into, long timeoutNanos) throws IOException;

  /** Makes a waiting {@link #read} return. Any thread. */
  default void stop() {}
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import io.framering.internal.Interrupts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** A channel that never blocks: a regular file, or memory. */
record ChannelInput(ReadableByteChannel channel) implements Input {
  @Override
  public int read(ByteBuffer into, long timeoutNanos) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      return channel.read(into);
    } finally {
      Interrupts.restore(interrupted);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

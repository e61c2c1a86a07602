package io.framering.savefile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** A channel that never makes its reader wait: a regular file, or memory. */
record ChannelInput(ReadableByteChannel channel) implements Input {
  @Override
  public int read(ByteBuffer into, long timeoutNanos) throws IOException {
    return channel.read(into);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

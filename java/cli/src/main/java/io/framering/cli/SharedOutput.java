package io.framering.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Where several threads write to: what one of them writes at once stays together. */
final class SharedOutput implements WritableByteChannel {
  private final WritableByteChannel out;

  /**
   * @param out takes all that it is given with each write, or throws
   */
  SharedOutput(WritableByteChannel out) {
    this.out = out;
  }

  @Override
  public synchronized int write(ByteBuffer bytes) throws IOException {
    return out.write(bytes);
  }

  @Override
  public boolean isOpen() {
    return out.isOpen();
  }

  @Override
  public void close() {}
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** An output for several threads, which keeps the bytes of each write together. */
final class SharedOutput implements WritableByteChannel {
  private final WritableByteChannel out;

  /**
   * @param out each write takes all bytes or throws
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

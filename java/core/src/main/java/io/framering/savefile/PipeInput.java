// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import io.framering.internal.Interrupts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A channel whose reads may block: a pipe, a terminal, a caller's stream. A separate thread reads
 * ahead, since a read from a pipe has no timeout and cannot be ended otherwise.
 */
final class PipeInput implements Input {
  private static final int CHUNK_BYTES = 128 << 10;
  private static final int CHUNKS = 2;
  private static final Chunk WAKE = new Chunk(null, null);

  /** Bytes that were read; if empty, the end, with a failure if there was one. */
  private record Chunk(ByteBuffer bytes, Throwable failure) {}

  private final ReadableByteChannel channel;
  private final BlockingQueue<ByteBuffer> empty = new LinkedBlockingQueue<>();
  private final BlockingQueue<Chunk> full = new LinkedBlockingQueue<>();
  private final Thread thread;
  private Chunk chunk = WAKE;

  PipeInput(ReadableByteChannel channel) {
    this.channel = channel;
    for (int i = 0; i < CHUNKS; i++) {
      empty.add(ByteBuffer.allocateDirect(CHUNK_BYTES));
    }
    thread = Thread.ofPlatform().daemon().name("framering-savefile").unstarted(this::readAhead);
    thread.start();
  }

  private void readAhead() {
    try {
      for (int count = 0; count >= 0; ) {
        ByteBuffer bytes = empty.take().clear();
        count = Inputs.read(channel, bytes);
        full.add(new Chunk(count > 0 ? bytes.flip() : null, null));
      }
    } catch (InterruptedException e) {
      full.add(new Chunk(null, null));
    } catch (Throwable e) { // also exceptions that a caller's stream should not throw
      full.add(new Chunk(null, e));
    }
  }

  @Override
  public int read(ByteBuffer into, long timeoutNanos) throws IOException {
    if (chunk == WAKE) {
      await(timeoutNanos);
    }
    if (chunk == WAKE) {
      return 0;
    }
    switch (chunk.failure) {
      case null -> {}
      case IOException failure -> throw failure;
      case RuntimeException failure -> throw failure;
      case Error failure -> throw failure;
      default -> throw new IOException(chunk.failure);
    }
    if (chunk.bytes == null) {
      return -1;
    }
    int count = Math.min(into.remaining(), chunk.bytes.remaining());
    into.put(chunk.bytes.slice(chunk.bytes.position(), count));
    chunk.bytes.position(chunk.bytes.position() + count);
    if (!chunk.bytes.hasRemaining()) {
      empty.add(chunk.bytes);
      chunk = WAKE;
    }
    return count;
  }

  private void await(long timeoutNanos) {
    long end = System.nanoTime() + timeoutNanos;
    Interrupts.outlast(() -> {
      Chunk next = full.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      chunk = next != null ? next : WAKE;
    });
  }

  @Override
  public void stop() {
    full.add(WAKE);
  }

  @Override
  public void close() throws IOException {
    thread.interrupt();
    channel.close();
  }
}

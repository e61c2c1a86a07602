package io.framering.echo;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Large buffers for the moments in which a connection has more than a little to move. There are
 * never more than {@link #LIMIT} of them, so that peers that send and do not read can't make the
 * server grow; who gets none goes on with its small one.
 */
final class BufferPool {
  /**
   * Bytes of one buffer: with what the kernel holds of them, they stay in the cache of one
   * processor. With 128 KiB and 512 KiB of that cache, streams took twice the processor time.
   */
  static final int BUFFER_BYTES = 64 << 10;

  /** Buffers, lent and free together: 64 MiB. */
  static final int LIMIT = 1024;

  /** The last one given back is lent first: it is still in the cache. */
  private final ConcurrentLinkedDeque<ByteBuffer> free = new ConcurrentLinkedDeque<>();

  private final AtomicInteger made = new AtomicInteger();

  /** An empty buffer, or null when all are lent. */
  ByteBuffer borrow() {
    ByteBuffer buffer = free.pollFirst();
    return buffer == null && made.get() < LIMIT ? makeOne() : buffer;
  }

  private ByteBuffer makeOne() {
    if (made.incrementAndGet() <= LIMIT) {
      try {
        return ByteBuffer.allocateDirect(BUFFER_BYTES);
      } catch (OutOfMemoryError e) {
        // The JVM was given less memory outside of the heap than that (-XX:MaxDirectMemorySize).
      }
    }
    made.decrementAndGet();
    return null;
  }

  void giveBack(ByteBuffer buffer) {
    free.addFirst(buffer.clear());
  }

  /** Buffers that exist and are not lent. */
  int idle() {
    return free.size();
  }

  /** Buffers that exist. */
  int made() {
    return made.get();
  }
}

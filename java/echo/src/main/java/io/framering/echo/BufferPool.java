// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Large buffers for connections that currently move much data. There are at most {@link #LIMIT}, so
 * that peers that send and do not read cannot make the server grow; a connection that gets none
 * continues with its small buffer.
 */
final class BufferPool {
  /**
   * Bytes of one buffer: together with the kernel's copy they fit into the cache of one processor.
   * With 128 KiB on a processor with 512 KiB of cache, streams took twice the processor time.
   */
  static final int BUFFER_BYTES = 64 << 10;

  /** Maximum number of buffers, lent and free: 64 MiB. */
  static final int LIMIT = 1024;

  /** The buffer released last is lent first, since it is still in the cache. */
  private final ConcurrentLinkedDeque<ByteBuffer> free = new ConcurrentLinkedDeque<>();

  private final AtomicInteger made = new AtomicInteger();

  /** Returns an empty buffer, or null if all are lent. */
  ByteBuffer borrow() {
    ByteBuffer buffer = free.pollFirst();
    return buffer == null && made.get() < LIMIT ? makeOne() : buffer;
  }

  private ByteBuffer makeOne() {
    if (made.incrementAndGet() <= LIMIT) {
      try {
        return ByteBuffer.allocateDirect(BUFFER_BYTES);
      } catch (OutOfMemoryError e) {
        // The JVM's limit of memory outside the heap is lower (-XX:MaxDirectMemorySize).
      }
    }
    made.decrementAndGet();
    return null;
  }

  void giveBack(ByteBuffer buffer) {
    free.addFirst(buffer.clear());
  }

  /** Number of buffers that are not lent. */
  int idle() {
    return free.size();
  }

  /** Number of buffers, lent or not. */
  int made() {
    return made.get();
  }
}

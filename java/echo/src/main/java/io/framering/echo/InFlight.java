// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bytes in flight: a ring of bytes between the sending and the receiving thread. The sender waits
 * while it is full, so the bytes in flight are bounded and every reply byte can be compared.
 */
final class InFlight {
  private final byte[] ring;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition roomMade = lock.newCondition();

  /** Positions in the whole stream. */
  private long sent;

  private long matched;

  /** The time when the oldest byte in flight became the oldest; undefined if there is none. */
  private long waitingSince;

  private boolean abandoned;

  InFlight(int capacity) {
    ring = new byte[capacity];
  }

  /**
   * Records bytes before they are sent; waits for room.
   *
   * @param length at most the capacity
   * @return false if the receiver has stopped
   */
  boolean put(byte[] bytes, int length) {
    lock.lock();
    try {
      while (ring.length - (sent - matched) < length && !abandoned) {
        roomMade.awaitUninterruptibly();
      }
      if (sent == matched) {
        waitingSince = System.nanoTime();
      }
      int at = (int) (sent % ring.length);
      int head = Math.min(length, ring.length - at);
      System.arraycopy(bytes, 0, ring, at, head);
      System.arraycopy(bytes, head, ring, 0, length - head);
      sent += length;
      return !abandoned;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Compares received bytes with the oldest ones in flight, and removes those that are equal.
   *
   * @return the number of equal bytes, from the first
   */
  int match(byte[] bytes, int length) {
    lock.lock();
    try {
      int at = (int) (matched % ring.length);
      int comparable = (int) Math.min(length, sent - matched);
      int head = Math.min(comparable, ring.length - at);
      int same = Arrays.mismatch(ring, at, at + head, bytes, 0, head);
      if (same < 0) {
        int rest = Arrays.mismatch(ring, 0, comparable - head, bytes, head, comparable);
        same = rest < 0 ? comparable : head + rest;
      }
      matched += same;
      waitingSince = System.nanoTime();
      roomMade.signal();
      return same;
    } finally {
      lock.unlock();
    }
  }

  /** Nanoseconds since the oldest byte in flight became the oldest; 0 if there is none. */
  long waitedNanos() {
    lock.lock();
    try {
      return sent == matched ? 0 : System.nanoTime() - waitingSince;
    } finally {
      lock.unlock();
    }
  }

  /** The receiver has stopped: the sender must not wait. */
  void abandon() {
    lock.lock();
    try {
      abandoned = true;
      roomMade.signal();
    } finally {
      lock.unlock();
    }
  }
}

package io.framering.echo;

import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What was sent and has not come back yet: a ring of bytes between the thread that sends and the
 * one that receives. The sender waits while it is full, so what is on the way is bounded and every
 * byte can be compared with the one it should be.
 */
final class InFlight {
  private final byte[] ring;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition roomMade = lock.newCondition();

  /** Positions in the whole stream. */
  private long sent;

  private long matched;

  /**
   * When the oldest byte that has not come back became the oldest; meaningless when there is none.
   */
  private long waitingSince;

  private boolean abandoned;

  InFlight(int capacity) {
    ring = new byte[capacity];
  }

  /**
   * Notes bytes before they are sent; waits for room.
   *
   * @param length at most the capacity
   * @return false when nobody receives any more
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
   * Compares bytes that came back with the oldest ones on the way, and takes as many as are right.
   *
   * @return how many are right, from the first
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

  /** Nanoseconds for which the oldest byte on the way has been waited for; 0 when there is none. */
  long waitedNanos() {
    lock.lock();
    try {
      return sent == matched ? 0 : System.nanoTime() - waitingSince;
    } finally {
      lock.unlock();
    }
  }

  /** Nobody receives any more: the sender must not wait. */
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

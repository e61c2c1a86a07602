package io.framering.print.line;

import java.util.Arrays;

/**
 * The first sequence numbers of TCP connections.
 *
 * <p>Memory is bounded. Connections are kept in two generations of up to {@value #GENERATION}: when
 * the young one is full it becomes the old one, and what was in the old one and was not seen since
 * is forgotten. So at least the {@value #GENERATION} connections that were used last are known. A
 * connection that was forgotten is one that begins anew: its next segment shows absolute numbers.
 */
final class TcpFlows {
  private static final int GENERATION = 1 << 18;
  private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

  private Generation young = new Generation();
  private Generation old = new Generation();
  private int slot;

  /**
   * Finds a connection, which has four numbers of addresses and one of ports. If there is none it
   * is made, with sequence numbers of 0.
   *
   * @return whether there was one
   */
  boolean find(long a, long b, long c, long d, int ports) {
    slot = young.slot(a, b, c, d, ports);
    if (young.isUsed(slot)) {
      return true;
    }
    if (young.size == GENERATION) {
      Generation forgotten = old;
      old = young;
      young = forgotten;
      young.clear();
    }
    int before = old.slot(a, b, c, d, ports);
    boolean known = old.isUsed(before);
    slot = young.add(a, b, c, d, ports, known ? old.numbers(before) : 0);
    return known;
  }

  /** The first sequence number in the direction of the connection that was found. */
  int sequence() {
    return (int) (young.numbers(slot) >>> Integer.SIZE);
  }

  /** The first sequence number in the other direction. */
  int acknowledgement() {
    return (int) young.numbers(slot);
  }

  /** Sets both for the connection that was found. */
  void set(int sequence, int acknowledgement) {
    young.set(slot, (long) sequence << Integer.SIZE | acknowledgement & 0xFFFF_FFFFL);
  }

  /**
   * A hash table, half full at most. It grows up to what a generation needs, 24 MiB, and never
   * shrinks. What belongs to one connection lies side by side: tables that are larger than the
   * processor's caches cost one miss each time.
   */
  private static final class Generation {
    private static final int FIRST_CAPACITY = 1 << 10;
    private static final int PORTS = 4;
    private static final int NUMBERS = 5;
    private static final int WORDS = 6;
    private static final long USED = 1L << Integer.SIZE;

    private int size;
    private int capacity = FIRST_CAPACITY;
    private long[] words = new long[FIRST_CAPACITY * WORDS];

    void clear() {
      Arrays.fill(words, 0);
      size = 0;
    }

    boolean isUsed(int slot) {
      return words[slot + PORTS] != 0;
    }

    long numbers(int slot) {
      return words[slot + NUMBERS];
    }

    void set(int slot, long numbers) {
      words[slot + NUMBERS] = numbers;
    }

    /** Where this connection is, or would be. */
    int slot(long a, long b, long c, long d, int ports) {
      int index = hash(a, b, c, d, ports) & capacity - 1;
      int slot = index * WORDS;
      while (isUsed(slot) && !is(slot, a, b, c, d, ports)) {
        index = index + 1 & capacity - 1;
        slot = index * WORDS;
      }
      return slot;
    }

    private boolean is(int slot, long a, long b, long c, long d, int ports) {
      return (int) words[slot + PORTS] == ports
          && words[slot] == a
          && words[slot + 1] == b
          && words[slot + 2] == c
          && words[slot + 3] == d;
    }

    private static int hash(long a, long b, long c, long d, int ports) {
      long mixed = ports * MULTIPLIER;
      mixed = (mixed ^ mixed >>> 32 ^ a) * MULTIPLIER;
      mixed = (mixed ^ mixed >>> 32 ^ b) * MULTIPLIER;
      mixed = (mixed ^ mixed >>> 32 ^ c) * MULTIPLIER;
      mixed = (mixed ^ mixed >>> 32 ^ d) * MULTIPLIER;
      return (int) (mixed ^ mixed >>> 32);
    }

    int add(long a, long b, long c, long d, int ports, long numbers) {
      if (size >= capacity / 2) {
        grow();
      }
      int slot = slot(a, b, c, d, ports);
      words[slot] = a;
      words[slot + 1] = b;
      words[slot + 2] = c;
      words[slot + 3] = d;
      words[slot + PORTS] = USED | ports & 0xFFFF_FFFFL;
      words[slot + NUMBERS] = numbers;
      size++;
      return slot;
    }

    private void grow() {
      long[] before = words;
      capacity *= 2;
      words = new long[capacity * WORDS];
      size = 0;
      for (int i = 0; i < before.length; i += WORDS) {
        if (before[i + PORTS] != 0) {
          int ports = (int) before[i + PORTS];
          add(before[i], before[i + 1], before[i + 2], before[i + 3], ports, before[i + NUMBERS]);
        }
      }
    }
  }
}

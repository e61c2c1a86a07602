// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The first sequence numbers of TCP connections.
 *
 * <p>Memory is bounded. Connections are kept in two generations of up to {@value #GENERATION}: when
 * the young one is full it becomes the old one, and connections of the previous old one that were
 * not seen since are dropped. So at least the last {@value #GENERATION} used connections are known.
 * A dropped connection starts again: its next segment shows absolute numbers.
 *
 * <p>Time is bounded, too, even for malicious packets. The hash has secret keys, so that nobody can
 * choose addresses that collide. A search ends after {@value #MOST_PROBES} slots: if all of them
 * are occupied, the connection replaces another one.
 */
final class TcpFlows {
  private static final int GENERATION = 1 << 18;

  /** Random keys that fill half of the largest table need more with a probability of 1 in 10^15. */
  private static final int MOST_PROBES = 256;

  private static final long LOW = 0xFFFF_FFFFL;

  /** Two for each of the four numbers of addresses, then one each for ports and sum. */
  private static final int KEYS = 10;

  private final long[] keys;
  private Generation young = new Generation();
  private Generation old = new Generation();
  private int slot;
  private long probes;

  /** Creates a table with random keys. */
  TcpFlows() {
    this(randomKeys());
  }

  /** From the kernel, since loading SecureRandom delays the start noticeably. */
  private static long[] randomKeys() {
    long[] keys = new long[KEYS];
    try (InputStream random = Files.newInputStream(Path.of("/dev/urandom"))) {
      ByteBuffer.wrap(random.readNBytes(KEYS * Long.BYTES)).asLongBuffer().get(keys);
      return keys;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A table with these keys; if all are 0, everything collides. */
  TcpFlows(long[] keys) {
    this.keys = keys;
  }

  /**
   * Finds a connection by four numbers for addresses and one for ports, or creates it with sequence
   * numbers of 0.
   *
   * @return whether it existed
   */
  boolean find(long a, long b, long c, long d, int ports) {
    int hash = hash(a, b, c, d, ports);
    slot = young.slot(hash, a, b, c, d, ports);
    if (young.is(slot, a, b, c, d, ports)) {
      return true;
    }
    int before = old.slot(hash, a, b, c, d, ports);
    boolean known = old.is(before, a, b, c, d, ports);
    long numbers = known ? old.numbers(before) : 0;
    if (young.size == GENERATION) {
      Generation forgotten = old;
      old = young;
      young = forgotten;
      young.clear();
    }
    slot = young.add(hash, a, b, c, d, ports, numbers);
    return known;
  }

  /** The first sequence number in the direction of the connection found. */
  int sequence() {
    return (int) (young.numbers(slot) >>> Integer.SIZE);
  }

  /** The first sequence number in the other direction. */
  int acknowledgement() {
    return (int) young.numbers(slot);
  }

  /** Sets both for the connection found. */
  void set(int sequence, int acknowledgement) {
    young.set(slot, (long) sequence << Integer.SIZE | acknowledgement & LOW);
  }

  /** The total number of slots probed, as a measure of work. */
  long probes() {
    return probes;
  }

  /**
   * Multilinear hashing: for two different keys, the sums are equal with a probability of less than
   * 2^-32, whichever they are. But sums of addresses in a row are in a row, too, and a product of
   * them would leave them so. The mixing of SplitMix64 (Steele, Lea, Flood, 2014) scatters them.
   */
  private int hash(long a, long b, long c, long d, int ports) {
    long sum = keys[8] * (ports & LOW) + keys[9];
    sum += keys[0] * (a >>> Integer.SIZE) + keys[1] * (a & LOW);
    sum += keys[2] * (b >>> Integer.SIZE) + keys[3] * (b & LOW);
    sum += keys[4] * (c >>> Integer.SIZE) + keys[5] * (c & LOW);
    sum += keys[6] * (d >>> Integer.SIZE) + keys[7] * (d & LOW);
    sum = (sum ^ sum >>> 30) * 0xBF58_476D_1CE4_E5B9L;
    sum = (sum ^ sum >>> 27) * 0x94D0_49BB_1331_11EBL;
    return (int) (sum ^ sum >>> 31);
  }

  /**
   * A hash table, at most half full. It grows to the size of a generation, 24 MiB, and never
   * shrinks. The data of a connection is contiguous: a table larger than the processor's caches
   * costs one miss per lookup.
   */
  private final class Generation {
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

    private boolean isUsed(int slot) {
      return words[slot + PORTS] != 0;
    }

    long numbers(int slot) {
      return words[slot + NUMBERS];
    }

    void set(int slot, long numbers) {
      words[slot + NUMBERS] = numbers;
    }

    /** The slot of this connection, a free slot, or the slot of a connection to replace. */
    int slot(int hash, long a, long b, long c, long d, int ports) {
      int first = hash & capacity - 1;
      int index = first;
      for (int left = MOST_PROBES; left > 0; left--) {
        int slot = index * WORDS;
        probes++;
        if (!isUsed(slot) || is(slot, a, b, c, d, ports)) {
          return slot;
        }
        index = index + 1 & capacity - 1;
      }
      return first * WORDS;
    }

    boolean is(int slot, long a, long b, long c, long d, int ports) {
      return words[slot + PORTS] == (USED | ports & LOW)
          && words[slot] == a
          && words[slot + 1] == b
          && words[slot + 2] == c
          && words[slot + 3] == d;
    }

    int add(int hash, long a, long b, long c, long d, int ports, long numbers) {
      if (size >= capacity / 2) {
        grow();
      }
      int slot = slot(hash, a, b, c, d, ports);
      size += isUsed(slot) ? 0 : 1;
      words[slot] = a;
      words[slot + 1] = b;
      words[slot + 2] = c;
      words[slot + 3] = d;
      words[slot + PORTS] = USED | ports & LOW;
      words[slot + NUMBERS] = numbers;
      return slot;
    }

    private void grow() {
      long[] before = words;
      capacity *= 2;
      words = new long[capacity * WORDS];
      size = 0;
      for (int i = 0; i < before.length; i += WORDS) {
        if (before[i + PORTS] != 0) {
          long a = before[i];
          long b = before[i + 1];
          long c = before[i + 2];
          long d = before[i + 3];
          int ports = (int) before[i + PORTS];
          add(hash(a, b, c, d, ports), a, b, c, d, ports, before[i + NUMBERS]);
        }
      }
    }
  }
}

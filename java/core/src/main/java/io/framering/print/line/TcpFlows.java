package io.framering.print.line;

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
    if (young.used[slot]) {
      return true;
    }
    if (young.size == GENERATION) {
      Generation forgotten = old;
      old = young;
      young = forgotten;
      young.clear();
    }
    slot = young.add(a, b, c, d, ports);
    int before = old.slot(a, b, c, d, ports);
    boolean known = old.used[before];
    set(known ? old.sequences[before] : 0, known ? old.acknowledgements[before] : 0);
    return known;
  }

  /** The first sequence number in the direction of the connection that was found. */
  int sequence() {
    return young.sequences[slot];
  }

  /** The first sequence number in the other direction. */
  int acknowledgement() {
    return young.acknowledgements[slot];
  }

  /** Sets both for the connection that was found. */
  void set(int sequence, int acknowledgement) {
    young.sequences[slot] = sequence;
    young.acknowledgements[slot] = acknowledgement;
  }

  /** A hash table, half full at most. It grows up to what a generation needs, and never shrinks. */
  private static final class Generation {
    private static final int FIRST_CAPACITY = 1 << 10;
    private static final int ADDRESS_WORDS = 4;

    private int size;
    private boolean[] used;
    private long[] addresses;
    private int[] ports;
    private int[] sequences;
    private int[] acknowledgements;

    Generation() {
      allocate(FIRST_CAPACITY);
    }

    private void allocate(int capacity) {
      used = new boolean[capacity];
      addresses = new long[capacity * ADDRESS_WORDS];
      ports = new int[capacity];
      sequences = new int[capacity];
      acknowledgements = new int[capacity];
    }

    void clear() {
      java.util.Arrays.fill(used, false);
      size = 0;
    }

    /** Where this connection is, or would be. */
    int slot(long a, long b, long c, long d, int itsPorts) {
      int mask = used.length - 1;
      int at = hash(a, b, c, d, itsPorts) & mask;
      while (used[at] && !is(at, a, b, c, d, itsPorts)) {
        at = at + 1 & mask;
      }
      return at;
    }

    private boolean is(int at, long a, long b, long c, long d, int itsPorts) {
      int words = at * ADDRESS_WORDS;
      return ports[at] == itsPorts
          && addresses[words] == a
          && addresses[words + 1] == b
          && addresses[words + 2] == c
          && addresses[words + 3] == d;
    }

    private static int hash(long a, long b, long c, long d, int ports) {
      long mixed = ports * MULTIPLIER;
      mixed = (mixed ^ mixed >>> 32 ^ a) * MULTIPLIER;
      mixed = (mixed ^ mixed >>> 32 ^ b) * MULTIPLIER;
      mixed = (mixed ^ mixed >>> 32 ^ c) * MULTIPLIER;
      mixed = (mixed ^ mixed >>> 32 ^ d) * MULTIPLIER;
      return (int) (mixed ^ mixed >>> 32);
    }

    int add(long a, long b, long c, long d, int itsPorts) {
      if (size >= used.length / 2) {
        grow();
      }
      int at = slot(a, b, c, d, itsPorts);
      int words = at * ADDRESS_WORDS;
      used[at] = true;
      ports[at] = itsPorts;
      addresses[words] = a;
      addresses[words + 1] = b;
      addresses[words + 2] = c;
      addresses[words + 3] = d;
      size++;
      return at;
    }

    private void grow() {
      boolean[] oldUsed = used;
      long[] oldAddresses = addresses;
      int[] oldPorts = ports;
      int[] oldSequences = sequences;
      int[] oldAcknowledgements = acknowledgements;
      allocate(oldUsed.length * 2);
      size = 0;
      for (int i = 0; i < oldUsed.length; i++) {
        if (oldUsed[i]) {
          int words = i * ADDRESS_WORDS;
          int at =
              add(
                  oldAddresses[words],
                  oldAddresses[words + 1],
                  oldAddresses[words + 2],
                  oldAddresses[words + 3],
                  oldPorts[i]);
          sequences[at] = oldSequences[i];
          acknowledgements[at] = oldAcknowledgements[i];
        }
      }
    }
  }
}

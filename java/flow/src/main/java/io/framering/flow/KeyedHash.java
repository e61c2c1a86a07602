// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import java.security.SecureRandom;

/**
 * The hash of a flow's key, with keys of its own that no sender of packets knows.
 *
 * <p>Multilinear hashing (Lemire and Kaser, "Strongly universal string hashing is fast", 2014): any
 * two keys collide with a probability of 2^-32 over the random keys, so no pair of them collides
 * for all tables. A seed in a fixed hash would not do that. The rest mixes the bits without new
 * collisions, because linear probing suffers from the regular patterns that multilinear hashing
 * leaves in regular addresses.
 */
final class KeyedHash {
  private static final int WORDS = 11;
  private static final int SHIFT = 32;
  private static final long MIX_1 = 0xBF58476D1CE4E5B9L; // SplitMix64's
  private static final long MIX_2 = 0x94D049BB133111EBL;

  private final long[] keys = new long[WORDS + 1];

  KeyedHash() {
    SecureRandom random = new SecureRandom();
    for (int i = 0; i < keys.length; i++) {
      keys[i] = random.nextLong();
    }
  }

  /** The hash of five long words and a short one. */
  int of(long a, long b, long c, long d, long e, int f) {
    long[] k = keys;
    long sum = k[WORDS] + k[10] * (f & 0xFFFF_FFFFL);
    sum += k[0] * (a >>> SHIFT) + k[1] * (a & 0xFFFF_FFFFL);
    sum += k[2] * (b >>> SHIFT) + k[3] * (b & 0xFFFF_FFFFL);
    sum += k[4] * (c >>> SHIFT) + k[5] * (c & 0xFFFF_FFFFL);
    sum += k[6] * (d >>> SHIFT) + k[7] * (d & 0xFFFF_FFFFL);
    sum += k[8] * (e >>> SHIFT) + k[9] * (e & 0xFFFF_FFFFL);
    return mix(sum);
  }

  private static int mix(long sum) {
    long mixed = (sum ^ sum >>> 30) * MIX_1;
    mixed = (mixed ^ mixed >>> 27) * MIX_2;
    return (int) (mixed >>> SHIFT);
  }
}

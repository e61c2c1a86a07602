// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A hash of two addresses and a number, with random keys.
 *
 * <p>Multilinear hashing: two different inputs, whichever they are, have the same sum with a
 * probability of less than 2^-32, so nobody can choose addresses that collide. Sums of consecutive
 * addresses are evenly spaced; the mixing of SplitMix64 scatters them.
 */
final class AddressHash {
  private static final long LOW = 0xFFFF_FFFFL;

  /** Two for each of five numbers, and one to add. */
  private static final int KEYS = 11;

  private final long[] keys = new long[KEYS];

  /** A hash with random keys, from the kernel: loading SecureRandom delays the start. */
  AddressHash() {
    try (InputStream random = Files.newInputStream(Path.of("/dev/urandom"))) {
      ByteBuffer.wrap(random.readNBytes(KEYS * Long.BYTES)).asLongBuffer().get(keys);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int hash(long a, long b, long c, long d, long e) {
    long sum = keys[10];
    sum += keys[0] * (a >>> Integer.SIZE) + keys[1] * (a & LOW);
    sum += keys[2] * (b >>> Integer.SIZE) + keys[3] * (b & LOW);
    sum += keys[4] * (c >>> Integer.SIZE) + keys[5] * (c & LOW);
    sum += keys[6] * (d >>> Integer.SIZE) + keys[7] * (d & LOW);
    sum += keys[8] * (e >>> Integer.SIZE) + keys[9] * (e & LOW);
    sum = (sum ^ sum >>> 30) * 0xBF58_476D_1CE4_E5B9L;
    sum = (sum ^ sum >>> 27) * 0x94D0_49BB_1331_11EBL;
    return (int) (sum ^ sum >>> 31);
  }
}

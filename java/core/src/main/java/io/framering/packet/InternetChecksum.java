// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The checksum of IPv4, ICMP, IGMP, TCP and UDP (RFC 1071): a sum over bytes and pseudo headers.
 */
public final class InternetChecksum {
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private InternetChecksum() {}

  /**
   * {@return the sum of the 16-bit words from {@code offset} to {@code end}, added to {@code sum};
   * a zero byte is added if their length is odd} It is not folded: up to 2^32 bytes can be added.
   *
   * @param sum the sum so far, not negative
   * @param memory contains the bytes
   * @param offset of the first byte
   * @param end the offset after the last byte
   */
  public static long add(long sum, MemorySegment memory, long offset, long end) {
    long total = sum;
    long at = offset;
    for (; at + Integer.BYTES <= end; at += Integer.BYTES) {
      total += memory.get(INT, at) & 0xFFFF_FFFFL;
    }
    for (int shift = 24; at < end; at++, shift -= Byte.SIZE) {
      total += (long) (memory.get(ValueLayout.JAVA_BYTE, at) & 0xFF) << shift;
    }
    return total;
  }

  /**
   * {@return whether this sum of bytes, with their checksum among them, means that it is correct}
   *
   * @param sum the sum by {@link #add}, not negative
   */
  public static boolean isCorrect(long sum) {
    return fold(sum) == 0xFFFF;
  }

  /**
   * {@return the correct checksum: {@code found} itself if that is correct} Otherwise it is never
   * 0, as 0xFFFF means the same.
   *
   * @param found the checksum among the bytes
   * @param sum of the bytes
   */
  public static int expected(int found, long sum) {
    return fold(found + (~fold(sum) & 0xFFFFL));
  }

  private static int fold(long sum) {
    long folded = sum;
    while (folded >>> Short.SIZE != 0) {
      folded = (folded & 0xFFFF) + (folded >>> Short.SIZE);
    }
    return (int) folded;
  }
}

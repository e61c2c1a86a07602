package io.framering.packet;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** The checksum of IPv4, ICMP, IGMP, TCP and UDP (RFC 1071): sums are unfolded. */
final class InternetChecksum {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private InternetChecksum() {}

  /** The sum of the 16-bit words from {@code offset} to {@code end}, a zero byte added if odd. */
  static long sum(MemorySegment memory, long offset, long end) {
    long sum = 0;
    long at = offset;
    for (; at + 1 < end; at += Short.BYTES) {
      sum += memory.get(SHORT, at) & 0xFFFF;
    }
    return at < end ? sum + ((memory.get(ValueLayout.JAVA_BYTE, at) & 0xFF) << Byte.SIZE) : sum;
  }

  /**
   * The correct checksum, which is {@code checksum} itself if that is correct.
   *
   * @param sum the sum of the covered bytes and the checksum
   */
  static int expected(long sum, int checksum) {
    return fold(sum) == 0xFFFF ? checksum : ~fold(sum - checksum) & 0xFFFF;
  }

  private static int fold(long sum) {
    long folded = sum;
    while (folded >>> Short.SIZE != 0) {
      folded = (folded & 0xFFFF) + (folded >>> Short.SIZE);
    }
    return (int) folded;
  }
}

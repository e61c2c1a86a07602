package io.framering.cli;

import java.net.Inet6Address;
import java.net.InetAddress;

/** Internet addresses as people write them. */
final class Addresses {
  private Addresses() {}

  /** IPv6 in the short form of RFC 5952, without the scope; IPv4 as ever. */
  static String text(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address.getHostAddress();
    }
    byte[] bytes = address.getAddress();
    int[] words = new int[8];
    for (int i = 0; i < words.length; i++) {
      words[i] = (bytes[2 * i] & 0xFF) << 8 | bytes[2 * i + 1] & 0xFF;
    }
    int gap = longestZeroRun(words);
    int gapEnd = gap + zeroRun(words, gap);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < words.length; i++) {
      if (i >= gap && i < gapEnd) {
        text.append(i == gap ? "::" : "");
      } else {
        text.append(i == 0 || i == gapEnd ? "" : ":").append(Integer.toHexString(words[i]));
      }
    }
    return text.toString();
  }

  /**
   * Where the first of the longest runs of two and more zeros begins; the end, if there is none.
   */
  private static int longestZeroRun(int[] words) {
    int best = words.length;
    int bestLength = 1;
    for (int i = 0; i < words.length; i++) {
      int length = zeroRun(words, i);
      if (length > bestLength) {
        best = i;
        bestLength = length;
      }
    }
    return best;
  }

  private static int zeroRun(int[] words, int from) {
    int end = from;
    while (end < words.length && words[end] == 0) {
      end++;
    }
    return end - from;
  }
}

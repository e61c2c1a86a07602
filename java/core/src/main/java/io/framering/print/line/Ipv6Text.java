package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/**
 * IPv6 addresses, as RFC 5952 wants them; those that hold an IPv4 address show it: {@code
 * ::ffff:10.0.0.1} and {@code ::10.0.0.1}.
 */
final class Ipv6Text {
  private static final long MAPPED = 0xFFFF;

  private Ipv6Text() {}

  static void print(long high, long low, TextBuffer out) {
    long prefix = low >>> 32;
    boolean mapped = prefix == MAPPED;
    // A run of zeros that goes on into the last two groups makes it an ordinary address.
    boolean compatible = prefix == 0 && low >>> 16 != 0;
    if (high == 0 && (mapped || compatible)) {
      out.text(mapped ? "::ffff:" : "::").ipv4((int) low);
    } else {
      out.ipv6(high, low);
    }
  }
}

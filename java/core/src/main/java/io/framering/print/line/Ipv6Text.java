// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/**
 * IPv6 addresses in the form of RFC 5952; embedded IPv4 addresses are shown: {@code
 * ::ffff:10.0.0.1} and {@code ::10.0.0.1}.
 */
final class Ipv6Text {
  private static final long MAPPED = 0xFFFF;

  private Ipv6Text() {}

  static void print(long high, long low, TextBuffer out) {
    long prefix = low >>> 32;
    boolean mapped = prefix == MAPPED;
    // If a run of zeros extends into the last two groups, it is an ordinary address.
    boolean compatible = prefix == 0 && low >>> 16 != 0;
    if (high == 0 && (mapped || compatible)) {
      out.text(mapped ? "::ffff:" : "::").ipv4((int) low);
    } else {
      out.ipv6(high, low);
    }
  }
}

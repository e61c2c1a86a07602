// SPDX-License-Identifier: Apache-2.0
package io.framering.cli.text;

import io.framering.print.text.TextBuffer;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Locale;

/** Addresses, numbers and durations for people. */
public final class Texts {
  private static final String PREFIXES = "kMGTPE";
  private static final int THOUSAND = 1000;
  private static final long MICROSECOND = 1_000;
  private static final long MILLISECOND = 1_000_000;
  private static final long SECOND = 1_000_000_000;
  private static final long MINUTE = 60 * SECOND;

  private Texts() {}

  /** An address, that of IPv6 as in RFC 5952. */
  public static String address(InetAddress address) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    TextBuffer text = new TextBuffer(64);
    return bytes.remaining() == Integer.BYTES
        ? text.ipv4(bytes.getInt()).toString()
        : text.ipv6(bytes.getLong(), bytes.getLong()).toString();
  }

  /**
   * An address and a port: {@code 10.0.0.1:80}, {@code [fd00::1]:80}.
   *
   * @param port -1 if there is none
   */
  public static String endpoint(InetAddress address, int port) {
    String text = address(address);
    if (port < 0) {
      return text;
    }
    return text.indexOf(':') < 0 ? text + ":" + port : "[" + text + "]:" + port;
  }

  /** A count in at most four characters and a prefix of SI: 999, 1.23k, 12.3k, 123k, 1.23M. */
  public static String count(long value) {
    if (value < THOUSAND) {
      return Long.toString(value);
    }
    double scaled = value;
    int prefix = -1;
    while (scaled >= THOUSAND - 0.5) { // what rounds to 1000 has the next prefix
      scaled /= THOUSAND;
      prefix++;
    }
    int digits = scaled < 9.995 ? 2 : scaled < 99.95 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + digits + "f", scaled) + PREFIXES.charAt(prefix);
  }

  /** A duration: 999ns, 12.3us, 4.56ms, 7.89s, 12m34s, 5h06m; empty if it is negative. */
  public static String duration(long nanos) {
    if (nanos < 0) {
      return "";
    } else if (nanos == 0) {
      return "0s";
    } else if (nanos < MICROSECOND) {
      return nanos + "ns";
    } else if (nanos < MINUTE) {
      return seconds(nanos);
    }
    long minutes = nanos / MINUTE;
    return minutes < 60
        ? minutes + "m" + twoDigits(nanos % MINUTE / SECOND) + "s"
        : minutes / 60 + "h" + twoDigits(minutes % 60) + "m";
  }

  private static String seconds(long nanos) {
    long unit = nanos < MILLISECOND ? MICROSECOND : nanos < SECOND ? MILLISECOND : SECOND;
    double scaled = (double) nanos / unit;
    int digits = scaled < 9.995 ? 2 : scaled < 99.95 ? 1 : 0;
    String name = unit == MICROSECOND ? "us" : unit == MILLISECOND ? "ms" : "s";
    return String.format(Locale.ROOT, "%." + digits + "f", scaled) + name;
  }

  private static String twoDigits(long value) {
    return (value < 10 ? "0" : "") + value;
  }

  /** The name of an enum's constant in lower case. */
  public static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}

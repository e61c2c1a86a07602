// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** An address, or the addresses of a network, and what replaces them. In words of 16 bits. */
final class AddressEdit {
  private static final Pattern MACS = Pattern.compile("([\\p{XDigit}:]+)=([\\p{XDigit}:]+)");
  private static final int MAC_BYTES = 6;

  private static final Pattern NETWORKS =
      Pattern.compile("([^/=%]+)(?:/(\\d{1,3}))?=([^/=%]+)(?:/(\\d{1,3}))?");
  private static final Pattern IPV4 = Pattern.compile("\\d+(\\.\\d+){3}");

  private final char[] from;
  private final char[] to;

  /** The bits that are replaced. */
  private final char[] mask;

  private AddressEdit(byte[] from, byte[] to, int prefixLength) {
    this.from = words(from);
    this.to = words(to);
    mask = new char[this.from.length];
    for (int i = 0; i < mask.length; i++) {
      int bits = Math.clamp(prefixLength - (long) i * Character.SIZE, 0, Character.SIZE);
      mask[i] = (char) (0xFFFF << Character.SIZE - bits);
      if (((this.from[i] | this.to[i]) & ~mask[i]) != 0) {
        throw new IllegalArgumentException("bits after the prefix");
      }
    }
  }

  private static char[] words(byte[] address) {
    char[] words = new char[address.length / Character.BYTES];
    ByteBuffer.wrap(address).asCharBuffer().get(words);
    return words;
  }

  /** Two MAC addresses: 02:00:00:00:00:01=02:00:00:00:00:02. */
  static AddressEdit ofMacs(String text) {
    Matcher parts = MACS.matcher(text);
    try {
      if (parts.matches()) {
        return new AddressEdit(mac(parts.group(1)), mac(parts.group(2)), MAC_BYTES * Byte.SIZE);
      }
    } catch (IllegalArgumentException e) {
      // It is refused like other text.
    }
    throw new TypeConversionException(
        "'" + text + "' is not OLD=NEW, such as 02:00:00:00:00:01=02:00:00:00:00:02");
  }

  private static byte[] mac(String text) {
    byte[] mac = HexFormat.ofDelimiter(":").parseHex(text);
    if (mac.length != MAC_BYTES) {
      throw new IllegalArgumentException(text);
    }
    return mac;
  }

  /** Two addresses, or networks with the same prefix length: 10.1.0.0/16=10.2.0.0/16. */
  static AddressEdit ofNetworks(String text) {
    Matcher parts = NETWORKS.matcher(text);
    try {
      if (parts.matches()) {
        byte[] from = ip(parts.group(1));
        byte[] to = ip(parts.group(3));
        int prefixLength = prefixLength(parts.group(2), from);
        if (from.length == to.length && prefixLength == prefixLength(parts.group(4), to)) {
          return new AddressEdit(from, to, prefixLength);
        }
      }
    } catch (IllegalArgumentException e) {
      // It is refused like other text.
    }
    throw new TypeConversionException(
        "'"
            + text
            + "' is not OLD=NEW, two addresses or two networks with the same prefix length, such as"
            + " 10.1.0.0/16=10.2.0.0/16");
  }

  private static byte[] ip(String text) {
    if (text.indexOf(':') < 0 && !IPV4.matcher(text).matches()) {
      throw new IllegalArgumentException(text);
    }
    return InetAddress.ofLiteral(text).getAddress();
  }

  private static int prefixLength(String text, byte[] address) {
    int bits = address.length * Byte.SIZE;
    int length = text == null ? bits : Integer.parseInt(text);
    if (length > bits) {
      throw new IllegalArgumentException(text);
    }
    return length;
  }

  /** The number of words of an address: 2 for IPv4, 3 for MAC, 8 for IPv6. */
  int length() {
    return from.length;
  }

  /** Whether this word of an address is replaced, if all its words are. */
  boolean matches(int index, int word) {
    return (word & mask[index]) == from[index];
  }

  /** What replaces this word. */
  int replaced(int index, int word) {
    return word & ~mask[index] | to[index];
  }
}

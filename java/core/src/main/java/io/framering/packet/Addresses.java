// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * Addresses, which headers return as numbers, as objects and as text. Each call allocates: these
 * methods are for single packets, not for each one of a busy capture.
 */
public final class Addresses {
  private static final int GROUPS = 8;

  private Addresses() {}

  /**
   * {@return an IPv4 address} Allocates.
   *
   * @param address its first byte is bits 31 to 24
   */
  public static InetAddress ofIpv4(int address) {
    byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt(address).array();
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError(e); // thrown only for other lengths
    }
  }

  /**
   * {@return an IPv6 address, even if it contains an IPv4 address} Allocates.
   *
   * @param high the first 64 bits of the address: the first byte is bits 63 to 56
   * @param low the last 64 bits of the address
   */
  public static Inet6Address ofIpv6(long high, long low) {
    byte[] bytes = ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low).array();
    try {
      return Inet6Address.getByAddress(null, bytes, -1);
    } catch (UnknownHostException e) {
      throw new AssertionError(e); // thrown only for other lengths
    }
  }

  /**
   * {@return an IPv4 address as text: {@code 192.0.2.1}} Allocates.
   *
   * @param address its first byte is bits 31 to 24
   */
  public static String ipv4Text(int address) {
    return (address >>> 24)
        + "."
        + (address >>> 16 & 0xFF)
        + "."
        + (address >>> 8 & 0xFF)
        + "."
        + (address & 0xFF);
  }

  /**
   * {@return an IPv6 address as text (RFC 5952): {@code 2001:db8::1}} Allocates.
   *
   * @param high the first 64 bits of the address: the first byte is bits 63 to 56
   * @param low the last 64 bits of the address
   */
  public static String ipv6Text(long high, long low) {
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = (int) ((i < 4 ? high : low) >>> (3 - i % 4) * Short.SIZE) & 0xFFFF;
    }
    int zeros = 0;
    int length = 1; // a single zero is not shortened
    for (int i = 0; i < GROUPS; i++) {
      int run = i;
      while (run < GROUPS && groups[run] == 0) {
        run++;
      }
      if (run - i > length) {
        zeros = i;
        length = run - i;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      if (length > 1 && i == zeros) {
        text.append("::");
        i += length - 1;
      } else {
        boolean separated = text.isEmpty() || text.charAt(text.length() - 1) == ':';
        text.append(separated ? "" : ":").append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }

  /**
   * {@return a MAC address, in the lower 48 bits, as text: {@code 02:00:5e:10:00:fe}} Allocates.
   *
   * @param address its first byte is bits 47 to 40
   */
  public static String macText(long address) {
    StringBuilder text = new StringBuilder();
    for (int shift = 40; shift >= 0; shift -= Byte.SIZE) {
      text.append(text.isEmpty() ? "" : ":");
      text.append("%02x".formatted(address >>> shift & 0xFF));
    }
    return text.toString();
  }
}

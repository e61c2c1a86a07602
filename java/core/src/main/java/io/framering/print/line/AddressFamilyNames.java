// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

/** Names of address families, as IANA numbers them and tcpdump knows them. */
final class AddressFamilyNames {
  private AddressFamilyNames() {}

  /** The name, or {@code unknown}. */
  static String name(int family, String unknown) {
    return switch (family) {
      case 0 -> "Reserved";
      case 1 -> "IPv4";
      case 2 -> "IPv6";
      case 3 -> "NSAP";
      case 4 -> "HDLC";
      case 5 -> "BBN 1822";
      case 6 -> "802";
      case 7 -> "E.163";
      case 8 -> "E.164";
      case 9 -> "F.69";
      case 10 -> "X.121";
      case 11 -> "Novell IPX";
      case 12 -> "Appletalk";
      case 13 -> "Decnet IV";
      case 14 -> "Banyan Vines";
      case 15 -> "E.164 with NSAP subaddress";
      case 25 -> "VPLS";
      case 196 -> "Layer-2 VPN";
      default -> unknown;
    };
  }
}

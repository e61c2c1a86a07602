// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

/** The types of ICMP and ICMPv6 that belong together, as the Community ID pairs them. */
final class IcmpReplies {
  private IcmpReplies() {}

  /** The type that answers this one, or that this one answers; -1 if there is none. */
  static int of(boolean ipv6, int type) {
    return ipv6 ? ofIcmpv6(type) : ofIcmp(type);
  }

  private static int ofIcmp(int type) {
    return switch (type) {
      case 0 -> 8; // echo
      case 8 -> 0;
      case 9 -> 10; // router advertisement and solicitation
      case 10 -> 9;
      case 13 -> 14; // timestamp
      case 14 -> 13;
      case 15 -> 16; // information
      case 16 -> 15;
      case 17 -> 18; // address mask
      case 18 -> 17;
      default -> -1;
    };
  }

  private static int ofIcmpv6(int type) {
    return switch (type) {
      case 128 -> 129; // echo
      case 129 -> 128;
      case 130 -> 131; // listener query and report
      case 131 -> 130;
      case 133 -> 134; // router solicitation and advertisement
      case 134 -> 133;
      case 135 -> 136; // neighbor solicitation and advertisement
      case 136 -> 135;
      case 139 -> 140; // node information
      case 140 -> 139;
      case 144 -> 145; // home agent discovery
      case 145 -> 144;
      default -> -1;
    };
  }
}

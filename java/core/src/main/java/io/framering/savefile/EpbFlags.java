// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import io.framering.frame.Direction;

/**
 * The flags word of a packet block: bits 0 and 1 are the direction, bits 2 to 4 the type of
 * reception.
 */
final class EpbFlags {
  private static final int INBOUND = 1;
  private static final int OUTBOUND = 2;
  private static final int UNICAST = 1 << 2;
  private static final int MULTICAST = 2 << 2;
  private static final int BROADCAST = 3 << 2;
  private static final int PROMISCUOUS = 4 << 2;

  private EpbFlags() {}

  static Direction direction(int flags) {
    return switch (flags & 3) {
      case INBOUND ->
          switch (flags & 7 << 2) {
            case MULTICAST -> Direction.MULTICAST;
            case BROADCAST -> Direction.BROADCAST;
            case PROMISCUOUS -> Direction.TO_OTHERS;
            default -> Direction.TO_US;
          };
      case OUTBOUND -> Direction.OUTGOING;
      default -> Direction.UNKNOWN;
    };
  }

  /** The flags for {@code direction}; 0 if it is unknown. */
  static int of(Direction direction) {
    return switch (direction) {
      case TO_US -> INBOUND | UNICAST;
      case BROADCAST -> INBOUND | BROADCAST;
      case MULTICAST -> INBOUND | MULTICAST;
      case TO_OTHERS -> INBOUND | PROMISCUOUS;
      case OUTGOING -> OUTBOUND;
      case UNKNOWN -> 0;
    };
  }
}

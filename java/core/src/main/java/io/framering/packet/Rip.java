// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * A RIP message (version 1: RFC 1058, section 3.1; 2: RFC 2453, section 4). In version 1, tag, mask
 * and next hop of a route are zero.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * |    Command    |    Version    |             Zero              |
 * +---------------+---------------+-------------------------------+
 * |        Address Family         |           Route Tag           |
 * +-------------------------------+-------------------------------+
 * |                           IP Address                          |
 * +---------------------------------------------------------------+
 * |                          Subnet Mask                          |
 * +---------------------------------------------------------------+
 * |                            Next Hop                           |
 * +---------------------------------------------------------------+
 * |                   Metric; further routes                      |
 * +---------------------------------------------------------------+
 * </pre>
 */
public final class Rip extends Header {
  /** Bytes before the first route. */
  public static final int LENGTH = 4;

  /** The UDP port. */
  public static final int PORT = 520;

  private static final int VERSION_OFFSET = 1;
  private static final int ROUTE_LENGTH = 20;
  private static final int TAG_OFFSET = 2;
  private static final int ADDRESS_OFFSET = 4;
  private static final int MASK_OFFSET = 8;
  private static final int NEXT_HOP_OFFSET = 12;
  private static final int METRIC_OFFSET = 16;

  private static final int INTERNET = 2;
  private static final int AUTHENTICATION = 0xFFFF;
  private static final int PASSWORD = 2;
  private static final int PASSWORD_LENGTH = 16;
  private static final int DIGEST = 3;

  private static final Field HEADING = Field.of("RIP Message", "rip");
  private static final Field COMMAND = Field.of("Command", "rip.command");
  private static final Field VERSION = Field.of("Version", "rip.version");
  private static final Field ROUTES = Field.of("Routes", "rip.route");
  private static final Field FAMILY = Field.of("Family", "rip.family");
  private static final Field TAG = Field.of("tag", "rip.route_tag").unlessZero();
  private static final Field ADDRESS = Field.of("", "rip.ip");
  private static final Field MASK = Field.of("mask", "rip.netmask");
  private static final Field NEXT_HOP = Field.of("next hop", "rip.next_hop").unlessZero();
  private static final Field METRIC = Field.of("metric", "rip.metric");
  private static final Field AUTHENTICATION_TYPE = Field.of("Authentication", "rip.auth.type");
  private static final Field PASSWORD_TEXT = Field.of("", "rip.auth.passwd");
  private static final Field KEY = Field.of("key", "rip.key_id");
  private static final Field SEQUENCE = Field.of("sequence", "rip.seq_num");

  private static final Problem PART_OF_A_ROUTE = Problem.malformed("route of less than 20 bytes");

  /** A header that wraps nothing yet. */
  public Rip() {
    super(HEADING, LENGTH);
  }

  /** {@return the command: 1 for a request, 2 for a response} */
  public int command() {
    return unsignedByte(0);
  }

  /** {@return the version, 1 or 2; others are unknown} */
  public int version() {
    return unsignedByte(VERSION_OFFSET);
  }

  @Override
  public int headerLength() {
    return (int) Math.min(Integer.MAX_VALUE, end() - offset());
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    visitor.line();
    visitor.number(COMMAND, command(), commandName(command()));
    visitor.number(VERSION, version());
    visitor.line();
    visitor.group(ROUTES);
    describeRoutes(visitor);
    visitor.endGroup();
  }

  private void describeRoutes(FieldVisitor visitor) {
    int at = LENGTH;
    long last = Long.MAX_VALUE; // a digest follows the routes
    while (holds(at + 1L) && at < last) {
      if (!holds(at + ROUTE_LENGTH)) {
        visitor.problem(isWhole() ? PART_OF_A_ROUTE : Problem.TRUNCATED);
        return;
      }
      int family = unsignedShort(at);
      if (family == AUTHENTICATION && at == LENGTH) {
        describeAuthentication(at, visitor);
        last = unsignedShort(at + TAG_OFFSET) == DIGEST ? unsignedShort(at + 4) : last;
      } else if (family == INTERNET || family == 0) {
        describeRoute(at, family, visitor);
      }
      at += ROUTE_LENGTH;
    }
    if (!isWhole()) {
      visitor.problem(Problem.TRUNCATED);
    }
  }

  private void describeAuthentication(int at, FieldVisitor visitor) {
    int type = unsignedShort(at + TAG_OFFSET);
    visitor.item(AUTHENTICATION_TYPE, type, authenticationName(type));
    if (type == PASSWORD) {
      int length = 0;
      while (length < PASSWORD_LENGTH && unsignedByte(at + ADDRESS_OFFSET + length) != 0) {
        length++;
      }
      if (length > 0) {
        visitor.text(PASSWORD_TEXT, memory(), offset() + at + ADDRESS_OFFSET, length);
      }
    } else if (type == DIGEST) {
      visitor.number(KEY, unsignedByte(at + 6));
      visitor.number(SEQUENCE, unsignedInt(at + 8));
    }
  }

  private void describeRoute(int at, int family, FieldVisitor visitor) {
    visitor.item(FAMILY, family, family == 0 ? "all" : "IPv4");
    if (family != 0) {
      visitor.ipv4(ADDRESS, signedInt(at + ADDRESS_OFFSET));
    }
    if (version() == 2) {
      visitor.ipv4(MASK, signedInt(at + MASK_OFFSET));
      visitor.ipv4(NEXT_HOP, signedInt(at + NEXT_HOP_OFFSET));
      visitor.number(TAG, unsignedShort(at + TAG_OFFSET));
    }
    visitor.number(METRIC, unsignedInt(at + METRIC_OFFSET));
  }

  private static String commandName(int command) {
    return switch (command) {
      case 1 -> "request";
      case 2 -> "response";
      case 3 -> "trace on";
      case 4 -> "trace off";
      case 9 -> "update request";
      case 10 -> "update response";
      case 11 -> "update acknowledgment";
      default -> "unknown";
    };
  }

  private static String authenticationName(int type) {
    return switch (type) {
      case PASSWORD -> "password";
      case DIGEST -> "digest";
      default -> "unknown";
    };
  }
}

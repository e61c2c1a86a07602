// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * A RIPng message (RFC 2080, section 2.1).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * |    Command    |    Version    |             Zero              |
 * +---------------+---------------+-------------------------------+
 * |                     IPv6 prefix, 16 bytes
 * +-------------------------------+---------------+---------------+
 * |           Route Tag           | Prefix Length |    Metric     |
 * +-------------------------------+---------------+---------------+
 * |                     further routes
 * +---------------------------------------------------------------
 * </pre>
 */
public final class Ripng extends Header {
  /** Bytes before the first route. */
  public static final int LENGTH = 4;

  /** The UDP port. */
  public static final int PORT = 521;

  private static final int VERSION_OFFSET = 1;
  private static final int ROUTE_LENGTH = 20;
  private static final int TAG_OFFSET = 16;
  private static final int PREFIX_LENGTH_OFFSET = 18;
  private static final int METRIC_OFFSET = 19;
  private static final int NEXT_HOP = 255;

  private static final Field HEADING = Field.of("RIPng Message", "ripng");
  private static final Field COMMAND = Field.of("Command", "ripng.cmd");
  private static final Field VERSION = Field.of("Version", "ripng.version");
  private static final Field ROUTES = Field.of("Routes", "ripng.rte");
  private static final Field METRIC = Field.of("Metric", "ripng.rte.metric");
  private static final Field TAG = Field.hex("tag", "ripng.rte.route_tag", 4).unlessZero();
  private static final Field PREFIX_LENGTH = Field.of("length", "ripng.rte.prefix_length");
  private static final Field PREFIX = Field.of("", "ripng.rte.ipv6_prefix");

  private static final Problem PART_OF_A_ROUTE = Problem.malformed("route of less than 20 bytes");

  /** A header that wraps nothing yet. */
  public Ripng() {
    super(HEADING, LENGTH);
  }

  /** {@return the command: 1 for a request, 2 for a response} */
  public int command() {
    return unsignedByte(0);
  }

  /** {@return the version, 1; others are unknown} */
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
    while (holds(at + ROUTE_LENGTH)) {
      int length = unsignedByte(at + PREFIX_LENGTH_OFFSET);
      int metric = unsignedByte(at + METRIC_OFFSET);
      visitor.item(METRIC, metric, metric == NEXT_HOP ? "next hop" : "route");
      visitor.ipv6(PREFIX, signedLong(at), signedLong(at + Long.BYTES));
      visitor.number(PREFIX_LENGTH, length);
      visitor.number(TAG, unsignedShort(at + TAG_OFFSET));
      at += ROUTE_LENGTH;
    }
    if (!isWhole()) {
      visitor.problem(Problem.TRUNCATED);
    } else if (holds(at + 1L)) {
      visitor.problem(PART_OF_A_ROUTE);
    }
  }

  private static String commandName(int command) {
    return switch (command) {
      case 1 -> "request";
      case 2 -> "response";
      default -> "unknown";
    };
  }
}

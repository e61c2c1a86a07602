// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * BGP messages (RFC 4271, section 4): those that begin in this segment, the first one at its
 * beginning.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------------------------------------------------------+
 * |                                                               |
 * |                     Marker, 16 bytes: ff                      |
 * |                                                               |
 * +-------------------------------+---------------+---------------+
 * |             Length            |      Type     |   body ...
 * +-------------------------------+---------------+---------------
 * </pre>
 */
public final class Bgp extends Header {
  /** Bytes of a message without a body. */
  public static final int LENGTH = 19;

  /** The TCP port that IANA assigned. */
  public static final int PORT = 179;

  private static final int LENGTH_OFFSET = 16;
  private static final int TYPE_OFFSET = 18;

  private static final int OPEN = 1;
  private static final int UPDATE = 2;
  private static final int NOTIFICATION = 3;
  private static final int OPEN_LENGTH = 29;
  private static final int NOTIFICATION_LENGTH = 21;

  private static final int EXTENDED = 0x10;
  private static final int ORIGIN = 1;
  private static final int NEXT_HOP = 3;
  private static final int DISCRIMINATOR = 4;
  private static final int PREFERENCE = 5;

  private static final Field HEADING = Field.of("BGP Messages", "bgp");
  private static final Field MESSAGES = Field.of("Messages", "bgp.message");
  private static final Field TYPE = Field.of("Message", "bgp.type");
  private static final Field LENGTH_FIELD = Field.of("length", "bgp.length");
  private static final Field VERSION = Field.of("version", "bgp.open.version");
  private static final Field SYSTEM = Field.of("AS", "bgp.open.myas");
  private static final Field HOLD_TIME = Field.of("hold time", "bgp.open.holdtime");
  private static final Field IDENTIFIER = Field.of("identifier", "bgp.open.identifier");
  private static final Field ERROR = Field.of("error", "bgp.notify.major_error");
  private static final Field WITHDRAWN =
      Field.of("withdrawn", "bgp.update.withdrawn_routes.length").unlessZero();
  private static final Field ATTRIBUTES =
      Field.of("Attributes", "bgp.update.path_attributes.length").hidden();
  private static final Field ATTRIBUTE =
      Field.of("attribute", "bgp.update.path_attribute.type_code");
  private static final Field ATTRIBUTE_LENGTH =
      Field.of("Length", "bgp.update.path_attribute.length").hidden();
  private static final Field ORIGIN_VALUE = Field.of("", "bgp.update.path_attribute.origin");
  private static final Field NEXT_HOP_VALUE = Field.of("", "bgp.update.path_attribute.next_hop");
  private static final Field DISCRIMINATOR_VALUE =
      Field.of("", "bgp.update.path_attribute.multi_exit_disc");
  private static final Field PREFERENCE_VALUE =
      Field.of("", "bgp.update.path_attribute.local_pref");

  private static final Problem SHORT_LENGTH = Problem.malformed("length below 19");
  private static final Problem BAD_ATTRIBUTES = Problem.malformed("attribute beyond the message");

  /** A header that wraps nothing yet. */
  public Bgp() {
    super(HEADING, LENGTH);
  }

  /** {@return the length of the first message, 0 to 65535} */
  public int length() {
    return unsignedShort(LENGTH_OFFSET);
  }

  /** {@return the first message's type: 1 open, 2 update, 3 notification, 4 keepalive} */
  public int type() {
    return unsignedByte(TYPE_OFFSET);
  }

  /** 0 in the middle of a message, which may be any number of segments long. */
  @Override
  public int headerLength() {
    return isMarker(0) ? LENGTH : 0;
  }

  @Override
  protected Problem examine() {
    return isMarker(0) && length() < LENGTH ? SHORT_LENGTH : Problem.NONE;
  }

  private boolean isMarker(int at) {
    return signedLong(at) == -1 && signedLong(at + Long.BYTES) == -1;
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    if (!isMarker(0)) {
      return;
    }
    visitor.line();
    visitor.group(MESSAGES);
    describeMessages(visitor);
    visitor.endGroup();
  }

  private void describeMessages(FieldVisitor visitor) {
    int at = 0;
    while (holds(at + LENGTH) && isMarker(at)) {
      int length = unsignedShort(at + LENGTH_OFFSET);
      int type = unsignedByte(at + TYPE_OFFSET);
      visitor.item(TYPE, type, name(type));
      visitor.number(LENGTH_FIELD, length);
      if (length < LENGTH) {
        return;
      }
      if (!holds(at + length)) {
        visitor.problem(Problem.TRUNCATED);
        return;
      }
      describeMessage(visitor, type, at, length);
      at += length;
    }
  }

  private void describeMessage(FieldVisitor visitor, int type, int at, int length) {
    int body = at + LENGTH;
    if (type == OPEN && length >= OPEN_LENGTH) {
      visitor.number(VERSION, unsignedByte(body));
      visitor.number(SYSTEM, unsignedShort(body + 1));
      visitor.number(HOLD_TIME, unsignedShort(body + 3));
      visitor.ipv4(IDENTIFIER, signedInt(body + 5));
    } else if (type == NOTIFICATION && length >= NOTIFICATION_LENGTH) {
      int error = unsignedByte(body);
      visitor.number(ERROR, error, errorName(error));
    } else if (type == UPDATE) {
      describeUpdate(visitor, body, at + length);
    }
  }

  private void describeUpdate(FieldVisitor visitor, int from, int end) {
    if (from + Integer.BYTES > end) {
      visitor.problem(BAD_ATTRIBUTES);
      return;
    }
    int withdrawn = unsignedShort(from);
    visitor.number(WITHDRAWN, withdrawn);
    int at = from + Short.BYTES + withdrawn;
    if (at + Short.BYTES > end) {
      visitor.problem(BAD_ATTRIBUTES);
      return;
    }
    int length = unsignedShort(at);
    visitor.number(ATTRIBUTES, length);
    at += Short.BYTES;
    int attributesEnd = at + length;
    if (attributesEnd > end) {
      visitor.problem(BAD_ATTRIBUTES);
      return;
    }
    while (at < attributesEnd) {
      int size = describeAttribute(visitor, at, attributesEnd - at);
      if (size == 0) {
        visitor.problem(BAD_ATTRIBUTES);
        return;
      }
      at += size;
    }
  }

  /** Describes an attribute. Returns its length, or 0 if it is longer than the rest. */
  private int describeAttribute(FieldVisitor visitor, int at, int left) {
    int header = left > 0 && (unsignedByte(at) & EXTENDED) != 0 ? 4 : 3;
    if (left < header) {
      return 0;
    }
    int type = unsignedByte(at + 1);
    int length = header == 4 ? unsignedShort(at + 2) : unsignedByte(at + 2);
    visitor.number(ATTRIBUTE, type, attributeName(type));
    visitor.number(ATTRIBUTE_LENGTH, length);
    if (left < header + length) {
      return 0;
    }
    int value = at + header;
    if (type == ORIGIN && length == 1) {
      int origin = unsignedByte(value);
      visitor.number(ORIGIN_VALUE, origin, originName(origin));
    } else if (type == NEXT_HOP && length == Integer.BYTES) {
      visitor.ipv4(NEXT_HOP_VALUE, signedInt(value));
    } else if (type == DISCRIMINATOR && length == Integer.BYTES) {
      visitor.number(DISCRIMINATOR_VALUE, unsignedInt(value));
    } else if (type == PREFERENCE && length == Integer.BYTES) {
      visitor.number(PREFERENCE_VALUE, unsignedInt(value));
    }
    return header + length;
  }

  private static String name(int type) {
    return switch (type) {
      case OPEN -> "open";
      case UPDATE -> "update";
      case NOTIFICATION -> "notification";
      case 4 -> "keepalive";
      case 5 -> "route refresh";
      default -> "unknown";
    };
  }

  private static String errorName(int error) {
    return switch (error) {
      case 1 -> "message header error";
      case 2 -> "open message error";
      case 3 -> "update message error";
      case 4 -> "hold timer expired";
      case 5 -> "finite state machine error";
      case 6 -> "cease";
      default -> "unknown";
    };
  }

  private static String attributeName(int type) {
    return switch (type) {
      case ORIGIN -> "origin";
      case 2 -> "AS path";
      case NEXT_HOP -> "next hop";
      case DISCRIMINATOR -> "multi-exit discriminator";
      case PREFERENCE -> "local preference";
      case 6 -> "atomic aggregate";
      case 7 -> "aggregator";
      case 8 -> "communities";
      case 9 -> "originator";
      case 10 -> "cluster list";
      case 14 -> "reachable routes";
      case 15 -> "unreachable routes";
      case 16 -> "extended communities";
      case 17 -> "AS4 path";
      case 18 -> "AS4 aggregator";
      case 32 -> "large communities";
      default -> "unknown";
    };
  }

  private static String originName(int origin) {
    return switch (origin) {
      case 0 -> "IGP";
      case 1 -> "EGP";
      case 2 -> "incomplete";
      default -> "unknown";
    };
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * A PPPoE header (RFC 2516, section 4). A discovery packet continues with tags, a session packet
 * with a PPP packet.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------+-------+---------------+-------------------------------+
 * |Version|  Type |      Code     |           Session ID          |
 * +-------+-------+---------------+-------------------------------+
 * |             Length            |
 * +-------------------------------+-------------------------------+
 * |            Tag Type           |           Tag Length          |
 * +-------------------------------+-------------------------------+
 * |          tag value; further tags
 * +---------------------------------------------------------------
 * </pre>
 */
public final class Pppoe extends Header {
  /** Bytes before the tags or the PPP packet. */
  public static final int LENGTH = 6;

  private static final int VERSION_AND_TYPE_OFFSET = 0;
  private static final int CODE_OFFSET = 1;
  private static final int SESSION_OFFSET = 2;
  private static final int LENGTH_OFFSET = 4;
  private static final int TAG_HEADER = 4;

  private static final int SESSION_DATA = 0;
  private static final int END_OF_LIST = 0;
  private static final int HOST_UNIQ = 0x0103;
  private static final int COOKIE = 0x0104;
  private static final int RELAY_SESSION = 0x0110;

  private static final Field DISCOVERY = Field.of("PPPoE Discovery", "pppoed");
  private static final Field SESSION_HEADING = Field.of("PPPoE Session", "pppoes");
  private static final Field VERSION = Field.of("Version", "pppoe.version");
  private static final Field TYPE = Field.of("Type", "pppoe.type");
  private static final Field CODE = Field.hex("Code", "pppoe.code", 2);
  private static final Field SESSION = Field.hex("Session ID", "pppoe.session_id", 4);
  private static final Field PAYLOAD_LENGTH = Field.of("Length", "pppoe.payload_length");
  private static final Field TAGS = Field.of("Tags", "pppoed.tags");
  private static final Field TAG = Field.of("Tag", "pppoed.tag_type");
  private static final Field HOST_UNIQ_VALUE = Field.of("", "pppoed.tags.host_uniq");
  private static final Field COOKIE_VALUE = Field.of("", "pppoed.tags.ac_cookie");
  private static final Field RELAY_VALUE = Field.of("", "pppoed.tags.relay_session_id");

  private static final Problem BEYOND_PACKET = Problem.malformed("tag beyond the packet");

  private final boolean discovery;

  private Pppoe(boolean discovery) {
    super(discovery ? DISCOVERY : SESSION_HEADING, LENGTH);
    this.discovery = discovery;
  }

  /** {@return a header of the discovery stage} */
  public static Pppoe discovery() {
    return new Pppoe(true);
  }

  /** {@return a header of the session stage} */
  public static Pppoe session() {
    return new Pppoe(false);
  }

  /** {@return the version, 0 to 15: 1} */
  public int version() {
    return unsignedByte(VERSION_AND_TYPE_OFFSET) >>> 4;
  }

  /** {@return the type, 0 to 15: 1} */
  public int type() {
    return unsignedByte(VERSION_AND_TYPE_OFFSET) & 0xF;
  }

  /** {@return the code, 0 to 255: 0 in session packets} */
  public int code() {
    return unsignedByte(CODE_OFFSET);
  }

  /** {@return the session, 0 to 65535; 0 if there is none yet} */
  public int sessionId() {
    return unsignedShort(SESSION_OFFSET);
  }

  /** {@return the bytes after this header, 0 to 65535} */
  public int payloadLengthField() {
    return unsignedShort(LENGTH_OFFSET);
  }

  @Override
  protected long wireEnd(long outer) {
    return Math.min(outer, offset() + LENGTH + payloadLengthField());
  }

  @Override
  protected Numbering payloadNumbering() {
    return discovery ? Numbering.NONE : Numbering.ETHER_TYPE;
  }

  @Override
  protected int payloadNumber() {
    return EtherType.PPP;
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    visitor.line();
    int versionAndType = unsignedByte(VERSION_AND_TYPE_OFFSET);
    visitor.number(VERSION, versionAndType >>> 4);
    visitor.number(TYPE, versionAndType & 0xF);
    int code = code();
    visitor.number(CODE, code, name(code));
    visitor.number(SESSION, sessionId());
    int length = payloadLengthField();
    visitor.number(PAYLOAD_LENGTH, length);
    if (discovery && length > 0) {
      visitor.line();
      visitor.group(TAGS);
      describeTags(visitor, LENGTH + length);
      visitor.endGroup();
    }
  }

  private void describeTags(FieldVisitor visitor, int end) {
    int at = LENGTH;
    while (at < end) {
      if (at + TAG_HEADER > end) {
        visitor.problem(BEYOND_PACKET);
        return;
      }
      if (!holds(at + TAG_HEADER)) {
        visitor.problem(isWhole() ? BEYOND_PACKET : Problem.TRUNCATED);
        return;
      }
      int tag = unsignedShort(at);
      int length = unsignedShort(at + 2);
      visitor.item(TAG, tag, tagName(tag));
      at += TAG_HEADER;
      if (tag == END_OF_LIST) {
        return;
      }
      if (at + length > end) {
        visitor.problem(BEYOND_PACKET);
        return;
      }
      if (!holds(at + length)) {
        visitor.problem(isWhole() ? BEYOND_PACKET : Problem.TRUNCATED);
        return;
      }
      Field value =
          switch (tag) {
            case HOST_UNIQ -> HOST_UNIQ_VALUE;
            case COOKIE -> COOKIE_VALUE;
            case RELAY_SESSION -> RELAY_VALUE;
            default -> null;
          };
      if (value != null && length > 0) {
        visitor.bytes(value, memory(), offset() + at, length);
      }
      at += length;
    }
  }

  private static String name(int code) {
    return switch (code) {
      case SESSION_DATA -> "session data";
      case 0x07 -> "PADO";
      case 0x09 -> "PADI";
      case 0x19 -> "PADR";
      case 0x65 -> "PADS";
      case 0xA7 -> "PADT";
      default -> "unknown";
    };
  }

  private static String tagName(int tag) {
    return switch (tag) {
      case END_OF_LIST -> "end of list";
      case 0x0101 -> "Service-Name";
      case 0x0102 -> "AC-Name";
      case HOST_UNIQ -> "Host-Uniq";
      case COOKIE -> "AC-Cookie";
      case 0x0105 -> "Vendor-Specific";
      case RELAY_SESSION -> "Relay-Session-Id";
      case 0x0120 -> "PPP-Max-Payload";
      case 0x0201 -> "Service-Name-Error";
      case 0x0202 -> "AC-System-Error";
      case 0x0203 -> "Generic-Error";
      default -> "unknown";
    };
  }
}

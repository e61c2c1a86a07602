// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * A RADIUS packet (RFC 2865, section 3).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * |     Code      |  Identifier   |            Length             |
 * +---------------+---------------+-------------------------------+
 * |                     authenticator, 16 bytes
 * +---------------+---------------+-------------------------------
 * |     Type      |    Length     |     value; further attributes
 * +---------------+---------------+-------------------------------
 * </pre>
 */
public final class Radius extends Header {
  /** Bytes before the first attribute. */
  public static final int LENGTH = 20;

  /** The UDP port for authentication. */
  public static final int PORT = 1812;

  /** The UDP port for accounting. */
  public static final int ACCOUNTING_PORT = 1813;

  /** The UDP port for authentication before RFC 2865. */
  public static final int OLD_PORT = 1645;

  /** The UDP port for accounting before RFC 2866. */
  public static final int OLD_ACCOUNTING_PORT = 1646;

  /** The UDP port for changes of authorization (RFC 5176). */
  public static final int AUTHORIZATION_PORT = 3799;

  private static final int IDENTIFIER_OFFSET = 1;
  private static final int LENGTH_OFFSET = 2;
  private static final int AUTHENTICATOR_OFFSET = 4;
  private static final int AUTHENTICATOR_LENGTH = 16;
  private static final int PREFIX = 2;

  private static final Field HEADING = Field.of("RADIUS Packet", "radius");
  private static final Field CODE = Field.of("Code", "radius.code");
  private static final Field IDENTIFIER = Field.of("Identifier", "radius.id");
  private static final Field PACKET_LENGTH = Field.of("Length", "radius.length");
  private static final Field AUTHENTICATOR =
      Field.of("Authenticator", "radius.authenticator").hidden();
  private static final Field ATTRIBUTES = Field.of("Attributes", "radius.avp");
  private static final Field ATTRIBUTE = Field.of("Attribute", "radius.avp.type");
  private static final Field ATTRIBUTE_LENGTH = Field.of("length", "radius.avp.length").hidden();

  private static final Field USER_NAME = Field.of("", "radius.User_Name");
  private static final Field NAS_ADDRESS = Field.of("", "radius.NAS_IP_Address");
  private static final Field NAS_PORT = Field.of("", "radius.NAS_Port");
  private static final Field SERVICE_TYPE = Field.of("", "radius.Service_Type");
  private static final Field FRAMED_ADDRESS = Field.of("", "radius.Framed-IP-Address");
  private static final Field FRAMED_MASK = Field.of("", "radius.Framed_IP_Netmask");
  private static final Field FRAMED_MTU = Field.of("", "radius.Framed_MTU");
  private static final Field REPLY = Field.of("", "radius.Reply_Message");
  private static final Field SESSION_TIMEOUT = Field.of("", "radius.Session_Timeout");
  private static final Field IDLE_TIMEOUT = Field.of("", "radius.Idle_Timeout");
  private static final Field CALLED = Field.of("", "radius.Called_Station_Id");
  private static final Field CALLING = Field.of("", "radius.Calling_Station_Id");
  private static final Field NAS_IDENTIFIER = Field.of("", "radius.NAS_Identifier");
  private static final Field STATUS = Field.of("", "radius.Acct_Status_Type");
  private static final Field INPUT_OCTETS = Field.of("", "radius.Acct_Input_Octets");
  private static final Field OUTPUT_OCTETS = Field.of("", "radius.Acct_Output_Octets");
  private static final Field SESSION_ID = Field.of("", "radius.Acct_Session_Id");
  private static final Field SESSION_TIME = Field.of("", "radius.Acct_Session_Time");

  private static final Problem SHORT_PACKET = Problem.malformed("length below 20");
  private static final Problem SHORT_ATTRIBUTE = Problem.malformed("attribute length below 2");
  private static final Problem BEYOND_PACKET = Problem.malformed("attribute beyond the packet");

  /** A header that wraps nothing yet. */
  public Radius() {
    super(HEADING, LENGTH);
  }

  /** {@return the code, 0 to 255} */
  public int code() {
    return unsignedByte(0);
  }

  /** {@return the identifier, 0 to 255: the same in a request and its reply} */
  public int identifier() {
    return unsignedByte(IDENTIFIER_OFFSET);
  }

  /** {@return the length of the packet in bytes: 20 to 65535, otherwise malformed} */
  public int length() {
    return unsignedShort(LENGTH_OFFSET);
  }

  @Override
  public int headerLength() {
    return length();
  }

  @Override
  protected Problem examine() {
    return length() < LENGTH ? SHORT_PACKET : Problem.NONE;
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    visitor.line();
    visitor.number(CODE, code(), codeName(code()));
    visitor.number(IDENTIFIER, identifier());
    visitor.number(PACKET_LENGTH, length());
    visitor.bytes(AUTHENTICATOR, memory(), offset() + AUTHENTICATOR_OFFSET, AUTHENTICATOR_LENGTH);
    if (problem() == Problem.NONE) {
      visitor.line();
      visitor.group(ATTRIBUTES);
      describeAttributes(visitor);
      visitor.endGroup();
    }
  }

  private void describeAttributes(FieldVisitor visitor) {
    int end = length();
    int at = LENGTH;
    while (at < end) {
      int length = at + PREFIX <= end && holds(at + PREFIX) ? unsignedByte(at + 1) : PREFIX;
      if (length < PREFIX) {
        visitor.problem(SHORT_ATTRIBUTE);
        return;
      }
      if (!holds(at + length) || at + length > end) {
        visitor.problem(isWhole() || at + length > end ? BEYOND_PACKET : Problem.TRUNCATED);
        return;
      }
      int type = unsignedByte(at);
      visitor.item(ATTRIBUTE, type, attributeName(type));
      visitor.number(ATTRIBUTE_LENGTH, length);
      describe(type, at + PREFIX, length - PREFIX, visitor);
      at += length;
    }
  }

  private void describe(int type, int at, int length, FieldVisitor visitor) {
    Field text = text(type);
    if (text != null) {
      describeText(text, at, length, visitor);
    } else if (length == Integer.BYTES) {
      describeNumber(type, at, visitor);
    }
  }

  private void describeNumber(int type, int at, FieldVisitor visitor) {
    Field address = address(type);
    Field number = number(type);
    if (address != null) {
      visitor.ipv4(address, signedInt(at));
    } else if (number != null) {
      visitor.number(number, unsignedInt(at));
    }
  }

  /** The field of a text, or null. */
  private static Field text(int type) {
    return switch (type) {
      case 1 -> USER_NAME;
      case 18 -> REPLY;
      case 30 -> CALLED;
      case 31 -> CALLING;
      case 32 -> NAS_IDENTIFIER;
      case 44 -> SESSION_ID;
      default -> null;
    };
  }

  /** The field of an address, or null. */
  private static Field address(int type) {
    return switch (type) {
      case 4 -> NAS_ADDRESS;
      case 8 -> FRAMED_ADDRESS;
      case 9 -> FRAMED_MASK;
      default -> null;
    };
  }

  /** The field of a number, or null. */
  private static Field number(int type) {
    return switch (type) {
      case 5 -> NAS_PORT;
      case 6 -> SERVICE_TYPE;
      case 12 -> FRAMED_MTU;
      case 27 -> SESSION_TIMEOUT;
      case 28 -> IDLE_TIMEOUT;
      case 40 -> STATUS;
      case 42 -> INPUT_OCTETS;
      case 43 -> OUTPUT_OCTETS;
      case 46 -> SESSION_TIME;
      default -> null;
    };
  }

  private static String codeName(int code) {
    return switch (code) {
      case 1 -> "access request";
      case 2 -> "access accept";
      case 3 -> "access reject";
      case 4 -> "accounting request";
      case 5 -> "accounting response";
      case 11 -> "access challenge";
      case 12 -> "status server";
      case 13 -> "status client";
      case 40 -> "disconnect request";
      case 41 -> "disconnect ACK";
      case 42 -> "disconnect NAK";
      case 43 -> "CoA request";
      case 44 -> "CoA ACK";
      case 45 -> "CoA NAK";
      default -> "unknown";
    };
  }

  private static String attributeName(int type) {
    return switch (type) {
      case 1 -> "user name";
      case 2 -> "user password";
      case 3 -> "CHAP password";
      case 4 -> "NAS address";
      case 5 -> "NAS port";
      case 6 -> "service type";
      case 7 -> "framed protocol";
      case 8 -> "framed address";
      case 9 -> "framed mask";
      case 12 -> "framed MTU";
      case 18 -> "reply";
      case 24 -> "state";
      case 25 -> "class";
      case 26 -> "vendor";
      case 27 -> "session timeout";
      case 28 -> "idle timeout";
      case 30 -> "called station";
      case 31 -> "calling station";
      case 32 -> "NAS identifier";
      case 33 -> "proxy state";
      case 40 -> "status";
      case 42 -> "input octets";
      case 43 -> "output octets";
      case 44 -> "session";
      case 46 -> "session time";
      case 61 -> "NAS port type";
      case 64 -> "tunnel type";
      case 65 -> "tunnel medium";
      case 79 -> "EAP message";
      case 80 -> "message authenticator";
      case 81 -> "tunnel private group";
      default -> "unknown";
    };
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * An L2TP header (RFC 2661, section 3.1): a control message with attribute value pairs, or a PPP
 * packet. The fields after the flags are present if the flag with the same letter is set.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+---+-+-+-+-+-------+-------+-------------------------------+
 * |T|L|x x|S|x|O|P|x x x x|  Ver  |          Length (L)           |
 * +-+-+---+-+-+-+-+-------+-------+-------------------------------+
 * |           Tunnel ID           |           Session ID          |
 * +-------------------------------+-------------------------------+
 * |             Ns (S)            |             Nr (S)            |
 * +-------------------------------+-------------------------------+
 * |        Offset Size (O)        |    offset padding ...
 * +-------------------------------+-------------------------------
 * </pre>
 */
public final class L2tp extends Header {
  /** Bytes of the shortest header. */
  public static final int MINIMUM_LENGTH = 6;

  /** The UDP port that IANA assigned. */
  public static final int PORT = 1701;

  /** Flag T: a control message. */
  public static final int CONTROL = 0x8000;

  private static final int HAS_LENGTH = 0x4000;
  private static final int HAS_SEQUENCE = 0x0800;
  private static final int HAS_OFFSET = 0x0200;
  private static final int PRIORITY = 0x0100;
  private static final int VERSION_MASK = 0xF;
  private static final int VERSION = 2;

  private static final int FLAGS_OFFSET = 0;
  private static final int LENGTH_OFFSET = 2;

  private static final int AVP_HEADER = 6;
  private static final int AVP_LENGTH_MASK = 0x3FF;
  private static final int AVP_VENDOR_OFFSET = 2;
  private static final int AVP_TYPE_OFFSET = 4;
  private static final int MANDATORY = 0x8000;
  private static final int HIDDEN = 0x4000;

  private static final int PPP_LINK = 9;

  private static final Field HEADING = Field.of("L2TP Packet", "l2tp");
  private static final FlagsField FLAGS =
      FlagsField.of(
          Field.hex("Flags", "l2tp.flags", 4),
          new FlagsField.Flag("P", "l2tp.priority", PRIORITY),
          new FlagsField.Flag("O", "l2tp.offset_bit", HAS_OFFSET),
          new FlagsField.Flag("S", "l2tp.seq_bit", HAS_SEQUENCE),
          new FlagsField.Flag("L", "l2tp.length_bit", HAS_LENGTH),
          new FlagsField.Flag("T", "l2tp.type", CONTROL));
  private static final Field VERSION_FIELD = Field.of("Version", "l2tp.version").hidden();
  private static final Field LENGTH = Field.of("Length", "l2tp.length");
  private static final Field TUNNEL = Field.of("Tunnel ID", "l2tp.tunnel");
  private static final Field SESSION = Field.of("Session ID", "l2tp.session");
  private static final Field SENT = Field.of("Ns", "l2tp.Ns");
  private static final Field RECEIVED = Field.of("Nr", "l2tp.Nr");
  private static final Field OFFSET = Field.of("Offset", "l2tp.offset");
  private static final Field AVPS = Field.of("Attributes", "l2tp.avp");
  private static final Field AVP_TYPE = Field.of("Attribute", "l2tp.avp.type");
  private static final Field AVP_MANDATORY = Field.of("M", "l2tp.avp.mandatory").hidden();
  private static final Field AVP_HIDDEN = Field.of("H", "l2tp.avp.hidden").hidden();
  private static final Field AVP_LENGTH = Field.of("Length", "l2tp.avp.length").hidden();
  private static final Field AVP_VENDOR = Field.of("vendor", "l2tp.avp.vendor_id").unlessZero();
  private static final Field MESSAGE_TYPE = Field.of("", "l2tp.avp.message_type");

  private static final Problem OTHER_VERSION = Problem.malformed("version is not 2");
  private static final Problem SHORT_LENGTH = Problem.malformed("length below the header length");
  private static final Problem BAD_AVP = Problem.malformed("attribute beyond the packet");

  /** A header that wraps nothing yet. */
  public L2tp() {
    super(HEADING, MINIMUM_LENGTH);
  }

  /** {@return the flags and the version, 16 bits: {@link #CONTROL} and others} */
  public int flags() {
    return unsignedShort(FLAGS_OFFSET);
  }

  private int idsOffset(int flags) {
    return (flags & HAS_LENGTH) != 0 ? LENGTH_OFFSET + Short.BYTES : LENGTH_OFFSET;
  }

  private int sequenceEnd(int flags) {
    return idsOffset(flags) + Integer.BYTES + ((flags & HAS_SEQUENCE) != 0 ? Integer.BYTES : 0);
  }

  @Override
  public int headerLength() {
    int flags = flags();
    int end = sequenceEnd(flags);
    if ((flags & HAS_OFFSET) == 0) {
      return end;
    }
    int size = holds(end + Short.BYTES) ? unsignedShort(end) : 0;
    return end + Short.BYTES + size;
  }

  @Override
  protected Problem examine() {
    int flags = flags();
    if ((flags & VERSION_MASK) != VERSION) {
      return OTHER_VERSION;
    }
    int header = headerLength();
    if (!holds(header)) {
      return Problem.TRUNCATED;
    }
    return (flags & HAS_LENGTH) != 0 && unsignedShort(LENGTH_OFFSET) < header
        ? SHORT_LENGTH
        : Problem.NONE;
  }

  @Override
  protected long wireEnd(long outer) {
    boolean hasLength = (flags() & HAS_LENGTH) != 0;
    return hasLength ? Math.min(outer, offset() + unsignedShort(LENGTH_OFFSET)) : outer;
  }

  @Override
  protected Numbering payloadNumbering() {
    return (flags() & CONTROL) != 0 ? Numbering.NONE : Numbering.LINK_TYPE;
  }

  @Override
  protected int payloadNumber() {
    return PPP_LINK;
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    int flags = flags();
    visitor.line();
    visitor.flags(FLAGS, flags);
    visitor.number(VERSION_FIELD, flags & VERSION_MASK);
    if (problem() == OTHER_VERSION) {
      return;
    }
    int at = idsOffset(flags);
    if ((flags & HAS_LENGTH) != 0) {
      visitor.number(LENGTH, unsignedShort(LENGTH_OFFSET));
    }
    if (!holds(at + Integer.BYTES)) {
      return;
    }
    visitor.number(TUNNEL, unsignedShort(at));
    visitor.number(SESSION, unsignedShort(at + Short.BYTES));
    int end = sequenceEnd(flags);
    if (!holds(end)) {
      return;
    }
    if ((flags & HAS_SEQUENCE) != 0) {
      visitor.number(SENT, unsignedShort(end - Integer.BYTES));
      visitor.number(RECEIVED, unsignedShort(end - Short.BYTES));
    }
    if ((flags & HAS_OFFSET) != 0 && holds(end + Short.BYTES)) {
      visitor.number(OFFSET, unsignedShort(end));
    }
    if (problem() == Problem.NONE && (flags & CONTROL) != 0 && payloadEnd() > payloadOffset()) {
      visitor.line();
      visitor.group(AVPS);
      describeAttributes(visitor);
      visitor.endGroup();
    }
  }

  private void describeAttributes(FieldVisitor visitor) {
    int at = (int) (payloadOffset() - offset());
    int end = (int) (payloadEnd() - offset());
    while (at < end) {
      int flags = end - at < AVP_HEADER ? 0 : unsignedShort(at);
      int length = flags & AVP_LENGTH_MASK;
      if (length < AVP_HEADER || length > end - at) {
        visitor.problem(isWhole() ? BAD_AVP : Problem.TRUNCATED);
        return;
      }
      int vendor = unsignedShort(at + AVP_VENDOR_OFFSET);
      int type = unsignedShort(at + AVP_TYPE_OFFSET);
      visitor.item(AVP_TYPE, type, vendor == 0 ? attributeName(type) : "unknown");
      visitor.number(AVP_MANDATORY, (flags & MANDATORY) / MANDATORY);
      visitor.number(AVP_HIDDEN, (flags & HIDDEN) / HIDDEN);
      visitor.number(AVP_LENGTH, length);
      visitor.number(AVP_VENDOR, vendor);
      if (type == 0 && vendor == 0 && (flags & HIDDEN) == 0 && length >= AVP_HEADER + Short.BYTES) {
        int message = unsignedShort(at + AVP_HEADER);
        visitor.number(MESSAGE_TYPE, message, messageName(message));
      }
      at += length;
    }
  }

  private static String messageName(int type) {
    return switch (type) {
      case 1 -> "SCCRQ";
      case 2 -> "SCCRP";
      case 3 -> "SCCCN";
      case 4 -> "StopCCN";
      case 6 -> "HELLO";
      case 7 -> "OCRQ";
      case 8 -> "OCRP";
      case 9 -> "OCCN";
      case 10 -> "ICRQ";
      case 11 -> "ICRP";
      case 12 -> "ICCN";
      case 14 -> "CDN";
      case 15 -> "WEN";
      case 16 -> "SLI";
      default -> "unknown";
    };
  }

  private static String attributeName(int type) {
    return switch (type) {
      case 0 -> "Message Type";
      case 1 -> "Result Code";
      case 2 -> "Protocol Version";
      case 3 -> "Framing Capabilities";
      case 4 -> "Bearer Capabilities";
      case 5 -> "Tie Breaker";
      case 6 -> "Firmware Revision";
      case 7 -> "Host Name";
      case 8 -> "Vendor Name";
      case 9 -> "Assigned Tunnel ID";
      case 10 -> "Receive Window Size";
      case 11 -> "Challenge";
      case 13 -> "Challenge Response";
      case 14 -> "Assigned Session ID";
      case 15 -> "Call Serial Number";
      case 24 -> "Tx Connect Speed";
      default -> "unknown";
    };
  }
}

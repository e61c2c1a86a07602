// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * A header of IEEE 802.11 (IEEE 802.11-2020, clause 9), with the body of a management frame. The
 * type and the flags say which addresses there are, and what they are of. Numbers have their low
 * byte first.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------+---+---+---------------+-------------------------------+
 * |Subtype| T |Ver|     Flags     |            Duration           |
 * +-------+---+---+---------------+-------------------------------+
 * |                   Address 1                                   |
 * +                               +- - - - - - - - - - - - - - - -+
 * |                               |      Address 2 (optional)     |
 * +- - - - - - - - - - - - - - - -+                               +
 * |                                                               |
 * +- - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - -+
 * |              Address 3 (optional)                             |
 * +                               +- - - - - - - - - - - - - - - -+
 * |                               |  Sequence Control (optional)  |
 * +- - - - - - - - - - - - - - - -+- - - - - - - - - - - - - - - -+
 * |     Address 4, QoS Control, HT Control (optional)
 * +- - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - -
 * </pre>
 */
public final class Wlan extends Header {
  /** Bytes of the shortest header: that of an acknowledgment. */
  public static final int MINIMUM_LENGTH = 10;

  /** The LINKTYPE_ value of frames that begin with this header. */
  static final int LINK_TYPE = 105;

  private static final int VERSION_MASK = 3;
  private static final int MANAGEMENT = 0;
  private static final int CONTROL = 1;
  private static final int DATA = 2;

  private static final int TO_DS = 1;
  private static final int FROM_DS = 2;
  private static final int MORE_FRAGMENTS = 4;
  private static final int PROTECTED = 0x40;
  private static final int ORDER = 0x80;

  // Bits of the subtype of data frames.
  private static final int EMPTY = 4;
  private static final int QOS = 8;
  private static final int AGGREGATE = 0x80;

  private static final int CONTROL_OFFSET = 0;
  private static final int FLAGS_OFFSET = 1;
  private static final int DURATION_OFFSET = 2;
  private static final int ADDRESS_1 = 4;
  private static final int ADDRESS_2 = 10;
  private static final int ADDRESS_3 = 16;
  private static final int SEQUENCE_OFFSET = 22;
  private static final int ADDRESS_4 = 24;
  private static final int TWO_ADDRESSES = 16;
  private static final int THREE_ADDRESSES = 24;
  private static final int FOUR_ADDRESSES = 30;
  private static final int QOS_LENGTH = 2;
  private static final int HT_LENGTH = 4;

  /** The highest two bits of a duration that is an association ID. */
  private static final int ASSOCIATION_MARK = 0xC000;

  private static final int BEACON_FIXED = 12;
  private static final int ELEMENT_HEADER = 2;
  private static final int SIMULTANEOUS_AUTHENTICATION = 3;

  private static final Field HEADING = Field.of("802.11 Frame", "wlan");
  private static final Field WORD = Field.hex("Frame Control", "wlan.fc.value", 4).hidden();
  private static final Field KIND = Field.hex("Type", "wlan.fc.type_subtype", 4);
  private static final Field VERSION = Field.of("Version", "wlan.fc.version").hidden();
  private static final Field TYPE = Field.of("Type", "wlan.fc.type").hidden();
  private static final Field SUBTYPE = Field.of("Subtype", "wlan.fc.subtype").hidden();
  private static final FlagsField FLAGS =
      FlagsField.of(
          Field.hex("Flags", "wlan.flags", 2),
          new FlagsField.Flag("to DS", "wlan.fc.tods", TO_DS),
          new FlagsField.Flag("from DS", "wlan.fc.fromds", FROM_DS),
          new FlagsField.Flag("more fragments", "wlan.fc.frag", MORE_FRAGMENTS),
          new FlagsField.Flag("retry", "wlan.fc.retry", 8),
          new FlagsField.Flag("power management", "wlan.fc.pwrmgt", 0x10),
          new FlagsField.Flag("more data", "wlan.fc.moredata", 0x20),
          new FlagsField.Flag("protected", "wlan.fc.protected", PROTECTED),
          new FlagsField.Flag("order", "wlan.fc.order", ORDER));
  private static final Field DURATION = Field.of("Duration", "wlan.duration").hidden();
  private static final Field ASSOCIATION = Field.of("Association ID", "wlan.aid");
  private static final Field RECEIVER = Field.of("Receiver", "wlan.ra");
  private static final Field TRANSMITTER = Field.of("Transmitter", "wlan.ta");
  private static final Field HIDDEN_RECEIVER = Field.of("Receiver", "wlan.ra").hidden();
  private static final Field HIDDEN_TRANSMITTER = Field.of("Transmitter", "wlan.ta").hidden();
  private static final Field DESTINATION = Field.of("Destination", "wlan.da");
  private static final Field SOURCE = Field.of("Source", "wlan.sa");
  private static final Field NETWORK = Field.of("BSSID", "wlan.bssid");
  private static final Field FRAGMENT = Field.of("Fragment", "wlan.frag").unlessZero();
  private static final Field SEQUENCE = Field.of("Sequence", "wlan.seq");
  private static final Field QOS_CONTROL = Field.hex("QoS", "wlan.qos.value", 4).hidden();
  private static final Field TRAFFIC = Field.of("TID", "wlan.qos.tid");
  private static final Field PRIORITY = Field.of("Priority", "wlan.qos.priority").hidden();

  private static final Field TIME = Field.of("Timestamp", "wlan.fixed.timestamp").hidden();
  private static final Field INTERVAL = Field.of("Beacon Interval", "wlan.fixed.beacon");
  private static final FlagsField CAPABILITIES =
      FlagsField.of(
          Field.hex("Capabilities", "wlan.fixed.capabilities", 4),
          new FlagsField.Flag("ESS", "wlan.fixed.capabilities.ess", 1),
          new FlagsField.Flag("IBSS", "wlan.fixed.capabilities.ibss", 2),
          new FlagsField.Flag("privacy", "wlan.fixed.capabilities.privacy", 0x10));
  private static final Field LISTEN =
      Field.hex("Listen Interval", "wlan.fixed.listen_ival", 4).hidden();
  private static final Field CURRENT = Field.of("Current AP", "wlan.fixed.current_ap");
  private static final Field STATUS = Field.hex("Status", "wlan.fixed.status_code", 4);
  private static final Field REASON = Field.hex("Reason", "wlan.fixed.reason_code", 4);
  private static final Field FIXED_ASSOCIATION = Field.hex("Association ID", "wlan.fixed.aid", 4);
  private static final Field ALGORITHM = Field.of("Algorithm", "wlan.fixed.auth.alg");
  private static final Field STEP = Field.hex("Step", "wlan.fixed.auth_seq", 4);
  private static final Field CATEGORY = Field.of("Category", "wlan.fixed.category_code");
  private static final Field ELEMENTS = Field.of("Elements", "wlan.tag");
  private static final Field ELEMENT = Field.of("", "wlan.tag.number");
  private static final Field ELEMENT_LENGTH = Field.of("length", "wlan.tag.length").hidden();
  private static final Field SSID = Field.of("", "wlan.ssid").hidden();
  private static final Field SSID_TEXT = Field.of("", "wlan.ssid_text");
  private static final Field RATE = Field.hex("", "wlan.supported_rates", 2).hidden();
  private static final Field MORE_RATES =
      Field.hex("", "wlan.extended_supported_rates", 2).hidden();
  private static final Field CHANNEL = Field.of("", "wlan.ds.current_channel");
  private static final Field COUNTRY = Field.of("", "wlan.country_info.code");

  private static final Problem OTHER_VERSION = Problem.malformed("version is not 0");
  private static final Problem BEYOND_PACKET = Problem.malformed("element beyond the packet");

  /** A header that wraps nothing yet. */
  public Wlan() {
    super(HEADING, MINIMUM_LENGTH);
  }

  /** {@return the type, 0 to 3: management, control, data, extension} */
  public int type() {
    return unsignedByte(CONTROL_OFFSET) >>> 2 & 3;
  }

  /** {@return the subtype, 0 to 15: 8 is a beacon of management, or data with QoS} */
  public int subtype() {
    return unsignedByte(CONTROL_OFFSET) >>> 4;
  }

  /** {@return the flags, 0 to 255} */
  public int flags() {
    return unsignedByte(FLAGS_OFFSET);
  }

  /** {@return whether the body is encrypted} */
  public boolean isProtected() {
    return (flags() & PROTECTED) != 0;
  }

  /** {@return the MAC address of the receiver, in the lower 48 bits} */
  public long receiver() {
    return mac(ADDRESS_1);
  }

  private int little16(int at) {
    return Short.toUnsignedInt(Short.reverseBytes((short) unsignedShort(at)));
  }

  /** {@return the microseconds that the medium is reserved for, 0 to 32767} */
  public int duration() {
    return little16(DURATION_OFFSET) & 0x7FFF;
  }

  private boolean hasFourAddresses() {
    return (flags() & (TO_DS | FROM_DS)) == (TO_DS | FROM_DS);
  }

  /** The length without the body of a management frame. */
  private int macLength() {
    int length =
        switch (type()) {
          case MANAGEMENT -> (flags() & ORDER) != 0 ? THREE_ADDRESSES + HT_LENGTH : THREE_ADDRESSES;
          case CONTROL -> hasTransmitter() ? TWO_ADDRESSES : MINIMUM_LENGTH;
          case DATA -> dataLength();
          default -> MINIMUM_LENGTH;
        };
    boolean isPadded = outer() instanceof Radiotap radiotap && radiotap.isPadded();
    return isPadded ? length + 3 & ~3 : length;
  }

  private int dataLength() {
    int length = hasFourAddresses() ? FOUR_ADDRESSES : THREE_ADDRESSES;
    if ((subtype() & QOS) == 0) {
      return length;
    }
    return length + ((flags() & ORDER) != 0 ? QOS_LENGTH + HT_LENGTH : QOS_LENGTH);
  }

  /** Whether a control frame has a second address. */
  private boolean hasTransmitter() {
    return switch (subtype()) {
      case 8, 9, 10, 11, 14, 15 -> true;
      default -> false;
    };
  }

  @Override
  public int headerLength() {
    int length = macLength();
    boolean isWhole = type() == MANAGEMENT && !isProtected() && holds(length);
    return isWhole ? (int) Math.min(Integer.MAX_VALUE, end() - offset()) : length;
  }

  @Override
  protected Problem examine() {
    if ((unsignedByte(CONTROL_OFFSET) & VERSION_MASK) != 0) {
      return OTHER_VERSION;
    }
    return holds(macLength()) ? Problem.NONE : Problem.TRUNCATED;
  }

  @Override
  protected Numbering payloadNumbering() {
    return type() == DATA && (subtype() & EMPTY) == 0 && isReadable()
        ? Numbering.LENGTH_FIELD
        : Numbering.NONE;
  }

  /** Whether the body of a data frame is one packet, whole and not encrypted. */
  private boolean isReadable() {
    return !isProtected() && !isFragment() && !isAggregate();
  }

  private boolean isAggregate() {
    return (subtype() & QOS) != 0 && (little16(qosOffset()) & AGGREGATE) != 0;
  }

  private int qosOffset() {
    return hasFourAddresses() ? FOUR_ADDRESSES : THREE_ADDRESSES;
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    int type = type();
    int subtype = subtype();
    visitor.line();
    visitor.number(WORD, unsignedShort(CONTROL_OFFSET));
    int kind = type << 4 | subtype;
    visitor.number(KIND, kind, kindName(kind));
    visitor.number(VERSION, unsignedByte(CONTROL_OFFSET) & VERSION_MASK);
    visitor.number(TYPE, type);
    visitor.number(SUBTYPE, subtype);
    visitor.flags(FLAGS, flags());
    if (problem() != Problem.NONE) {
      return;
    }
    switch (type) {
      case MANAGEMENT -> describeManagement(visitor, subtype);
      case CONTROL -> describeControl(visitor, subtype);
      case DATA -> describeData(visitor, subtype);
      default -> visitor.number(DURATION, duration());
    }
  }

  private void describeControl(FieldVisitor visitor, int subtype) {
    int duration = little16(DURATION_OFFSET);
    if (subtype == 10 && duration >= ASSOCIATION_MARK) {
      visitor.number(ASSOCIATION, duration - ASSOCIATION_MARK);
    } else {
      visitor.number(DURATION, duration());
    }
    visitor.line();
    visitor.mac(RECEIVER, receiver());
    if (subtype == 10) {
      visitor.mac(NETWORK, receiver());
    }
    if (hasTransmitter()) {
      visitor.mac(subtype == 14 ? NETWORK : TRANSMITTER, mac(ADDRESS_2));
    }
  }

  private void describeData(FieldVisitor visitor, int subtype) {
    visitor.number(DURATION, duration());
    visitor.line();
    long first = receiver();
    long second = mac(ADDRESS_2);
    long third = mac(ADDRESS_3);
    boolean isAggregate = isAggregate();
    if (hasFourAddresses()) {
      visitor.mac(RECEIVER, first);
      visitor.mac(TRANSMITTER, second);
      if (!isAggregate) {
        visitor.mac(DESTINATION, third);
        visitor.mac(SOURCE, mac(ADDRESS_4));
      }
    } else {
      visitor.mac(HIDDEN_RECEIVER, first);
      visitor.mac(HIDDEN_TRANSMITTER, second);
      describeThree(visitor, first, second, third, isAggregate);
    }
    describeSequence(visitor);
    if ((subtype & QOS) != 0) {
      int qos = little16(qosOffset());
      visitor.number(QOS_CONTROL, qos);
      visitor.number(TRAFFIC, qos & 0xF);
      visitor.number(PRIORITY, qos & 7);
    }
  }

  /** In an aggregate, each packet has the addresses that the third one would be. */
  private void describeThree(
      FieldVisitor visitor, long first, long second, long third, boolean isAggregate) {
    switch (flags() & (TO_DS | FROM_DS)) {
      case TO_DS -> {
        if (!isAggregate) {
          visitor.mac(DESTINATION, third);
        }
        visitor.mac(SOURCE, second);
        visitor.mac(NETWORK, first);
      }
      case FROM_DS -> {
        visitor.mac(DESTINATION, first);
        if (!isAggregate) {
          visitor.mac(SOURCE, third);
        }
        visitor.mac(NETWORK, second);
      }
      default -> {
        visitor.mac(DESTINATION, first);
        visitor.mac(SOURCE, second);
        visitor.mac(NETWORK, third);
      }
    }
  }

  private void describeSequence(FieldVisitor visitor) {
    int sequence = little16(SEQUENCE_OFFSET);
    visitor.number(FRAGMENT, sequence & 0xF);
    visitor.number(SEQUENCE, sequence >>> 4);
  }

  private void describeManagement(FieldVisitor visitor, int subtype) {
    visitor.number(DURATION, duration());
    visitor.line();
    visitor.mac(HIDDEN_RECEIVER, receiver());
    visitor.mac(DESTINATION, receiver());
    visitor.mac(HIDDEN_TRANSMITTER, mac(ADDRESS_2));
    visitor.mac(SOURCE, mac(ADDRESS_2));
    visitor.mac(NETWORK, mac(ADDRESS_3));
    describeSequence(visitor);
    int fixed = fixedLength(subtype);
    if (isProtected() || fixed < 0 || isFragment()) {
      return;
    }
    int at = macLength();
    if (!holds(at + fixed)) {
      visitor.problem(Problem.TRUNCATED);
      return;
    }
    if (fixed > 0) {
      visitor.line();
    }
    describeFixed(visitor, subtype, at);
    boolean hasElements =
        subtype < 10 || subtype == 11 && little16(at) != SIMULTANEOUS_AUTHENTICATION;
    if (hasElements && end() > offset() + at + fixed) {
      visitor.line();
      visitor.group(ELEMENTS);
      describeElements(visitor, at + fixed);
      visitor.endGroup();
    }
  }

  /** Whether the body is a part of a packet, or of a message. */
  private boolean isFragment() {
    return (flags() & MORE_FRAGMENTS) != 0 || (little16(SEQUENCE_OFFSET) & 0xF) != 0;
  }

  /** The bytes before the elements of a management frame; -1 if it has no fields that are known. */
  private static int fixedLength(int subtype) {
    return switch (subtype) {
      case 0 -> 4;
      case 1, 3, 11 -> 6;
      case 2 -> 10;
      case 4 -> 0;
      case 5, 8 -> BEACON_FIXED;
      case 10, 12 -> 2;
      case 13 -> 1;
      default -> -1;
    };
  }

  private void describeFixed(FieldVisitor visitor, int subtype, int at) {
    switch (subtype) {
      case 0, 2 -> {
        visitor.flags(CAPABILITIES, little16(at));
        visitor.number(LISTEN, little16(at + 2));
        if (subtype == 2) {
          visitor.mac(CURRENT, mac(at + 4));
        }
      }
      case 1, 3 -> {
        visitor.flags(CAPABILITIES, little16(at));
        visitor.number(STATUS, little16(at + 2));
        visitor.number(FIXED_ASSOCIATION, little16(at + 4) & 0x3FFF);
      }
      case 5, 8 -> {
        visitor.number(TIME, Long.reverseBytes(signedLong(at)));
        visitor.number(INTERVAL, little16(at + 8));
        visitor.flags(CAPABILITIES, little16(at + 10));
      }
      case 10, 12 -> visitor.number(REASON, little16(at));
      case 11 -> {
        visitor.number(ALGORITHM, little16(at), algorithmName(little16(at)));
        visitor.number(STEP, little16(at + 2));
        visitor.number(STATUS, little16(at + 4));
      }
      case 13 -> visitor.number(CATEGORY, unsignedByte(at), categoryName(unsignedByte(at)));
      default -> {}
    }
  }

  private void describeElements(FieldVisitor visitor, int from) {
    int at = from;
    int end = (int) (end() - offset());
    while (at < end) {
      if (at + ELEMENT_HEADER > end) {
        visitor.problem(isWhole() ? BEYOND_PACKET : Problem.TRUNCATED);
        return;
      }
      int kind = unsignedByte(at);
      int length = unsignedByte(at + 1);
      visitor.item(ELEMENT, kind, elementName(kind));
      visitor.number(ELEMENT_LENGTH, length);
      at += ELEMENT_HEADER;
      if (at + length > end) {
        visitor.problem(isWhole() ? BEYOND_PACKET : Problem.TRUNCATED);
        return;
      }
      describeElement(visitor, kind, at, length);
      at += length;
    }
  }

  private void describeElement(FieldVisitor visitor, int kind, int at, int length) {
    switch (kind) {
      case 0 -> {
        if (length > 0) {
          visitor.bytes(SSID, memory(), offset() + at, length);
          visitor.text(SSID_TEXT, memory(), offset() + at, length);
        }
      }
      case 1, 50 -> {
        for (int i = 0; i < length; i++) {
          visitor.number(kind == 1 ? RATE : MORE_RATES, unsignedByte(at + i));
        }
      }
      case 3 -> {
        if (length == 1) {
          visitor.number(CHANNEL, unsignedByte(at));
        }
      }
      case 7 -> {
        if (length >= 6) {
          visitor.text(COUNTRY, memory(), offset() + at, 2);
        }
      }
      default -> {}
    }
  }

  private static String kindName(int kind) {
    return switch (kind) {
      case 0x00 -> "association request";
      case 0x01 -> "association response";
      case 0x02 -> "reassociation request";
      case 0x03 -> "reassociation response";
      case 0x04 -> "probe request";
      case 0x05 -> "probe response";
      case 0x06 -> "timing advertisement";
      case 0x08 -> "beacon";
      case 0x09 -> "ATIM";
      case 0x0A -> "disassociation";
      case 0x0B -> "authentication";
      case 0x0C -> "deauthentication";
      case 0x0D -> "action";
      case 0x0E -> "action without acknowledgment";
      case 0x12 -> "trigger";
      case 0x14 -> "beamforming report poll";
      case 0x15 -> "NDP announcement";
      case 0x17 -> "control wrapper";
      case 0x18 -> "block acknowledgment request";
      case 0x19 -> "block acknowledgment";
      case 0x1A -> "PS-Poll";
      case 0x1B -> "RTS";
      case 0x1C -> "CTS";
      case 0x1D -> "acknowledgment";
      case 0x1E -> "CF-End";
      case 0x1F -> "CF-End with CF-Ack";
      case 0x20 -> "data";
      case 0x24 -> "null";
      case 0x28 -> "QoS data";
      case 0x2C -> "QoS null";
      default -> kind >= 0x20 && kind < 0x30 ? "data with polling" : "unknown";
    };
  }

  private static String algorithmName(int algorithm) {
    return switch (algorithm) {
      case 0 -> "open system";
      case 1 -> "shared key";
      case 2 -> "fast transition";
      case SIMULTANEOUS_AUTHENTICATION -> "SAE";
      default -> "unknown";
    };
  }

  private static String categoryName(int category) {
    return switch (category) {
      case 0 -> "spectrum management";
      case 1 -> "QoS";
      case 3 -> "block acknowledgment";
      case 4 -> "public";
      case 5 -> "radio measurement";
      case 6 -> "fast transition";
      case 7 -> "HT";
      case 8 -> "SA query";
      case 10 -> "wireless network management";
      case 13 -> "mesh";
      case 15 -> "self-protected";
      case 21 -> "VHT";
      case 127 -> "vendor";
      default -> "unknown";
    };
  }

  private static String elementName(int kind) {
    return switch (kind) {
      case 0 -> "SSID";
      case 1 -> "rates";
      case 3 -> "channel";
      case 5 -> "traffic map";
      case 7 -> "country";
      case 16 -> "challenge";
      case 32 -> "power constraint";
      case 42 -> "ERP";
      case 45 -> "HT capabilities";
      case 48 -> "RSN";
      case 50 -> "more rates";
      case 54 -> "mobility domain";
      case 61 -> "HT operation";
      case 70 -> "RM capabilities";
      case 127 -> "extended capabilities";
      case 191 -> "VHT capabilities";
      case 192 -> "VHT operation";
      case 221 -> "vendor";
      case 255 -> "extension";
      default -> "unknown";
    };
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * A radiotap header (radiotap.org): what the radio knew of the frame of 802.11 that follows. Bits
 * say which fields are present; bit 31 says that another word of bits follows. Each field is
 * aligned to its size. Numbers have their low byte first.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * |    Version    |      Pad      |             Length            |
 * +---------------+---------------+-------------------------------+
 * |                            Present                            |
 * +---------------------------------------------------------------+
 * |          further words, then the fields
 * +---------------------------------------------------------------
 * </pre>
 */
public final class Radiotap extends Header {
  /** Bytes of the shortest header. */
  public static final int MINIMUM_LENGTH = 8;

  /** The LINKTYPE_ value of frames that begin with this header. */
  static final int LINK_TYPE = 127;

  private static final int VERSION_OFFSET = 0;
  private static final int PAD_OFFSET = 1;
  private static final int LENGTH_OFFSET = 2;
  private static final int PRESENT_OFFSET = 4;

  private static final int HAS_TIME = 1;
  private static final int HAS_FLAGS = 2;

  /** The field says that the frame has no bytes. */
  private static final int NO_FRAME = 1 << 26;

  private static final int NAMESPACE_BIT = 29;
  private static final int EITHER_NAMESPACE = 0x6000_0000;

  private static final int CHECK_SEQUENCE = 0x10;
  private static final int PADDED = 0x20;
  private static final int CHECK_LENGTH = 4;
  private static final int KNOWS_INDEX = 2;

  private static final Field HEADING = Field.of("Radiotap Header", "radiotap");
  private static final Field VERSION = Field.of("Version", "radiotap.version").hidden();
  private static final Field PAD = Field.of("Pad", "radiotap.pad").hidden();
  private static final Field LENGTH = Field.of("Length", "radiotap.length");
  private static final Field PRESENT = Field.hex("Present", "radiotap.present.word", 8).hidden();
  private static final Field TIME = Field.of("MAC Time", "radiotap.mactime");
  private static final FlagsField FLAGS =
      FlagsField.of(
          Field.hex("Flags", "radiotap.flags", 2),
          new FlagsField.Flag("contention-free", "radiotap.flags.cfp", 1),
          new FlagsField.Flag("short preamble", "radiotap.flags.preamble", 2),
          new FlagsField.Flag("WEP", "radiotap.flags.wep", 4),
          new FlagsField.Flag("fragment", "radiotap.flags.frag", 8),
          new FlagsField.Flag("FCS", "radiotap.flags.fcs", CHECK_SEQUENCE),
          new FlagsField.Flag("padded", "radiotap.flags.datapad", PADDED),
          new FlagsField.Flag("bad FCS", "radiotap.flags.badfcs", 0x40),
          new FlagsField.Flag("short GI", "radiotap.flags.shortgi", 0x80));
  private static final Field RATE = Field.of("Rate (500 kb/s)", "radiotap.rate");
  private static final Field FREQUENCY = Field.of("Frequency", "radiotap.channel.freq");
  private static final Field CHANNEL = Field.hex("Channel", "radiotap.channel.flags", 4).hidden();
  private static final Field HOP_SET = Field.of("Hop Set", "radiotap.fhss.hopset");
  private static final Field PATTERN = Field.of("Hop Pattern", "radiotap.fhss.pattern");
  private static final Field SIGNAL = Field.of("Signal (dBm)", "radiotap.dbm_antsignal");
  private static final Field NOISE = Field.of("Noise (dBm)", "radiotap.dbm_antnoise");
  private static final Field QUALITY = Field.of("Quality", "radiotap.quality");
  private static final Field ATTENUATION = Field.of("Attenuation", "radiotap.txattenuation");
  private static final Field DB_ATTENUATION =
      Field.of("Attenuation (dB)", "radiotap.db_txattenuation");
  private static final Field POWER = Field.of("Power (dBm)", "radiotap.txpower");
  private static final Field ANTENNA = Field.of("Antenna", "radiotap.antenna");
  private static final Field DB_SIGNAL = Field.of("Signal (dB)", "radiotap.db_antsignal");
  private static final Field DB_NOISE = Field.of("Noise (dB)", "radiotap.db_antnoise");
  private static final Field RX_FLAGS = Field.hex("RX Flags", "radiotap.rxflags", 4).hidden();
  private static final Field KNOWN = Field.hex("MCS Known", "radiotap.mcs.known", 2).hidden();
  private static final Field INDEX = Field.of("MCS", "radiotap.mcs.index");

  private static final Problem OTHER_VERSION = Problem.malformed("version is not 0");
  private static final Problem SHORT_LENGTH = Problem.malformed("length below the header length");
  private static final Problem BEYOND_HEADER = Problem.malformed("field beyond the header");

  /** A header that wraps nothing yet. */
  public Radiotap() {
    super(HEADING, MINIMUM_LENGTH);
  }

  /** {@return the version, 0 to 255: 0} */
  public int version() {
    return unsignedByte(VERSION_OFFSET);
  }

  /** Length in bytes, unchecked: 0 to 65535. */
  @Override
  public int headerLength() {
    return little16(LENGTH_OFFSET);
  }

  /** {@return the first word of bits that say which fields are present, 32 bits} */
  public int present() {
    return word(PRESENT_OFFSET);
  }

  /** {@return the flags, 0 to 255; 0 if there are none} */
  public int flags() {
    int present = present();
    if ((present & HAS_FLAGS) == 0) {
      return 0;
    }
    int at = fieldsOffset();
    if ((present & HAS_TIME) != 0) {
      at = aligned(at, Long.BYTES) + Long.BYTES;
    }
    return at < headerLength() && holds(at + 1) ? unsignedByte(at) : 0;
  }

  /** Whether the header of the frame is padded to a multiple of four bytes. */
  boolean isPadded() {
    return (flags() & PADDED) != 0;
  }

  private int little16(int at) {
    return Short.toUnsignedInt(Short.reverseBytes((short) unsignedShort(at)));
  }

  private int word(int at) {
    return Integer.reverseBytes(signedInt(at));
  }

  private static int aligned(int at, int size) {
    return (at + size - 1) / size * size;
  }

  /** The offset after the last word of bits; it may be beyond the header. */
  private int fieldsOffset() {
    int at = PRESENT_OFFSET;
    while (at + Integer.BYTES <= headerLength() && holds(at + Integer.BYTES) && word(at) < 0) {
      at += Integer.BYTES;
    }
    return at + Integer.BYTES;
  }

  @Override
  protected Problem examine() {
    if (version() != 0) {
      return OTHER_VERSION;
    }
    int length = headerLength();
    if (length < MINIMUM_LENGTH) {
      return SHORT_LENGTH;
    }
    if (!holds(length)) {
      return Problem.TRUNCATED;
    }
    return fieldsOffset() > length ? BEYOND_HEADER : Problem.NONE;
  }

  @Override
  protected long wireEnd(long outer) {
    return (flags() & CHECK_SEQUENCE) != 0 ? outer - CHECK_LENGTH : outer;
  }

  @Override
  protected Numbering payloadNumbering() {
    return hasFrame() ? Numbering.LINK_TYPE : Numbering.NONE;
  }

  private boolean hasFrame() {
    int end = fieldsOffset();
    for (int at = PRESENT_OFFSET; at < end; at += Integer.BYTES) {
      if ((word(at) & NO_FRAME) != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  protected int payloadNumber() {
    return Wlan.LINK_TYPE;
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    visitor.line();
    visitor.number(VERSION, version());
    visitor.number(PAD, unsignedByte(PAD_OFFSET));
    visitor.number(LENGTH, headerLength());
    if (problem() != Problem.NONE) {
      return;
    }
    int fields = fieldsOffset();
    for (int at = PRESENT_OFFSET; at < fields; at += Integer.BYTES) {
      visitor.number(PRESENT, word(at) & 0xFFFF_FFFFL);
    }
    visitor.line();
    int next = fields;
    for (int at = PRESENT_OFFSET; at < fields && next > 0; at += Integer.BYTES) {
      int present = word(at);
      next = describeWord(visitor, present, at == PRESENT_OFFSET, next);
      if ((present & EITHER_NAMESPACE) != 1 << NAMESPACE_BIT) {
        return; // a vendor's fields, or numbers from 32 on, which have no meaning yet
      }
    }
  }

  /**
   * Describes the fields of one word of bits. Returns the offset after them, 0 if it is unknown.
   */
  private int describeWord(FieldVisitor visitor, int present, boolean first, int from) {
    int at = from;
    if (!first) {
      visitor.line();
    }
    for (int bit = 0; bit < NAMESPACE_BIT; bit++) {
      if ((present >>> bit & 1) == 0) {
        continue;
      }
      int size = size(bit);
      at = aligned(at, alignment(bit));
      if (size == 0) {
        return 0;
      }
      if (at + size > headerLength()) {
        visitor.problem(BEYOND_HEADER);
        return 0;
      }
      describeField(visitor, bit, at);
      at += size;
    }
    return at;
  }

  private void describeField(FieldVisitor visitor, int bit, int at) {
    switch (bit) {
      case 0 -> visitor.number(TIME, Long.reverseBytes(signedLong(at)));
      case 1 -> visitor.flags(FLAGS, unsignedByte(at));
      case 2 -> visitor.number(RATE, unsignedByte(at));
      case 3 -> {
        visitor.number(FREQUENCY, little16(at));
        visitor.number(CHANNEL, little16(at + Short.BYTES));
      }
      case 4 -> {
        visitor.number(HOP_SET, unsignedByte(at));
        visitor.number(PATTERN, unsignedByte(at + 1));
      }
      case 5 -> visitor.number(SIGNAL, (byte) unsignedByte(at));
      case 6 -> visitor.number(NOISE, (byte) unsignedByte(at));
      case 7 -> visitor.number(QUALITY, little16(at));
      case 8 -> visitor.number(ATTENUATION, little16(at));
      case 9 -> visitor.number(DB_ATTENUATION, little16(at));
      case 10 -> visitor.number(POWER, (byte) unsignedByte(at));
      case 11 -> visitor.number(ANTENNA, unsignedByte(at));
      case 12 -> visitor.number(DB_SIGNAL, unsignedByte(at));
      case 13 -> visitor.number(DB_NOISE, unsignedByte(at));
      case 14 -> visitor.number(RX_FLAGS, little16(at));
      case 19 -> {
        int known = unsignedByte(at);
        visitor.number(KNOWN, known);
        if ((known & KNOWS_INDEX) != 0) {
          visitor.number(INDEX, unsignedByte(at + 2));
        }
      }
      default -> {}
    }
  }

  private static int size(int bit) {
    return switch (bit) {
      case 1, 2, 5, 6, 10, 11, 12, 13, 16, 17, 26 -> 1;
      case 4, 7, 8, 9, 14, 15 -> 2;
      case 19 -> 3;
      case 3, 27 -> 4;
      case 0, 18, 20 -> 8;
      case 21, 22, 23, 24 -> 12;
      default -> 0;
    };
  }

  private static int alignment(int bit) {
    return switch (bit) {
      case 0, 22 -> 8;
      case 18, 20 -> 4;
      case 3, 4, 7, 8, 9, 14, 15, 21, 23, 24, 27 -> 2;
      default -> 1;
    };
  }
}

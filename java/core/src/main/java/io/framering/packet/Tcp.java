// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * A TCP header (RFC 9293, section 3.1; AE is that of RFC 9768).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+-------------------------------+
 * |          Source Port          |       Destination Port        |
 * +-------------------------------+-------------------------------+
 * |                        Sequence Number                        |
 * +---------------------------------------------------------------+
 * |                    Acknowledgment Number                      |
 * +-------+-----+-+-+-+-+-+-+-+-+-+-------------------------------+
 * | Data  |     |A|C|E|U|A|P|R|S|F|                               |
 * |Offset | Rsv |E|W|C|R|C|S|S|Y|I|            Window             |
 * |       |     | |R|E|G|K|H|T|N|N|                               |
 * +-------+-----+-+-+-+-+-+-+-+-+-+-------------------------------+
 * |           Checksum            |        Urgent Pointer         |
 * +-------------------------------+-------------------------------+
 * |          Options, up to Data Offset * 4 bytes in all
 * +---------------------------------------------------------------
 * </pre>
 */
public final class Tcp extends Header {
  /** Bytes of a header without options. */
  public static final int MINIMUM_LENGTH = 20;

  /** Bit of {@link #flags()}: no more data from the sender. */
  public static final int FIN = 0x001;

  /** Bit of {@link #flags()}: synchronize sequence numbers. */
  public static final int SYN = 0x002;

  /** Bit of {@link #flags()}: reset the connection. */
  public static final int RST = 0x004;

  /** Bit of {@link #flags()}: push. */
  public static final int PSH = 0x008;

  /** Bit of {@link #flags()}: the acknowledgment number is valid. */
  public static final int ACK = 0x010;

  /** Bit of {@link #flags()}: the urgent pointer is valid. */
  public static final int URG = 0x020;

  /** Bit of {@link #flags()}: ECN echo. */
  public static final int ECE = 0x040;

  /** Bit of {@link #flags()}: congestion window reduced. */
  public static final int CWR = 0x080;

  /** Bit of {@link #flags()}: accurate ECN, formerly the nonce sum. */
  public static final int AE = 0x100;

  private static final int SOURCE_PORT_OFFSET = 0;
  private static final int SEQUENCE_OFFSET = 4;
  private static final int ACKNOWLEDGMENT_OFFSET = 8;
  private static final int DATA_OFFSET_OFFSET = 12;

  // In the last eight bytes of the fixed part.
  private static final int DATA_OFFSET_SHIFT = 60;
  private static final int FLAGS_SHIFT = 48;
  private static final int WINDOW_SHIFT = 32;
  private static final int CHECKSUM_SHIFT = 16;

  private static final int FLAGS_MASK = 0x1FF;
  private static final int FLAGS_AND_RESERVED_MASK = 0xFFF;

  private static final int MSS = 2;
  private static final int WINDOW_SCALE = 3;
  private static final int SACK = 5;
  private static final int TIMESTAMPS = 8;
  private static final int FAST_OPEN = 34;

  private static final Field HEADING = Field.of("TCP Segment", "tcp");
  private static final Field SOURCE_PORT = Field.of("Source Port", "tcp.srcport");
  private static final Field DESTINATION_PORT = Field.of("Destination Port", "tcp.dstport");
  private static final Field SEQUENCE = Field.of("Sequence", "tcp.seq");
  private static final Field ACKNOWLEDGMENT = Field.of("Acknowledgment", "tcp.ack");
  private static final Field RAW_SEQUENCE = Field.of("Sequence", "tcp.seq_raw").hidden();
  private static final Field RAW_ACKNOWLEDGMENT =
      Field.of("Acknowledgment", "tcp.ack_raw").hidden();
  private static final Field HEADER_LENGTH = Field.of("Header Length", "tcp.hdr_len");
  private static final FlagsField FLAGS =
      FlagsField.of(
          Field.hex("Flags", "tcp.flags", 4),
          new FlagsField.Flag("FIN", "tcp.flags.fin", FIN),
          new FlagsField.Flag("SYN", "tcp.flags.syn", SYN),
          new FlagsField.Flag("RST", "tcp.flags.reset", RST),
          new FlagsField.Flag("PSH", "tcp.flags.push", PSH),
          new FlagsField.Flag("ACK", "tcp.flags.ack", ACK),
          new FlagsField.Flag("URG", "tcp.flags.urg", URG),
          new FlagsField.Flag("ECE", "tcp.flags.ece", ECE),
          new FlagsField.Flag("CWR", "tcp.flags.cwr", CWR),
          new FlagsField.Flag("AE", "tcp.flags.ae", AE));
  private static final Field SEGMENT_LENGTH = Field.of("Length", "tcp.len").hidden();
  private static final Field WINDOW = Field.of("Window", "tcp.window_size_value");
  private static final Field CHECKSUM = Field.hex("Checksum", "tcp.checksum", 4).hidden();
  private static final Field URGENT = Field.of("Urgent Pointer", "tcp.urgent_pointer").unlessZero();
  private static final Field OPTIONS = Field.of("Options", "tcp.options");
  private static final Field OPTION = Field.of("Option", "tcp.option_kind");
  private static final Field OPTION_LENGTH = Field.of("Length", "tcp.option_len").hidden();
  private static final Field MSS_VALUE = Field.of("", "tcp.options.mss_val");
  private static final Field SHIFT = Field.of("", "tcp.options.wscale.shift");
  private static final Field LEFT_EDGE = Field.of("", "tcp.options.sack_le");
  private static final Field RIGHT_EDGE = Field.of("to", "tcp.options.sack_re");
  private static final Field TIMESTAMP = Field.of("", "tcp.options.timestamp.tsval");
  private static final Field TIMESTAMP_ECHO = Field.of("echo", "tcp.options.timestamp.tsecr");
  private static final Field COOKIE = Field.of("", "tcp.options.tfo.cookie");
  private static final Field UNKNOWN = Field.of("", "tcp.options.unknown.payload");

  private static final Problem SHORT_HEADER = Problem.malformed("header length below 20");

  private final Options options = new Options();

  private int ports;

  /** Data offset to urgent pointer. */
  private long last;

  /** A header that wraps nothing yet. */
  public Tcp() {
    super(HEADING, MINIMUM_LENGTH);
  }

  /** {@return the source port, 0 to 65535} */
  public int sourcePort() {
    return (int) kept(ports) >>> Short.SIZE;
  }

  /** {@return the destination port, 0 to 65535} */
  public int destinationPort() {
    return (int) kept(ports) & 0xFFFF;
  }

  /** {@return the sequence number, 0 to 2^32 - 1, absolute} */
  public long sequence() {
    return unsignedInt(SEQUENCE_OFFSET);
  }

  /** {@return the acknowledgment number, 0 to 2^32 - 1, absolute; valid only with {@link #ACK}} */
  public long acknowledgment() {
    return unsignedInt(ACKNOWLEDGMENT_OFFSET);
  }

  /**
   * Length of the header with its options in bytes (the data offset times 4), unchecked: 20 to 60,
   * otherwise malformed.
   */
  @Override
  public int headerLength() {
    return (int) (kept(last) >>> DATA_OFFSET_SHIFT) * Integer.BYTES;
  }

  /** {@return {@link #FIN} to {@link #AE}: 9 bits} */
  public int flags() {
    return flagsAndReserved() & FLAGS_MASK;
  }

  private int flagsAndReserved() {
    return (int) (kept(last) >>> FLAGS_SHIFT) & FLAGS_AND_RESERVED_MASK;
  }

  /**
   * {@return whether all of {@code flags} are set: {@code tcp.has(Tcp.SYN | Tcp.ACK)}}
   *
   * @param flags one or more flags
   */
  public boolean has(int flags) {
    return (flags() & flags) == flags;
  }

  /** {@return the window, 0 to 65535, unscaled: the connection may have negotiated a scale} */
  public int window() {
    return (int) (kept(last) >>> WINDOW_SHIFT) & 0xFFFF;
  }

  /** {@return the checksum, 0 to 65535; not verified here} */
  public int checksum() {
    return (int) (kept(last) >>> CHECKSUM_SHIFT) & 0xFFFF;
  }

  /** {@return the urgent pointer, 0 to 65535; valid only with {@link #URG}} */
  public int urgentPointer() {
    return (int) kept(last) & 0xFFFF;
  }

  /**
   * {@return the options, before the first one; each call reuses the object} Without options, it
   * does not advance.
   */
  public Options options() {
    long optionsEnd = offset() + (problem() == Problem.NONE ? headerLength() : MINIMUM_LENGTH);
    return options.reset(memory(), offset() + MINIMUM_LENGTH, optionsEnd);
  }

  @Override
  protected Problem examine() {
    ports = signedInt(SOURCE_PORT_OFFSET);
    last = signedLong(DATA_OFFSET_OFFSET);
    int headerLength = headerLength();
    if (headerLength < MINIMUM_LENGTH) {
      return SHORT_HEADER;
    }
    return holds(headerLength) ? Problem.NONE : Problem.TRUNCATED;
  }

  @Override
  protected Numbering payloadNumbering() {
    return wireLength() > headerLength() ? Numbering.TCP_PORT : Numbering.NONE;
  }

  // As in Wireshark: the lower port identifies the payload, else the higher one.
  @Override
  protected int payloadNumber() {
    return Math.min(sourcePort(), destinationPort());
  }

  @Override
  protected int otherPayloadNumber() {
    return Math.max(sourcePort(), destinationPort());
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    visitor.line();
    visitor.number(SOURCE_PORT, sourcePort());
    visitor.number(DESTINATION_PORT, destinationPort());
    visitor.line();
    visitor.number(SEQUENCE, sequence());
    visitor.number(ACKNOWLEDGMENT, acknowledgment());
    visitor.number(RAW_SEQUENCE, sequence());
    visitor.number(RAW_ACKNOWLEDGMENT, acknowledgment());
    visitor.line();
    visitor.flags(FLAGS, flagsAndReserved());
    visitor.number(WINDOW, window());
    visitor.number(HEADER_LENGTH, headerLength());
    describeLength(visitor);
    visitor.unverifiedChecksum(CHECKSUM, checksum(), true);
    visitor.number(URGENT, urgentPointer());
    describeOptions(visitor);
  }

  private void describeLength(FieldVisitor visitor) {
    if (wireLength() >= headerLength() && !isQuoted() && !isInFragment()) {
      visitor.number(SEGMENT_LENGTH, wireLength() - headerLength());
    }
  }

  private void describeOptions(FieldVisitor visitor) {
    if (headerLength() <= MINIMUM_LENGTH || problem() != Problem.NONE) {
      return;
    }
    options()
        .describe(visitor, OPTIONS, OPTION, OPTION_LENGTH, Tcp::optionName, Tcp::describeOption);
  }

  private static void describeOption(FieldVisitor visitor, Options option) {
    switch (option.type()) {
      case MSS -> describeNumber(visitor, option, MSS_VALUE, Short.BYTES);
      case WINDOW_SCALE -> describeNumber(visitor, option, SHIFT, Byte.BYTES);
      case SACK -> describeSack(visitor, option);
      case TIMESTAMPS -> describeTimestamps(visitor, option);
      case FAST_OPEN -> describeBytes(visitor, option, COOKIE);
      default -> {
        if (optionName(option.type()).equals("unknown")) {
          describeBytes(visitor, option, UNKNOWN);
        }
      }
    }
  }

  @Override
  protected void describePart(FieldVisitor visitor) {
    Udp.describePorts(this, visitor, SOURCE_PORT, DESTINATION_PORT);
    if (holds(SEQUENCE_OFFSET + Integer.BYTES)) {
      visitor.number(SEQUENCE, sequence());
    }
  }

  private static void describeNumber(
      FieldVisitor visitor, Options option, Field field, int length) {
    if (option.valueLength() == length) {
      visitor.number(field, option.number(0, length));
    }
  }

  private static void describeBytes(FieldVisitor visitor, Options option, Field field) {
    if (option.valueLength() > 0) {
      visitor.bytes(field, option.memory(), option.valueOffset(), option.valueLength());
    }
  }

  private static void describeSack(FieldVisitor visitor, Options option) {
    for (int at = 0; at + 2 * Integer.BYTES <= option.valueLength(); at += 2 * Integer.BYTES) {
      visitor.number(LEFT_EDGE, option.number(at, Integer.BYTES));
      visitor.number(RIGHT_EDGE, option.number(at + Integer.BYTES, Integer.BYTES));
    }
  }

  private static void describeTimestamps(FieldVisitor visitor, Options option) {
    if (option.valueLength() == 2 * Integer.BYTES) {
      visitor.number(TIMESTAMP, option.number(0, Integer.BYTES));
      visitor.number(TIMESTAMP_ECHO, option.number(Integer.BYTES, Integer.BYTES));
    }
  }

  private static String optionName(int type) {
    return switch (type) {
      case Options.END -> "end";
      case Options.NO_OPERATION -> "NOP";
      case MSS -> "MSS";
      case WINDOW_SCALE -> "window scale";
      case 4 -> "SACK permitted";
      case SACK -> "SACK";
      case 6 -> "echo";
      case 7 -> "echo reply";
      case TIMESTAMPS -> "timestamps";
      case 11, 12, 13 -> "connection count";
      case 19 -> "MD5 signature";
      case 20 -> "SCPS capabilities";
      case 21 -> "SNACK";
      case 22 -> "record boundaries";
      case 23 -> "corruption experienced";
      case 27 -> "quick start";
      case 28 -> "user timeout";
      case 29 -> "authentication";
      case 30 -> "multipath TCP";
      case FAST_OPEN -> "fast open cookie";
      case 69 -> "encryption negotiation";
      case 172, 174 -> "accurate ECN";
      case 253, 254 -> "experiment";
      default -> "unknown";
    };
  }
}

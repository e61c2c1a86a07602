// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

import java.net.InetAddress;

/**
 * An IPv4 header (RFC 791, section 3.1; the second byte as in RFC 2474 and RFC 3168).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------+-------+-----------+---+-------------------------------+
 * |Version|  IHL  |   DSCP    |ECN|         Total Length          |
 * +-------+-------+-----------+---+-----+-------------------------+
 * |        Identification         |Flags|     Fragment Offset     |
 * +---------------+---------------+-----+-------------------------+
 * | Time to Live  |   Protocol    |        Header Checksum        |
 * +---------------+---------------+-------------------------------+
 * |                        Source Address                         |
 * +---------------------------------------------------------------+
 * |                      Destination Address                      |
 * +---------------------------------------------------------------+
 * |            Options, up to IHL * 4 bytes in all
 * +---------------------------------------------------------------
 * </pre>
 *
 * <p>The total length bounds the payload: the rest of an Ethernet frame is padding.
 */
public final class Ipv4 extends Header {
  /** Bytes of a header without options. */
  public static final int MINIMUM_LENGTH = 20;

  /** Bit of {@link #flags()}: reserved, must be zero. */
  public static final int RESERVED = 4;

  /** Bit of {@link #flags()}: don't fragment. */
  public static final int DONT_FRAGMENT = 2;

  /** Bit of {@link #flags()}: more fragments follow. */
  public static final int MORE_FRAGMENTS = 1;

  private static final int TTL_OFFSET = 8;
  private static final int DESTINATION_OFFSET = 16;

  // In the first eight bytes.
  private static final int VERSION_SHIFT = 60;
  private static final int HEADER_LENGTH_SHIFT = 56;
  private static final int TRAFFIC_CLASS_SHIFT = 48;
  private static final int TOTAL_LENGTH_SHIFT = 32;
  private static final int IDENTIFICATION_SHIFT = 16;
  private static final int FLAGS_SHIFT = 13;

  // In the second eight bytes.
  private static final int TTL_SHIFT = 56;
  private static final int PROTOCOL_SHIFT = 48;
  private static final int CHECKSUM_SHIFT = 32;

  private static final int FRAGMENT_MASK = 0x1FFF;
  private static final int FRAGMENT_UNIT = 8;

  private static final int RECORD_ROUTE = 7;
  private static final int TIMESTAMP = 68;
  private static final int LOOSE_ROUTE = 131;
  private static final int STREAM_ID = 136;
  private static final int STRICT_ROUTE = 137;
  private static final int ROUTER_ALERT = 148;
  private static final int ROUTE_PREFIX = 3;

  // The payload of an Ethernet frame is padded to this.
  private static final int LEAST_ETHERNET_PAYLOAD = 46;

  private static final Field HEADING = Field.of("IPv4 Packet", "ip");
  private static final Field VERSION = Field.of("Version", "ip.version");
  private static final Field HEADER_LENGTH = Field.of("Header Length", "ip.hdr_len");
  private static final Field TTL = Field.of("TTL", "ip.ttl");
  private static final Field PROTOCOL = Field.of("Protocol", "ip.proto");
  private static final Field SOURCE = Field.of("Source", "ip.src");
  private static final Field TARGET = Field.of("Target", "ip.dst");
  private static final Field TOTAL_LENGTH = Field.of("Total Length", "ip.len");
  private static final Field IDENTIFICATION = Field.hex("Identification", "ip.id", 4);
  private static final FlagsField FLAGS =
      FlagsField.of(
          Field.hex("Flags", "ip.flags", 2).unlessZero(),
          new FlagsField.Flag("MF", "ip.flags.mf", MORE_FRAGMENTS),
          new FlagsField.Flag("DF", "ip.flags.df", DONT_FRAGMENT),
          new FlagsField.Flag("reserved", "ip.flags.rb", RESERVED));
  private static final Field OFFSET =
      Field.of("Fragment Offset", "ip.frag_offset").per(FRAGMENT_UNIT).unlessZero();
  private static final Field TRAFFIC_CLASS = Field.hex("Traffic Class", "ip.dsfield", 2).hidden();
  private static final Field DSCP = Field.of("DSCP", "ip.dsfield.dscp").unlessZero();
  private static final Field ECN = Field.of("ECN", "ip.dsfield.ecn").unlessZero();
  private static final Field CHECKSUM = Field.hex("Header Checksum", "ip.checksum", 4).hidden();
  private static final Field OPTIONS = Field.of("Options", "ip.opt");
  private static final Field OPTION = Field.of("Option", "ip.opt.type");
  private static final Field OPTION_LENGTH = Field.of("Length", "ip.opt.len").hidden();
  private static final Field POINTER = Field.of("Pointer", "ip.opt.ptr").hidden();
  private static final Field ALERT = Field.of("", "ip.opt.ra");
  private static final Field STREAM = Field.of("", "ip.opt.sid");
  private static final Field RECORDED = Field.of("", "ip.rec_rt");
  private static final Field FREE = Field.of("free", "ip.empty_rt");
  private static final Field ROUTE = Field.of("", "ip.src_rt");

  private static final Problem WRONG_VERSION = Problem.malformed("version is not 4");
  private static final Problem SHORT_HEADER = Problem.malformed("header length below 20");
  private static final Problem SHORT_PACKET =
      Problem.malformed("total length below the header length");

  private final Options options = new Options();

  /** Version to fragment offset. */
  private long first;

  /** TTL to source address. */
  private long second;

  /** A header that wraps nothing yet. */
  public Ipv4() {
    super(HEADING, MINIMUM_LENGTH);
  }

  /** {@return the version, 0 to 15: 4, or this is not IPv4} */
  public int version() {
    return (int) (kept(first) >>> VERSION_SHIFT);
  }

  /** Length of the header with its options in bytes, unchecked: 20 to 60, otherwise malformed. */
  @Override
  public int headerLength() {
    return ((int) (kept(first) >>> HEADER_LENGTH_SHIFT) & 0xF) * Integer.BYTES;
  }

  /** {@return the differentiated services code point, 0 to 63 (RFC 2474, section 3)} */
  public int dscp() {
    return trafficClass() >>> 2;
  }

  /** {@return the explicit congestion notification, 0 to 3 (RFC 3168, section 5)} */
  public int ecn() {
    return trafficClass() & 3;
  }

  private int trafficClass() {
    return (int) (kept(first) >>> TRAFFIC_CLASS_SHIFT) & 0xFF;
  }

  /** {@return the length of header and payload in bytes, 0 to 65535, unchecked} */
  public int totalLength() {
    return (int) (kept(first) >>> TOTAL_LENGTH_SHIFT) & 0xFFFF;
  }

  /**
   * {@return whether the total length is 0 because the packet is too long for it, as segmentation
   * offload creates them (BIG TCP): then the payload extends to the end} Assumed if there are more
   * bytes than padding explains.
   */
  public boolean isLengthLeftOut() {
    return totalLength() == 0 && end() - offset() > LEAST_ETHERNET_PAYLOAD;
  }

  /** {@return the identification, 0 to 65535: equal in the fragments of a packet} */
  public int identification() {
    return (int) (kept(first) >>> IDENTIFICATION_SHIFT) & 0xFFFF;
  }

  /** {@return {@link #RESERVED}, {@link #DONT_FRAGMENT} and {@link #MORE_FRAGMENTS}} */
  public int flags() {
    return ((int) kept(first) & 0xFFFF) >>> FLAGS_SHIFT;
  }

  /**
   * {@return the offset of this fragment in the whole payload, in bytes: 0 to 65528, in steps of 8}
   */
  public int fragmentOffset() {
    return ((int) kept(first) & FRAGMENT_MASK) * FRAGMENT_UNIT;
  }

  /** {@return whether this is only part of a packet} */
  public boolean isFragment() {
    return fragmentOffset() != 0 || (flags() & MORE_FRAGMENTS) != 0;
  }

  /**
   * {@return whether this is the first fragment or the whole packet} No other fragment has the
   * header of {@link #protocol()} in its payload.
   */
  public boolean isFirstFragment() {
    return fragmentOffset() == 0;
  }

  /** {@return the time to live, 0 to 255 hops} */
  public int ttl() {
    return (int) (kept(second) >>> TTL_SHIFT);
  }

  /** {@return the protocol of the payload, 0 to 255, see {@link IpProtocol}} */
  public int protocol() {
    return (int) (kept(second) >>> PROTOCOL_SHIFT) & 0xFF;
  }

  /** {@return the header checksum, 0 to 65535, unchecked} */
  public int headerChecksum() {
    return (int) (kept(second) >>> CHECKSUM_SHIFT) & 0xFFFF;
  }

  /**
   * {@return the correct header checksum (RFC 1071): {@link #headerChecksum()} itself if it is
   * correct, or if it cannot be verified because {@linkplain #isHeaderComplete() bytes are
   * missing}}
   */
  public int expectedHeaderChecksum() {
    if (!isHeaderComplete()) {
      return headerChecksum();
    }
    long sum = InternetChecksum.add(0, memory(), offset(), offset() + headerLength());
    return InternetChecksum.expected(headerChecksum(), sum);
  }

  /** {@return whether the header has at least 20 bytes and was captured completely} */
  public boolean isHeaderComplete() {
    return headerLength() >= MINIMUM_LENGTH && headerLength() <= end() - offset();
  }

  /** {@return the source address: its first byte is bits 31 to 24} */
  public int source() {
    return (int) kept(second);
  }

  /** {@return the destination address: its first byte is bits 31 to 24} */
  public int destination() {
    return signedInt(DESTINATION_OFFSET);
  }

  /** {@return {@link #source()} as an object} Allocates. */
  public InetAddress sourceAddress() {
    return Addresses.ofIpv4(source());
  }

  /** {@return {@link #destination()} as an object} Allocates. */
  public InetAddress destinationAddress() {
    return Addresses.ofIpv4(destination());
  }

  /**
   * {@return the options, before the first one; each call reuses the object} Without options, it
   * does not advance.
   */
  public Options options() {
    long optionsEnd = isHeaderComplete() ? offset() + headerLength() : offset() + MINIMUM_LENGTH;
    return options.reset(memory(), offset() + MINIMUM_LENGTH, optionsEnd);
  }

  @Override
  protected Problem examine() {
    first = signedLong(0);
    second = signedLong(TTL_OFFSET);
    if (version() != 4) {
      return WRONG_VERSION;
    }
    int headerLength = headerLength();
    if (headerLength < MINIMUM_LENGTH) {
      return SHORT_HEADER;
    }
    if (totalLength() < headerLength && !isLengthLeftOut()) {
      return SHORT_PACKET;
    }
    return holds(headerLength) ? Problem.NONE : Problem.TRUNCATED;
  }

  @Override
  protected Numbering payloadNumbering() {
    return isFirstFragment() ? Numbering.IP_PROTOCOL : Numbering.NONE;
  }

  @Override
  protected int payloadNumber() {
    return protocol();
  }

  @Override
  protected boolean isFragmented() {
    return isFragment();
  }

  @Override
  protected long wireEnd(long outer) {
    int totalLength = totalLength();
    return totalLength == 0 && isLengthLeftOut() ? outer : offset() + totalLength;
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    visitor.line();
    visitor.number(VERSION, version());
    if (problem() == WRONG_VERSION) {
      return;
    }
    visitor.number(HEADER_LENGTH, headerLength());
    visitor.number(TTL, ttl());
    visitor.line();
    visitor.number(PROTOCOL, protocol(), IpProtocol.name(protocol()));
    visitor.ipv4(SOURCE, source());
    visitor.ipv4(TARGET, destination());
    visitor.line();
    describeTotalLength(visitor);
    visitor.number(IDENTIFICATION, identification());
    visitor.flags(FLAGS, flags());
    visitor.number(OFFSET, fragmentOffset());
    visitor.number(TRAFFIC_CLASS, trafficClass());
    visitor.number(DSCP, dscp());
    visitor.number(ECN, ecn(), ecnName(ecn()));
    visitor.checksum(CHECKSUM, headerChecksum(), expectedHeaderChecksum());
    describeOptions(visitor);
  }

  private void describeTotalLength(FieldVisitor visitor) {
    if (isLengthLeftOut()) {
      visitor.number(TOTAL_LENGTH, totalLength(), "left out by offload");
    } else {
      visitor.number(TOTAL_LENGTH, totalLength());
    }
  }

  private void describeOptions(FieldVisitor visitor) {
    if (headerLength() <= MINIMUM_LENGTH || !isHeaderComplete()) {
      return;
    }
    options()
        .describe(visitor, OPTIONS, OPTION, OPTION_LENGTH, Ipv4::optionName, Ipv4::describeOption);
  }

  private static void describeOption(FieldVisitor visitor, Options option) {
    switch (option.type()) {
      case RECORD_ROUTE -> describeRoute(visitor, option, FREE);
      case LOOSE_ROUTE, STRICT_ROUTE -> describeRoute(visitor, option, ROUTE);
      case TIMESTAMP -> describePointer(visitor, option);
      case STREAM_ID -> describeShort(visitor, option, STREAM);
      case ROUTER_ALERT -> describeShort(visitor, option, ALERT);
      default -> {}
    }
  }

  private static void describeShort(FieldVisitor visitor, Options option, Field field) {
    if (option.valueLength() == Short.BYTES) {
      visitor.number(field, option.number(0, Short.BYTES));
    }
  }

  private static void describePointer(FieldVisitor visitor, Options option) {
    if (option.valueLength() > 0) {
      visitor.number(POINTER, option.number(0, Byte.BYTES));
    }
  }

  /**
   * Describes a route; addresses before the pointer, which counts from 1 at the option's first
   * byte, have been visited.
   */
  private static void describeRoute(FieldVisitor visitor, Options option, Field ahead) {
    describePointer(visitor, option);
    long pointer = option.valueLength() > 0 ? option.number(0, Byte.BYTES) : 0;
    for (int at = 1; at + Integer.BYTES <= option.valueLength(); at += Integer.BYTES) {
      int address = (int) option.number(at, Integer.BYTES);
      visitor.ipv4(at + ROUTE_PREFIX < pointer ? RECORDED : ahead, address);
    }
  }

  static String ecnName(int ecn) {
    return switch (ecn) {
      case 0 -> "not ECT";
      case 1 -> "ECT(1)";
      case 2 -> "ECT(0)";
      default -> "CE";
    };
  }

  private static String optionName(int type) {
    return switch (type) {
      case Options.END -> "end";
      case Options.NO_OPERATION -> "NOP";
      case RECORD_ROUTE -> "record route";
      case TIMESTAMP -> "timestamp";
      case 130 -> "security";
      case LOOSE_ROUTE -> "loose source route";
      case 134 -> "commercial security";
      case STREAM_ID -> "stream ID";
      case STRICT_ROUTE -> "strict source route";
      case ROUTER_ALERT -> "router alert";
      default -> "unknown";
    };
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.build;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.framering.packet.EtherType;
import io.framering.packet.InternetChecksum;
import io.framering.packet.IpProtocol;
import java.lang.foreign.MemorySegment;

/** The fields of an IPv4 header (RFC 791). */
public final class Ipv4Builder extends HeaderBuilder {
  static final int LENGTH = 20;

  private static final int MOST_BYTES = 60;

  private static final int VERSION_AND_HEADER_LENGTH = 0;
  private static final int TYPE_OF_SERVICE = 1;
  private static final int TOTAL_LENGTH = 2;
  private static final int IDENTIFICATION = 4;
  private static final int FLAGS_AND_FRAGMENT_OFFSET = 6;
  private static final int TTL = 8;
  private static final int PROTOCOL = 9;
  private static final int HEADER_CHECKSUM = 10;
  private static final int SOURCE = 12;
  private static final int DESTINATION = 16;

  private int fragment;

  Ipv4Builder(PacketBuilder packet) {
    super(packet);
  }

  @Override
  String name() {
    return "IPv4";
  }

  @Override
  int etherType() {
    return EtherType.IPV4;
  }

  @Override
  int ipProtocol() {
    return IpProtocol.IPV4;
  }

  @Override
  void initialize() {
    fragment = 0;
    bits(VERSION_AND_HEADER_LENGTH, 4, 4, 4, "version");
    ttl(64);
    complete();
  }

  /**
   * Sets the differentiated services code point (RFC 2474).
   *
   * @param dscp 0 to 63
   * @return this
   */
  public Ipv4Builder dscp(int dscp) {
    bits(TYPE_OF_SERVICE, 2, 6, dscp, "DSCP");
    return this;
  }

  /**
   * Sets explicit congestion notification (RFC 3168).
   *
   * @param ecn 0 to 3
   * @return this
   */
  public Ipv4Builder ecn(int ecn) {
    bits(TYPE_OF_SERVICE, 0, 2, ecn, "ECN");
    return this;
  }

  /**
   * Sets the total length; otherwise it is the actual one.
   *
   * @param length 0 to 65535 bytes
   * @return this
   */
  public Ipv4Builder totalLength(int length) {
    put16(TOTAL_LENGTH, length, "total length");
    give(LENGTH_FIELD);
    return this;
  }

  /**
   * Sets the identification.
   *
   * @param identification 0 to 65535
   * @return this
   */
  public Ipv4Builder identification(int identification) {
    put16(IDENTIFICATION, identification, "identification");
    return this;
  }

  /**
   * Sets the flags.
   *
   * @param flags 0 to 7: {@link io.framering.packet.Ipv4#DONT_FRAGMENT} and others
   * @return this
   */
  public Ipv4Builder flags(int flags) {
    return fragment(fragment & 0x1FFF | (int) check(flags, 3, "flags") << 13);
  }

  /**
   * Sets the fragment offset.
   *
   * @param bytes a multiple of 8, 0 to 65528
   * @return this
   */
  public Ipv4Builder fragmentOffset(int bytes) {
    check(bytes, 16, "fragment offset");
    if (bytes % 8 != 0) {
      throw new IllegalArgumentException(
          "IPv4: fragment offset " + bytes + ": must be a multiple of 8");
    }
    return fragment(fragment & 0xE000 | bytes / 8);
  }

  private Ipv4Builder fragment(int value) {
    fragment = value;
    put16(FLAGS_AND_FRAGMENT_OFFSET, value, "flags and fragment offset");
    return this;
  }

  /**
   * Sets the time to live.
   *
   * @param ttl 0 to 255
   * @return this
   */
  public Ipv4Builder ttl(int ttl) {
    put8(TTL, ttl, "TTL");
    return this;
  }

  /**
   * Sets the protocol; otherwise it is that of the next header.
   *
   * @param protocol 0 to 255
   * @return this
   */
  public Ipv4Builder protocol(int protocol) {
    put8(PROTOCOL, protocol, "protocol");
    give(TYPE);
    return this;
  }

  /**
   * Sets the header checksum; otherwise it is the correct one.
   *
   * @param checksum 0 to 65535
   * @return this
   */
  public Ipv4Builder headerChecksum(int checksum) {
    put16(HEADER_CHECKSUM, checksum, "header checksum");
    give(CHECKSUM);
    return this;
  }

  /**
   * Sets the source address.
   *
   * @param address its 32 bits
   * @return this
   */
  public Ipv4Builder source(int address) {
    put32(SOURCE, address & 0xFFFF_FFFFL, "source");
    return this;
  }

  /**
   * Sets the destination address.
   *
   * @param address its 32 bits
   * @return this
   */
  public Ipv4Builder destination(int address) {
    put32(DESTINATION, address & 0xFFFF_FFFFL, "destination");
    return this;
  }

  /**
   * Adds an option of one byte, such as No Operation.
   *
   * @param type 0 to 255
   * @return this
   */
  public Ipv4Builder option(int type) {
    Options.add(this, MOST_BYTES, type);
    return this;
  }

  /**
   * Adds an option with a length and data. Zeros follow the last option up to a multiple of 4
   * bytes.
   *
   * @param type 0 to 255
   * @param data up to 38 bytes, copied
   * @return this
   */
  public Ipv4Builder option(int type, MemorySegment data) {
    Options.add(this, MOST_BYTES, type, data);
    return this;
  }

  @Override
  void complete() {
    Options.pad(this);
    bits(VERSION_AND_HEADER_LENGTH, 0, 4, length() / 4, "header length");
  }

  @Override
  void finish(int header, long from, long end) {
    MemorySegment memory = memory();
    if (!packet.isGiven(header, LENGTH_FIELD)) {
      long length = check(end - from, 16, "total length");
      memory.set(PacketBuilder.SHORT, from + TOTAL_LENGTH, (short) length);
    }
    if (!packet.isGiven(header, TYPE)) {
      memory.set(JAVA_BYTE, from + PROTOCOL, (byte) packet.nextProtocol(header));
    }
    if (!packet.isGiven(header, CHECKSUM)) {
      long words = memory.get(JAVA_BYTE, from) & 0xF;
      sum(from + HEADER_CHECKSUM, 0, from, from + words * 4);
    }
  }

  static long addresses(MemorySegment memory, long from) {
    return InternetChecksum.add(0, memory, from + SOURCE, from + LENGTH);
  }
}

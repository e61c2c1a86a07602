// SPDX-License-Identifier: Apache-2.0
package io.framering.build;

/** The fields of an ICMP (RFC 792) or ICMPv6 header (RFC 4443). */
public final class IcmpBuilder extends HeaderBuilder {
  static final int LENGTH = 8;

  private static final int TYPE_OFFSET = 0;
  private static final int CODE = 1;
  private static final int CHECKSUM_OFFSET = 2;
  private static final int REST = 4;

  private final String name;
  private final int protocol;
  private final boolean coversAddresses;

  IcmpBuilder(PacketBuilder packet, String name, int protocol, boolean coversAddresses) {
    super(packet);
    this.name = name;
    this.protocol = protocol;
    this.coversAddresses = coversAddresses;
  }

  @Override
  String name() {
    return name;
  }

  @Override
  int ipProtocol() {
    return protocol;
  }

  /**
   * Sets the type.
   *
   * @param type 0 to 255
   * @return this
   */
  public IcmpBuilder type(int type) {
    put8(TYPE_OFFSET, type, "type");
    return this;
  }

  /**
   * Sets the code.
   *
   * @param code 0 to 255
   * @return this
   */
  public IcmpBuilder code(int code) {
    put8(CODE, code, "code");
    return this;
  }

  /**
   * Sets the checksum; otherwise it is the correct one.
   *
   * @param checksum 0 to 65535
   * @return this
   */
  public IcmpBuilder checksum(int checksum) {
    put16(CHECKSUM_OFFSET, checksum, "checksum");
    give(CHECKSUM);
    return this;
  }

  /**
   * Sets the identifier of an echo message.
   *
   * @param identifier 0 to 65535
   * @return this
   */
  public IcmpBuilder identifier(int identifier) {
    put16(REST, identifier, "identifier");
    return this;
  }

  /**
   * Sets the sequence number of an echo message.
   *
   * @param sequence 0 to 65535
   * @return this
   */
  public IcmpBuilder sequence(int sequence) {
    put16(REST + Short.BYTES, sequence, "sequence");
    return this;
  }

  /**
   * Sets the four bytes after the checksum, whose meaning depends on the type.
   *
   * @param rest 0 to 4294967295
   * @return this
   */
  public IcmpBuilder rest(long rest) {
    put32(REST, rest, "rest");
    return this;
  }

  @Override
  void finish(int header, long from, long end) {
    if (!packet.isGiven(header, CHECKSUM)) {
      long sum = coversAddresses ? packet.pseudoHeader(header, protocol, end - from) : 0;
      sum(from + CHECKSUM_OFFSET, sum, from, end);
    }
  }
}

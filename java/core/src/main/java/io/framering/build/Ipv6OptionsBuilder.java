// SPDX-License-Identifier: Apache-2.0
package io.framering.build;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/** The options of a hop-by-hop or destination options header of IPv6 (RFC 8200, 4.2). */
public final class Ipv6OptionsBuilder extends HeaderBuilder {
  /** Next header and length. */
  static final int LENGTH = 2;

  private static final int NEXT_HEADER = 0;
  private static final int HEADER_LENGTH = 1;
  private static final int UNIT = 8;
  private static final int MOST_BYTES = 256 * UNIT;
  private static final int PAD_N = 1;

  private final int protocol;

  Ipv6OptionsBuilder(PacketBuilder packet, int protocol) {
    super(packet);
    this.protocol = protocol;
  }

  @Override
  String name() {
    return "IPv6 options";
  }

  @Override
  int ipProtocol() {
    return protocol;
  }

  /**
   * Sets the number of the next header; otherwise it is that of the header that follows.
   *
   * @param nextHeader 0 to 255
   * @return this
   */
  public Ipv6OptionsBuilder nextHeader(int nextHeader) {
    put8(NEXT_HEADER, nextHeader, "next header");
    give(TYPE);
    return this;
  }

  /**
   * Adds an option. Padding follows the last one up to a multiple of 8 bytes.
   *
   * @param type 0 to 255
   * @param data up to 255 bytes, copied
   * @return this
   */
  public Ipv6OptionsBuilder option(int type, MemorySegment data) {
    check(type, 8, "option");
    long size = check(data.byteSize(), 8, "length of the data");
    checkLast();
    if (length() + 2 + size > MOST_BYTES) {
      throw new IllegalArgumentException(
          "IPv6 options: the header has at most " + MOST_BYTES + " bytes");
    }
    long at = packet.extend((int) (2 + size));
    memory().set(JAVA_BYTE, at, (byte) type);
    memory().set(JAVA_BYTE, at + 1, (byte) size);
    MemorySegment.copy(data, 0, memory(), at + 2, size);
    return this;
  }

  @Override
  void complete() {
    int padding = (int) (-length() & UNIT - 1);
    long at = packet.extend(padding); // one byte of 0 is Pad1
    if (padding > 1) {
      memory().set(JAVA_BYTE, at, (byte) PAD_N);
      memory().set(JAVA_BYTE, at + 1, (byte) (padding - 2));
    }
    put8(HEADER_LENGTH, length() / UNIT - 1, "header length");
  }

  @Override
  void finish(int header, long from, long end) {
    if (!packet.isGiven(header, TYPE)) {
      memory().set(JAVA_BYTE, from + NEXT_HEADER, (byte) packet.nextProtocol(header));
    }
  }
}

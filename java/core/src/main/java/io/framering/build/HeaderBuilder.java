// SPDX-License-Identifier: Apache-2.0
package io.framering.build;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.framering.packet.InternetChecksum;
import java.lang.foreign.MemorySegment;

/** The fields of the header that a {@link PacketBuilder} builds. */
public abstract sealed class HeaderBuilder
    permits EthernetBuilder,
        VlanBuilder,
        ArpBuilder,
        Ipv4Builder,
        Ipv6Builder,
        Ipv6OptionsBuilder,
        Ipv6FragmentBuilder,
        IcmpBuilder,
        UdpBuilder,
        TcpBuilder {
  /** No number names this header. */
  static final int NONE = -1;

  // Fields that are filled in unless they are given.
  static final int TYPE = 1;
  static final int LENGTH_FIELD = 2;
  static final int CHECKSUM = 4;

  final PacketBuilder packet;
  private int number;
  private long start;

  HeaderBuilder(PacketBuilder packet) {
    this.packet = packet;
  }

  /** Its name in messages. */
  abstract String name();

  /** The EtherType that names it. */
  int etherType() {
    return NONE;
  }

  /** The IP protocol number that names it. */
  int ipProtocol() {
    return NONE;
  }

  /** Sets what is not 0. */
  void initialize() {}

  /** Pads options, before anything follows. May be called several times. */
  void complete() {}

  /** Fills in what is not given. */
  abstract void finish(int header, long from, long end);

  final void start(int header, long at) {
    number = header;
    start = at;
  }

  final void give(int field) {
    packet.give(number, field);
  }

  /** Refuses options when something follows. */
  final void checkLast() {
    if (!packet.isLast(number)) {
      throw new IllegalStateException(
          name() + ": options must be added before the next header and the payload");
    }
  }

  final long length() {
    return packet.at() - start;
  }

  final void put8(int offset, long value, String field) {
    packet.memory().set(JAVA_BYTE, start + offset, (byte) check(value, 8, field));
  }

  final void put16(int offset, long value, String field) {
    packet.memory().set(PacketBuilder.SHORT, start + offset, (short) check(value, 16, field));
  }

  final void put32(int offset, long value, String field) {
    packet.memory().set(PacketBuilder.INT, start + offset, (int) check(value, 32, field));
  }

  final void put48(int offset, long value, String field) {
    check(value, 48, field);
    packet.memory().set(PacketBuilder.SHORT, start + offset, (short) (value >> 32));
    packet.memory().set(PacketBuilder.INT, start + offset + 2, (int) value);
  }

  final void put64(int offset, long value) {
    packet.memory().set(PacketBuilder.LONG, start + offset, value);
  }

  /** Changes some bits of a byte. */
  final void bits(int offset, int shift, int width, long value, String field) {
    check(value, width, field);
    int mask = (1 << width) - 1 << shift;
    int before = packet.memory().get(JAVA_BYTE, start + offset);
    packet.memory().set(JAVA_BYTE, start + offset, (byte) (before & ~mask | (int) value << shift));
  }

  final long check(long value, int bits, String field) {
    long maximum = (1L << bits) - 1;
    if (value < 0 || value > maximum) {
      throw new IllegalArgumentException(
          name() + ": " + field + " " + value + ": must be 0 to " + maximum);
    }
    return value;
  }

  /** Writes the checksum of bytes whose checksum field is 0. */
  final void sum(long field, long sum, long from, long end) {
    long total = InternetChecksum.add(sum, packet.memory(), from, end);
    packet.memory().set(PacketBuilder.SHORT, field, (short) InternetChecksum.expected(0, total));
  }

  final MemorySegment memory() {
    return packet.memory();
  }
}

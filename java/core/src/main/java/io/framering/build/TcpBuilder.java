// SPDX-License-Identifier: Apache-2.0
package io.framering.build;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.framering.packet.IpProtocol;
import java.lang.foreign.MemorySegment;

/** The fields of a TCP header (RFC 9293, 3.1). */
public final class TcpBuilder extends HeaderBuilder {
  static final int LENGTH = 20;

  private static final int MOST_BYTES = 60;

  private static final int SOURCE_PORT = 0;
  private static final int DESTINATION_PORT = 2;
  private static final int SEQUENCE = 4;
  private static final int ACKNOWLEDGMENT = 8;
  private static final int DATA_OFFSET = 12;
  private static final int FLAGS = 13;
  private static final int WINDOW = 14;
  private static final int CHECKSUM_OFFSET = 16;
  private static final int URGENT_POINTER = 18;

  // Options: RFC 9293, 3.2; RFC 7323; RFC 2018
  private static final int NO_OPERATION = 1;
  private static final int MAXIMUM_SEGMENT_SIZE = 2;
  private static final int WINDOW_SCALE = 3;
  private static final int SACK_PERMITTED = 4;
  private static final int TIMESTAMPS = 8;

  TcpBuilder(PacketBuilder packet) {
    super(packet);
  }

  @Override
  String name() {
    return "TCP";
  }

  @Override
  int ipProtocol() {
    return IpProtocol.TCP;
  }

  @Override
  void initialize() {
    complete();
  }

  /**
   * Sets the source port.
   *
   * @param port 0 to 65535
   * @return this
   */
  public TcpBuilder sourcePort(int port) {
    put16(SOURCE_PORT, port, "source port");
    return this;
  }

  /**
   * Sets the destination port.
   *
   * @param port 0 to 65535
   * @return this
   */
  public TcpBuilder destinationPort(int port) {
    put16(DESTINATION_PORT, port, "destination port");
    return this;
  }

  /**
   * Sets the sequence number.
   *
   * @param sequence 0 to 4294967295
   * @return this
   */
  public TcpBuilder sequence(long sequence) {
    put32(SEQUENCE, sequence, "sequence");
    return this;
  }

  /**
   * Sets the acknowledgment number.
   *
   * @param acknowledgment 0 to 4294967295
   * @return this
   */
  public TcpBuilder acknowledgment(long acknowledgment) {
    put32(ACKNOWLEDGMENT, acknowledgment, "acknowledgment");
    return this;
  }

  /**
   * Sets the flags.
   *
   * @param flags 0 to 511: {@link io.framering.packet.Tcp#SYN} and others
   * @return this
   */
  public TcpBuilder flags(int flags) {
    check(flags, 9, "flags");
    bits(DATA_OFFSET, 0, 1, flags >> 8, "flags");
    put8(FLAGS, flags & 0xFF, "flags");
    return this;
  }

  /**
   * Sets the window.
   *
   * @param window 0 to 65535
   * @return this
   */
  public TcpBuilder window(int window) {
    put16(WINDOW, window, "window");
    return this;
  }

  /**
   * Sets the checksum; otherwise it is the correct one.
   *
   * @param checksum 0 to 65535
   * @return this
   */
  public TcpBuilder checksum(int checksum) {
    put16(CHECKSUM_OFFSET, checksum, "checksum");
    give(CHECKSUM);
    return this;
  }

  /**
   * Sets the urgent pointer.
   *
   * @param urgentPointer 0 to 65535
   * @return this
   */
  public TcpBuilder urgentPointer(int urgentPointer) {
    put16(URGENT_POINTER, urgentPointer, "urgent pointer");
    return this;
  }

  /**
   * Adds the option No Operation.
   *
   * @return this
   */
  public TcpBuilder noOperation() {
    Options.add(this, MOST_BYTES, NO_OPERATION);
    return this;
  }

  /**
   * Adds the option Maximum Segment Size.
   *
   * @param bytes 0 to 65535
   * @return this
   */
  public TcpBuilder maximumSegmentSize(int bytes) {
    check(bytes, 16, "maximum segment size");
    long at = Options.begin(this, MOST_BYTES, MAXIMUM_SEGMENT_SIZE, Short.BYTES);
    memory().set(PacketBuilder.SHORT, at, (short) bytes);
    return this;
  }

  /**
   * Adds the option Window Scale.
   *
   * @param shift 0 to 255
   * @return this
   */
  public TcpBuilder windowScale(int shift) {
    check(shift, 8, "window scale");
    long at = Options.begin(this, MOST_BYTES, WINDOW_SCALE, 1);
    memory().set(JAVA_BYTE, at, (byte) shift);
    return this;
  }

  /**
   * Adds the option SACK-Permitted.
   *
   * @return this
   */
  public TcpBuilder sackPermitted() {
    Options.begin(this, MOST_BYTES, SACK_PERMITTED, 0);
    return this;
  }

  /**
   * Adds the option Timestamps.
   *
   * @param value TSval, 0 to 4294967295
   * @param echo TSecr, 0 to 4294967295
   * @return this
   */
  public TcpBuilder timestamps(long value, long echo) {
    check(value, 32, "TSval");
    check(echo, 32, "TSecr");
    long at = Options.begin(this, MOST_BYTES, TIMESTAMPS, 2 * Integer.BYTES);
    memory().set(PacketBuilder.INT, at, (int) value);
    memory().set(PacketBuilder.INT, at + Integer.BYTES, (int) echo);
    return this;
  }

  /**
   * Adds an option. Zeros follow the last one up to a multiple of 4 bytes.
   *
   * @param kind 0 to 255
   * @param data up to 38 bytes, copied
   * @return this
   */
  public TcpBuilder option(int kind, MemorySegment data) {
    Options.add(this, MOST_BYTES, kind, data);
    return this;
  }

  @Override
  void complete() {
    Options.pad(this);
    bits(DATA_OFFSET, 4, 4, length() / 4, "data offset");
  }

  @Override
  void finish(int header, long from, long end) {
    if (!packet.isGiven(header, CHECKSUM)) {
      sum(
          from + CHECKSUM_OFFSET,
          packet.pseudoHeader(header, IpProtocol.TCP, end - from),
          from,
          end);
    }
  }
}

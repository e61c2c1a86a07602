// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import io.framering.packet.Addresses;
import java.net.InetAddress;

/**
 * A TCP connection as a {@link TcpReassembler} sees it: one object for its whole life. It belongs
 * to the thread of the reassembler.
 */
public final class TcpStream extends Keyed {
  final boolean sourceIsSecond;

  final TcpHalf tx = new TcpHalf(this, StreamDirection.TX);
  final TcpHalf rx = new TcpHalf(this, StreamDirection.RX);

  /** All that can come are late packets. */
  boolean over;

  private final long ordinal;
  private final long startNanos;
  private long lastNanos;
  private Object attachment;

  TcpStream(
      int hash,
      long ordinal,
      long firstHigh,
      long firstLow,
      long secondHigh,
      long secondLow,
      long ports,
      boolean sourceIsSecond,
      long startNanos) {
    super(hash, firstHigh, firstLow, secondHigh, secondLow, ports);
    this.ordinal = ordinal;
    this.sourceIsSecond = sourceIsSecond;
    this.startNanos = startNanos;
    lastNanos = startNanos;
  }

  TcpHalf half(StreamDirection direction) {
    return direction == StreamDirection.TX ? tx : rx;
  }

  void seen(long timestampNanos) {
    lastNanos = timestampNanos;
  }

  /** {@return the number of this stream: the first one of a reassembler has 0, the next one 1} */
  public long number() {
    return ordinal;
  }

  /**
   * {@return the address that opened the connection: it sent SYN, or received SYN with ACK; if
   * neither was seen, it sent the first packet} Allocates.
   */
  public InetAddress source() {
    return address(sourceIsSecond);
  }

  /** {@return the port of the source, 0 to 65535} */
  public int sourcePort() {
    return port(sourceIsSecond);
  }

  /** {@return the other address} Allocates. */
  public InetAddress destination() {
    return address(!sourceIsSecond);
  }

  /** {@return the other port, 0 to 65535} */
  public int destinationPort() {
    return port(!sourceIsSecond);
  }

  /** The address and port that sends in a direction, as text: {@code 192.0.2.1_80}. */
  String sender(StreamDirection direction) {
    boolean second = sourceIsSecond == (direction == StreamDirection.TX);
    long low = second ? secondLow : firstLow;
    String address =
        isIpv4()
            ? Addresses.ipv4Text((int) low)
            : Addresses.ipv6Text(second ? secondHigh : firstHigh, low);
    return address + "_" + port(second);
  }

  private boolean isIpv4() {
    return number >>> Integer.SIZE == 0;
  }

  private InetAddress address(boolean second) {
    long high = second ? secondHigh : firstHigh;
    long low = second ? secondLow : firstLow;
    return isIpv4() ? Addresses.ofIpv4((int) low) : Addresses.ofIpv6(high, low);
  }

  private int port(boolean second) {
    return (int) (second ? number : number >>> Short.SIZE) & 0xFFFF;
  }

  /** {@return the time of the first packet, in nanoseconds since 1970-01-01T00:00:00 UTC} */
  public long startNanos() {
    return startNanos;
  }

  /** {@return the time of the last packet so far, in nanoseconds since 1970-01-01T00:00:00 UTC} */
  public long endNanos() {
    return lastNanos;
  }

  /**
   * {@return the number of bytes handed on so far}
   *
   * @param direction the direction of the bytes
   */
  public long bytes(StreamDirection direction) {
    return half(direction).handedOn();
  }

  /**
   * {@return the number of bytes reported missing so far}
   *
   * @param direction the direction of the bytes
   */
  public long missingBytes(StreamDirection direction) {
    return half(direction).missing();
  }

  /** {@return the object of {@link #attach}, or null} */
  public Object attachment() {
    return attachment;
  }

  /**
   * Keeps an object with this stream, such as the state of a listener.
   *
   * @param newAttachment any object, or null
   */
  public void attach(Object newAttachment) {
    attachment = newAttachment;
  }
}

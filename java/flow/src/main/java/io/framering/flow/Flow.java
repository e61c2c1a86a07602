// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import io.framering.packet.IpProtocol;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The packets between two addresses and ports, in both directions: a snapshot. Immutable: it may be
 * kept and passed to any thread.
 *
 * <p>A packet belongs to the flow of its outermost IP header. Its length is {@link
 * io.framering.frame.Frame#originalLength()}, with the link header. ICMP messages belong to one
 * flow per type and code, and replies to the flow of their requests.
 *
 * <p>Each fragment counts as a packet. It belongs to the flow of its packet if the table has seen
 * the first fragment before, otherwise to a flow of the same addresses without ports. Only the
 * table's other numbers leave fragments out: TCP is not analyzed in them. A {@code Defragmenter}
 * before the table changes that.
 */
public final class Flow {
  private final FlowKey key;
  private final Side tx;
  private final Side rx;
  private final TcpState tcpState;
  private final long initialRttNanos;
  private final long smoothedRttNanos;
  private final FlowNames names;
  private final long dnsTimeNanos;
  private final Map<FlowMeasurement<?>, Object> measured;

  Flow(
      FlowKey key,
      Side tx,
      Side rx,
      TcpState tcpState,
      long initialRttNanos,
      long smoothedRttNanos,
      FlowNames names,
      long dnsTimeNanos,
      Map<FlowMeasurement<?>, Object> measured) {
    this.key = key;
    this.tx = tx;
    this.rx = rx;
    this.tcpState = tcpState;
    this.initialRttNanos = initialRttNanos;
    this.smoothedRttNanos = smoothedRttNanos;
    this.names = names;
    this.dnsTimeNanos = dnsTimeNanos;
    this.measured = measured;
  }

  /** {@return the protocol in IP, 0 to 255, see {@link IpProtocol}} */
  public int protocol() {
    return key.protocol();
  }

  /**
   * {@return the protocol's name: {@code tcp}, {@code udp}, {@code icmp}, {@code icmp6} or {@code
   * sctp}; of others the number}
   */
  public String protocolName() {
    return switch (protocol()) {
      case IpProtocol.TCP -> "tcp";
      case IpProtocol.UDP -> "udp";
      case IpProtocol.ICMP -> "icmp";
      case IpProtocol.ICMPV6 -> "icmp6";
      case IpProtocol.SCTP -> "sctp";
      default -> Integer.toString(protocol());
    };
  }

  /**
   * {@return the address of the side that opened the flow: that sent a SYN; if none was captured,
   * that sent first} An IPv6 address stays one, even if it contains an IPv4 address.
   */
  public InetAddress source() {
    return key.source();
  }

  /** {@return the port of {@link #source()}, 0 to 65535; -1 if there are no ports} */
  public int sourcePort() {
    return key.sourcePort();
  }

  /** {@return the address of the other side} */
  public InetAddress destination() {
    return key.destination();
  }

  /** {@return the port of {@link #destination()}, 0 to 65535; -1 if there are no ports} */
  public int destinationPort() {
    return key.destinationPort();
  }

  /** {@return the type of the source's ICMP or ICMPv6 messages, 0 to 255; -1 if it is another} */
  public int icmpType() {
    return key.icmpType();
  }

  /**
   * {@return the code of the source's ICMP or ICMPv6 messages, 0 to 255; 0 of a request; -1 if it
   * is another protocol}
   */
  public int icmpCode() {
    return key.icmpCode();
  }

  /**
   * {@return the outer VLAN identifier, 0 to 4095; -1 if there is none, or if the table does not
   * {@linkplain FlowOptions#byVlan(boolean) distinguish} them}
   */
  public int vlan() {
    return key.vlan();
  }

  /**
   * {@return the index of the interface; 0 if it is unknown, or if the table does not {@linkplain
   * FlowOptions#byInterface(boolean) distinguish} them}
   */
  public int interfaceIndex() {
    return key.interfaceIndex();
  }

  /** {@return the time of the first packet: nanoseconds since 1970-01-01T00:00:00 UTC} */
  public long startNanos() {
    return tx.packets == 0
        ? rx.firstNanos
        : rx.packets == 0 ? tx.firstNanos : Math.min(tx.firstNanos, rx.firstNanos);
  }

  /** {@return the time of the last packet: nanoseconds since 1970-01-01T00:00:00 UTC} */
  public long endNanos() {
    return tx.packets == 0
        ? rx.lastNanos
        : rx.packets == 0 ? tx.lastNanos : Math.max(tx.lastNanos, rx.lastNanos);
  }

  /** {@return the packets that {@link #source()} sent} */
  public Side tx() {
    return tx;
  }

  /** {@return the packets that {@link #destination()} sent} */
  public Side rx() {
    return rx;
  }

  /** {@return the number of packets of both sides} */
  public long packets() {
    return tx.packets + rx.packets;
  }

  /** {@return the number of bytes of both sides, on the wire and with the link header} */
  public long bytes() {
    return tx.bytes + rx.bytes;
  }

  /** {@return the number of bytes after the transport headers of both sides} */
  public long payloadBytes() {
    return tx.payloadBytes + rx.payloadBytes;
  }

  /** {@return the state of the connection; null if it is not TCP} */
  public TcpState tcpState() {
    return tcpState;
  }

  /**
   * {@return the time from the last SYN to the first acknowledgment without SYN: the whole round
   * trip, wherever it was captured; -1 if unknown} Wireshark's {@code tcp.analysis.initial_rtt}.
   */
  public long initialRttNanos() {
    return initialRttNanos;
  }

  /**
   * {@return the smoothed round-trip time (RFC 6298, section 2): the time from data of one side to
   * its acknowledgment, plus that of the other side if it has sent data, too; -1 if unknown} Data
   * that was sent again is left out (Karn's algorithm). Delayed acknowledgments are part of it.
   */
  public long smoothedRttNanos() {
    return smoothedRttNanos;
  }

  /** {@return the server name in the TLS ClientHello; null if there was none} */
  public String tlsServerName() {
    return names.tlsServerName();
  }

  /**
   * {@return the application protocols in the TLS ClientHello, separated by commas; null if there
   * were none}
   */
  public String tlsAlpn() {
    return names.tlsAlpn();
  }

  /**
   * {@return the latest version that the TLS ClientHello offers, such as {@code 1.3}; null if there
   * was no ClientHello}
   */
  public String tlsVersion() {
    return names.tlsVersion();
  }

  /** {@return the first HTTP/1 request: its method and target; null if there was none} */
  public String httpRequest() {
    return names.httpRequest();
  }

  /** {@return the host of the first HTTP/1 request; null if there was none} */
  public String httpHost() {
    return names.httpHost();
  }

  /** {@return the name in the first DNS query; null if there was none} */
  public String dnsName() {
    return names.dnsName();
  }

  /** {@return the time from the first DNS query to its response; -1 if unknown} */
  public long dnsTimeNanos() {
    return dnsTimeNanos;
  }

  /** {@return the first identification line of SSH, of either side; null if there was none} */
  public String sshBanner() {
    return names.sshBanner();
  }

  /**
   * {@return what a measurement of the program's own has found}
   *
   * @param <T> the type of the value
   * @param measurement one of the table's {@link FlowOptions#measurements()}
   * @throws IllegalArgumentException if the table did not have it
   */
  @SuppressWarnings("unchecked") // the measurement made the value
  public <T> T value(FlowMeasurement<T> measurement) {
    if (!measured.containsKey(measurement)) {
      throw new IllegalArgumentException("the flow table does not have this measurement");
    }
    return (T) measured.get(measurement);
  }

  /**
   * {@return the Community ID, version 1, with seed 0} Computed by each call. See <a
   * href="https://github.com/corelight/community-id-spec">its specification</a>.
   */
  public String communityId() {
    return CommunityId.of(key);
  }

  /** A text for people, which may change: {@code tcp 10.0.0.1:40000 > 10.0.0.2:80}. */
  @Override
  public String toString() {
    return protocolName()
        + " "
        + end(source(), sourcePort())
        + " > "
        + end(destination(), destinationPort());
  }

  private static String end(InetAddress address, int port) {
    return port < 0 ? address.getHostAddress() : address.getHostAddress() + ":" + port;
  }

  /** Two flows as one: of equal keys, from different tables. */
  Flow plus(Flow other) {
    Flow older = startNanos() <= other.startNanos() ? this : other;
    Flow newer = older == this ? other : this;
    boolean turned = !older.key.equals(newer.key);
    return new Flow(
        older.key,
        older.tx.plus(turned ? newer.rx : newer.tx),
        older.rx.plus(turned ? newer.tx : newer.rx),
        newer.tcpState,
        known(older.initialRttNanos, newer.initialRttNanos),
        known(newer.smoothedRttNanos, older.smoothedRttNanos),
        older.names.or(newer.names),
        known(older.dnsTimeNanos, newer.dnsTimeNanos),
        plus(older.measured, newer.measured));
  }

  private static Map<FlowMeasurement<?>, Object> plus(
      Map<FlowMeasurement<?>, Object> one, Map<FlowMeasurement<?>, Object> other) {
    if (one.isEmpty()) {
      return other;
    }
    Map<FlowMeasurement<?>, Object> both = new LinkedHashMap<>(one);
    other.forEach(
        (by, value) -> both.merge(by, value, (first, second) -> merge(by, first, second)));
    return both;
  }

  @SuppressWarnings("unchecked") // each measurement made its own values
  private static <T> T merge(FlowMeasurement<T> by, Object first, Object second) {
    return by.merge((T) first, (T) second);
  }

  private static long known(long first, long second) {
    return first >= 0 ? first : second;
  }

  /** The key, for which both directions are equal. */
  FlowKey canonicalKey() {
    return key.canonical();
  }

  /**
   * What one side sent. The numbers from {@code retransmissions} to {@code lostSegments} count
   * segments that Wireshark 4.0 marks in the same way ({@code tcp.analysis}).
   *
   * @param packets the number of packets
   * @param bytes their bytes on the wire, with the link header
   * @param payloadBytes their bytes after the transport header
   * @param firstNanos the time of the first packet: nanoseconds since 1970-01-01T00:00:00 UTC; 0 if
   *     there was none
   * @param lastNanos the time of the last packet
   * @param minimumTtl the least TTL or hop limit; 0 if there was no packet
   * @param maximumTtl the greatest TTL or hop limit
   * @param tcpFlags all TCP flags that were set in any packet, see {@link io.framering.packet.Tcp}
   * @param retransmissions segments sent again, fast and spurious ones included
   * @param fastRetransmissions segments sent again at once after duplicate acknowledgments
   * @param spuriousRetransmissions segments sent again that the other side had acknowledged
   * @param outOfOrder segments that arrived after later ones
   * @param duplicateAcks acknowledgments that repeat the last one
   * @param zeroWindows segments that say that the sender's buffer is full
   * @param keepAlives segments that only ask for an acknowledgment
   * @param lostSegments segments before which others are missing
   * @param resets segments with RST
   */
  public record Side(
      long packets,
      long bytes,
      long payloadBytes,
      long firstNanos,
      long lastNanos,
      int minimumTtl,
      int maximumTtl,
      int tcpFlags,
      long retransmissions,
      long fastRetransmissions,
      long spuriousRetransmissions,
      long outOfOrder,
      long duplicateAcks,
      long zeroWindows,
      long keepAlives,
      long lostSegments,
      long resets) {

    Side plus(Side other) {
      if (packets == 0 || other.packets == 0) {
        return packets == 0 ? other : this;
      }
      return new Side(
          packets + other.packets,
          bytes + other.bytes,
          payloadBytes + other.payloadBytes,
          Math.min(firstNanos, other.firstNanos),
          Math.max(lastNanos, other.lastNanos),
          Math.min(minimumTtl, other.minimumTtl),
          Math.max(maximumTtl, other.maximumTtl),
          tcpFlags | other.tcpFlags,
          retransmissions + other.retransmissions,
          fastRetransmissions + other.fastRetransmissions,
          spuriousRetransmissions + other.spuriousRetransmissions,
          outOfOrder + other.outOfOrder,
          duplicateAcks + other.duplicateAcks,
          zeroWindows + other.zeroWindows,
          keepAlives + other.keepAlives,
          lostSegments + other.lostSegments,
          resets + other.resets);
    }
  }
}

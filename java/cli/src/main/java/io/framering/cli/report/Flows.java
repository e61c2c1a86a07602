// SPDX-License-Identifier: Apache-2.0
package io.framering.cli.report;

import io.framering.flow.Flow;
import io.framering.flow.FlowEnd;
import io.framering.flow.FlowListener;
import io.framering.packet.Addresses;
import io.framering.packet.IpProtocol;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;

/** What becomes of flows that have ended: the largest ones, and sums per host and name. */
final class Flows implements FlowListener {
  static final int MOST_FLOWS = 10_000;
  private static final int MOST_KEYS = 1 << 16;
  private static final int SHOWN = 15;
  private static final long UNKNOWN = -1;

  private static final List<String> COLUMNS =
      List.of(
          "protocol",
          "source",
          "sourcePort",
          "destination",
          "destinationPort",
          "start",
          "end",
          "txPackets",
          "rxPackets",
          "txBytes",
          "rxBytes",
          "txPayload",
          "rxPayload",
          "sni",
          "tls",
          "alpn",
          "host",
          "request",
          "dns",
          "dnsTime",
          "ssh",
          "state",
          "rtt",
          "smoothedRtt",
          "retransmissions",
          "outOfOrder",
          "duplicateAcks",
          "zeroWindows",
          "lostSegments",
          "community");

  private final PriorityQueue<Flow> largest =
      new PriorityQueue<>(Comparator.comparingLong(Flow::bytes));
  private final Tally hosts = new Tally(MOST_KEYS);
  private final Tally names = new Tally(MOST_KEYS);
  private final Times handshakes = new Times();
  private final Times answers = new Times();
  private long flows;
  private long leftOut;
  private long bytesLeftOut;
  private long tcpFlows;
  private long tcpPackets;
  private long retransmissions;

  @Override
  public void onEnd(Flow flow, FlowEnd end) {
    flows++;
    keep(flow);
    addHosts(flow);
    addName(flow);
    if (flow.protocol() == IpProtocol.TCP) {
      tcpFlows++;
      tcpPackets += flow.packets();
      retransmissions += retransmissions(flow);
      if (flow.initialRttNanos() >= 0) {
        handshakes.add(flow.initialRttNanos());
      }
    }
    if (flow.dnsTimeNanos() >= 0) {
      answers.add(
          flow.dnsName() == null ? "" : flow.dnsName(),
          text(flow.destination()),
          flow.dnsTimeNanos());
    }
  }

  /** The retransmissions of both sides. */
  static long retransmissions(Flow flow) {
    return flow.tx().retransmissions() + flow.rx().retransmissions();
  }

  /** The retransmissions of all flows that have ended. */
  long retransmissions() {
    return retransmissions;
  }

  private void keep(Flow flow) {
    largest.add(flow);
    if (largest.size() > MOST_FLOWS) {
      leftOut++;
      bytesLeftOut += largest.poll().bytes();
    }
  }

  private void addHosts(Flow flow) {
    addHost(flow.source(), flow.tx(), flow.rx());
    if (!flow.source().equals(flow.destination())) {
      addHost(flow.destination(), flow.rx(), flow.tx());
    }
  }

  private void addHost(InetAddress address, Flow.Side sent, Flow.Side received) {
    add(hosts.row(text(address)), sent, received);
  }

  private static void add(Tally.Row row, Flow.Side sent, Flow.Side received) {
    row.flows++;
    row.packetsSent += sent.packets();
    row.bytesSent += sent.bytes();
    row.packetsReceived += received.packets();
    row.bytesReceived += received.bytes();
  }

  /** One name for each flow: the first that there is. */
  private void addName(Flow flow) {
    if (flow.tlsServerName() != null) {
      addName(flow.tlsServerName(), "TLS", flow);
    } else if (flow.httpHost() != null) {
      addName(flow.httpHost(), "HTTP", flow);
    } else if (flow.dnsName() != null) {
      addName(flow.dnsName(), "DNS", flow);
    }
  }

  private void addName(String name, String kind, Flow flow) {
    Tally.Row row = names.row(name);
    row.kinds().add(kind);
    add(row, flow.tx(), flow.rx());
  }

  /** As RFC 5952 wants it, which {@link InetAddress} does not. */
  private static String text(InetAddress address) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    return bytes.remaining() == Integer.BYTES
        ? Addresses.ipv4Text(bytes.getInt())
        : Addresses.ipv6Text(bytes.getLong(), bytes.getLong());
  }

  /**
   * Writes all of it.
   *
   * @param origin times are relative to this one
   */
  void write(Json json, long origin) {
    json.name("flowCount").number(flows);
    json.name("tcp")
        .beginObject()
        .name("flows")
        .number(tcpFlows)
        .name("packets")
        .number(tcpPackets)
        .name("retransmissions")
        .number(retransmissions)
        .endObject();
    writeHosts(json.name("hosts"));
    writeNames(json.name("names"));
    handshakes.write(json.name("rtt"));
    answers.write(json.name("dns"));
    writeFlows(json.name("flows"), origin);
  }

  private void writeHosts(Json json) {
    List<Tally.Row> rows = hosts.largest(SHOWN);
    json.beginObject().name("rows").beginList();
    for (Tally.Row each : rows) {
      json.beginList()
          .string(each.name())
          .number(each.packetsSent)
          .number(each.bytesSent)
          .number(each.packetsReceived)
          .number(each.bytesReceived)
          .number(each.flows)
          .endList();
    }
    json.endList()
        .name("left")
        .number(hosts.size() - rows.size())
        .name("count")
        .number(hosts.size())
        .name("inexact")
        .truth(hosts.hasDropped())
        .endObject();
  }

  private void writeNames(Json json) {
    List<Tally.Row> rows = names.largest(SHOWN);
    json.beginObject().name("rows").beginList();
    for (Tally.Row each : rows) {
      json.beginList()
          .string(each.name())
          .string(String.join(", ", each.kinds()))
          .number(each.flows)
          .number(each.bytes())
          .endList();
    }
    json.endList().name("left").number(names.size() - rows.size()).endObject();
  }

  private void writeFlows(Json json, long origin) {
    json.beginObject().name("columns").beginList();
    COLUMNS.forEach(json::string);
    json.endList().name("rows").beginList();
    largest.stream()
        .sorted(
            Comparator.comparingLong(Flow::bytes).reversed().thenComparingLong(Flow::startNanos))
        .forEach(each -> write(json, each, origin));
    json.endList().name("left").number(leftOut).name("leftBytes").number(bytesLeftOut).endObject();
  }

  private static void write(Json json, Flow flow, long origin) {
    Flow.Side tx = flow.tx();
    Flow.Side rx = flow.rx();
    json.beginList()
        .string(flow.protocolName())
        .string(text(flow.source()))
        .number(flow.sourcePort())
        .string(text(flow.destination()))
        .number(flow.destinationPort())
        .number(flow.startNanos() - origin)
        .number(flow.endNanos() - origin)
        .number(tx.packets())
        .number(rx.packets())
        .number(tx.bytes())
        .number(rx.bytes())
        .number(tx.payloadBytes())
        .number(rx.payloadBytes())
        .string(flow.tlsServerName())
        .string(flow.tlsVersion())
        .string(flow.tlsAlpn())
        .string(flow.httpHost())
        .string(flow.httpRequest())
        .string(flow.dnsName())
        .numberUnless(UNKNOWN, flow.dnsTimeNanos())
        .string(flow.sshBanner());
    writeTcp(json, flow, tx, rx);
    json.string(flow.communityId()).endList();
  }

  private static void writeTcp(Json json, Flow flow, Flow.Side tx, Flow.Side rx) {
    if (flow.tcpState() == null) {
      for (int i = COLUMNS.indexOf("state"); i < COLUMNS.indexOf("community"); i++) {
        json.nothing();
      }
      return;
    }
    json.string(flow.tcpState().name().toLowerCase(Locale.ROOT).replace('_', ' '))
        .numberUnless(UNKNOWN, flow.initialRttNanos())
        .numberUnless(UNKNOWN, flow.smoothedRttNanos())
        .number(retransmissions(flow))
        .number(tx.outOfOrder() + rx.outOfOrder())
        .number(tx.duplicateAcks() + rx.duplicateAcks())
        .number(tx.zeroWindows() + rx.zeroWindows())
        .number(tx.lostSegments() + rx.lostSegments());
  }
}

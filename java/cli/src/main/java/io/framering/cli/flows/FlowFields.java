// SPDX-License-Identifier: Apache-2.0
package io.framering.cli.flows;

import io.framering.cli.text.Texts;
import io.framering.flow.Flow;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * The fields of a flow in json and csv, in their order. To add one: a row here and in
 * docs/FLOWS.md.
 */
final class FlowFields {
  static final List<FlowField> ALL =
      Stream.of(
              one(FlowField.text("proto", Flow::protocolName)),
              one(FlowField.text("src", flow -> Texts.address(flow.source()))),
              one(FlowField.number("srcport", Flow::sourcePort)),
              one(FlowField.text("dst", flow -> Texts.address(flow.destination()))),
              one(FlowField.number("dstport", Flow::destinationPort)),
              one(FlowField.number("vlan", Flow::vlan)),
              one(new FlowField("interface", true, FlowLine::interfaceName)),
              one(FlowField.time("start", Flow::startNanos)),
              one(FlowField.time("end", Flow::endNanos)),
              sides("packets", Flow.Side::packets),
              sides("bytes", Flow.Side::bytes),
              sides("payload", Flow.Side::payloadBytes),
              one(FlowField.text("tcp.state", FlowFields::state)),
              one(FlowField.seconds("tcp.initial_rtt", Flow::initialRttNanos)),
              one(FlowField.seconds("tcp.srtt", Flow::smoothedRttNanos)),
              ofTcp("tcp.retransmissions", Flow.Side::retransmissions),
              ofTcp("tcp.out_of_order", Flow.Side::outOfOrder),
              ofTcp("tcp.duplicate_acks", Flow.Side::duplicateAcks),
              ofTcp("tcp.zero_windows", Flow.Side::zeroWindows),
              ofTcp("tcp.resets", Flow.Side::resets),
              one(FlowField.text("tls.sni", Flow::tlsServerName)),
              one(FlowField.text("tls.alpn", Flow::tlsAlpn)),
              one(FlowField.text("tls.version", Flow::tlsVersion)),
              one(FlowField.text("http.host", Flow::httpHost)),
              one(FlowField.text("http.request", Flow::httpRequest)),
              one(FlowField.text("dns.name", Flow::dnsName)),
              one(FlowField.seconds("dns.time", Flow::dnsTimeNanos)),
              one(FlowField.text("ssh.protocol", Flow::sshBanner)),
              one(FlowField.text("community_id", Flow::communityId)),
              one(new FlowField("end_reason", true, FlowLine::endReason)))
          .flatMap(List::stream)
          .toList();

  private FlowFields() {}

  private static List<FlowField> one(FlowField field) {
    return List.of(field);
  }

  private static List<FlowField> sides(String name, ToLongFunction<Flow.Side> count) {
    return List.of(
        FlowField.number(name + ".tx", flow -> count.applyAsLong(flow.tx())),
        FlowField.number(name + ".rx", flow -> count.applyAsLong(flow.rx())));
  }

  private static List<FlowField> ofTcp(String name, ToLongFunction<Flow.Side> count) {
    return sides(name, count).stream().map(FlowFields::onlyOfTcp).toList();
  }

  private static FlowField onlyOfTcp(FlowField field) {
    return new FlowField(
        field.name(),
        field.quoted(),
        line -> line.flow().tcpState() == null ? null : field.value().apply(line));
  }

  private static String state(Flow flow) {
    return flow.tcpState() == null ? null : Texts.lowerCase(flow.tcpState());
  }
}

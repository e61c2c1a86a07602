// SPDX-License-Identifier: Apache-2.0
package io.framering.cli.flows;

import io.framering.cli.text.TextTable;
import io.framering.cli.text.TextTable.Column;
import io.framering.cli.text.Texts;
import io.framering.cli.text.VisibleText;
import io.framering.flow.Flow;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Flows as a table, the one with most bytes first. */
public final class FlowListing {
  /** Most bytes first. */
  public static final Comparator<Flow> MOST_BYTES_FIRST =
      Comparator.comparingLong(Flow::bytes).reversed();

  private static final int ADDRESS_LEAST = 15;
  private static final int NAME_LEAST = 8;

  private static final List<Column> COLUMNS =
      List.of(
          Column.text("PROTO", 0, 0),
          Column.text("SOURCE", ADDRESS_LEAST, 0),
          Column.text("DESTINATION", ADDRESS_LEAST, 0),
          Column.number("PACKETS", 2),
          Column.number("SENT", 1),
          Column.number("RECEIVED", 1),
          Column.number("TIME", 3),
          Column.number("RTT", 2),
          Column.number("RETRANS", 2),
          Column.text("STATE", 0, 4),
          Column.text("NAME", NAME_LEAST, 3));

  private FlowListing() {}

  /** The lines of the table, the titles first. */
  public static List<String> lines(List<Flow> flows, int width) {
    return TextTable.lines(COLUMNS, flows.stream().map(FlowListing::row).toList(), width);
  }

  private static List<String> row(Flow flow) {
    return List.of(
        flow.protocolName(),
        Texts.endpoint(flow.source(), flow.sourcePort()),
        Texts.endpoint(flow.destination(), flow.destinationPort()),
        Texts.count(flow.packets()),
        Texts.count(flow.tx().bytes()),
        Texts.count(flow.rx().bytes()),
        Texts.duration(flow.endNanos() - flow.startNanos()),
        rtt(flow),
        retransmissions(flow),
        flow.tcpState() == null ? "" : Texts.lowerCase(flow.tcpState()),
        name(flow));
  }

  /** The smoothed round-trip time, else that of the handshake; empty if neither is known. */
  public static String rtt(Flow flow) {
    return Texts.duration(rttNanos(flow));
  }

  /** As {@link #rtt}; -1 if unknown. */
  public static long rttNanos(Flow flow) {
    return flow.smoothedRttNanos() >= 0 ? flow.smoothedRttNanos() : flow.initialRttNanos();
  }

  private static String retransmissions(Flow flow) {
    return flow.tcpState() == null
        ? ""
        : Texts.count(flow.tx().retransmissions() + flow.rx().retransmissions());
  }

  /** The name that the flow's packets give it, safe for a terminal; empty if there is none. */
  public static String name(Flow flow) {
    return Stream.of(flow.tlsServerName(), flow.httpHost(), flow.dnsName(), flow.sshBanner())
        .filter(Objects::nonNull)
        .findFirst()
        .map(VisibleText::of)
        .orElse("");
  }
}

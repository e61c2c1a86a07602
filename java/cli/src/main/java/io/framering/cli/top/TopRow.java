// SPDX-License-Identifier: Apache-2.0
package io.framering.cli.top;

import io.framering.cli.flows.FlowListing;
import io.framering.cli.top.TopData.FlowRate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A row of a view: a flow, or what flows have in common.
 *
 * @param labels the cells that say what it is
 * @param sent bits per second in the one direction
 * @param received bits per second in the other
 * @param packets packets per second
 * @param bytes all bytes
 * @param rttNanos the mean round-trip time; -1 if unknown
 * @param retransmissions segments sent again
 * @param flows the number of flows
 */
record TopRow(
    List<String> labels,
    long sent,
    long received,
    long packets,
    long bytes,
    long rttNanos,
    long retransmissions,
    int flows) {

  /** A flow. */
  static TopRow of(FlowRate rate, List<String> labels) {
    return new Sum().add(rate, false).row(labels);
  }

  boolean contains(String text) {
    String wanted = text.toLowerCase(Locale.ROOT);
    return Stream.concat(labels.stream(), Stream.of(String.join(" ", labels)))
        .anyMatch(label -> label.toLowerCase(Locale.ROOT).contains(wanted));
  }

  /** Adds up flows. */
  static final class Sum {
    private long sent;
    private long received;
    private long packets;
    private long bytes;
    private long rtts;
    private int flowsWithRtt;
    private long retransmissions;
    private int flows;

    /**
     * Adds a flow.
     *
     * @param turned whether its source is the other side
     */
    Sum add(FlowRate rate, boolean turned) {
      sent += turned ? rate.bitsReceived() : rate.bitsSent();
      received += turned ? rate.bitsSent() : rate.bitsReceived();
      packets += rate.packets();
      bytes += rate.flow().bytes();
      long rtt = FlowListing.rttNanos(rate.flow());
      if (rtt >= 0) {
        rtts += rtt;
        flowsWithRtt++;
      }
      retransmissions += rate.flow().tx().retransmissions() + rate.flow().rx().retransmissions();
      flows++;
      return this;
    }

    TopRow row(List<String> labels) {
      long rtt = flowsWithRtt == 0 ? -1 : rtts / flowsWithRtt;
      return new TopRow(labels, sent, received, packets, bytes, rtt, retransmissions, flows);
    }
  }
}

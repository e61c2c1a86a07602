// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameSource;
import io.framering.savefile.SavefileReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What real programs said first; {@code src/test/python/names.py} recorded them. */
class FirstBytesTest {
  private static List<Frame> frames() throws IOException {
    List<Frame> frames = new ArrayList<>();
    try (InputStream stream = FirstBytesTest.class.getResourceAsStream("names.pcap.gz");
        SavefileReader file = SavefileReader.open("names", stream, null)) {
      while (file.next(FrameSource.FOREVER) instanceof FrameBatch batch) {
        batch.forEach(frame -> frames.add(frame.copy()));
      }
    }
    return frames;
  }

  private static String names(Flow flow) {
    return String.join(
        " ",
        flow.protocolName(),
        Integer.toString(flow.destinationPort()),
        flow.tlsServerName(),
        flow.tlsAlpn(),
        flow.tlsVersion(),
        flow.httpRequest(),
        flow.httpHost(),
        flow.dnsName(),
        flow.sshBanner());
  }

  @Test
  void areReadFromOneOrMoreSegments() throws IOException {
    try (FlowTable table = new FlowTable()) {
      frames().forEach(table::add);

      assertThat(table.flows().stream().map(FirstBytesTest::names))
          .containsExactlyInAnyOrder(
              "tcp 4433 six.example h2,http/1.1 1.3 null null null null",
              "tcp 8080 null null null GET / web.example null null",
              "icmp -1 null null null null null null null",
              "udp 53 null null null null null first.example null",
              "tcp 22 null null null null null null SSH-2.0-example_1.0",
              "tcp 8080 null null null GET /split split.example null null",
              "tcp 4433 split.example h2,http/1.1 1.3 null null null null");
    }
  }

  @Test
  void anyTruncationIsCountedAndHarmsNothing() throws IOException {
    List<Frame> frames = frames();
    for (int length = 0; length < 300; length++) {
      try (FlowTable table = new FlowTable()) {
        for (Frame frame : frames) {
          table.add(Packets.truncated(frame, length));
        }
        FlowStatistics statistics = table.statistics();
        assertThat(statistics.packets()).isEqualTo(frames.size());
        long counted = table.flows().stream().mapToLong(Flow::packets).sum();
        assertThat(counted + statistics.notIp()).isEqualTo(frames.size());
      }
    }
  }

  @Test
  void doNotStayForTheNextFlow() throws IOException {
    try (FlowTable table = new FlowTable(FlowOptions.defaults().maxFlows(1))) {
      frames().forEach(table::add);
      assertThat(table.flows().getFirst().tlsServerName()).isEqualTo("split.example");

      long later = table.flows().getFirst().endNanos();
      table.add(Packets.udp(later, Packets.CLIENT, 1, Packets.SERVER, 2, 0));
      assertThat(names(table.flows().getFirst()))
          .isEqualTo("udp 2 null null null null null null null");
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.build.PacketBuilder;
import io.framering.flow.Flow;
import io.framering.flow.FlowOptions;
import io.framering.flow.FlowTable;
import io.framering.frame.CapturedFrame;
import io.framering.frame.LinkType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The screen of framering top, and its model")
class TopViewTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final int MOST_FLOWS = 20;

  @AutoClose
  private final FlowTable table = new FlowTable(FlowOptions.defaults().maxFlows(MOST_FLOWS));

  private String firstName = "eth0";
  private final TopModel model = new TopModel(index -> index == 1 ? firstName : "\u001b[2Jevil", 0);
  private final TopControls controls = new TopControls();
  private final MemorySegment bytes = MemorySegment.ofArray(new byte[2000]);
  private final PacketBuilder builder = new PacketBuilder();

  /** Counts a datagram between two hosts, whose last numbers are these. */
  private void count(long nanos, int from, int to, int length) {
    builder.begin(bytes);
    builder.ethernet();
    builder.ipv4().source(0x0A000000 + from).destination(0x0A000000 + to);
    builder.udp().sourcePort(1000 + from).destinationPort(4000);
    builder.payload(new byte[length]);
    int end = builder.end();
    byte[] frame = bytes.asSlice(0, end).toArray(ValueLayout.JAVA_BYTE);
    table.add(CapturedFrame.of(nanos, LinkType.ETHERNET, frame));
  }

  private TopData tick(long nanos, long dropped, InterfaceTotals... interfaces) {
    List<Flow> flows = table.flows();
    return model.tick(new TopTick(nanos, flows, List.of(interfaces), dropped));
  }

  private List<String> lines(TopData data, int width, int height) {
    return new TopView("eth0", true).screen(data, controls, "", width, height).lines();
  }

  private TopData twoFlows() {
    for (int i = 0; i < 10; i++) {
      count(i, 1, 2, 1000);
    }
    count(10, 3, 2, 100);
    return tick(2 * SECOND, 7, new InterfaceTotals(1, 11, 20_000, 0, 0));
  }

  @Test
  void ratesArePerSecondAndTheBusiestComesFirst() {
    List<String> lines = lines(twoFlows(), 100, 24);

    assertThat(lines.getFirst()).isEqualTo("framering top: flows by rate; eth0, 2.00s");
    assertThat(lines.get(1)).startsWith("80.0k bit/s, 6 packets/s; dropped 7 of 18 packets; ");
    assertThat(lines).anyMatch(line -> line.matches("eth0 +80.0k +0 +6 +80.0k .*"));
    List<String> rows = lines.stream().filter(line -> line.startsWith("udp")).toList();
    assertThat(rows).hasSize(2);
    assertThat(rows.getFirst()).contains("10.0.0.1:1001", "10.0.0.2:4000", "41.7k");
    assertThat(rows.getLast()).contains("10.0.0.3:1003");
    assertThat(lines).anyMatch(line -> line.startsWith("dropped by kernel") && line.endsWith("!"));
  }

  @Test
  void hostsAndPortsAreSums() {
    TopData data = twoFlows();
    controls.type('2');
    assertThat(lines(data, 100, 24)).filteredOn(line -> line.startsWith("10.0.0.")).hasSize(3);
    controls.type('3');
    assertThat(lines(data, 100, 24)).filteredOn(line -> line.startsWith("udp 4000")).hasSize(1);
    "/no".chars().forEach(key -> controls.type((char) key));
    assertThat(lines(data, 100, 24)).noneMatch(line -> line.startsWith("udp 4000"));
  }

  @ParameterizedTest
  @CsvSource({"80, 24", "120, 40", "60, 15", "40, 8", "20, 4", "3, 2", "1, 1"})
  void fitsIntoAnySize(int width, int height) {
    TopData data = twoFlows();
    for (char view : "1234?".toCharArray()) {
      controls.type(view);
      List<String> lines = lines(data, width, height);
      assertThat(lines).hasSizeLessThanOrEqualTo(height).isNotEmpty();
      assertThat(lines).allMatch(line -> line.length() <= width);
      assertThat(lines.getFirst()).isNotBlank();
    }
  }

  @Test
  void aNameOfAnInterfaceCannotChangeTheTerminal() {
    TopData data = tick(SECOND, 0, new InterfaceTotals(2, 1, 60, 0, 0));

    assertThat(String.join("", lines(data, 80, 24)))
        .contains("evil")
        .doesNotContainPattern("\\p{Cntrl}");
  }

  @Test
  void aDeletedInterfaceKeepsItsName() {
    twoFlows();
    firstName = "if1";

    assertThat(tick(3 * SECOND, 7).interfaces().getFirst().name()).isEqualTo("eth0");
  }

  /** Each second there is another flow. */
  @Test
  void aDayNeedsNoMoreMemoryThanAMinute() {
    long sent = 0;
    for (int second = 1; second <= TimeUnit.DAYS.toSeconds(1); second++) {
      count(second * SECOND, second & 0x7FFF, 1, 10);
      sent += 1000;
      TopData data = tick(second * SECOND, second, new InterfaceTotals(1, sent, sent * 100, 0, 0));
      if (second % 10_000 == 0) {
        assertThat(data.interfaces().getFirst().packets()).isEqualTo(1000);
        assertThat(data.flows()).hasSize(MOST_FLOWS);
        assertThat(model.size()).isEqualTo(MOST_FLOWS + 1);
      }
    }
  }
}

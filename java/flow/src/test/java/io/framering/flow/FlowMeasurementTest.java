// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlowMeasurementTest {
  /** One file. */
  private record LargestPacket(int factor) implements FlowMeasurement<Long> {
    @Override
    public int bytes() {
      return Long.BYTES;
    }

    @Override
    public void add(FlowPacket packet, MemorySegment room, long offset) {
      long largest = Math.max(room.get(ValueLayout.JAVA_LONG, offset), factor * packet.bytes());
      room.set(ValueLayout.JAVA_LONG, offset, largest);
    }

    @Override
    public Long value(MemorySegment room, long offset) {
      return room.get(ValueLayout.JAVA_LONG, offset);
    }

    @Override
    public Long merge(Long one, Long other) {
      return Math.max(one, other);
    }
  }

  @Test
  void aMeasurementIsOneFileAndOneRow() {
    LargestPacket largest = new LargestPacket(1);
    LargestPacket tripled = new LargestPacket(3);
    FlowOptions options = FlowOptions.defaults().measure(largest).measure(tripled);
    try (FlowTable table = new FlowTable(options);
        FlowTable other = new FlowTable(options)) {
      // More flows than the first piece of memory holds.
      for (int port = 0; port < 3000; port++) {
        table.add(Packets.udp(1, Packets.CLIENT, port, Packets.SERVER, 9, port % 100));
        table.add(Packets.udp(2, Packets.CLIENT, port, Packets.SERVER, 9, 0));
      }
      other.add(Packets.udp(1, Packets.CLIENT, 77, Packets.SERVER, 9, 500));

      assertThat(table.flows())
          .allSatisfy(flow -> {
            assertThat(flow.value(largest)).isEqualTo(42 + flow.sourcePort() % 100);
            assertThat(flow.value(tripled)).isEqualTo(3 * flow.value(largest));
          });
      Flow merged =
          FlowTable.merge(List.of(table, other)).stream()
              .filter(flow -> flow.sourcePort() == 77)
              .findFirst()
              .orElseThrow();
      assertThat(merged.value(largest)).isEqualTo(542);
      assertThatThrownBy(() -> merged.value(new LargestPacket(2)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import static io.framering.flow.Packets.CLIENT;
import static io.framering.flow.Packets.CLIENT_PORT;
import static io.framering.flow.Packets.SERVER;
import static io.framering.flow.Packets.SERVER_PORT;
import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.CapturedFrame;
import io.framering.packet.IpProtocol;
import io.framering.packet.Ipv4;
import io.framering.packet.Tcp;
import io.framering.testing.Allocated;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class FlowTableTest {
  private static final int HEADERS = 14 + 20 + 8;

  private final FlowTable table = new FlowTable();

  private Flow onlyFlow() {
    assertThat(table.size()).isEqualTo(1);
    return table.flows().getFirst();
  }

  @Test
  void bothDirectionsAreOneFlow() {
    table.add(Packets.udp(100, CLIENT, CLIENT_PORT, SERVER, SERVER_PORT, 10));
    table.add(Packets.udp(250, SERVER, SERVER_PORT, CLIENT, CLIENT_PORT, 1000));
    table.add(Packets.udp(300, SERVER, SERVER_PORT, CLIENT, CLIENT_PORT, 0));

    Flow flow = onlyFlow();
    assertThat(flow).hasToString("udp 10.0.0.1:40000 > 10.0.0.2:80");
    assertThat(flow.startNanos()).isEqualTo(100);
    assertThat(flow.endNanos()).isEqualTo(300);
    assertThat(flow.tx().packets()).isEqualTo(1);
    assertThat(flow.tx().bytes()).isEqualTo(HEADERS + 10);
    assertThat(flow.tx().payloadBytes()).isEqualTo(10);
    assertThat(flow.rx().packets()).isEqualTo(2);
    assertThat(flow.rx().bytes()).isEqualTo(2 * HEADERS + 1000);
    assertThat(flow.rx().payloadBytes()).isEqualTo(1000);
    assertThat(flow.rx().firstNanos()).isEqualTo(250);
    assertThat(flow.rx().lastNanos()).isEqualTo(300);
    assertThat(flow.tcpState()).isNull();
  }

  @Test
  void keepsTheRangeOfTtlsAndAllTcpFlags() {
    for (int i = 0; i < 3; i++) {
      int ttl = 60 + i;
      int flags = Tcp.PSH << i;
      table.add(
          Packets.frame(
              i,
              packet -> {
                packet.ipv4().source(CLIENT).destination(SERVER).ttl(ttl);
                packet.tcp().sourcePort(1).destinationPort(2).flags(flags);
              }));
    }

    Flow.Side tx = onlyFlow().tx();
    assertThat(tx.minimumTtl()).isEqualTo(60);
    assertThat(tx.maximumTtl()).isEqualTo(62);
    assertThat(tx.tcpFlags()).isEqualTo(Tcp.PSH | Tcp.ACK | Tcp.URG);
  }

  @Test
  void aConnectionPassesThroughItsStates() {
    List<FlowEnd> ends = new ArrayList<>();
    FlowTable listening =
        new FlowTable(FlowOptions.defaults().listener((flow, end) -> ends.add(end)));
    Function<CapturedFrame, TcpState> state =
        frame -> {
          listening.add(frame);
          return listening.flows().getFirst().tcpState();
        };
    // The reply is seen first: the source is still the side that sends a SYN.
    assertThat(state.apply(Packets.tcp(1, false, 500, 101, Tcp.SYN | Tcp.ACK, 0)))
        .isEqualTo(TcpState.SYN_RECEIVED);
    assertThat(listening.flows().getFirst().destinationPort()).isEqualTo(SERVER_PORT);
    assertThat(state.apply(Packets.tcp(2, true, 101, 501, Tcp.ACK, 0)))
        .isEqualTo(TcpState.ESTABLISHED);
    assertThat(state.apply(Packets.tcp(3, true, 101, 501, Tcp.FIN | Tcp.ACK, 0)))
        .isEqualTo(TcpState.CLOSING);
    assertThat(state.apply(Packets.tcp(4, false, 501, 102, Tcp.FIN | Tcp.ACK, 0)))
        .isEqualTo(TcpState.CLOSED);
    listening.expire(FlowOptions.defaults().closedTimeout().toNanos() + 3);
    assertThat(ends).isEmpty();
    listening.expire(FlowOptions.defaults().closedTimeout().toNanos() + 4);
    assertThat(ends).containsExactly(FlowEnd.CLOSED);
    assertThat(listening.size()).isZero();
  }

  @Test
  void aSynWithAnotherSequenceNumberBeginsAnotherFlow() {
    table.add(Packets.tcp(1, true, 100, 0, Tcp.SYN, 0));
    table.add(Packets.tcp(2, true, 100, 0, Tcp.SYN, 0));
    assertThat(onlyFlow().tx().retransmissions()).isEqualTo(1);

    table.add(Packets.tcp(3, true, 900, 0, Tcp.SYN, 0));
    assertThat(onlyFlow().startNanos()).isEqualTo(3);
    assertThat(table.statistics().flows()).isEqualTo(2);
    assertThat(table.statistics().ended()).isEqualTo(1);
  }

  /** The window of a side that was not captured is unknown, and so not zero. */
  @Test
  void keystrokesOfOneSideAloneAreNoZeroWindowProbes() {
    for (int i = 0; i < 3; i++) {
      table.add(Packets.tcp(i, true, 100 + i, 1, Tcp.ACK, 1));
    }

    assertThat(onlyFlow().tx().lostSegments()).isZero();
  }

  @Test
  void roundTripsOfBothSidesAreSmoothedAndAddedUp() {
    table.add(Packets.tcp(0, true, 1, 1, Tcp.ACK, 100));
    table.add(Packets.tcp(8_000, false, 1, 101, Tcp.ACK, 0));
    assertThat(onlyFlow().smoothedRttNanos()).isEqualTo(8_000);

    table.add(Packets.tcp(10_000, true, 101, 1, Tcp.ACK, 100));
    table.add(Packets.tcp(26_000, false, 1, 201, Tcp.ACK, 0));
    assertThat(onlyFlow().smoothedRttNanos()).as("7/8 * 8000 + 1/8 * 16000").isEqualTo(9_000);

    table.add(Packets.tcp(30_000, false, 1, 201, Tcp.ACK, 50));
    table.add(Packets.tcp(30_500, true, 201, 51, Tcp.ACK, 0));
    assertThat(onlyFlow().smoothedRttNanos()).isEqualTo(9_500);

    // Nobody knows which of the two was acknowledged.
    table.add(Packets.tcp(40_000, true, 201, 51, Tcp.ACK, 100));
    table.add(Packets.tcp(300_000, true, 201, 51, Tcp.ACK, 100));
    table.add(Packets.tcp(301_000, false, 51, 301, Tcp.ACK, 0));
    assertThat(onlyFlow().smoothedRttNanos()).isEqualTo(9_500);
  }

  @Test
  void aFullTableEvictsTheFlowThatIsOldest() {
    List<String> ends = new ArrayList<>();
    FlowOptions options =
        FlowOptions.defaults()
            .maxFlows(3)
            .listener((flow, end) -> ends.add(end + " " + flow.sourcePort()));
    try (FlowTable small = new FlowTable(options)) {
      for (int port = 1; port <= 3; port++) {
        small.add(Packets.udp(port, CLIENT, port, SERVER, SERVER_PORT, 0));
      }
      small.add(Packets.udp(4, CLIENT, 1, SERVER, SERVER_PORT, 0)); // not the oldest any more
      small.add(Packets.udp(5, CLIENT, 4, SERVER, SERVER_PORT, 0));
      assertThat(ends).containsExactly("EVICTED 2");
      assertThat(small.size()).isEqualTo(3);
      assertThat(small.statistics().evicted()).isEqualTo(1);
    }
    assertThat(ends).hasSize(4);
  }

  @Test
  void anIdleFlowEndsAndOthersStay() {
    List<String> ends = new ArrayList<>();
    FlowTable listening =
        new FlowTable(
            FlowOptions.defaults()
                .idleTimeout(Duration.ofNanos(1600))
                .listener((flow, end) -> ends.add(end + " " + flow.sourcePort())));
    listening.add(Packets.udp(0, CLIENT, 1, SERVER, SERVER_PORT, 0));
    for (int nanos = 0; nanos < 10_000; nanos += 500) {
      listening.add(Packets.udp(nanos, CLIENT, 2, SERVER, SERVER_PORT, 0));
    }
    assertThat(ends).containsExactly("IDLE 1");
    assertThat(listening.size()).isEqualTo(1);
  }

  @Test
  void aTimeFarInTheFutureBlocksNothing() {
    FlowTable listening = new FlowTable();
    listening.add(Packets.udp(Long.MAX_VALUE, CLIENT, 1, SERVER, SERVER_PORT, 0));
    long minute = 60_000_000_000L;
    for (int port = 2; port < 100; port++) {
      listening.add(Packets.udp(port * minute, CLIENT, port, SERVER, SERVER_PORT, 0));
    }
    assertThat(listening.size()).isLessThan(6);
  }

  @Test
  void fragmentsBelongToTheFlowOfTheFirstOne() {
    for (int offset : new int[] {0, 1480}) {
      table.add(
          Packets.frame(
              offset,
              packet -> {
                packet
                    .ipv4()
                    .source(CLIENT)
                    .destination(SERVER)
                    .identification(7)
                    .fragmentOffset(offset)
                    .protocol(IpProtocol.UDP)
                    .flags(offset == 0 ? Ipv4.MORE_FRAGMENTS : 0);
                if (offset == 0) {
                  packet.udp().sourcePort(1).destinationPort(2).length(8 + 1472 + 100).checksum(0);
                }
                packet.payload(new byte[offset == 0 ? 1472 : 100]);
              }));
    }
    assertThat(onlyFlow().packets()).isEqualTo(2);
    assertThat(onlyFlow().payloadBytes()).isEqualTo(1572);
    assertThat(onlyFlow().sourcePort()).isEqualTo(1);
    assertThat(table.statistics().fragments()).isEqualTo(2);
  }

  @Test
  void tablesOfSeveralThreadsAreOne() {
    FlowTable other = new FlowTable();
    table.add(Packets.udp(1, CLIENT, 1, SERVER, 2, 10));
    other.add(Packets.udp(2, SERVER, 2, CLIENT, 1, 20));
    other.add(Packets.udp(3, CLIENT, 5, SERVER, 6, 0));

    List<Flow> merged = FlowTable.merge(List.of(table, other));
    assertThat(merged).hasSize(2);
    assertThat(merged.getFirst().tx().payloadBytes()).isEqualTo(10);
    assertThat(merged.getFirst().rx().payloadBytes()).isEqualTo(20);
  }

  @Test
  void allocatesNothingPerPacket() {
    List<CapturedFrame> frames = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      frames.add(Packets.tcp(i, i % 2 == 0, i, i, Tcp.ACK, i));
      frames.add(Packets.udp(i, CLIENT, i, SERVER, 9, i));
    }
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 100; round++) {
      long before = Allocated.bytes();
      frames.forEach(table::add);
      least = Math.min(least, Allocated.bytes() - before);
    }
    assertThat(least).isLessThan(frames.size()); // for the lambda, and no object per frame
  }

  /** Regular addresses cost no more than random ones, whatever the keys are. */
  @Test
  void noAddressesAreChosenToCollide() {
    long[][] steps = {{1, 0}, {0, 1}, {1L << 32, 0}, {1L << 63, 1L << 31}, {1L << 20, 1L << 52}};
    int count = 1 << 10;
    for (int keys = 0; keys < 200; keys++) {
      long[] step = steps[keys % steps.length];
      KeyedHash hashing = new KeyedHash();
      FlowIndex index = new FlowIndex(Arena.ofAuto(), count);
      for (int i = 0; i < count; i++) {
        index.add(hashing.of(i * step[0], i * step[1], 0, 0, 6, 0), i + 2);
      }
      for (int i = 0; i < count; i++) {
        int hash = hashing.of(i * step[0], i * step[1], 0, 0, 6, 0);
        int at = index.begin(hash);
        do {
          at = index.next(hash, at);
        } while (index.record(at) != i + 2);
      }
      // Linear probing at a load of 1/2 takes 1.5 on average. The worst keys seen take 2.1, and
      // addresses that collide would take hundreds.
      assertThat(index.probes()).isLessThan(4L * count);
    }
  }

  /** A pair that collides for every seed of a multiply-and-shift hash. */
  @Test
  void noPairCollidesForAllKeys() {
    int collisions = 0;
    for (int i = 0; i < 1000; i++) {
      KeyedHash hashing = new KeyedHash();
      int one = hashing.of(3, 5, 0, 0, 6, 0);
      int other = hashing.of(3 ^ 1L << 63, 5 ^ 1L << 63 ^ 1L << 31, 0, 0, 6, 0);
      collisions += one == other ? 1 : 0;
    }
    assertThat(collisions).isLessThan(2);
  }

  /** Records come and go; each is found while it is there. */
  @Test
  void theIndexFindsWhatIsInIt() {
    FlowIndex index = new FlowIndex(Arena.ofAuto(), 64);
    Random random = new Random(1);
    Map<Integer, Integer> expected = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      int record = 2 + random.nextInt(64);
      if (expected.containsKey(record)) {
        index.remove(expected.remove(record), record);
      } else {
        int hash = random.nextInt(40) * 7;
        expected.put(record, hash);
        index.add(hash, record);
      }
      expected.forEach((each, hash) -> {
        int at = index.begin(hash);
        do {
          at = index.next(hash, at);
          assertThat(at).isNotNegative();
        } while (index.record(at) != each);
      });
    }
  }
}

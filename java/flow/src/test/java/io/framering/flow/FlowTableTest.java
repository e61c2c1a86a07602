// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import static io.framering.flow.Packets.CLIENT;
import static io.framering.flow.Packets.CLIENT_PORT;
import static io.framering.flow.Packets.SERVER;
import static io.framering.flow.Packets.SERVER_PORT;
import static org.assertj.core.api.Assertions.assertThat;

import io.framering.packet.Tcp;
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
}

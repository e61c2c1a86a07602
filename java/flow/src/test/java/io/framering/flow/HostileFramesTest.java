// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.CapturedFrame;
import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameSource;
import io.framering.frame.LinkType;
import io.framering.savefile.SavefileReader;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames with damaged bytes and times: every packet is counted once, and the table stays small. */
class HostileFramesTest {
  private static final int MOST = 20;
  private static final int FRAMES = 30_000;

  private static List<byte[]> samples() throws IOException {
    List<byte[]> samples = new ArrayList<>();
    for (String name : List.of("names", "fragments-left", "manners-left")) {
      try (InputStream stream = HostileFramesTest.class.getResourceAsStream(name + ".pcap.gz");
          SavefileReader file = SavefileReader.open(name, stream, null)) {
        while (file.next(FrameSource.FOREVER) instanceof FrameBatch batch) {
          batch.forEach(frame -> samples.add(frame.copy().toByteArray()));
        }
      }
    }
    return samples;
  }

  private static Frame damaged(List<byte[]> samples, Random random) {
    byte[] bytes = samples.get(random.nextInt(samples.size())).clone();
    for (int i = random.nextInt(4); i > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    long nanos =
        switch (random.nextInt(50)) {
          case 0 -> random.nextLong();
          case 1 -> Long.MAX_VALUE;
          case 2 -> Long.MIN_VALUE;
          default -> random.nextLong(1_000_000_000L);
        };
    LinkType type = random.nextInt(20) == 0 ? LinkType.RAW : LinkType.ETHERNET;
    Frame frame = CapturedFrame.of(nanos, type, bytes);
    return random.nextBoolean() ? frame : Packets.truncated(frame, random.nextInt(bytes.length));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void areCountedOnce(long seed) throws IOException {
    Random random = new Random(seed);
    List<byte[]> samples = samples();
    long[] counted = new long[2];
    FlowOptions options =
        FlowOptions.defaults()
            .maxFlows(MOST)
            .idleTimeout(Duration.ofSeconds(1 + seed))
            .byVlan(seed == 2)
            .listener((flow, end) -> {
              counted[0] += flow.packets();
              counted[1] += flow.bytes();
              assertThat(flow.communityId()).startsWith("1:");
            });
    long noIpBytes = 0;
    FlowTable table = new FlowTable(options);
    for (int i = 0; i < FRAMES; i++) {
      Frame frame = damaged(samples, random);
      long before = table.statistics().notIp();
      table.add(frame);
      noIpBytes += table.statistics().notIp() > before ? frame.originalLength() : 0;
      assertThat(table.size()).isLessThanOrEqualTo(MOST);
    }
    table.expire(Long.MIN_VALUE);
    table.expire(Long.MAX_VALUE);
    table.close();
    FlowStatistics statistics = table.statistics();
    assertThat(statistics.packets()).isEqualTo(FRAMES);
    assertThat(counted[0] + statistics.notIp()).isEqualTo(FRAMES);
    assertThat(counted[1] + noIpBytes).isEqualTo(statistics.bytes());
    assertThat(statistics.ended()).isEqualTo(statistics.flows());
  }
}

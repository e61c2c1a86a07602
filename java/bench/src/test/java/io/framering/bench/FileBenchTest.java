// SPDX-License-Identifier: Apache-2.0
package io.framering.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import io.framering.frame.FrameSource;
import io.framering.packet.Arp;
import io.framering.packet.Header;
import io.framering.packet.Icmp;
import io.framering.packet.Ipv4;
import io.framering.packet.Ipv6;
import io.framering.packet.Packet;
import io.framering.packet.Problem;
import io.framering.packet.Tcp;
import io.framering.packet.Udp;
import io.framering.packet.Vlan;
import io.framering.savefile.SavefileReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packets that are measured with, in a file. */
class FileBenchTest {
  private static final int PACKETS = 100_000;

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void write() {
    file = folder.resolve("mix.pcap");
    BenchPrograms.run("send_mix", "-w", file, "-n", PACKETS);
  }

  @Test
  void decodesWhatTheLoopInCDecodes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    FileBench.run(file, 1, new PrintStream(out));
    String ours = out.toString(StandardCharsets.UTF_8).replaceFirst(" seconds .*\n", "");
    String theirs = BenchPrograms.run("file_loop", file).replaceFirst(" seconds .*\n", "");

    assertThat(ours).isEqualTo(theirs).startsWith("frames " + PACKETS + " sum ");
  }

  @Test
  void theMixIsWhatItIsSaidToBe() {
    Map<Class<?>, Integer> kinds = new HashMap<>();
    Set<Long> flows = new HashSet<>();
    Packet packet = new Packet();
    long bytes = 0;
    try (SavefileReader reader = SavefileReader.open(file)) {
      for (FrameBatch batch; (batch = reader.next(FrameSource.FOREVER)) != null; ) {
        for (FrameCursor frame = batch.cursor(); frame.advance(); ) {
          int length = frame.capturedLength();
          assertThat(length).isBetween(60, 1514);
          bytes += length;
          packet.wrap(frame);
          for (int i = 0; i < packet.size(); i++) {
            Header header = packet.layer(i);
            assertThat(header.problem()).isEqualTo(Problem.NONE);
            kinds.merge(header.getClass(), 1, Integer::sum);
          }
          Ipv4 ip = packet.find(Ipv4.class);
          flows.add(ip == null ? 0 : (long) ip.source() << 32 | ip.destination());
        }
      }
    }
    assertThat(bytes / PACKETS).isBetween(350L, 360L);
    assertThat(kinds.get(Vlan.class)).isBetween(PACKETS / 12, PACKETS / 8);
    for (Class<?> rare : List.of(Arp.class, Icmp.class, Ipv6.class)) {
      assertThat(kinds.get(rare)).as(rare.getName()).isBetween(PACKETS / 100, PACKETS / 8);
    }
    assertThat(kinds.get(Udp.class)).isBetween(PACKETS / 5, PACKETS / 3);
    assertThat(kinds.get(Tcp.class)).isBetween(PACKETS / 2, PACKETS * 3 / 4);
    assertThat(flows.size()).isBetween(1500, 2000);
  }
}

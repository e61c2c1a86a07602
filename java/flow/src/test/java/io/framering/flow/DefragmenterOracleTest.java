// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.Frame;
import io.framering.packet.Header;
import io.framering.packet.Ipv4;
import io.framering.packet.Ipv6;
import io.framering.packet.Packet;
import io.framering.savefile.SavefileFormat;
import io.framering.savefile.SavefileOptions;
import io.framering.savefile.SavefileWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Defragmenter} beside tshark: every packet that is put together, equal to the byte. */
class DefragmenterOracleTest {
  private static final Path CAPTURES = Path.of("src/test/resources/io/framering/flow");

  @TempDir private Path folder;

  @BeforeAll
  static void requireTshark() {
    Tshark.require();
  }

  /** Fragments that the kernel sent, lost, repeated and out of order. */
  @ParameterizedTest
  @ValueSource(strings = {"fragments-left", "fragments-right"})
  void fragmentsOnALossyWire(String name) {
    Path capture = CAPTURES.resolve(name + ".pcap.gz");
    assertThat(compare(capture, TcpFollowTest.read(capture))).isGreaterThan(60);
  }

  /** Fragments of other bytes that overlap in all ways. */
  @Test
  void overlapsOfIpv4() {
    Random random = new Random(3);
    Fragments fragments = new Fragments(false);
    List<Frame> frames = new ArrayList<>();
    for (int id = 1; id <= 200; id++) {
      fragments.identification = id;
      int units = 4 + random.nextInt(12);
      List<Frame> parts = new ArrayList<>();
      parts.add(part(fragments, random, units, 0, units + 1)); // the last one, always of one unit
      for (int from = 0; from < units; from++) {
        int to = Math.min(units, from + 1 + random.nextInt(4));
        parts.add(part(fragments, random, from, to, units + 1));
      }
      Collections.shuffle(parts, random);
      frames.addAll(parts);
    }
    Path capture = folder.resolve("overlaps.pcap");
    try (SavefileWriter writer =
        SavefileWriter.create(capture, SavefileOptions.of(SavefileFormat.PCAP))) {
      frames.forEach(writer::write);
    }
    assertThat(compare(capture, frames)).isGreaterThan(150);
  }

  private static Frame part(Fragments fragments, Random random, int from, int to, int units) {
    boolean last = from == units - 1;
    byte[] bytes = new byte[8 * (last ? 1 : to - from)];
    random.nextBytes(bytes);
    return fragments.of(8 * from, !last, bytes);
  }

  /** Compares all packets in order, and returns their number. */
  private static int compare(Path capture, List<Frame> frames) {
    List<String> ours = new ArrayList<>();
    Packet packet = new Packet();
    try (Defragmenter defragmenter = new Defragmenter()) {
      for (Frame frame : frames) {
        Frame whole = defragmenter.add(frame);
        if (whole != null) {
          packet.wrap(whole);
          Header six = packet.find(Ipv6.class);
          Header ip = six == null ? packet.find(Ipv4.class) : six;
          ours.add(HexFormat.of().formatHex(ip.payloadBytes()));
        }
      }
    }
    String printed =
        Tshark.run(
            capture, "-T", "fields", "-e", "ip.reassembled.data", "-e", "ipv6.reassembled.data");
    List<String> theirs = printed.lines().map(String::strip).filter(s -> !s.isEmpty()).toList();
    assertThat(ours).isEqualTo(theirs);
    return ours.size();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.Frame;
import io.framering.savefile.SavefileFormat;
import io.framering.savefile.SavefileOptions;
import io.framering.savefile.SavefileReader;
import io.framering.savefile.SavefileWriter;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@link TcpReassembler} beside {@code tshark -z follow,tcp,raw}, equal to the byte: on captures of
 * lossy traffic, and on the same ones with frames missing.
 */
class TcpFollowTest {
  private static final Path CAPTURES = Path.of("src/test/resources/io/framering/flow");

  @TempDir private Path folder;

  @BeforeAll
  static void requireTshark() {
    Tshark.require();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bulk-left", "bulk-right", "manners-left", "manners-right"})
  void eachStreamIsThatOfTshark(String name) {
    Path capture = CAPTURES.resolve(name + ".pcap.gz");
    Recorded recorded = compare(capture);
    assertThat(recorded.gaps).as("both ends see every byte that arrives").isZero();
  }

  /** A capture that lost frames: the text of Wireshark stands at the gaps. */
  @Test
  void gapsAreWhereTsharkSees() {
    Random random = new Random(1);
    List<Frame> frames = new ArrayList<>();
    for (Frame frame : read(CAPTURES.resolve("bulk-right.pcap.gz"))) {
      if (frame.capturedLength() < 200 || random.nextInt(12) != 0) {
        frames.add(frame);
      }
    }
    Path capture = folder.resolve("gaps.pcap");
    try (SavefileWriter writer =
        SavefileWriter.create(capture, SavefileOptions.of(SavefileFormat.PCAP))) {
      frames.forEach(writer::write);
    }
    assertThat(compare(capture).gaps).isGreaterThan(5);
  }

  private static Recorded compare(Path capture) {
    Recorded recorded = new Recorded().silent();
    try (TcpReassembler reassembler = new TcpReassembler(recorded)) {
      read(capture).forEach(reassembler::add);
    }
    recorded.checkAllEnded();
    assertThat(recorded.streams()).hasSizeGreaterThan(3);
    List<Map<String, byte[]>> followed = Tshark.follow(capture, recorded.streams().size());
    for (TcpStream stream : recorded.streams()) {
      Map<String, byte[]> theirs = followed.get((int) stream.number());
      String source = node(stream.source(), stream.sourcePort());
      String destination = node(stream.destination(), stream.destinationPort());
      assertThat(theirs.keySet()).as("stream " + stream.number()).contains(source, destination);
      check(theirs.get(source), recorded.bytes(stream, StreamDirection.TX), stream);
      check(theirs.get(destination), recorded.bytes(stream, StreamDirection.RX), stream);
    }
    return recorded;
  }

  private static void check(byte[] theirs, byte[] ours, TcpStream stream) {
    assertThat(new String(ours, StandardCharsets.ISO_8859_1))
        .as("stream " + stream.number())
        .isEqualTo(new String(theirs, StandardCharsets.ISO_8859_1));
  }

  private static String node(InetAddress address, int port) {
    if (address instanceof Inet6Address) {
      String text = address.getHostAddress().replaceFirst(":0(:0)+:", "::");
      return "[" + text + "]:" + port;
    }
    return address.getHostAddress() + ":" + port;
  }

  static List<Frame> read(Path capture) {
    List<Frame> frames = new ArrayList<>();
    try (SavefileReader reader = SavefileReader.open(capture)) {
      reader.run(frame -> frames.add(frame.copy()));
    }
    return frames;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.CapturedFrame;
import io.framering.frame.Frame;
import io.framering.packet.Tcp;
import io.framering.testing.Allocated;
import io.framering.testing.Sweeps;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Laws of {@link TcpReassembler} that hold for any segments. */
class TcpStreamLawTest {
  private static final Path CAPTURES = Path.of("src/test/resources/io/framering/flow");
  private static final long SEED = Long.getLong("framering.seed", 1);

  /**
   * Random segments of a stream, repeated, overlapping and out of order: the stream is the same.
   */
  @ParameterizedTest
  @EnumSource
  void anySegmentsInAnyOrder(OverlapPolicy policy) {
    Random random = new Random(SEED);
    for (int i = 0; i < Sweeps.cases(60, 5_000); i++) {
      byte[] sent = new byte[1 + random.nextInt(40_000)];
      random.nextBytes(sent);
      long start = random.nextInt() & 0xFFFF_FFFFL;
      Segments segments = new Segments();
      Recorded recorded = new Recorded().silent();
      TcpReassemblerOptions options = TcpReassemblerOptions.defaults().overlaps(policy);
      try (TcpReassembler reassembler = new TcpReassembler(options, recorded)) {
        segments.open(reassembler, start, 500);
        List<Frame> frames = segments(segments, sent, start + 1, random);
        frames.forEach(reassembler::add);
        reassembler.add(segments.server(501, start + 2 + sent.length, Tcp.FIN | Tcp.ACK, ""));
        TcpReassemblerStatistics statistics = reassembler.statistics();
        assertThat(statistics.bytes()).as("seed %d, stream %d", SEED, i).isEqualTo(sent.length);
        assertThat(statistics.gaps()).isZero();
        assertThat(statistics.heldBytes()).isZero();
      }
      recorded.checkAllEnded();
      assertThat(recorded.bytes(recorded.streams().getFirst(), StreamDirection.TX))
          .as("seed %d, stream %d", SEED, i)
          .isEqualTo(sent);
    }
  }

  /** Covers a stream with segments, of which some overlap and some come twice. */
  private static List<Frame> segments(Segments segments, byte[] sent, long first, Random random) {
    List<Frame> frames = new ArrayList<>();
    int most = random.nextBoolean() ? 1_460 : 30;
    for (int at = 0; at < sent.length; ) {
      int from = Math.max(0, at - (random.nextInt(4) == 0 ? random.nextInt(most) : 0));
      int to = Math.min(sent.length, at + 1 + random.nextInt(most));
      boolean fin = to == sent.length;
      Frame frame =
          segments.frame(
              true,
              first + from,
              501,
              fin ? Tcp.FIN | Tcp.ACK : Tcp.ACK,
              Arrays.copyOfRange(sent, from, to));
      int place = Math.max(0, frames.size() - random.nextInt(random.nextInt(1, 20)));
      frames.add(place, frame);
      if (random.nextInt(10) == 0) {
        frames.add(frame);
      }
      at = to;
    }
    return frames;
  }

  /** Every truncation of some frames, of TCP and of fragments. */
  @ParameterizedTest
  @ValueSource(strings = {"manners-left", "fragments-left"})
  void eachTruncation(String name) {
    List<Frame> frames = TcpFollowTest.read(CAPTURES.resolve(name + ".pcap.gz"));
    try (TcpReassembler reassembler = new TcpReassembler(new Recorded().silent());
        Defragmenter defragmenter = new Defragmenter()) {
      for (int i = 0; i < frames.size(); i += Sweeps.ALL ? 1 : 25) {
        Frame frame = frames.get(i);
        for (int cut = frame.capturedLength(); cut >= 0; cut--) {
          Frame truncated = FrameCopies.truncated(frame, cut);
          byte[] bytes = truncated.copy().toByteArray();
          reassembler.add(truncated);
          reassembler.add(CapturedFrame.of(frame.timestampNanos(), frame.linkType(), bytes));
          defragmenter.add(truncated);
          defragmenter.add(CapturedFrame.of(frame.timestampNanos(), frame.linkType(), bytes));
        }
      }
      assertThat(reassembler.statistics().frames()).isPositive();
      assertThat(defragmenter.statistics().frames()).isEqualTo(reassembler.statistics().frames());
    }
  }

  /** Frames of a capture, some of them truncated, in turn. */
  @Test
  void truncatedFrames() {
    List<Frame> frames = TcpFollowTest.read(CAPTURES.resolve("manners-left.pcap.gz"));
    Random random = new Random(SEED);
    for (int round = 0; round < Sweeps.cases(12, 600); round++) {
      try (TcpReassembler reassembler = new TcpReassembler(new Recorded().silent());
          Defragmenter defragmenter = new Defragmenter()) {
        for (Frame frame : frames) {
          int cut = random.nextInt(3) == 0 ? random.nextInt(frame.capturedLength() + 1) : 0;
          Frame whole = defragmenter.add(FrameCopies.truncated(frame, cut));
          if (whole != null) {
            reassembler.add(whole);
          }
        }
      }
    }
  }

  /** Changed bytes in the headers: each byte that came is counted once, and memory is bounded. */
  @Test
  void damagedFrames() {
    List<Frame> frames = TcpFollowTest.read(CAPTURES.resolve("manners-right.pcap.gz"));
    Random random = new Random(SEED);
    TcpReassemblerOptions options =
        TcpReassemblerOptions.defaults().memory(1 << 20).streamMemory(1 << 16).maxStreams(50);
    for (int round = 0; round < Sweeps.cases(12, 600); round++) {
      try (TcpReassembler reassembler = new TcpReassembler(options, new Recorded().silent())) {
        for (Frame frame : frames) {
          byte[] bytes = frame.copy().toByteArray();
          for (int changes = random.nextInt(3); changes > 0; changes--) {
            bytes[14 + random.nextInt(40)] = (byte) random.nextInt();
          }
          reassembler.add(CapturedFrame.of(frame.timestampNanos(), frame.linkType(), bytes));
          check(reassembler.statistics(), options);
        }
      }
    }
  }

  private static void check(TcpReassemblerStatistics statistics, TcpReassemblerOptions options) {
    assertThat(statistics.memory()).isLessThanOrEqualTo(options.memory());
    assertThat(statistics.heldBytes()).isBetween(0L, options.memory());
    assertThat(statistics.streams() - statistics.ended())
        .isBetween(0L, (long) options.maxStreams());
  }

  /** Single bytes far apart, in many streams: the most memory for the fewest bytes. */
  @Test
  void memoryIsBounded() {
    TcpReassemblerOptions options = TcpReassemblerOptions.defaults().memory(2 << 20);
    try (TcpReassembler reassembler =
        new TcpReassembler(options, (stream, direction, bytes, time) -> {})) {
      for (int port = 1; port <= 600; port++) {
        Segments segments = new Segments(port);
        segments.open(reassembler);
        for (int i = 1; i < 10; i++) {
          reassembler.add(segments.data(101 + i * 300_000L, "x"));
        }
        check(reassembler.statistics(), options);
      }
      assertThat(reassembler.statistics().gaps()).isGreaterThan(600);
      Segments last = new Segments(1_000);
      last.open(reassembler);
      reassembler.add(last.data(104, "def"));
      reassembler.add(last.data(101, "abc"));
      assertThat(reassembler.statistics().heldBytes()).isLessThan(4_000);
    }
  }

  /** Early segments from the end to the beginning, one byte each: no list is searched. */
  @Test
  void oneByteSegmentsInReverse() {
    Segments segments = new Segments();
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    try (TcpReassembler reassembler =
        new TcpReassembler((stream, direction, bytes, time) ->
            received.writeBytes(bytes.toArray(ValueLayout.JAVA_BYTE)))) {
      segments.open(reassembler);
      String sent = "0123456789".repeat(1_000);
      for (int i = sent.length() - 1; i >= 0; i--) {
        reassembler.add(segments.data(101 + i, sent.substring(i, i + 1)));
      }
      assertThat(received.toString(StandardCharsets.ISO_8859_1)).isEqualTo(sent);
      assertThat(reassembler.statistics().memory()).isLessThan(1 << 20);
    }
  }

  /** In order, a segment costs the object that the listener is given. */
  @Test
  void allocatesLittle() {
    Segments segments = new Segments();
    Frame frame = segments.data(101, "abc");
    Frame ack = segments.ack(101);
    try (TcpReassembler reassembler = new TcpReassembler((stream, direction, bytes, time) -> {})) {
      segments.open(reassembler);
      long least = Long.MAX_VALUE;
      for (int round = 0; round < 5; round++) {
        long before = Allocated.bytes();
        for (int i = 0; i < 10_000; i++) {
          reassembler.add(frame); // repeated: nothing is handed on
          reassembler.add(ack);
        }
        least = Math.min(least, Allocated.bytes() - before);
      }
      assertThat(least).isLessThan(1_000);
    }
  }

  /** Streams that begin and end do not pile up. */
  @Test
  void manyStreams() {
    TcpReassemblerOptions options = TcpReassemblerOptions.defaults().maxStreams(1_000);
    try (TcpReassembler reassembler =
        new TcpReassembler(options, (stream, direction, bytes, time) -> {})) {
      long time = 0;
      for (int i = 0; i < 20_000; i++) {
        Segments segments = new Segments(1 + i % 60_000);
        segments.time = time += Duration.ofMillis(1).toNanos();
        reassembler.add(segments.data(101, "x"));
        assertThat(reassembler.size()).isLessThanOrEqualTo(1_000);
      }
      assertThat(reassembler.statistics().evicted()).isEqualTo(19_000);
      reassembler.expire(time + Duration.ofHours(1).toNanos());
      assertThat(reassembler.size()).isZero();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.CapturedFrame;
import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import io.framering.savefile.SavefileFormat;
import io.framering.savefile.SavefileOptions;
import io.framering.savefile.SavefileWriter;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What is done with losses, and with the time that passes")
class SinksTest {
  private long nanos;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Environment environment =
      new Environment(
          InputStream.nullInputStream(),
          new Call.Collector(),
          new PrintStream(err, true),
          false,
          stop -> {});

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  @Test
  void lossesAreToldAtOnceAndThenOnceASecondInOneSum() {
    LossSink sink = new LossSink(environment, () -> nanos);
    sink.lost(5, 1);
    for (int i = 2; i <= 11; i++) {
      sink.lost(2, i);
    }
    pass(Duration.ofMillis(999));
    sink.now();
    pass(Duration.ofMillis(1));
    sink.now();
    sink.now();
    assertThat(err.toString().lines())
        .containsExactly(
            "framering: 5 packets lost after packet 1: the buffer was full; -B makes it larger",
            "framering: 20 packets lost after packet 2: the buffer was full; -B makes it larger");
  }

  @Test
  void countsAreWrittenWhileItRuns() {
    AtomicInteger counted = new AtomicInteger();
    SavefileWriter writer =
        SavefileWriter.of(
            "memory", new Call.Collector(), SavefileOptions.of(SavefileFormat.PCAPNG));
    RecordSink sink =
        new RecordSink(
            writer, () -> 0, file -> counted.incrementAndGet(), Duration.ZERO, () -> nanos);
    sink.take(CapturedFrame.ofEthernet(new byte[60]));
    sink.now();
    assertThat(counted).hasValue(0);
    pass(RecordSink.COUNTS_INTERVAL);
    sink.now();
    sink.now();
    assertThat(counted).hasValue(1);
    pass(RecordSink.COUNTS_INTERVAL);
    sink.now();
    assertThat(counted).as("nothing new").hasValue(1);
  }

  /** Takes whole batches. */
  private static final class Batches implements FrameSink {
    private int taken;

    @Override
    public boolean take(Frame frame) {
      throw new AssertionError("a frame alone");
    }

    @Override
    public boolean takeAll(FrameBatch batch) {
      taken++;
      return true;
    }

    @Override
    public void flush() {}
  }

  @Test
  void whoIsOnlyToldOfLossesIsNotInTheWayOfBatches() throws Exception {
    Batches batches = new Batches();
    FrameSink watched =
        batches.watchedBy(new LossSink(environment, () -> nanos)).watchedBy(FrameSink.NOWHERE);

    new Sniffer(new FakeSource().batch(3).batch(2), Sniffer.EVERY_FRAME, watched).run(5);

    assertThat(batches.taken).isEqualTo(2);
  }

  @Test
  void severalThreadsTakeTurnsByTheBatch() throws Exception {
    Batches batches = new Batches();
    TurnSink.Turn turn = new TurnSink.Turn();
    FrameSink mine = new TurnSink(batches, turn);
    FrameBatch batch = new FakeSource().batch(3).next(Duration.ZERO);

    assertThat(mine.takeAll(batch)).isTrue();
    assertThat(turn.isHeldByCurrentThread()).isTrue();
    mine.now();
    assertThat(turn.isLocked()).isFalse();
  }

  @Test
  void whatIsRecordedAndPrintedGoesFrameByFrame() throws Exception {
    List<Frame> frames = new ArrayList<>();
    FrameSink printed =
        new FrameSink() {
          @Override
          public boolean take(Frame frame) {
            return frames.add(frame);
          }

          @Override
          public void flush() {}
        };
    FrameBatch batch = new FakeSource().batch(3).next(Duration.ZERO);
    assertThat(new Batches().and(printed).takeAll(batch)).isFalse();
    assertThat(printed.and(new Batches()).takeAll(batch)).isFalse();
    assertThat(frames).isEmpty();
  }
}

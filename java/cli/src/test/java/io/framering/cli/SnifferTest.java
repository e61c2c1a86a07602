// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameSource;
import io.framering.print.text.TextPrinter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;

@DisplayName("The loop from the frames to the output")
class SnifferTest {
  private static final TextPrinter LINE = (frame, text) -> text.text("frame\n");

  private final FakeSource source = new FakeSource();
  private final Call.Collector out = new Call.Collector();

  @Test
  void printsEveryFrameUntilTheSourceEnds() throws IOException {
    Sniffer sniffer = printing(source.batch(2).batch(0).batch(3), LINE);

    sniffer.run(Long.MAX_VALUE);

    assertThat(sniffer.frames()).isEqualTo(5);
    assertThat(out).hasToString("frame\n".repeat(5));
    assertThat(source.lent()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void stopsAtExactlyTheLimitInsideABatchOrBetween(int limit) throws IOException {
    Sniffer sniffer = printing(source.batch(3).batch(3).batch(3), LINE);

    sniffer.run(limit);

    assertThat(sniffer.frames()).isEqualTo(limit);
    assertThat(out).hasToString("frame\n".repeat(limit));
    assertThat(source.lent()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 9, 10})
  void countsUpToTheLimitWhenNothingElseIsWanted(int limit) throws IOException {
    source.batch(3).batch(3).batch(3);
    Sniffer sniffer = new Sniffer(source, Sniffer.EVERY_FRAME, FrameSink.NOWHERE);
    Sniffer looking = new Sniffer(new FakeSource().batch(9), frame -> true, FrameSink.NOWHERE);

    sniffer.run(limit);
    looking.run(limit);

    assertThat(sniffer.frames()).isEqualTo(Math.min(limit, 9));
    assertThat(sniffer.bytes()).isEqualTo(looking.bytes());
    assertThat(source.lent()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 5, 6, 9, 10})
  void wholeBatchesAreTakenAtOnceByWhoCan(int limit) throws IOException {
    source.batch(3).batch(3).batch(3);
    List<Integer> atOnce = new ArrayList<>();
    int[] single = new int[1];
    FrameSink sink =
        new FrameSink() {
          @Override
          public boolean takeAll(FrameBatch batch) {
            return atOnce.size() < 2 && atOnce.add(batch.size());
          }

          @Override
          public boolean take(Frame frame) {
            single[0]++;
            return true;
          }

          @Override
          public void flush() {}
        };
    Sniffer sniffer = new Sniffer(source, Sniffer.EVERY_FRAME, sink);

    sniffer.run(limit);

    int whole = Math.min(limit / 3, 2);
    assertThat(sniffer.frames()).isEqualTo(Math.min(limit, 9));
    assertThat(atOnce).hasSize(whole);
    assertThat(single[0]).isEqualTo(Math.min(limit, 9) - 3 * whole);
    assertThat(source.lent()).isZero();
  }

  @Test
  void aFilterSeesEveryFrame() throws IOException {
    FrameSink sink = Mockito.mock();
    Mockito.when(sink.takeAll(Mockito.any())).thenReturn(true);

    new Sniffer(source.batch(3), frame -> false, sink).run(Long.MAX_VALUE);

    Mockito.verify(sink, Mockito.never()).takeAll(Mockito.any());
    Mockito.verify(sink, Mockito.never()).take(Mockito.any());
  }

  @Test
  void batchesAtHandGoOutWithOneWrite() throws IOException {
    printing(source.batch(10).batch(10).batch(10), LINE).run(Long.MAX_VALUE);

    assertThat(out.writes()).isEqualTo(1);
  }

  @Test
  void whatIsPrintedDoesNotWaitForTheNextFrame() throws IOException {
    List<String> writtenBeforeWaiting = new ArrayList<>();
    source.batch(1).pause().batch(1);
    Sniffer sniffer =
        printing(
            source,
            (frame, text) -> {
              writtenBeforeWaiting.add(out.toString());
              text.text("frame\n");
            });

    sniffer.run(Long.MAX_VALUE);

    assertThat(writtenBeforeWaiting).containsExactly("", "frame\n");
  }

  @Test
  void aLongBatchGoesOutInPieces() throws IOException {
    String kibibyte = "x".repeat(1024);
    Sniffer sniffer = printing(source.batch(1000), (frame, text) -> text.text(kibibyte));

    sniffer.run(Long.MAX_VALUE);

    assertThat(out.toString()).hasSize(1000 * 1024);
    assertThat(out.writes()).isEqualTo(1 + 1000 / 64);
  }

  @Test
  void aBatchOfWhichSomeWereWrittenBeforeTheDiskWasFullIsCaptured() {
    IOException failure = new IOException("no space left");
    FrameSink full =
        new FrameSink() {
          @Override
          public boolean take(Frame frame) {
            throw new AssertionError("a frame alone");
          }

          @Override
          public boolean takeAll(FrameBatch batch) throws IOException {
            throw failure;
          }

          @Override
          public void flush() {}
        };
    Sniffer sniffer = new Sniffer(source.batch(3), Sniffer.EVERY_FRAME, full);

    assertThatThrownBy(() -> sniffer.run(Long.MAX_VALUE)).isSameAs(failure);
    assertThat(sniffer.frames()).isEqualTo(3);
    assertThat(source.lent()).isZero();
  }

  @Test
  void aSourceThatFailsLosesNothingThatWasPrinted() {
    RuntimeException failure = new IllegalStateException("the interface is gone");
    Sniffer sniffer = printing(source.batch(2).failure(failure), LINE);

    assertThatThrownBy(() -> sniffer.run(Long.MAX_VALUE)).isSameAs(failure);

    assertThat(out).hasToString("frame\nframe\n");
  }

  @Test
  void anOutputThatFailsIsToldOnce() {
    IOException failure = new IOException("no space left");
    Sniffer sniffer =
        new Sniffer(
            source.batch(2), frame -> true, new PrintSink(LINE, new Call.Broken(failure)), () -> 0);

    assertThatThrownBy(() -> sniffer.run(Long.MAX_VALUE))
        .isSameAs(failure)
        .hasNoSuppressedExceptions();
    assertThat(source.lent()).isZero();
  }

  @Test
  void whatTheFilterDoesNotWantIsNeitherTakenNorCounted() throws IOException {
    AtomicInteger seen = new AtomicInteger();
    Sniffer sniffer =
        new Sniffer(
            source.batch(3).batch(3),
            frame -> seen.incrementAndGet() % 2 == 0,
            new PrintSink(LINE, out),
            () -> 0);

    sniffer.run(2);

    assertThat(sniffer.frames()).isEqualTo(2);
    assertThat(seen).hasValue(6); // a batch at a time
    assertThat(out).hasToString("frame\n".repeat(2));
  }

  private Sniffer printing(FrameSource frames, TextPrinter printer) {
    return new Sniffer(frames, frame -> true, new PrintSink(printer, out), () -> 0);
  }
}

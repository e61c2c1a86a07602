// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import io.framering.capture.RaceFrames.Kept;
import io.framering.filter.Filter;
import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import io.framering.frame.LinkType;
import io.framering.print.FramePrinter;
import io.framering.print.OutputFormat;
import io.framering.print.PrintOptions;
import io.framering.print.text.TextBuffer;
import io.framering.savefile.SavefileFormat;
import io.framering.savefile.SavefileOptions;
import io.framering.savefile.SavefileWriter;
import io.framering.testing.FrameAccess;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** What a {@link RaceThread} does to what was lent to it, or to another thread. */
final class RaceLoans {
  private static final Filter FILTER = Filter.compile("udp and greater 200", LinkType.ETHERNET);

  private final Race race;
  private final SplittableRandom random;
  private final RaceTally tally;
  private final RaceFrames frames = new RaceFrames();
  private final List<FramePrinter> printers = new ArrayList<>();
  private final TextBuffer text = new TextBuffer();
  private final SavefileWriter writer =
      SavefileWriter.of(
          "nowhere",
          Channels.newChannel(OutputStream.nullOutputStream()),
          SavefileOptions.of(SavefileFormat.PCAPNG));

  RaceLoans(Race race, SplittableRandom random, RaceTally tally) {
    this.race = race;
    this.random = random;
    this.tally = tally;
    for (OutputFormat format : OutputFormat.values()) {
      printers.add(format.printer(PrintOptions.defaults()));
    }
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  void keep(Object lent) {
    race.kept.set(random.nextInt(race.kept.length()), lent);
  }

  void use(Object lent) {
    switch (lent) {
      case FrameBatch batch -> useBatch(batch);
      case Kept kept -> tally.attemptOnLent(kept::check);
      case FrameCursor cursor -> useCursor(cursor);
      case Iterator<?> iterator ->
          tally.attempt(
              iterator::next,
              NoSuchElementException.class,
              IllegalStateException.class,
              WrongThreadException.class);
      case MemorySegment segment -> useSegment(segment);
      case ByteBuffer buffer ->
          tally.attemptOnLent(() -> buffer.get(random.nextInt(buffer.limit())));
      default -> throw new AssertionError(lent);
    }
  }

  /** Into a writer of this thread's: those are not for several. */
  private void record(FrameBatch batch) {
    long length = batch.originalBytes();
    writer.writeAll(batch);
    tally.count("recorded");
    if (length < 0) {
      throw new AssertionError(length);
    }
  }

  private void useBatch(FrameBatch batch) {
    switch (random.nextInt(10)) {
      case 0 -> tally.attemptOnLent(batch::close);
      case 1 -> tally.attemptOnLent(() -> keep(batch.cursor()));
      case 2 -> tally.attemptOnLent(() -> keep(batch.iterator()));
      case 3, 4 -> tally.attemptOnLent(() -> keepFrames(batch));
      case 5 -> tally.attemptOnLent(() -> record(batch));
      default ->
          tally.attemptOnLent(() -> {
            for (FrameCursor cursor = batch.cursor(); cursor.advance(); ) {
              tally.count("frames");
              frames.check(cursor);
            }
          });
    }
  }

  private void keepFrames(FrameBatch batch) {
    for (Frame frame : batch) {
      tally.count("frames");
      frames.check(frame);
      keep(Kept.of(frame));
      if (random.nextInt(4) == 0 && frame.capturedLength() > 0) {
        MemorySegment bytes = frame.bytes();
        keep(random.nextBoolean() ? bytes : bytes.asByteBuffer());
      }
    }
  }

  private void useCursor(FrameCursor cursor) {
    if (random.nextInt(3) == 0) {
      tally.attemptOnLent(cursor::advance);
    } else {
      look(cursor);
    }
  }

  void look(Frame frame) {
    tally.attempt(
        random.nextInt(8) == 0 ? () -> print(frame) : () -> look().accept(frame),
        IllegalStateException.class,
        WrongThreadException.class,
        IndexOutOfBoundsException.class); // of a cursor that stands before the first frame
  }

  private Consumer<Frame> look() {
    return random.nextInt(16) == 0 ? FILTER::matches : pick(FrameAccess.ALL);
  }

  private void print(Frame frame) {
    pick(printers).print(frame, text.clear());
  }

  private void useSegment(MemorySegment segment) {
    switch (random.nextInt(4)) {
      case 0 ->
          tally.attempt(
              () -> segment.get(ValueLayout.JAVA_BYTE, segment.byteSize()),
              IndexOutOfBoundsException.class,
              IllegalStateException.class,
              WrongThreadException.class);
      case 1 -> tally.attemptOnLent(() -> segment.toArray(ValueLayout.JAVA_BYTE));
      case 2 ->
          tally.attemptOnLent(
              () -> FILTER.matches(segment, 0, (int) segment.byteSize(), (int) segment.byteSize()));
      default ->
          tally.attemptOnLent(
              () -> segment.get(ValueLayout.JAVA_BYTE, random.nextLong(segment.byteSize())));
    }
  }
}

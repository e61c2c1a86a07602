package io.framering.capture;

import io.framering.capture.RaceFrames.Kept;
import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import io.framering.frame.FrameSource;
import io.framering.frame.LinkType;
import io.framering.print.FramePrinter;
import io.framering.print.OutputFormat;
import io.framering.print.PrintOptions;
import io.framering.print.TextBuffer;
import io.framering.savefile.SavefileReader;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * One thread of a {@link Race}: takes what is shared at random, and does to it what can be done.
 */
final class RaceThread implements Runnable {
  /** Two blocks of two pages, so that a ring is open in a moment and full in the next. */
  static final CaptureOptions TINY =
      CaptureOptions.defaults()
          .ringBytes(16 << 10)
          .blockBytes(8 << 10)
          .blockTimeout(Duration.ofMillis(1));

  private static final List<String> EXPRESSIONS =
      List.of("udp", "udp port 7777 and greater 100", "ip6", "tcp or vlan or icmp", "outbound");
  private static final Filter FILTER = Filter.compile("udp and greater 200", LinkType.ETHERNET);

  private static final List<Consumer<Frame>> LOOKS =
      List.of(
          Frame::timestampNanos,
          Frame::capturedLength,
          Frame::originalLength,
          Frame::interfaceIndex,
          Frame::direction,
          Frame::linkType,
          Frame::vlanTag,
          Frame::vlanTpid,
          Frame::vlanTci,
          Frame::checksum,
          Frame::offloaded,
          Frame::memory,
          Frame::offset,
          Frame::end,
          Frame::bytes,
          Frame::copy,
          FILTER::matches);

  /** What a handler throws. */
  private static final class OfTheHandler extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final Race race;
  private final long operations;
  private final SplittableRandom random;
  private final RaceTally tally = new RaceTally();
  private final RaceFrames frames = new RaceFrames();
  private final List<FramePrinter> printers = new ArrayList<>();
  private final TextBuffer text = new TextBuffer();

  RaceThread(Race race, long operations, long seed) {
    this.race = race;
    this.operations = operations;
    random = new SplittableRandom(seed);
    for (OutputFormat format : OutputFormat.values()) {
      printers.add(format.printer(PrintOptions.defaults()));
    }
  }

  /** What was done, when this has ended. */
  RaceTally tally() {
    return tally;
  }

  @Override
  public void run() {
    for (long i = 0; i < operations; i++) {
      step();
      tally.count("operations");
    }
  }

  private void step() {
    int slot = random.nextInt(race.sources.length());
    FrameSource source = race.sources.get(slot);
    int dice = random.nextInt(1000);
    if (source == null || dice < 3) {
      replace(slot);
    } else if (dice < 60) {
      fetch(source);
    } else if (dice < 63) {
      handle(source);
    } else if (dice < 100) {
      ask(source);
    } else if (dice < 110) {
      misuse(source);
    } else {
      Object kept = race.kept.get(random.nextInt(race.kept.length()));
      if (kept != null) {
        use(kept);
      }
    }
  }

  /** Does something that may throw these and nothing else. */
  @SafeVarargs
  private boolean attempt(Runnable task, Class<? extends RuntimeException>... documented) {
    try {
      task.run();
      return true;
    } catch (RuntimeException e) {
      for (Class<?> type : documented) {
        if (type == e.getClass()) {
          tally.count(type.getSimpleName());
          return false;
        }
      }
      throw e;
    }
  }

  private boolean attemptOnLent(Runnable task) {
    return attempt(task, IllegalStateException.class, WrongThreadException.class);
  }

  // Sources

  private void replace(int slot) {
    FrameSource[] opened = new FrameSource[1];
    switch (random.nextInt(12)) {
      case 0 -> attempt(() -> Capture.open("nosuch0"), CaptureException.class);
      case 1 ->
          attempt(
              () -> Capture.open("lo", TINY.filter(FilterExpression.of("no such filter"))),
              FilterException.class);
      case 2, 3 -> opened[0] = SavefileReader.open(race.file);
      case 4 -> opened[0] = Capture.openAll(options());
      case 5 -> opened[0] = Capture.open(List.of("lo", "left", "lo"), options());
      default -> opened[0] = Capture.open("lo", options());
    }
    if (opened[0] == null) {
      return;
    }
    tally.count(opened[0] instanceof Capture ? "rings" : "files");
    FrameSource before = race.sources.getAndSet(slot, opened[0]);
    if (before != null && random.nextInt(50) > 0) {
      before.close();
    } else if (before != null) {
      stop(before); // and it is forgotten: nobody could end a wait any more
    }
  }

  private CaptureOptions options() {
    CaptureOptions options =
        TINY.snapLength(random.nextBoolean() ? 1 + random.nextInt(200) : 262_144)
            .promiscuous(random.nextBoolean())
            .restoreVlanTags(random.nextBoolean())
            .loopbackTwice(random.nextBoolean())
            .direction(pick(List.of(CaptureOptions.Traffic.values())));
    return random.nextInt(4) > 0 ? options : options.filter(FilterExpression.of(pick(EXPRESSIONS)));
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private void fetch(FrameSource source) {
    Duration timeout =
        switch (random.nextInt(40)) {
          case 0 -> FrameSource.FOREVER;
          case 1, 2, 3 -> Duration.ofMillis(2);
          default -> Duration.ZERO;
        };
    attemptOnLent(() -> {
      FrameBatch batch = source.next(timeout);
      if (batch != null) {
        tally.count("batches");
        keep(batch);
        use(batch);
      }
    });
  }

  private void handle(FrameSource source) {
    int most = 1 + random.nextInt(20);
    int end = random.nextInt(4);
    int[] seen = new int[1];
    attempt(
        () ->
            source.run(frame -> {
              tally.count("frames");
              look(frame);
              if (++seen[0] >= most) {
                switch (end) {
                  case 0 -> source.close();
                  case 1 -> throw new OfTheHandler();
                  default -> stop(source);
                }
              }
            }),
        IllegalStateException.class,
        WrongThreadException.class,
        OfTheHandler.class);
  }

  static void stop(FrameSource source) {
    switch (source) {
      case Capture capture -> capture.stop();
      case SavefileReader reader -> reader.stop();
      default -> throw new AssertionError(source);
    }
  }

  private void ask(FrameSource source) {
    switch (random.nextInt(20)) {
      case 0 -> stop(source);
      case 1 -> source.close();
      case 2, 3, 4, 5, 6 -> source.ended();
      case 7 -> {
        NetworkInterfaces.list();
        if (source instanceof Capture capture) {
          capture.interfaces();
        }
      }
      default -> {
        if (source instanceof Capture capture) {
          CaptureStatistics counts = capture.statistics();
          if (counts.dropped() > counts.received() || capture.ringBytes() != 16 << 10) {
            throw new AssertionError(counts);
          }
          capture.filteredByKernel();
          capture.interfaceName(1);
        }
      }
    }
  }

  private void misuse(FrameSource source) {
    switch (random.nextInt(4)) {
      case 0 ->
          attempt(
              () -> source.next(null),
              NullPointerException.class,
              IllegalStateException.class,
              WrongThreadException.class);
      case 1 ->
          attempt(
              () -> source.next(Duration.ofMillis(-1)),
              IllegalArgumentException.class,
              IllegalStateException.class,
              WrongThreadException.class);
      case 2 -> attempt(() -> TINY.snapLength(0), IllegalArgumentException.class);
      default -> attempt(() -> TINY.blockBytes(4097), IllegalArgumentException.class);
    }
  }

  // What was lent

  private void keep(Object lent) {
    race.kept.set(random.nextInt(race.kept.length()), lent);
  }

  private void use(Object lent) {
    switch (lent) {
      case FrameBatch batch -> useBatch(batch);
      case Kept kept -> attemptOnLent(kept::check);
      case FrameCursor cursor -> useCursor(cursor);
      case Iterator<?> iterator ->
          attempt(
              iterator::next,
              NoSuchElementException.class,
              IllegalStateException.class,
              WrongThreadException.class);
      case MemorySegment segment -> useSegment(segment);
      case ByteBuffer buffer -> attemptOnLent(() -> buffer.get(random.nextInt(buffer.limit())));
      default -> throw new AssertionError(lent);
    }
  }

  private void useBatch(FrameBatch batch) {
    switch (random.nextInt(10)) {
      case 0 -> attemptOnLent(batch::close);
      case 1 -> attemptOnLent(() -> keep(batch.cursor()));
      case 2 -> attemptOnLent(() -> keep(batch.iterator()));
      case 3, 4, 5 -> attemptOnLent(() -> keepFrames(batch));
      default ->
          attemptOnLent(() -> {
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
      attemptOnLent(cursor::advance);
    } else {
      look(cursor);
    }
  }

  private void look(Frame frame) {
    attempt(
        random.nextInt(8) == 0 ? () -> print(frame) : () -> pick(LOOKS).accept(frame),
        IllegalStateException.class,
        WrongThreadException.class,
        IndexOutOfBoundsException.class); // of a cursor that stands before the first frame
  }

  private void print(Frame frame) {
    pick(printers).print(frame, text.clear());
  }

  private void useSegment(MemorySegment segment) {
    switch (random.nextInt(4)) {
      case 0 ->
          attempt(
              () -> segment.get(ValueLayout.JAVA_BYTE, segment.byteSize()),
              IndexOutOfBoundsException.class,
              IllegalStateException.class,
              WrongThreadException.class);
      case 1 -> attemptOnLent(() -> segment.toArray(ValueLayout.JAVA_BYTE));
      case 2 ->
          attemptOnLent(
              () -> FILTER.matches(segment, 0, (int) segment.byteSize(), (int) segment.byteSize()));
      default ->
          attemptOnLent(
              () -> segment.get(ValueLayout.JAVA_BYTE, random.nextLong(segment.byteSize())));
    }
  }
}

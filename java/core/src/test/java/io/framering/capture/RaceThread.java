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
import io.framering.testing.FrameAccess;
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
  private static final Filter FILTER = Filter.compile("udp and greater 200", LinkType.ETHERNET);

  /** What a handler throws. */
  private static final class OfTheHandler extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final Race race;
  private final long operations;
  private final SplittableRandom random;
  private final RaceSources sources;
  private final RaceTally tally = new RaceTally();
  private final RaceFrames frames = new RaceFrames();
  private final List<FramePrinter> printers = new ArrayList<>();
  private final TextBuffer text = new TextBuffer();

  RaceThread(Race race, long operations, long seed) {
    this.race = race;
    this.operations = operations;
    random = new SplittableRandom(seed);
    sources = new RaceSources(race, random);
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
    } else if (dice < 5) {
      useGroup();
    } else if (dice < 60) {
      fetch(source);
    } else if (dice < 63) {
      handle(source);
    } else if (dice < 65) {
      await(source);
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
          checkReason(e);
          tally.count(type.getSimpleName());
          return false;
        }
      }
      throw e;
    }
  }

  /** Nothing else can be wrong here but an interface that is not there, and the false helper. */
  private static void checkReason(RuntimeException e) {
    if (e instanceof CaptureException failure) {
      switch (failure.reason()) {
        case NO_SUCH_INTERFACE, INTERFACE_DOWN, INTERFACE_GONE -> {}
        default -> {
          if (!failure.getMessage().startsWith("/bin/true: the helper did not answer")) {
            throw e;
          }
        }
      }
    }
  }

  private boolean attemptOnLent(Runnable task) {
    return attempt(task, IllegalStateException.class, WrongThreadException.class);
  }

  // Sources

  private void replace(int slot) {
    FrameSource[] opened = new FrameSource[1];
    attempt(() -> opened[0] = sources.open(), CaptureException.class, FilterException.class);
    if (opened[0] != null) {
      tally.count(opened[0] instanceof Capture ? "rings" : "files");
      put(slot, opened[0]);
    }
  }

  private void put(int slot, FrameSource opened) {
    FrameSource before = race.sources.getAndSet(slot, opened);
    if (before != null && random.nextInt(50) > 0) {
      before.close();
    } else if (before != null) {
      stop(before); // and it is forgotten: nobody could end a wait any more
    }
  }

  private void useGroup() {
    int slot = random.nextInt(race.groups.length());
    CaptureGroup group = race.groups.get(slot);
    if (group == null || random.nextInt(6) == 0) {
      CaptureGroup[] opened = new CaptureGroup[1];
      attempt(() -> opened[0] = sources.openGroup(), CaptureException.class);
      if (opened[0] != null) {
        tally.count("groups");
        adopt(opened[0].captures());
        CaptureGroup before = race.groups.getAndSet(slot, opened[0]);
        if (before != null) {
          before.close();
        }
      }
      return;
    }
    switch (random.nextInt(8)) {
      case 0 -> group.close();
      case 1 -> group.stop();
      case 2, 3 ->
          attempt(
              () -> adopt(List.of(group.join())),
              IllegalStateException.class,
              CaptureException.class);
      case 4, 5 -> attempt(group::leave, IllegalStateException.class, CaptureException.class);
      case 6 ->
          attempt(
              () -> group.run(() -> frame -> frame.copy()),
              IllegalStateException.class,
              WrongThreadException.class,
              CaptureException.class);
      default -> {
        CaptureStatistics counts = group.statistics();
        if (counts.dropped() > counts.received()) {
          throw new AssertionError(counts);
        }
        adopt(group.captures());
      }
    }
  }

  /** One of them is now among what all use. */
  private void adopt(List<Capture> captures) {
    if (!captures.isEmpty()) {
      int slot = random.nextInt(race.sources.length());
      Capture capture = pick(captures);
      if (race.sources.get(slot) != capture) {
        put(slot, capture);
      }
    }
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
    attempt(
        () -> {
          FrameBatch batch = source.next(timeout);
          if (batch != null) {
            tally.count("batches");
            keep(batch);
            use(batch);
          }
        },
        IllegalStateException.class,
        WrongThreadException.class,
        CaptureException.class);
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
        CaptureException.class,
        OfTheHandler.class);
  }

  private void await(FrameSource source) {
    if (source instanceof Capture capture) {
      attempt(
          () -> tally.count(capture.awaitInterface() ? "awaited" : "ended waits"),
          IllegalStateException.class,
          CaptureException.class);
    }
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
      case 2 -> attempt(() -> RaceSources.TINY.snapLength(0), IllegalArgumentException.class);
      default -> attempt(() -> RaceSources.TINY.blockBytes(4097), IllegalArgumentException.class);
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

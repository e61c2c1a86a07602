// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import io.framering.filter.FilterException;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameSource;
import io.framering.savefile.SavefileReader;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One thread of a {@link Race}: takes what is shared at random, and does to it what can be done.
 */
final class RaceThread implements Runnable {
  /** What a handler throws. */
  private static final class OfTheHandler extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final Race race;
  private final long operations;
  private final SplittableRandom random;
  private final RaceSources sources;
  private final RaceTally tally = new RaceTally();
  private final RaceLoans loans;

  RaceThread(Race race, long operations, long seed) {
    this.race = race;
    this.operations = operations;
    random = new SplittableRandom(seed);
    sources = new RaceSources(race, random);
    loans = new RaceLoans(race, random, tally);
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
        loans.use(kept);
      }
    }
  }

  private void replace(int slot) {
    FrameSource[] opened = new FrameSource[1];
    tally.attempt(() -> opened[0] = sources.open(), CaptureException.class, FilterException.class);
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
      tally.attempt(() -> opened[0] = sources.openGroup(), CaptureException.class);
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
    switch (random.nextInt(4)) {
      case 0 -> group.close();
      case 1 -> group.stop();
      case 2 ->
          tally.attempt(
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
    tally.attempt(
        () -> {
          FrameBatch batch = source.next(timeout);
          if (batch != null) {
            tally.count("batches");
            loans.keep(batch);
            loans.use(batch);
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
    tally.attempt(
        () ->
            source.run(frame -> {
              tally.count("frames");
              loans.look(frame);
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
      tally.attempt(
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
          if (counts.dropped() > counts.received()
              || !RaceSources.RING_BYTES.contains(capture.ringBytes())) {
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
          tally.attempt(
              () -> source.next(null),
              NullPointerException.class,
              IllegalStateException.class,
              WrongThreadException.class);
      case 1 ->
          tally.attempt(
              () -> source.next(Duration.ofMillis(-1)),
              IllegalArgumentException.class,
              IllegalStateException.class,
              WrongThreadException.class);
      case 2 -> tally.attempt(() -> RaceSources.TINY.snapLength(0), IllegalArgumentException.class);
      default ->
          tally.attempt(() -> RaceSources.TINY.blockBytes(4097), IllegalArgumentException.class);
    }
  }
}

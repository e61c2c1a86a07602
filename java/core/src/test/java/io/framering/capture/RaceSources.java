// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import io.framering.capture.CaptureOptions.Absence;
import io.framering.filter.FilterExpression;
import io.framering.frame.FrameSource;
import io.framering.savefile.SavefileReader;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Opens what a {@link RaceThread} works on: captures of every kind, warm-ups, and files. */
final class RaceSources {
  /** Two blocks of two pages, so that a ring is open in a moment and full in the next. */
  static final CaptureOptions TINY =
      CaptureOptions.defaults()
          .ringBytes(16 << 10)
          .blockBytes(8 << 10)
          .blockTimeout(Duration.ofMillis(1));

  /** What a ring may have: the tiny ones, and warm-ups. */
  static final Set<Long> RING_BYTES = Set.of(16L << 10, warmUpBytes());

  /** The interface that comes and goes all the time: see {@link RaceTest}. */
  static final String RESTLESS = "comes";

  private static final List<String> EXPRESSIONS =
      List.of("udp", "udp port 7777 and greater 100", "ip6", "tcp or vlan or icmp", "outbound");

  private final Race race;
  private final SplittableRandom random;

  private static long warmUpBytes() {
    try (Capture warmUp = Capture.warmUp(Duration.ZERO)) {
      return warmUp.ringBytes();
    }
  }

  RaceSources(Race race, SplittableRandom random) {
    this.race = race;
    this.random = random;
  }

  FrameSource open() {
    return switch (random.nextInt(18)) {
      case 0 -> Capture.open("nosuch0");
      case 1 -> Capture.open("lo", TINY.filter(FilterExpression.of("no such filter")));
      case 2 -> Capture.open("lo", TINY.helper("/bin/true"));
      case 3, 4 -> SavefileReader.open(race.file);
      case 5 -> Capture.openAll(options());
      case 6 -> Capture.open(List.of("lo", "left", "lo"), options());
      case 7 -> listening(Capture.open(RESTLESS, options()));
      case 8 -> listening(Capture.open(List.of(RESTLESS, "left"), options()));
      case 9, 10 -> listening(Capture.open(RESTLESS, options().absence(Absence.AWAIT)));
      case 11, 12 -> Capture.warmUp(Duration.ofMillis(random.nextInt(20)));
      default -> Capture.open("lo", options());
    };
  }

  /** A group, which is small, as its captures are to be met. */
  CaptureGroup openGroup() {
    return random.nextBoolean()
        ? CaptureGroup.open(List.of("lo"), options().helper(""), 1 + random.nextInt(3))
        : CaptureGroup.openAll(options().helper(""), 2);
  }

  private Capture listening(Capture capture) {
    int end = random.nextInt(8);
    capture.onInterfaceEvent(event -> {
      race.events.incrementAndGet();
      switch (end) {
        case 0 -> capture.close();
        case 1 -> capture.stop();
        default -> capture.interfaceName(1);
      }
    });
    return capture;
  }

  private CaptureOptions options() {
    CaptureOptions options =
        TINY.snapLength(random.nextBoolean() ? 1 + random.nextInt(200) : 262_144)
            .promiscuous(random.nextBoolean())
            .restoreVlanTags(random.nextBoolean())
            .loopbackTwice(random.nextBoolean())
            .direction(pick(List.of(CaptureOptions.Traffic.values())))
            .absence(random.nextBoolean() ? Absence.FAIL : Absence.OUTLIVE);
    options =
        switch (random.nextInt(8)) {
          case 0 -> options.helper(race.helper);
          case 1 -> options.networkNamespace(Long.toString(ProcessHandle.current().pid()));
          case 2 -> options.networkNamespace("/proc/self/ns/net");
          default -> options;
        };
    return random.nextInt(4) > 0 ? options : options.filter(FilterExpression.of(pick(EXPRESSIONS)));
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}

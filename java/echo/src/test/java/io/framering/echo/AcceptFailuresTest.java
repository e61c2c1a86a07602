// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The pauses of accepting, and which failures are one episode: the figures of docs/ECHO.md. */
class AcceptFailuresTest {
  private static final long FIVE_SECONDS = TimeUnit.SECONDS.toNanos(5);

  private final AcceptFailures failures = new AcceptFailures();

  private List<Long> pausesOfFailures(int count) {
    List<Long> millis = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      millis.add(TimeUnit.NANOSECONDS.toMillis(failures.nextPauseNanos()));
    }
    return millis;
  }

  @Test
  void pausesGrowFrom1To100MillisecondsUntilOneIsAccepted() {
    assertThat(pausesOfFailures(9)).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 100L, 100L);
    failures.accepted();
    assertThat(pausesOfFailures(2)).containsExactly(1L, 2L);
  }

  /** Also around the point at which the clock wraps, and when one was accepted meanwhile. */
  @Test
  void failuresLessThan5SecondsApartAreOneEpisode() {
    long now = Long.MAX_VALUE - FIVE_SECONDS;
    assertThat(failures.beginsEpisode(now)).isTrue();
    for (int i = 0; i < 10; i++) {
      now += FIVE_SECONDS - 1;
      failures.accepted();
      assertThat(failures.beginsEpisode(now)).isFalse();
    }
    now += FIVE_SECONDS;
    assertThat(failures.beginsEpisode(now)).isTrue();
    assertThat(failures.beginsEpisode(now)).isFalse();
  }
}

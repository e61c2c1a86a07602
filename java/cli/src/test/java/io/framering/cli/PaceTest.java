// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.CapturedFrame;
import io.framering.frame.LinkType;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("When the frames of a file are due")
class PaceTest {
  private static final long SECOND = 1_000_000_000;

  private static CapturedFrame frame(long timestamp, int length) {
    return CapturedFrame.of(timestamp, LinkType.ETHERNET, new byte[length]);
  }

  private static long[] dues(Pace pace, long... timestamps) {
    return LongStream.of(timestamps).map(timestamp -> pace.next(frame(timestamp, 60))).toArray();
  }

  @Test
  void theGapsAreThoseOfTheFile() {
    long begin = 1_700_000_000 * SECOND;
    assertThat(dues(Pace.recorded(1), begin, begin + 5, begin + 5, begin + SECOND))
        .containsExactly(0, 5, 5, SECOND);
    assertThat(dues(Pace.recorded(2), begin, begin + 5, begin + SECOND))
        .containsExactly(0, 3, SECOND / 2);
  }

  /** The clock of the host that captured was set, or several processors received. */
  @Test
  void noFrameIsDueBeforeTheOneBeforeIt() {
    assertThat(dues(Pace.recorded(1), 100, 200, 50, 150, 300))
        .containsExactly(0, 100, 100, 100, 200);
  }

  @Test
  void aFileThatIsSentAgainFollowsAtOnce() {
    Pace pace = Pace.recorded(1);
    assertThat(dues(pace, 100, 200)).containsExactly(0, 100);
    pace.again();
    assertThat(dues(pace, 100, 200)).containsExactly(100, 200);
    pace.again();
    assertThat(dues(pace, 100, 200)).containsExactly(200, 300);
  }

  @Test
  void aRateIsKeptWithoutRoundingErrors() {
    Pace pace = Pace.framesPerSecond(3);
    long last = 0;
    for (int i = 0; i <= 300_000; i++) {
      last = pace.next(frame(0, 60));
    }
    assertThat(last).isEqualTo(100_000 * SECOND);
  }

  @Test
  void aBitRateCountsTheBitsBeforeAFrame() {
    Pace pace = Pace.bitsPerSecond(8_000);
    assertThat(pace.next(frame(0, 500))).isZero();
    assertThat(pace.next(frame(0, 1500))).isEqualTo(SECOND / 2);
    assertThat(pace.next(frame(0, 60))).isEqualTo(2 * SECOND);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.print.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClockTextTest {
  private static final long SEED = 42;
  private static final long FROM_1900 = Instant.parse("1900-01-01T00:00:00Z").getEpochSecond();
  private static final long TO_2100 = Instant.parse("2100-01-01T00:00:00Z").getEpochSecond();

  private static ClockText clock(String zone) {
    return new ClockText(TimeZone.getTimeZone(zone));
  }

  private static String print(ClockText clock, long nanos) {
    TextBuffer text = new TextBuffer();
    clock.print(nanos, text);
    return text.toString();
  }

  private static String expected(ZoneId zone, long nanos) {
    Instant instant = Instant.EPOCH.plusNanos(nanos);
    return instant.atZone(zone).format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss."))
        + "%09d".formatted(instant.getNano());
  }

  @ParameterizedTest
  @CsvSource({
    // Half a second before and after Europe/Berlin changes to summer time, and back.
    "1774745999500000000, 2026-03-29 01:59:59.500000000",
    "1774746000500000000, 2026-03-29 03:00:00.500000000",
    "1792889999500000000, 2026-10-25 02:59:59.500000000",
    "1792890000500000000, 2026-10-25 02:00:00.500000000",
    "0, 1970-01-01 01:00:00.000000000",
    "-1, 1970-01-01 00:59:59.999999999",
  })
  void localTime(long nanos, String expected) {
    assertThat(print(clock("Europe/Berlin"), nanos)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "Asia/Kolkata",
        "Australia/Lord_Howe",
        "Africa/Monrovia"
      })
  void isRightWhereverTheClockJumps(String id) {
    ZoneId zone = ZoneId.of(id);
    ClockText clock = clock(id);
    Random random = new Random(SEED);
    for (int i = 0; i < 20_000; i++) {
      long nanos = random.nextLong(FROM_1900, TO_2100) * 1_000_000_000 + i;
      assertThat(print(clock, nanos)).isEqualTo(expected(zone, nanos));
    }
  }

  @Test
  void isRightWhenTimeGoesOnAndStepsBack() {
    ZoneId zone = ZoneId.of("Europe/Berlin");
    ClockText clock = clock("Europe/Berlin");
    Random random = new Random(SEED);
    long nanos = 1_774_745_999_000_000_000L;
    for (int i = 0; i < 20_000; i++) {
      nanos += random.nextLong(-90_000_000, 100_000_000);
      assertThat(print(clock, nanos)).isEqualTo(expected(zone, nanos));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, Long.MAX_VALUE})
  void printsEveryTimestampThereCanBe(long nanos) {
    assertThat(print(clock("UTC"), nanos)).isEqualTo(expected(ZoneId.of("UTC"), nanos));
  }
}

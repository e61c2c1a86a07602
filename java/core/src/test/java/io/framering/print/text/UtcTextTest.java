// SPDX-License-Identifier: Apache-2.0
package io.framering.print.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class UtcTextTest {
  private static final DateTimeFormatter NAMED =
      DateTimeFormatter.ofPattern("MMM ppd, uuuu HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter NUMBERS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);

  @Test
  void everyDayOfFourCenturies() {
    long second = -2_208_988_800L; // 1900
    TextBuffer text = new TextBuffer();
    for (int day = 0; day < 146_097; day++) {
      LocalDateTime time = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
      UtcText.print(second, 'T', text.clear());
      assertThat(text).hasToString(NUMBERS.format(time));
      UtcText.printNamed(second, text.clear());
      assertThat(text).hasToString(NAMED.format(time));
      second += 24 * 60 * 60 + 1;
    }
  }
}

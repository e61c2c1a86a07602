// SPDX-License-Identifier: Apache-2.0
package io.framering.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "999, 999",
    "1000, 1.00k",
    "9994, 9.99k",
    "9995, 10.0k",
    "99949, 99.9k",
    "99950, 100k",
    "999499, 999k",
    "999500, 1.00M",
    "1234567890, 1.23G",
    "9223372036854775807, 9.22E"
  })
  void countsHaveThreeDigits(long value, String text) {
    assertThat(Texts.count(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "-1, ''",
    "0, 0s",
    "999, 999ns",
    "12345, 12.3us",
    "4560000, 4.56ms",
    "59994000000, 60.0s",
    "61500000000, 1m01s",
    "3599000000000, 59m59s",
    "18360000000000, 5h06m"
  })
  void durations(long nanos, String text) {
    assertThat(Texts.duration(nanos)).isEqualTo(text);
  }
}

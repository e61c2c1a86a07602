// SPDX-License-Identifier: Apache-2.0
package io.framering.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Counts per name")
class TallyTest {
  @Test
  void keepTheLargestWhenThereAreTooMany() {
    Tally tally = new Tally(100);
    for (int i = 0; i < 1000; i++) {
      tally.row("name" + i).bytesSent += 1;
      tally.row("large" + i % 5).bytesReceived += 10;
    }

    assertThat(tally.largest(5)).extracting(Tally.Row::bytes).containsOnly(2000L);
    assertThat(tally.hasDropped()).isTrue();
    assertThat(tally.size()).isEqualTo(1005);
    assertThat(tally.largest(1000)).hasSizeBetween(50, 100);
  }

  @Test
  void areExactOtherwise() {
    Tally tally = new Tally(100);
    for (int i = 0; i < 1000; i++) {
      tally.row("name" + i % 100).flows++;
    }

    assertThat(tally.largest(200)).hasSize(100).allMatch(row -> row.flows == 10);
    assertThat(tally.hasDropped()).isFalse();
  }
}

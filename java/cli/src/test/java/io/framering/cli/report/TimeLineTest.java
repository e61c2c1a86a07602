// SPDX-License-Identifier: Apache-2.0
package io.framering.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The time line of a report")
class TimeLineTest {
  private static final long BEGIN = 1_700_000_000_123_456_789L;
  private static final long MILLISECOND = 1_000_000;
  private static final long DAY = 86_400_000 * MILLISECOND;
  private static final int FRAMES = 20_000;

  private final TimeLine line = new TimeLine();

  private String json() {
    Json json = new Json();
    line.write(json, BEGIN);
    return json.text().toString();
  }

  private static String field(String json, String name) {
    Matcher matcher = Pattern.compile("\"" + name + "\":(\\[[^]]*]|-?\\d+)").matcher(json);
    assertThat(matcher.find()).as(name).isTrue();
    return matcher.group(1);
  }

  private static double[] list(String json, String name) {
    String values = field(json, name).replaceAll("[\\[\\]]", "");
    return values.isEmpty()
        ? new double[0]
        : Arrays.stream(values.split(","))
            .mapToDouble(each -> each.equals("null") ? -1 : Double.parseDouble(each))
            .toArray();
  }

  @ParameterizedTest(name = "{0} ms")
  @CsvSource({"1", "100", "1999", "2000", "90000", "3600000", "86400000", "31536000000"})
  void losesNothingHoweverLongItIs(long millis) {
    Random random = new Random(3);
    long step = Math.max(1, millis * MILLISECOND / FRAMES);
    for (int i = 0; i < FRAMES; i++) {
      line.add(BEGIN + i * step, 100);
      if (random.nextInt(100) == 0) {
        line.addLost(BEGIN + i * step, 1);
      }
    }
    String before = json();
    line.finish();
    String after = json();

    double[] packets = list(after, "packets");
    assertThat(packets.length).isBetween(1, TimeLine.MOST_BUCKETS);
    assertThat(Arrays.stream(packets).sum()).isEqualTo(FRAMES);
    assertThat(Arrays.stream(list(after, "bytes")).sum()).isEqualTo(FRAMES * 100.0);
    assertThat(Arrays.stream(list(after, "lost")).sum())
        .isEqualTo(Arrays.stream(list(before, "lost")).sum());
    if (millis > 2000) {
      assertThat(packets.length).isGreaterThan(300);
    }
  }

  @Test
  void placesEachFrameInTheBucketOfItsTime() {
    long[] times = {0, 5, 5, 2500, 71_000, 70_999, 3, 4_000_000};
    for (long each : times) {
      line.add(BEGIN + each * MILLISECOND, 1);
    }
    String json = json();

    long start = Long.parseLong(field(json, "start"));
    long step = Long.parseLong(field(json, "step"));
    double[] expected = new double[list(json, "packets").length];
    for (long each : times) {
      expected[(int) ((each * MILLISECOND - start) / step)]++;
    }
    assertThat(list(json, "packets")).isEqualTo(expected);
  }

  @Test
  void growsToEarlierTimes() {
    line.add(BEGIN, 1);
    line.add(BEGIN - 700 * MILLISECOND, 2);
    line.add(BEGIN - 90 * DAY, 3);
    line.add(-1, 4); // of a broken file: 1970 is the earliest
    String json = json();

    double[] bytes = list(json, "bytes");
    assertThat(bytes.length).isLessThanOrEqualTo(TimeLine.MOST_BUCKETS);
    assertThat(bytes[0]).isEqualTo(4);
    assertThat(Arrays.stream(bytes).sum()).isEqualTo(10);
    assertThat(Long.parseLong(field(json, "start"))).isLessThanOrEqualTo(-BEGIN);
  }

  @Test
  void survivesTheEndOfTime() {
    line.add(0, 1);
    line.add(Long.MAX_VALUE, 1);

    assertThat(Arrays.stream(list(json(), "packets")).sum()).isEqualTo(2);
  }

  @Test
  void hasFewBucketsForFewPackets() {
    for (int i = 0; i < 50; i++) {
      line.add(BEGIN + i * 40 * MILLISECOND, 60);
    }
    line.finish();

    assertThat(list(json(), "packets").length).isLessThanOrEqualTo(100);
  }

  @Test
  void spreadsASampleOverItsPeriod() {
    line.add(BEGIN, 1);
    line.add(BEGIN + 9 * MILLISECOND, 1);
    line.addSample(BEGIN, BEGIN + 9 * MILLISECOND, 5, 20, 30);
    line.add(BEGIN + 12 * MILLISECOND, 1);
    String json = json();

    assertThat(list(json, "retransmissions")).startsWith(0.5, 0.5).endsWith(0.5, 0, 0, 0);
    assertThat(list(json, "rtt")).startsWith(20, 20).endsWith(20, -1, -1, -1);
    assertThat(list(json, "rttHigh")).startsWith(30);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.cli.report;

import io.framering.echo.Latencies;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Times of answers: how many of each length, and which took longest. */
final class Times {
  private static final int SLOWEST = 5;

  /** The ends of the buckets, in nanoseconds: 1, 2, 5, 10 microseconds and so on to 10 seconds. */
  private static final int BUCKETS = 23;

  private static final int[] STEPS = {1, 2, 5};

  /** A slow answer. */
  private record Answer(String name, String server, long nanos) {}

  private final Latencies latencies = new Latencies();
  private final long[] counts = new long[BUCKETS];
  private final PriorityQueue<Answer> slowest =
      new PriorityQueue<>(Comparator.comparingLong(Answer::nanos));
  private long total;

  void add(long nanos) {
    latencies.add(nanos);
    int at = 0;
    while (at < BUCKETS - 1 && nanos > end(at)) {
      at++;
    }
    counts[at]++;
    total++;
  }

  /** Counts an answer, which may be one of the slowest. */
  void add(String name, String server, long nanos) {
    add(nanos);
    if (slowest.size() < SLOWEST || nanos > slowest.peek().nanos()) {
      slowest.add(new Answer(name, server, nanos));
      if (slowest.size() > SLOWEST) {
        slowest.poll();
      }
    }
  }

  private static long end(int bucket) {
    long end = 1000L * STEPS[bucket % STEPS.length];
    for (int i = 0; i < bucket / STEPS.length; i++) {
      end *= 10;
    }
    return end;
  }

  void write(Json json) {
    json.beginObject()
        .name("count")
        .number(total)
        .name("median")
        .number(latencies.quantile(0.5))
        .name("p95")
        .number(latencies.quantile(0.95))
        .name("longest")
        .number(latencies.largest());
    writeBuckets(json);
    json.name("slowest").beginList();
    slowest.stream()
        .sorted(Comparator.comparingLong(Answer::nanos).reversed())
        .forEach(each ->
            json.beginList()
                .string(each.name())
                .string(each.server())
                .number(each.nanos())
                .endList());
    json.endList().endObject();
  }

  /** Without the empty buckets at both ends. */
  private void writeBuckets(Json json) {
    int first = 0;
    int last = BUCKETS - 1;
    while (first < last && counts[first] == 0) {
      first++;
    }
    while (last > first && counts[last] == 0) {
      last--;
    }
    json.name("buckets").beginList();
    for (int at = first; at <= last; at++) {
      json.beginObject()
          .name("from")
          .number(at == 0 ? 0 : end(at - 1))
          .name("to")
          .numberUnless(end(BUCKETS - 1), end(at))
          .name("count")
          .number(counts[at])
          .endObject();
    }
    json.endList();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.packet.Packet;
import io.framering.packet.Problem;
import io.framering.testing.Namespace;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Each benchmark runs, with each of its parameters. What it measures here means nothing. */
@Timeout(600)
class BenchmarksTest {
  static {
    // What is measured here is thrown away, so another benchmark on this machine is no reason to
    // fail.
    System.setProperty("jmh.ignoreLock", "true");
  }

  private static Collection<RunResult> run(Class<?> benchmark) throws Exception {
    Options once =
        new OptionsBuilder()
            .include(benchmark.getName())
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .measurementTime(new TimeValue(1, TimeUnit.MILLISECONDS))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    return new Runner(once).run();
  }

  @ParameterizedTest
  @ValueSource(classes = {DecoderBenchmark.class, FormatBenchmark.class, SavefileBenchmark.class})
  void runs(Class<?> benchmark) throws Exception {
    int parameters =
        benchmark == DecoderBenchmark.class
            ? 2 * Sample.values().length
            : benchmark == FormatBenchmark.class ? 4 : 2 * 3;

    assertThat(run(benchmark)).hasSize(parameters);
  }

  @Test
  void theRingsRunsOnARealRing() throws Exception {
    try (Namespace namespace = Namespace.create()) {
      assertThat(namespace.call(() -> run(RingBenchmark.class)))
          .hasSize(4)
          .allSatisfy(result ->
              assertThat(result.getSecondaryResults().get("frames").getScore()).isPositive());
    }
  }

  @ParameterizedTest
  @EnumSource(Sample.class)
  void samplesAreWellFormed(Sample sample) {
    Packet packet = new Packet();
    packet.wrap(sample.frame());

    assertThat(packet.cut()).isNull();
    assertThat(packet.layer(packet.size() - 1).problem()).isEqualTo(Problem.NONE);
    assertThat(packet.size()).isGreaterThanOrEqualTo(2);
  }
}

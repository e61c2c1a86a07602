// SPDX-License-Identifier: Apache-2.0
package io.framering.bench;

import io.framering.print.FramePrinter;
import io.framering.print.OutputFormat;
import io.framering.print.PrintOptions;
import io.framering.print.text.TextBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Each format, for a packet of each kind in turn. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FormatBenchmark {
  private static final int SAMPLES = 10;

  @Param private OutputFormat format;

  private final Sample[] samples = Sample.values();
  private final TextBuffer text = new TextBuffer();
  private FramePrinter printer;

  @Setup
  public void makePrinter() {
    if (samples.length != SAMPLES) {
      throw new IllegalStateException("SAMPLES is to be " + samples.length);
    }
    printer = format.printer(PrintOptions.defaults());
  }

  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public int print() {
    text.clear();
    for (Sample sample : samples) {
      printer.print(sample.frame(), text);
    }
    return text.length();
  }
}

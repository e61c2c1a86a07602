// SPDX-License-Identifier: Apache-2.0
package io.framering.bench;

import io.framering.frame.Frame;
import io.framering.packet.Header;
import io.framering.packet.Packet;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Each decoder: the innermost header alone, and the whole packet of which it is part. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecoderBenchmark {
  @Param private Sample sample;

  private final Packet packet = new Packet();
  private Frame frame;
  private Header innermost;

  @Setup
  public void decode() {
    frame = sample.frame();
    wrap();
    innermost = packet.layer(packet.size() - 1);
  }

  private void wrap() {
    packet.wrap(frame);
  }

  @Benchmark
  public boolean header() {
    return innermost.wrap(innermost.memory(), innermost.offset(), innermost.end());
  }

  @Benchmark
  public long packet() {
    wrap();
    return packet.payloadLength();
  }
}

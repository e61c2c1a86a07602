// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.capture.Capture;
import io.framering.flow.FlowOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A run of {@code flows} on interfaces. */
final class FlowsLiveRun extends LiveRun {
  private final FlowsArguments flows;

  FlowsLiveRun(Environment environment, FlowsArguments flows) {
    super(environment, flows.sniffing);
    this.flows = flows;
  }

  /** Nanoseconds since 1970, as in frames. */
  static long clock() {
    return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
  }

  @Override
  int capture(Rings rings, InterfaceCounts counts, ClosingLines lines) throws IOException {
    counts.begin();
    FlowOutput output = flows.output(environment, rings.first()::interfaceName);
    FlowOptions options = flows.counting.options(true);
    StreamFolder streams = flows.streamFolder();
    List<FlowSink> sinks =
        rings.captures().stream()
            .map(_ -> new FlowSink(options, output, FlowsLiveRun::clock, streams))
            .toList();
    try (FlowTables tables = new FlowTables(environment, output, sinks, streams)) {
      sniffers = new Sniffers(sniffers(rings, sinks), rings.stop());
      announce(rings, counts.interfaces());
      try {
        tables.run(sniffers, arguments.selecting().count.get(), flows.every.get(), rings.stop());
      } catch (IOException | RuntimeException e) {
        if (StandardOutput.isGone(e)) {
          return Main.OK;
        }
        lines.print();
        throw e;
      }
    }
    return lines.print() ? Main.OK : Main.FAILED;
  }

  private List<Sniffer> sniffers(Rings rings, List<FlowSink> sinks) {
    LossSink losses = new LossSink(environment, System::nanoTime);
    long limit = arguments.selecting().count.get();
    boolean shared = limit < Long.MAX_VALUE && sinks.size() > 1;
    AtomicLong left = new AtomicLong(limit);
    List<Sniffer> all = new ArrayList<>();
    LongSupplier frames = () -> all.stream().mapToLong(Sniffer::frames).sum();
    for (int i = 0; i < sinks.size(); i++) {
      Capture capture = rings.captures().get(i);
      FrameSink sink = sinks.get(i).watchedBy(losses.among(frames));
      all.add(
          new Sniffer(
              capture,
              Sniffer.EVERY_FRAME,
              shared ? new LimitSink(sink, left, rings.stop()) : sink,
              () -> SniffSinks.dropped(capture)));
    }
    return all;
  }
}

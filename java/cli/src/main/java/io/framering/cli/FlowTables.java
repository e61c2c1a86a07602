// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.flow.Flow;
import io.framering.flow.FlowEnd;
import io.framering.flow.FlowStatistics;
import io.framering.flow.FlowTable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.ToLongFunction;

/** The flow tables of all threads, and the interim results. */
final class FlowTables implements AutoCloseable {
  private final Environment environment;
  private final FlowOutput output;
  private final List<FlowSink> sinks;
  private final StreamFolder streams;
  private Thread reporter;
  private volatile IOException failure;

  /**
   * The tables of these sinks.
   *
   * @param streams the folder that the sinks write streams to, or null
   */
  FlowTables(
      Environment environment, FlowOutput output, List<FlowSink> sinks, StreamFolder streams) {
    this.environment = environment;
    this.output = output;
    this.sinks = sinks;
    this.streams = streams;
  }

  /**
   * Runs the sniffers, which pass their frames to the sinks, and writes the flows.
   *
   * @param every the time between two interim results, or null
   */
  void run(Sniffers sniffers, long limit, Duration every, Runnable stop) throws IOException {
    if (every != null) {
      reporter =
          Thread.ofPlatform().daemon().name("framering-report").start(() -> report(every, stop));
    }
    try {
      sniffers.run(limit);
    } finally {
      endReports();
      if (failure == null) {
        finish(); // after a damaged file, too
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void finish() throws IOException {
    FlowTable.merge(sinks.stream().map(FlowSink::table).toList())
        .forEach(flow -> output.ended(flow, FlowEnd.TABLE_CLOSED));
    output.last();
    summary();
    if (streams != null) {
      sinks.forEach(FlowSink::endStreams);
      streams.report(environment);
    }
  }

  private void report(Duration every, Runnable stop) {
    try {
      while (true) {
        Thread.sleep(every);
        output.interim(snapshot());
      }
    } catch (InterruptedException | ExecutionException e) {
      // The sniffers have ended.
    } catch (IOException e) {
      failure = e;
      stop.run();
    }
  }

  private List<Flow> snapshot() throws InterruptedException, ExecutionException {
    List<CompletableFuture<List<Flow>>> answers = sinks.stream().map(FlowSink::request).toList();
    List<Flow> flows = new ArrayList<>();
    for (CompletableFuture<List<Flow>> answer : answers) {
      flows.addAll(answer.get());
    }
    return flows;
  }

  private void endReports() {
    if (reporter == null) {
      return;
    }
    reporter.interrupt();
    try {
      reporter.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void summary() {
    long flows = sum(FlowStatistics::flows);
    String line =
        (flows == 1 ? "1 flow" : flows + " flows")
            + " in "
            + ClosingLines.packets(sum(FlowStatistics::packets));
    long notIp = sum(FlowStatistics::notIp);
    environment.tell(line + (notIp > 0 ? ", " + notIp + " not IP" : ""));
    long evicted = sum(FlowStatistics::evicted);
    if (evicted > 0) {
      environment.tell(
          evicted + " flows made room for others, and may appear again; --max-flows keeps more");
    }
  }

  private long sum(ToLongFunction<FlowStatistics> count) {
    return sinks.stream().map(sink -> sink.table().statistics()).mapToLong(count).sum();
  }

  /** Frees the tables. */
  @Override
  public void close() {
    sinks.forEach(FlowSink::endStreams);
    sinks.forEach(FlowSink::close);
    if (streams != null) {
      streams.close();
    }
  }
}

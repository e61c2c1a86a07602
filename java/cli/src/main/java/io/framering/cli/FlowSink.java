// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.flow.Flow;
import io.framering.flow.FlowEnd;
import io.framering.flow.FlowOptions;
import io.framering.flow.FlowTable;
import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * Counts flows in the thread that reads the frames. Other threads ask it for snapshots, which it
 * makes between two batches.
 */
final class FlowSink implements FrameSink, AutoCloseable {
  private final FlowTable table;
  private final FlowOutput output;
  private final LongSupplier clock;
  private final Snapshots<List<Flow>> snapshots = new Snapshots<>();

  /**
   * @param clock nanoseconds since 1970; null for files, where packets are the only clock
   */
  FlowSink(FlowOptions options, FlowOutput output, LongSupplier clock) {
    table =
        new FlowTable(
            options.listener((flow, end) -> {
              if (end != FlowEnd.TABLE_CLOSED) { // those are merged with other tables'
                output.ended(flow, end);
              }
            }));
    this.output = output;
    this.clock = clock;
  }

  /** The table, for the thread that calls this sink, and for others when it has ended. */
  FlowTable table() {
    return table;
  }

  /** Asks for the flows in the table. It is never answered if the thread ends before. */
  CompletableFuture<List<Flow>> request() {
    return snapshots.request();
  }

  @Override
  public boolean takeAll(FrameBatch batch) {
    table.addAll(batch);
    return true;
  }

  @Override
  public boolean take(Frame frame) {
    table.add(frame);
    return true;
  }

  @Override
  public void now() throws IOException {
    if (clock != null) {
      table.expire(clock.getAsLong());
    }
    output.flush(true);
    snapshots.answer(table::flows);
  }

  @Override
  public void flush() throws IOException {
    output.flush(false);
  }

  @Override
  public void close() {
    table.close();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.flow.Flow;
import io.framering.flow.FlowEnd;
import io.framering.flow.FlowOptions;
import io.framering.flow.FlowTable;
import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
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
  private final StreamFolder.Feed streams;
  private final Snapshots<List<Flow>> snapshots = new Snapshots<>();

  /**
   * @param clock nanoseconds since 1970; null for files, where packets are the only clock
   * @param folder also takes the frames; or null
   */
  FlowSink(FlowOptions options, FlowOutput output, LongSupplier clock, StreamFolder folder) {
    table =
        new FlowTable(
            options.listener((flow, end) -> {
              if (end != FlowEnd.TABLE_CLOSED) { // those are merged with other tables'
                output.ended(flow, end);
              }
            }));
    this.output = output;
    this.clock = clock;
    streams = folder == null ? null : folder.feed();
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
  public boolean takeAll(FrameBatch batch) throws IOException {
    table.addAll(batch);
    if (streams != null) {
      for (FrameCursor frame = batch.cursor(); frame.advance(); ) {
        streams.add(frame);
      }
    }
    return true;
  }

  @Override
  public boolean take(Frame frame) throws IOException {
    table.add(frame);
    if (streams != null) {
      streams.add(frame);
    }
    return true;
  }

  @Override
  public void now() throws IOException {
    if (clock != null) {
      table.expire(clock.getAsLong());
      if (streams != null) {
        streams.expire(clock.getAsLong());
      }
    }
    output.flush(true);
    snapshots.answer(table::flows);
  }

  @Override
  public void flush() throws IOException {
    output.flush(false);
  }

  /** Ends all streams, so that their files are complete. */
  void endStreams() {
    if (streams != null) {
      streams.close();
    }
  }

  @Override
  public void close() {
    table.close();
  }
}

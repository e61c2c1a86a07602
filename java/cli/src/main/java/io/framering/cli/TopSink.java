// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.cli.top.InterfaceTally;
import io.framering.cli.top.InterfaceTotals;
import io.framering.flow.Flow;
import io.framering.flow.FlowOptions;
import io.framering.flow.FlowTable;
import io.framering.frame.FrameBatch;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Counts flows and interfaces for {@code top}, in the thread that reads the frames. */
final class TopSink implements FrameSink, AutoCloseable {
  private final FlowTable table;
  private final InterfaceTally interfaces = new InterfaceTally();
  private final Snapshots<Snapshot> snapshots = new Snapshots<>();

  /** The flows in the table, and the counts of the interfaces. */
  record Snapshot(List<Flow> flows, List<InterfaceTotals> interfaces) {}

  TopSink(FlowOptions options) {
    table = new FlowTable(options);
  }

  /** Asks for a snapshot. It is never made if the thread ends before. */
  CompletableFuture<Snapshot> request() {
    return snapshots.request();
  }

  @Override
  public boolean takeAll(FrameBatch batch) {
    table.addAll(batch);
    interfaces.addAll(batch);
    return true;
  }

  @Override
  public void now() {
    table.expire(FlowsLiveRun.clock());
    snapshots.answer(() -> new Snapshot(table.flows(), interfaces.totals()));
  }

  @Override
  public void close() {
    table.close();
  }
}

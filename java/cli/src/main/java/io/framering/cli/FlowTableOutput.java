// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.cli.flows.FlowListing;
import io.framering.flow.Flow;
import io.framering.flow.FlowEnd;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.Stream;

/** Prints flows as a table. Of the flows that have ended it keeps those with most bytes. */
final class FlowTableOutput implements FlowOutput {
  private final Environment environment;
  private final int limit;
  private final int width;
  private final PriorityQueue<Flow> largest =
      new PriorityQueue<>(Comparator.comparingLong(Flow::bytes));
  private long leftOut;

  /**
   * @param limit the number of rows
   * @param width the number of columns of a terminal
   */
  FlowTableOutput(Environment environment, int limit, int width) {
    this.environment = environment;
    this.limit = limit;
    this.width = width;
  }

  @Override
  public synchronized void ended(Flow flow, FlowEnd end) {
    largest.add(flow);
    if (largest.size() > limit) {
      largest.poll();
      leftOut++;
    }
  }

  @Override
  public synchronized void interim(List<Flow> open) throws IOException {
    print(Stream.concat(largest.stream(), open.stream()).toList());
    environment.print("");
  }

  @Override
  public synchronized void last() throws IOException {
    print(List.copyOf(largest));
  }

  private void print(List<Flow> flows) throws IOException {
    List<Flow> shown = flows.stream().sorted(FlowListing.MOST_BYTES_FIRST).limit(limit).toList();
    environment.print(String.join("\n", FlowListing.lines(shown, width)));
    long more = leftOut + flows.size() - shown.size();
    if (more > 0) {
      environment.print("and " + more + " more");
    }
  }
}

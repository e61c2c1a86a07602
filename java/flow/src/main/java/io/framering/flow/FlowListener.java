// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

/** Receives each flow that leaves its table. */
@FunctionalInterface
public interface FlowListener {
  /**
   * A flow has left the table. Called by the thread that uses the table, during one of the table's
   * methods; it must not use the table.
   *
   * @param flow the flow, complete
   * @param end the reason
   */
  void onEnd(Flow flow, FlowEnd end);
}

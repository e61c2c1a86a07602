// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

/** The reason why a flow has left its table. */
public enum FlowEnd {
  /**
   * TCP: a reset, or both sides have ended, and {@link FlowOptions#closedTimeout()} has passed; or
   * another connection uses the same addresses and ports.
   */
  CLOSED,
  /** No packet for {@link FlowOptions#idleTimeout()}. */
  IDLE,
  /** The table was full, and a new flow needed the room. */
  EVICTED,
  /** The table has been closed. */
  TABLE_CLOSED
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.cli.top;

import io.framering.flow.Flow;
import java.util.List;

/**
 * What can be shown of a moment; immutable. Rates are per second.
 *
 * @param seconds since the capture began
 * @param flows the flows, in no order
 * @param interfaces the interfaces, the busiest first
 * @param packets packets of all interfaces since the capture began
 * @param bytes bytes of all interfaces since the capture began
 * @param dropped packets dropped by the kernel since the capture began
 * @param dropHistory packets dropped during each of the last ticks, the latest at the end
 */
public record TopData(
    long seconds,
    List<FlowRate> flows,
    List<InterfaceRate> interfaces,
    long packets,
    long bytes,
    long dropped,
    long[] dropHistory) {

  /** A flow and its rates. */
  public record FlowRate(Flow flow, long bitsSent, long bitsReceived, long packets) {}

  /**
   * An interface and its rates.
   *
   * @param history bits per second during each of the last ticks, the latest at the end
   */
  public record InterfaceRate(
      String name, long bitsReceived, long bitsSent, long packets, long[] history) {}
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.cli.top;

import io.framering.flow.Flow;
import java.util.List;

/**
 * The counts at a moment, since the capture began.
 *
 * @param nanos the moment, by {@link System#nanoTime()}
 * @param flows the flows in the tables
 * @param interfaces the interfaces that have had packets; one index may occur several times
 * @param dropped packets dropped by the kernel
 */
public record TopTick(
    long nanos, List<Flow> flows, List<InterfaceTotals> interfaces, long dropped) {}

// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

/**
 * What a table has counted since it was created.
 *
 * @param packets all frames
 * @param bytes the sum of their lengths on the wire
 * @param notIp frames without an IP header, which belong to no flow
 * @param fragments frames with a part of an IP packet
 * @param flows flows that have begun
 * @param ended flows that have left the table, for any reason
 * @param evicted flows that have left because the table was full
 */
public record FlowStatistics(
    long packets, long bytes, long notIp, long fragments, long flows, long ended, long evicted) {}

// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

/**
 * Counts since the reassembler was made: 64 bits, never reset.
 *
 * @param frames frames that were added
 * @param notTcp frames without a TCP header, or with a damaged one
 * @param fragments frames with a fragment of a TCP segment, which are not read
 * @param streams streams that began
 * @param ended streams that ended, for any reason
 * @param evicted streams that ended because there were too many
 * @param bytes bytes handed on
 * @param earlyBytes bytes of them that came before their turn, and were copied
 * @param repeatedBytes bytes that were not handed on because their place had been filled
 * @param gaps gaps that were reported
 * @param gapBytes their bytes
 * @param ignored segments that belong to no place in their stream: far outside the window, after
 *     the end, or a reset with an impossible sequence number
 * @param heldBytes early bytes that wait now
 * @param memory bytes of memory outside the heap that are allocated now
 */
public record TcpReassemblerStatistics(
    long frames,
    long notTcp,
    long fragments,
    long streams,
    long ended,
    long evicted,
    long bytes,
    long earlyBytes,
    long repeatedBytes,
    long gaps,
    long gapBytes,
    long ignored,
    long heldBytes,
    long memory) {}

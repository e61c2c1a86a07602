// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

/**
 * Counts since the defragmenter was made: 64 bits, never reset. A packet is counted once, when it
 * is complete or for the first reason to drop it.
 *
 * @param frames frames that were added
 * @param fragments frames of them that were fragments
 * @param packets packets that were put together
 * @param overlapping packets with overlapping fragments: dropped, or put together by the policy
 * @param timedOut packets dropped because a fragment was missing too long
 * @param evicted packets dropped because there were too many, or the memory was full
 * @param tooManyFragments packets dropped because of their number of fragments
 * @param tooLong packets dropped because they were longer than an IP packet can be, or their
 *     fragments had several times as many bytes as they
 * @param contradictory packets dropped because their fragments contradicted each other about the
 *     end
 * @param malformedFragments fragments ignored because of an impossible length
 * @param truncatedFragments fragments ignored because they were not captured completely
 * @param repeatedFragments fragments ignored because the same had come before
 * @param lateFragments fragments ignored because their packet had been dropped
 * @param waiting packets that wait now, with dropped ones that absorb late fragments
 * @param memory bytes of memory outside the heap that are allocated now
 */
public record DefragmenterStatistics(
    long frames,
    long fragments,
    long packets,
    long overlapping,
    long timedOut,
    long evicted,
    long tooManyFragments,
    long tooLong,
    long contradictory,
    long malformedFragments,
    long truncatedFragments,
    long repeatedFragments,
    long lateFragments,
    long waiting,
    long memory) {}

// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import static io.framering.flow.FlowRecord.getByte;
import static io.framering.flow.FlowRecord.getInt;
import static io.framering.flow.FlowRecord.getLong;
import static io.framering.flow.FlowRecord.setByte;
import static io.framering.flow.FlowRecord.setInt;
import static io.framering.flow.FlowRecord.setLong;

import io.framering.packet.Tcp;
import java.lang.foreign.MemorySegment;

/**
 * The smoothed round-trip time of each side (RFC 6298, section 2): one segment at a time is timed
 * until its acknowledgment, and none that was sent again (section 3, Karn's algorithm).
 */
final class RoundTrip {
  private static final int SMOOTHING_SHIFT = 3; // a weight of 1/8

  private RoundTrip() {}

  static void add(
      MemorySegment memory,
      long flow,
      long me,
      long peer,
      FlowPacket segment,
      int end,
      boolean again) {
    if (again) {
      setByte(memory, me + FlowRecord.IS_TIMED, 0);
    } else if (segment.payloadBytes > 0 && getByte(memory, me + FlowRecord.IS_TIMED) == 0) {
      setByte(memory, me + FlowRecord.IS_TIMED, 1);
      setInt(memory, me + FlowRecord.TIMED_END, end);
      setLong(memory, me + FlowRecord.TIMED_AT, segment.timestampNanos);
    }
    if ((segment.flags & Tcp.ACK) != 0
        && getByte(memory, peer + FlowRecord.IS_TIMED) != 0
        && segment.acknowledgment - getInt(memory, peer + FlowRecord.TIMED_END) >= 0) {
      setByte(memory, peer + FlowRecord.IS_TIMED, 0);
      long time = segment.timestampNanos - getLong(memory, peer + FlowRecord.TIMED_AT);
      if (time >= 0) {
        boolean first = peer - flow == FlowRecord.SIDE_0;
        smooth(memory, flow + (first ? FlowRecord.RTT_0 : FlowRecord.RTT_1), time);
      }
    }
  }

  // Stored plus 1: 0 is "none".
  private static void smooth(MemorySegment memory, long at, long time) {
    long stored = getLong(memory, at);
    long smoothed = stored == 0 ? time : stored - 1 + (time - (stored - 1) >> SMOOTHING_SHIFT);
    setLong(memory, at, smoothed + 1);
  }

  /** The sum of both sides, as far as they are known; -1 if neither is. */
  static long smoothed(MemorySegment memory, long flow) {
    long first = getLong(memory, flow + FlowRecord.RTT_0);
    long second = getLong(memory, flow + FlowRecord.RTT_1);
    return first == 0 && second == 0 ? -1 : Math.max(0, first - 1) + Math.max(0, second - 1);
  }
}

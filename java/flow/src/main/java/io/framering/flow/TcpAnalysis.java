// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import static io.framering.flow.FlowRecord.getByte;
import static io.framering.flow.FlowRecord.getInt;
import static io.framering.flow.FlowRecord.getLong;
import static io.framering.flow.FlowRecord.getShort;
import static io.framering.flow.FlowRecord.increment;
import static io.framering.flow.FlowRecord.setByte;
import static io.framering.flow.FlowRecord.setInt;
import static io.framering.flow.FlowRecord.setLong;
import static io.framering.flow.FlowRecord.setShort;

import io.framering.packet.Tcp;
import java.lang.foreign.MemorySegment;

/**
 * Retransmissions and the like, as Wireshark 4.0 finds them: the same rules in the same order, so
 * that the same segments are counted. As there, a sequence number of 0 means "unknown".
 */
final class TcpAnalysis {
  private static final int SPECIAL = Tcp.SYN | Tcp.FIN | Tcp.RST;

  // Of the sender's last segment.
  private static final int KEEP_ALIVE = 1;
  private static final int ZERO_WINDOW_PROBE = 2;

  private static final int BASE_KNOWN = 1;

  private static final int FAST_DUPLICATES = 2;
  private static final long FAST_NANOS = 20_000_000;
  private static final long REORDERED_NANOS = 3_000_000;

  private TcpAnalysis() {}

  /** Whether the first sequence number of this side is known and is another one. */
  static boolean isAnotherConnection(MemorySegment memory, long me, int sequence) {
    return (getByte(memory, me + FlowRecord.BASE_KNOWN) & BASE_KNOWN) != 0
        && getInt(memory, me + FlowRecord.BASE) != sequence;
  }

  /**
   * Analyzes a segment.
   *
   * @param flow the offset of the record
   * @param me the offset of the sender's side
   * @param peer the offset of the receiver's side
   */
  static void add(MemorySegment memory, long flow, long me, long peer, FlowPacket segment) {
    int flags = segment.flags;
    int sequence = segment.sequence;
    int ack = segment.acknowledgment;
    int length = (int) segment.payloadBytes;
    int window = segment.window;
    long now = segment.timestampNanos;
    measureHandshake(memory, flow, flags, now);
    setBases(memory, me, peer, segment);
    if ((flags & Tcp.RST) != 0) {
      increment(memory, me + FlowRecord.RESETS);
    }
    int next = getInt(memory, me + FlowRecord.NEXT_SEQUENCE);
    int marks = marks(memory, me, peer, segment, next);

    if (ack != getInt(memory, me + FlowRecord.LAST_ACK)) {
      setInt(memory, me + FlowRecord.DUPLICATES, 0);
    }
    noticeUnseen(memory, peer, ack, flags);

    boolean occupies = length > 0 || (flags & (Tcp.SYN | Tcp.FIN)) != 0;
    int end = sequence + length + ((flags & (Tcp.SYN | Tcp.FIN)) != 0 ? 1 : 0);
    boolean again = false;
    if (occupies && (marks & KEEP_ALIVE) == 0) {
      again = countAgain(memory, flow, me, peer, segment, next, end);
    }

    if ((marks & ZERO_WINDOW_PROBE) == 0) {
      if (next == 0 || end - next > 0) {
        next = end;
        setInt(memory, me + FlowRecord.NEXT_SEQUENCE, end);
        setLong(memory, me + FlowRecord.NEXT_TIME, now);
      }
      int most = getInt(memory, me + FlowRecord.MOST_TO_BE_ACKED);
      if (most == 0 || sequence == most) {
        setInt(memory, me + FlowRecord.MOST_TO_BE_ACKED, next);
      }
    }
    setShort(memory, me + FlowRecord.WINDOW, window);
    setInt(memory, me + FlowRecord.LAST_ACK, ack);
    setByte(memory, me + FlowRecord.LAST_MARKS, marks);
    RoundTrip.add(memory, flow, me, peer, segment, end, again);
  }

  private static void measureHandshake(MemorySegment memory, long flow, int flags, long now) {
    int handshake = flags & (Tcp.SYN | Tcp.ACK);
    if (handshake == Tcp.SYN) {
      setLong(memory, flow + FlowRecord.SYN_TIME, now);
    } else if (handshake == Tcp.ACK && getLong(memory, flow + FlowRecord.INITIAL_RTT) == 0) {
      long syn = getLong(memory, flow + FlowRecord.SYN_TIME);
      if (syn != 0) {
        setLong(memory, flow + FlowRecord.INITIAL_RTT, now - syn);
      }
    }
  }

  private static void setBases(MemorySegment memory, long me, long peer, FlowPacket segment) {
    boolean syn = (segment.flags & Tcp.SYN) != 0;
    setBase(memory, me, syn ? segment.sequence : segment.sequence - 1);
    if ((segment.flags & Tcp.ACK) != 0) {
      setBase(memory, peer, segment.acknowledgment - 1);
    }
  }

  private static void setBase(MemorySegment memory, long side, int base) {
    int known = getByte(memory, side + FlowRecord.BASE_KNOWN);
    if ((known & BASE_KNOWN) == 0) {
      setByte(memory, side + FlowRecord.BASE_KNOWN, known | BASE_KNOWN);
      setInt(memory, side + FlowRecord.BASE, base);
    }
  }

  /** Counts what the segment says besides its data. Returns what is to be remembered of it. */
  private static int marks(MemorySegment memory, long me, long peer, FlowPacket segment, int next) {
    int length = (int) segment.payloadBytes;
    int window = segment.window;
    boolean special = (segment.flags & SPECIAL) != 0;
    if (length == 1
        && segment.sequence == next
        && getLong(memory, peer + FlowRecord.PACKETS) != 0 // else its window is unknown
        && getShort(memory, peer + FlowRecord.WINDOW) == 0) {
      return ZERO_WINDOW_PROBE;
    }
    if (window == 0 && !special) {
      increment(memory, me + FlowRecord.ZERO_WINDOWS);
    }
    if (next != 0 && segment.sequence - next > 0 && (segment.flags & Tcp.RST) == 0) {
      increment(memory, me + FlowRecord.LOST);
    }
    int marks = 0;
    if (length <= 1 && segment.sequence == next - 1 && !special) {
      increment(memory, me + FlowRecord.KEEP_ALIVES);
      marks = KEEP_ALIVE;
    }
    boolean repeats =
        length == 0
            && !special
            && segment.sequence == next
            && segment.acknowledgment == getInt(memory, me + FlowRecord.LAST_ACK)
            && window == getShort(memory, me + FlowRecord.WINDOW);
    // A reply to a keep-alive is not a duplicate.
    if (repeats
        && window != 0
        && (getByte(memory, peer + FlowRecord.LAST_MARKS) & KEEP_ALIVE) == 0) {
      int duplicates = getInt(memory, me + FlowRecord.DUPLICATES);
      setInt(memory, me + FlowRecord.DUPLICATES, duplicates == -1 ? 1 : duplicates + 1);
      increment(memory, me + FlowRecord.DUPLICATE_ACKS);
    }
    return marks;
  }

  /** An acknowledgment of segments that were not captured spoils the count of duplicates. */
  private static void noticeUnseen(MemorySegment memory, long peer, int ack, int flags) {
    int most = getInt(memory, peer + FlowRecord.MOST_TO_BE_ACKED);
    if (most == 0 || ack - most <= 0 || (flags & Tcp.ACK) == 0) {
      return;
    }
    int next = getInt(memory, peer + FlowRecord.NEXT_SEQUENCE);
    if (Integer.compareUnsigned(most, next) > 0) {
      setInt(memory, peer + FlowRecord.MOST_TO_BE_ACKED, next);
    } else {
      setInt(memory, peer + FlowRecord.DUPLICATES, -1);
    }
  }

  /** Whether the segment's data were sent again; counts it. */
  private static boolean countAgain(
      MemorySegment memory, long flow, long me, long peer, FlowPacket segment, int next, int end) {
    int sequence = segment.sequence;
    int length = (int) segment.payloadBytes;
    long now = segment.timestampNanos;
    int acked = getInt(memory, peer + FlowRecord.LAST_ACK);
    if (length > 0 && acked != 0 && sequence + length - acked <= 0) {
      increment(memory, me + FlowRecord.SPURIOUS);
      increment(memory, me + FlowRecord.RETRANSMISSIONS);
      return true;
    }
    boolean behind = next != 0 && sequence - next < 0 && !(length > 1 && sequence == next - 1);
    if (!behind) {
      return false;
    }
    long sinceAck = now - getLong(memory, peer + FlowRecord.LAST);
    if (getInt(memory, peer + FlowRecord.DUPLICATES) >= FAST_DUPLICATES
        && acked == sequence
        && isWithin(sinceAck, FAST_NANOS)) {
      increment(memory, me + FlowRecord.FAST);
      increment(memory, me + FlowRecord.RETRANSMISSIONS);
      return true;
    }
    long roundTrip = getLong(memory, flow + FlowRecord.INITIAL_RTT);
    long sinceNext = now - getLong(memory, me + FlowRecord.NEXT_TIME);
    if (end != next && isWithin(sinceNext, roundTrip == 0 ? REORDERED_NANOS : roundTrip)) {
      increment(memory, me + FlowRecord.OUT_OF_ORDER);
    } else {
      increment(memory, me + FlowRecord.RETRANSMISSIONS);
    }
    return true;
  }

  // As there, a negative time is a long one.
  private static boolean isWithin(long nanos, long limit) {
    return nanos >= 0 && nanos < limit;
  }
}

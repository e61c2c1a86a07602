// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The layout of a flow's record in memory: lines of 64 bytes, as caches have them. All of it is
 * zero in a new record.
 *
 * <pre>
 *   0  the key, its hash, the links of the list, the time of the last move in the list
 *  64  the flow: source, state, round trips, DNS
 * 128  side 0, which has the smaller address: counts, and the sequence numbers seen last
 * 192  side 0: what TCP analysis found
 * 256  side 1
 * 384  measurements of a program's own, if any
 * </pre>
 */
final class FlowRecord {
  static final int LINE = 64;

  // The first line. Addresses of 16 bytes, of which IPv4 uses the last four.
  static final int ADDRESS_0 = 0;
  static final int ADDRESS_1 = 16;
  static final int NUMBERS = 32;
  static final int INTERFACE = 40;
  static final int HASH = 44;
  static final int PREVIOUS = 48;
  static final int NEXT = 52;
  static final int MOVED = 56;

  // The second line.
  static final int SOURCE = 64;
  static final int STATE = 65;
  static final int FINS = 66;
  static final int INSPECTED = 67;
  static final int BUFFER = 68;
  static final int INITIAL_RTT = 72;
  static final int SYN_TIME = 80;
  static final int RTT_0 = 88;
  static final int RTT_1 = 96;
  static final int DNS_ASKED = 104;
  static final int DNS_TIME = 112;
  static final int DNS_ID = 120;
  static final int CLOSED = 122;

  // Each side, from its first byte.
  static final int SIDE_0 = 128;
  static final int SIDE = 128;
  static final int PACKETS = 0;
  static final int BYTES = 8;
  static final int PAYLOAD = 16;
  static final int FIRST = 24;
  static final int LAST = 32;
  static final int LEAST_TTL = 40;
  static final int MOST_TTL = 41;
  static final int FLAGS = 42;
  static final int NEXT_SEQUENCE = 44;
  static final int LAST_ACK = 48;
  static final int WINDOW = 52;
  static final int BASE_KNOWN = 54;
  static final int LAST_MARKS = 55;
  static final int DUPLICATES = 56;
  static final int MOST_TO_BE_ACKED = 60;
  static final int NEXT_TIME = 64;
  static final int BASE = 72;
  static final int RETRANSMISSIONS = 76;
  static final int FAST = 80;
  static final int SPURIOUS = 84;
  static final int OUT_OF_ORDER = 88;
  static final int DUPLICATE_ACKS = 92;
  static final int ZERO_WINDOWS = 96;
  static final int KEEP_ALIVES = 100;
  static final int LOST = 104;
  static final int RESETS = 108;
  static final int TIMED_END = 112;
  static final int IS_TIMED = 116;
  static final int TIMED_AT = 120;

  static final int BYTES_WITHOUT_MEASUREMENTS = 384;

  private FlowRecord() {}

  static long getLong(MemorySegment memory, long at) {
    return memory.get(ValueLayout.JAVA_LONG, at);
  }

  static void setLong(MemorySegment memory, long at, long value) {
    memory.set(ValueLayout.JAVA_LONG, at, value);
  }

  static int getInt(MemorySegment memory, long at) {
    return memory.get(ValueLayout.JAVA_INT, at);
  }

  static void setInt(MemorySegment memory, long at, int value) {
    memory.set(ValueLayout.JAVA_INT, at, value);
  }

  static int getShort(MemorySegment memory, long at) {
    return memory.get(ValueLayout.JAVA_SHORT, at) & 0xFFFF;
  }

  static void setShort(MemorySegment memory, long at, int value) {
    memory.set(ValueLayout.JAVA_SHORT, at, (short) value);
  }

  static int getByte(MemorySegment memory, long at) {
    return memory.get(ValueLayout.JAVA_BYTE, at) & 0xFF;
  }

  static void setByte(MemorySegment memory, long at, int value) {
    memory.set(ValueLayout.JAVA_BYTE, at, (byte) value);
  }

  static void increment(MemorySegment memory, long at) {
    setInt(memory, at, getInt(memory, at) + 1);
  }
}

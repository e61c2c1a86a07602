// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import java.lang.foreign.MemorySegment;

/**
 * A measurement of a program's own, per flow. It keeps its numbers in the flow's record, outside
 * the heap, and is given each packet of each flow:
 *
 * <pre>{@code
 * final class LargestPacket implements FlowMeasurement<Long> {
 *   public int bytes() {
 *     return Long.BYTES;
 *   }
 *
 *   public void add(FlowPacket packet, MemorySegment room, long offset) {
 *     long largest = Math.max(room.get(ValueLayout.JAVA_LONG, offset), packet.bytes());
 *     room.set(ValueLayout.JAVA_LONG, offset, largest);
 *   }
 *
 *   public Long value(MemorySegment room, long offset) {
 *     return room.get(ValueLayout.JAVA_LONG, offset);
 *   }
 *
 *   public Long merge(Long one, Long other) {
 *     return Math.max(one, other);
 *   }
 * }
 *
 * LargestPacket largest = new LargestPacket();
 * FlowTable table = new FlowTable(FlowOptions.defaults().measure(largest));
 * // and then, of a flow:
 * flow.value(largest)
 * }</pre>
 *
 * @param <T> the value that a {@link Flow} has of it
 */
public interface FlowMeasurement<T> {
  /** The greatest number of bytes that a measurement may use per flow. */
  int MAXIMUM_BYTES = 4096;

  /**
   * {@return the number of bytes that it needs in each flow's record, 1 to {@value #MAXIMUM_BYTES}}
   */
  int bytes();

  /**
   * Measures a packet. It should allocate nothing, as this is called for each packet.
   *
   * @param packet valid during the call
   * @param room contains the bytes of this measurement; all zero before a flow's first packet
   * @param offset of the first of them, a multiple of 8
   */
  void add(FlowPacket packet, MemorySegment room, long offset);

  /**
   * {@return the value for a snapshot of the flow} It must not depend on {@code room} afterwards.
   *
   * @param room contains the bytes of this measurement
   * @param offset of the first of them
   */
  T value(MemorySegment room, long offset);

  /**
   * {@return the value of a flow whose packets two tables have counted, see {@link
   * FlowTable#merge}}
   *
   * @param one the value in one table
   * @param other the value in the other one
   */
  T merge(T one, T other);
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.jni;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.annotation.Native;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * {@code struct framering_options} of {@code framering.h}.
 *
 * @param interfaces indices, 0 for an absent one; empty for all
 * @param flags {@code FRAMERING_} flags
 * @param snapLength bytes kept of each frame
 * @param blockSize in bytes, 0 to choose
 * @param ringSize in bytes
 * @param blockTimeoutMillis after which the kernel closes a block that is not full
 * @param filter classic BPF, each instruction as code, jt, jf and k from the high bits to the low;
 *     none for all frames
 * @param networkNamespace path of its file, or null
 * @param helper path of the program, or null
 */
public record RingOptions(
    int[] interfaces,
    int flags,
    int snapLength,
    int blockSize,
    long ringSize,
    int blockTimeoutMillis,
    long[] filter,
    String networkNamespace,
    String helper) {
  @Native public static final int PROMISCUOUS = 1;
  @Native public static final int IGNORE_OUTGOING = 1 << 1;
  @Native public static final int ONLY_OUTGOING = 1 << 2;
  @Native public static final int LOOPBACK_ONCE = 1 << 3;
  @Native public static final int RESTORE_VLAN = 1 << 4;
  @Native public static final int FOLLOW = 1 << 8;

  /** The maximum number of interfaces by name. */
  @Native public static final int INTERFACES_MAX = 64;

  /** The maximum number of rings that share frames. */
  @Native public static final int RINGS_MAX = 64;

  // Offsets in the struct.
  @Native private static final int INTERFACES = 0;
  @Native private static final int INTERFACE_COUNT = 8;
  @Native private static final int FLAGS = 12;
  @Native private static final int SNAPLEN = 16;
  @Native private static final int BLOCK_SIZE = 20;
  @Native private static final int RING_SIZE = 24;
  @Native private static final int BLOCK_TIMEOUT = 32;
  @Native private static final int FILTER = 40;
  @Native private static final int FILTER_LENGTH = 48;
  @Native private static final int NETWORK_NAMESPACE = 56;
  @Native private static final int HELPER = 64;
  @Native private static final int SIZE = 72;

  // struct sock_filter of linux/filter.h
  @Native private static final int CODE = 0;
  @Native private static final int JT = 2;
  @Native private static final int JF = 3;
  @Native private static final int K = 4;
  @Native private static final int INSTRUCTION_SIZE = 8;

  private static final int INSTRUCTIONS_MAX = 4096;

  /**
   * Writes the struct, and what it points to.
   *
   * @throws IllegalArgumentException if it has no room for all interfaces or instructions
   */
  MemorySegment struct(Arena arena) {
    if (interfaces.length > INTERFACES_MAX || filter.length > INSTRUCTIONS_MAX) {
      throw new IllegalArgumentException(
          interfaces.length + " interfaces and " + filter.length + " instructions are too many");
    }
    MemorySegment struct = arena.allocate(SIZE, Long.BYTES);
    ByteBuffer to = fields(struct);
    to.putLong(INTERFACES, arena.allocateFrom(JAVA_INT, interfaces).address());
    to.putInt(INTERFACE_COUNT, interfaces.length);
    to.putInt(FLAGS, flags);
    to.putInt(SNAPLEN, snapLength);
    to.putInt(BLOCK_SIZE, blockSize);
    to.putLong(RING_SIZE, ringSize);
    to.putInt(BLOCK_TIMEOUT, blockTimeoutMillis);
    to.putLong(FILTER, instructions(filter, arena).address());
    to.putShort(FILTER_LENGTH, (short) filter.length);
    to.putLong(NETWORK_NAMESPACE, text(networkNamespace, arena).address());
    to.putLong(HELPER, text(helper, arena).address());
    return struct;
  }

  /** {@code struct sock_filter} for each instruction; NULL for none. */
  static MemorySegment instructions(long[] filter, Arena arena) {
    if (filter.length == 0) {
      return MemorySegment.NULL;
    }
    MemorySegment program = arena.allocate((long) filter.length * INSTRUCTION_SIZE, Integer.BYTES);
    ByteBuffer to = fields(program);
    for (int i = 0; i < filter.length; i++) {
      int at = i * INSTRUCTION_SIZE;
      to.putShort(at + CODE, (short) (filter[i] >> 48));
      to.put(at + JT, (byte) (filter[i] >> 40));
      to.put(at + JF, (byte) (filter[i] >> 32));
      to.putInt(at + K, (int) filter[i]);
    }
    return program;
  }

  /** For each layout with which a segment is written the JVM would generate code at the start. */
  private static ByteBuffer fields(MemorySegment struct) {
    return struct.asByteBuffer().order(ByteOrder.nativeOrder());
  }

  /** A C string in UTF-8; NULL for null. */
  static MemorySegment text(String text, Arena arena) {
    return text == null ? MemorySegment.NULL : arena.allocateFrom(text);
  }
}

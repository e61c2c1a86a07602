// SPDX-License-Identifier: Apache-2.0
package io.framering.fuzz;

import io.framering.frame.CapturedFrame;
import io.framering.frame.Checksum;
import io.framering.frame.Direction;
import io.framering.frame.Frame;
import io.framering.frame.LinkType;
import io.framering.frame.VlanTag;
import io.framering.print.PrintOptions;
import io.framering.print.text.DumpStyle;
import io.framering.print.text.TimeStyle;
import java.lang.foreign.MemorySegment;
import java.time.ZoneOffset;
import java.util.Arrays;

/**
 * An input as a frame and how it is to be printed: {@value #HEAD} bytes that say so, and the
 * frame's own. The frame is all of its memory: reading outside throws.
 */
final class FuzzedFrame {
  /**
   * Bytes before the frame's own: link type, options, time and dump, what is known, what is cut.
   */
  static final int HEAD = 5;

  private static final LinkType[] LINK_TYPES = LinkType.values();
  private static final Direction[] DIRECTIONS = Direction.values();
  private static final VlanTag[] VLAN_TAGS = VlanTag.values();
  private static final Checksum[] CHECKSUMS = Checksum.values();
  private static final DumpStyle[] DUMPS = DumpStyle.values();
  private static final TimeStyle[] TIMES = TimeStyle.values();

  private final int[] head = new int[HEAD];
  private final byte[] bytes;

  FuzzedFrame(byte[] input) {
    for (int i = 0; i < Math.min(HEAD, input.length); i++) {
      head[i] = input[i] & 0xFF;
    }
    bytes = input.length > HEAD ? Arrays.copyOfRange(input, HEAD, input.length) : new byte[0];
  }

  /** The input that is this frame, printed with these options. */
  static byte[] input(LinkType linkType, int options, byte[] frame) {
    byte[] input = new byte[HEAD + frame.length];
    input[0] = (byte) linkType.ordinal();
    input[1] = (byte) options;
    input[2] = (byte) options;
    System.arraycopy(frame, 0, input, HEAD, frame.length);
    return input;
  }

  private static <T> T pick(T[] values, int number) {
    return values[number % values.length];
  }

  Frame frame() {
    int known = head[3];
    VlanTag tag = pick(VLAN_TAGS, known >> 3);
    int cut = head[4] < 128 ? 0 : head[4] < 250 ? head[4] - 128 : head[4] * 300;
    return new CapturedFrame(
        head[2] * 7_654_321_098L,
        bytes.length + cut,
        known >> 5,
        pick(DIRECTIONS, known),
        pick(LINK_TYPES, head[0]),
        tag,
        tag == VlanTag.NOT_STRIPPED ? 0 : 0x8100,
        tag == VlanTag.NOT_STRIPPED ? 0 : known << 5,
        pick(CHECKSUMS, known >> 2),
        known > 200,
        MemorySegment.ofArray(bytes).asReadOnly());
  }

  PrintOptions options() {
    int bits = head[1];
    return PrintOptions.defaults()
        .zone(ZoneOffset.UTC)
        .verbosity(bits & 3)
        .quiet(Math.min(2, bits >> 2 & 3))
        .linkLevel((bits & 1 << 4) != 0)
        .interfaces((bits & 1 << 5) != 0)
        .absoluteSequence((bits & 1 << 6) != 0)
        .numbered((bits & 1 << 7) != 0)
        .time(pick(TIMES, head[2]))
        .nanos((head[2] & 1 << 4) != 0);
  }

  /** Any but none. */
  DumpStyle dump() {
    return DUMPS[1 + (head[2] >> 5) % (DUMPS.length - 1)];
  }

  int length() {
    return bytes.length;
  }
}

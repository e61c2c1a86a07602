package io.framering.print.text;

import io.framering.frame.Frame;
import io.framering.packet.EtherType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The length of a frame's link-layer header. */
final class LinkHeader {
  private static final int TYPE_OFFSET = 12;
  private static final int TYPE_LENGTH = 2;
  private static final int TAG_LENGTH = 4;
  private static final int COOKED_LENGTH = 16;
  private static final int COOKED_V2_LENGTH = 20;
  private static final int FAMILY_LENGTH = 4;

  private LinkHeader() {}

  /** The captured bytes of the header, including VLAN tags. */
  static int length(Frame frame) {
    int length =
        switch (frame.linkType()) {
          case ETHERNET -> ethernet(frame);
          case LINUX_SLL -> COOKED_LENGTH;
          case LINUX_SLL2 -> COOKED_V2_LENGTH;
          case NULL, LOOP -> FAMILY_LENGTH;
          case RAW, IPV4, IPV6, UNKNOWN -> 0;
        };
    return Math.min(length, frame.capturedLength());
  }

  private static int ethernet(Frame frame) {
    int at = TYPE_OFFSET;
    while (at + TYPE_LENGTH <= frame.capturedLength()
        && isTag(frame.memory(), frame.offset() + at)) {
      at += TAG_LENGTH;
    }
    return at + TYPE_LENGTH;
  }

  private static boolean isTag(MemorySegment memory, long at) {
    int type =
        (memory.get(ValueLayout.JAVA_BYTE, at) & 0xFF) << 8
            | memory.get(ValueLayout.JAVA_BYTE, at + 1) & 0xFF;
    return type == EtherType.VLAN
        || type == EtherType.SERVICE_VLAN
        || type == EtherType.OLD_SERVICE_VLAN;
  }
}

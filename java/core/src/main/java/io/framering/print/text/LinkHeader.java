// SPDX-License-Identifier: Apache-2.0
package io.framering.print.text;

import io.framering.frame.Frame;
import io.framering.frame.LinkType;
import io.framering.packet.EtherType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The length of a frame's link-layer header. */
final class LinkHeader {
  private static final int TYPE_OFFSET = 12;
  private static final int TYPE_LENGTH = 2;
  private static final int TAG_LENGTH = 4;

  private LinkHeader() {}

  /** The captured bytes of the header, including VLAN tags. */
  static int length(Frame frame) {
    LinkType linkType = frame.linkType();
    int length = linkType == LinkType.ETHERNET ? ethernet(frame) : linkType.headerLength();
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

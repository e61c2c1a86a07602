// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import io.framering.frame.LinkType;

/** An interface of an input file; its counts grow while reading. */
final class FileInterface {
  private static final int MOST_BYTES = 256 << 10; // libpcap's MAXIMUM_SNAPLEN
  private static final int MOST_BYTES_OF_MESSAGES = 128 << 20;
  private static final int LINKTYPE_DBUS = 231;
  private static final int LINKTYPE_USBPCAP = 249;
  private static final int LINKTYPE_EBHSCR = 279;

  /** Without counts. */
  final SavefileInterface described;

  final int number;
  final LinkType linkType;
  final Timescale timescale;

  long received = -1;
  long dropped = -1;

  /** The sum of the packets' drop counts, if the file has no other count; else -1. */
  private long droppedBetween = -1;

  FileInterface(SavefileInterface described, long offsetSeconds) {
    this.described = described;
    number = described.number();
    linkType = described.linkType();
    timescale = new Timescale(described.timestampResolution(), offsetSeconds);
  }

  void addDroppedBetween(int count) {
    droppedBetween = Math.max(droppedBetween, 0) + count;
  }

  /** The maximum plausible packet length: a longer packet is damage. */
  int mostCapturedBytes() {
    return switch (described.linkTypeNumber()) {
      case LINKTYPE_DBUS, LINKTYPE_USBPCAP, LINKTYPE_EBHSCR -> MOST_BYTES_OF_MESSAGES;
      default -> MOST_BYTES;
    };
  }

  SavefileInterface snapshot() {
    long drops = dropped >= 0 ? dropped : droppedBetween;
    return described.with(described.timestampResolution(), received, drops);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import io.framering.frame.LinkType;
import java.nio.ByteBuffer;

/** An interface of an input file; its counts grow while reading. */
final class FileInterface {
  private static final int MOST_BYTES = 256 << 10; // libpcap's MAXIMUM_SNAPLEN
  private static final int MOST_BYTES_OF_MESSAGES = 128 << 20;
  private static final int LINKTYPE_DBUS = 231;
  private static final int LINKTYPE_USBPCAP = 249;
  private static final int LINKTYPE_EBHSCR = 279;

  /** The maximum length of statistics that are kept. */
  private static final int MOST_STATISTICS = 4 << 10;

  /** Without counts. */
  final SavefileInterface described;

  /** The body of its block in a pcapng file; null in a pcap file. */
  final ByteBuffer block;

  final int number;
  final LinkType linkType;
  final Timescale timescale;

  /** The last statistics block of a pcapng file; null if there is none. */
  private SavefileBlock statistics;

  long received = -1;
  long dropped = -1;

  /** The sum of the packets' drop counts, if the file has no other count; else -1. */
  private long droppedBetween = -1;

  /** An interface of a pcap file. */
  FileInterface(SavefileInterface described) {
    this(described, 0, null);
  }

  /** An interface of a pcapng file. */
  FileInterface(SavefileInterface described, long offsetSeconds, ByteBuffer block) {
    this.described = described;
    this.block = block;
    number = described.number();
    linkType = described.linkType();
    timescale = new Timescale(described.timestampResolution(), offsetSeconds);
  }

  /** Whether frames with times in nanoseconds can be written as frames of this interface. */
  boolean countsNanoseconds() {
    return timescale.resolution() == Timescale.NANOSECONDS && timescale.offsetSeconds() == 0;
  }

  void statistics(SavefileBlock block) {
    statistics = block.bytes() <= MOST_STATISTICS ? block : null;
  }

  SavefileBlock statistics() {
    return statistics;
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

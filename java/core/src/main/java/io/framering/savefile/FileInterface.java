package io.framering.savefile;

import io.framering.frame.LinkType;

/** An interface of an input file; its counts grow while reading. */
final class FileInterface {
  private static final int MOST_BYTES = 256 << 10; // libpcap's MAXIMUM_SNAPLEN
  private static final int MOST_BYTES_OF_MESSAGES = 128 << 20;
  private static final int LINKTYPE_DBUS = 231;
  private static final int LINKTYPE_USBPCAP = 249;
  private static final int LINKTYPE_EBHSCR = 279;

  final int number;
  final LinkType linkType;
  final int linkTypeNumber;
  final int snapLength;

  String name = "";
  String description = "";
  String hardware = "";
  String operatingSystem = "";
  int fcsBits = -1;
  Timescale timescale = new Timescale(Timescale.MICROSECONDS, 0);
  long received = -1;
  long dropped = -1;

  /** The sum of the packets' drop counts, if the file has no other count; else -1. */
  private long droppedBetween = -1;

  FileInterface(int number, int linkTypeNumber, int snapLength) {
    this.number = number;
    this.linkTypeNumber = linkTypeNumber;
    this.snapLength = snapLength;
    linkType = LinkType.ofNumber(linkTypeNumber);
  }

  int textLength() {
    return name.length() + description.length() + hardware.length() + operatingSystem.length();
  }

  void addDroppedBetween(int count) {
    droppedBetween = Math.max(droppedBetween, 0) + count;
  }

  /** The maximum plausible packet length: a longer packet is damage. */
  int mostCapturedBytes() {
    return switch (linkTypeNumber) {
      case LINKTYPE_DBUS, LINKTYPE_USBPCAP, LINKTYPE_EBHSCR -> MOST_BYTES_OF_MESSAGES;
      default -> MOST_BYTES;
    };
  }

  SavefileInterface snapshot() {
    return new SavefileInterface(
        number,
        name,
        description,
        hardware,
        operatingSystem,
        linkTypeNumber,
        snapLength,
        timescale.resolution(),
        fcsBits,
        received,
        dropped >= 0 ? dropped : droppedBetween);
  }
}

package io.framering.savefile;

import io.framering.frame.LinkType;

/**
 * What a capture file says of an interface. A pcap file has one, without a name; a pcapng file has
 * one for each interface description block, those of later sections after those of the first.
 *
 * @param number what {@link io.framering.frame.Frame#interfaceIndex()} gives for its frames; of an
 *     interface that was read: 1 for the first in the file, then counting up
 * @param name as {@code eth0}; empty when not told
 * @param description words about it; empty when not told
 * @param hardware what it is made of; empty when not told
 * @param operatingSystem of the host that it was on; empty when not told
 * @param linkTypeNumber LINKTYPE_ value of its frames, also where {@link LinkType} has no name
 * @param snapLength most bytes captured of a frame; 0 for no limit
 * @param timestampResolution as {@code if_tsresol} has it: 6 for microseconds, 9 for nanoseconds;
 *     with bit 0x80 set, the negative power of 2
 * @param fcsBits bits of frame check sequence at the end of each frame; -1 when not told
 * @param received frames that the interface received while capturing; -1 when not told
 * @param dropped frames that were lost while capturing; -1 when not told
 */
public record SavefileInterface(
    int number,
    String name,
    String description,
    String hardware,
    String operatingSystem,
    int linkTypeNumber,
    int snapLength,
    int timestampResolution,
    int fcsBits,
    long received,
    long dropped) {
  /** What is most often known of an interface. */
  public static SavefileInterface of(int number, String name, LinkType linkType, int snapLength) {
    return of(number, name, linkType.number(), snapLength);
  }

  static SavefileInterface of(int number, String name, int linkTypeNumber, int snapLength) {
    return new SavefileInterface(
        number, name, "", "", "", linkTypeNumber, snapLength, 9, -1, -1, -1);
  }

  /** The same interface, whatever is counted of it and however the file counts time. */
  SavefileInterface uncounted() {
    return new SavefileInterface(
        number,
        name,
        description,
        hardware,
        operatingSystem,
        linkTypeNumber,
        snapLength,
        Timescale.NANOSECONDS,
        fcsBits,
        -1,
        -1);
  }

  /** The link type of its frames. */
  public LinkType linkType() {
    return LinkType.ofNumber(linkTypeNumber);
  }
}

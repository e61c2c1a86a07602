// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import io.framering.frame.LinkType;

/**
 * A capture file's description of an interface. A pcap file has one, without a name; a pcapng file
 * has one for each interface description block, those of later sections after those of the first.
 *
 * @param number the {@link io.framering.frame.Frame#interfaceIndex()} of its frames; in an input
 *     file, 1 for the first interface, then counting up
 * @param name such as {@code eth0}; empty if unknown
 * @param description readable text; empty if unknown
 * @param hardware the hardware; empty if unknown
 * @param operatingSystem of the capturing host; empty if unknown
 * @param linkTypeNumber LINKTYPE_ value of its frames, even if {@link LinkType} does not list it
 * @param snapLength maximum bytes captured of a frame; 0 for no limit
 * @param timestampResolution as in {@code if_tsresol}: 6 for microseconds, 9 for nanoseconds; with
 *     bit 0x80 set, the negative power of 2
 * @param fcsBits bits of frame check sequence at the end of each frame; -1 if unknown
 * @param received frames that the interface received while capturing; -1 if unknown
 * @param dropped frames that were lost while capturing; -1 if unknown
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
  /**
   * {@return an interface with the usual information}
   *
   * @param number the number of the interface, as in frames
   * @param name its name; empty if unknown
   * @param linkType the link type of its frames
   * @param snapLength the maximum number of captured bytes of a frame
   */
  public static SavefileInterface of(int number, String name, LinkType linkType, int snapLength) {
    return of(number, name, linkType.number(), snapLength);
  }

  static SavefileInterface of(int number, String name, int linkTypeNumber, int snapLength) {
    return new SavefileInterface(
        number, name, "", "", "", linkTypeNumber, snapLength, 9, -1, -1, -1);
  }

  /** The same interface without counts and time resolution, for comparison. */
  SavefileInterface uncounted() {
    return with(Timescale.NANOSECONDS, -1, -1);
  }

  /** The same interface with another number. */
  SavefileInterface numbered(int other) {
    return new SavefileInterface(
        other,
        name,
        description,
        hardware,
        operatingSystem,
        linkTypeNumber,
        snapLength,
        timestampResolution,
        fcsBits,
        received,
        dropped);
  }

  /** The same interface with this time resolution and these counts. */
  SavefileInterface with(int resolution, long received, long dropped) {
    return new SavefileInterface(
        number,
        name,
        description,
        hardware,
        operatingSystem,
        linkTypeNumber,
        snapLength,
        resolution,
        fcsBits,
        received,
        dropped);
  }

  /** {@return the link type of its frames} */
  public LinkType linkType() {
    return LinkType.ofNumber(linkTypeNumber);
  }
}

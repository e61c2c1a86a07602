// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

/** Why something that was passed to a {@link FrameWriter} is not in its files. */
public enum LeftOut {
  /**
   * Frames of another link type than the one that a pcap file holds, or of one without a number
   * below 65,536.
   */
  LINK_TYPE,
  /** Frames from before 1970, or after 2106 in a pcap file. */
  TIME,
  /**
   * Blocks whose byte order is not that of the written file, and that cannot be converted because
   * their type is unknown or they are damaged; and, for a pcap file, which has none, all but those
   * that describe sections and interfaces, and statistics.
   */
  BLOCK,
  /** Options for which the same is true; their blocks are written without them. */
  OPTION,
  /** Comments that a pcap file cannot hold: of packets, and of blocks that are not counted. */
  COMMENT
}

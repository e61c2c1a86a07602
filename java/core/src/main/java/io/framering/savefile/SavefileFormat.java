// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import java.util.Locale;

/** The formats of capture files. */
public enum SavefileFormat {
  /** One link type, one interface without a name, times and lengths: pcap-savefile(5). */
  PCAP,
  /** Interfaces, directions and drop counts too: draft-ietf-opsawg-pcapng. */
  PCAPNG;

  /**
   * {@return the format for a new file of this name: pcapng if it ends in {@code .pcapng}, before a
   * suffix of compression such as {@code .gz}; else pcap}
   *
   * @param fileName the name, or a path
   */
  public static SavefileFormat ofName(String fileName) {
    String suffix = OutputFile.compressionSuffix(fileName);
    String plain = fileName.substring(0, fileName.length() - suffix.length());
    return plain.toLowerCase(Locale.ROOT).endsWith(".pcapng") ? PCAPNG : PCAP;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import java.util.Map;

/** The options of tcpdump 4.99 that {@code sniff} does not support, and why. */
final class UntakenOptions {
  private static final String INTERNAL = "it is for developers of tcpdump";
  private static final Map<String, String> REASONS =
      Map.ofEntries(
          Map.entry("-a", "it has no effect in tcpdump either; leave it out"),
          Map.entry("-b", "AS numbers are printed as plain numbers"),
          Map.entry("-E", "IPsec is not decrypted"),
          Map.entry("-I", "set monitor mode with iw(8) before"),
          Map.entry("--monitor-mode", "set monitor mode with iw(8) before"),
          Map.entry("-m", "object identifiers are printed as numbers"),
          Map.entry("-M", "TCP-MD5 digests are not verified"),
          Map.entry("-u", "NFS is not decoded"),
          Map.entry("-Y", INTERNAL),
          Map.entry("--debug-filter-parser", INTERNAL),
          Map.entry("--fp-type", INTERNAL),
          Map.entry("--time-t-size", INTERNAL),
          Map.entry("--list-remote-interfaces", "only interfaces of this host can be captured"));

  private UntakenOptions() {}

  /**
   * Returns the message for the first option in {@code word} that is in the table, or null.
   *
   * @param word of the command line, such as {@code -I}, {@code -nI} or {@code --fp-type}
   */
  static String complaint(String word) {
    String option = word.startsWith("--") ? word.replaceFirst("=.*", "") : firstLetter(word);
    String reason = REASONS.get(option);
    return reason == null ? null : option + " is not supported: " + reason;
  }

  private static String firstLetter(String word) {
    return word.substring(1)
        .chars()
        .mapToObj(letter -> "-" + (char) letter)
        .filter(REASONS::containsKey)
        .findFirst()
        .orElse("");
  }
}

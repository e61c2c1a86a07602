package io.framering.cli;

import java.util.Map;

/** The options of tcpdump 4.99 that {@code sniff} does not take, and why. */
final class UntakenOptions {
  private static final String INTERNAL = "it is for those who work on tcpdump itself";
  private static final Map<String, String> REASONS =
      Map.ofEntries(
          Map.entry("-a", "tcpdump, too, does nothing at it; leave it out"),
          Map.entry("-b", "BGP is not taken apart"),
          Map.entry("-E", "IPsec is not decrypted"),
          Map.entry("-I", "monitor mode is set with iw(8), before"),
          Map.entry("--monitor-mode", "monitor mode is set with iw(8), before"),
          Map.entry("-m", "SNMP is not taken apart"),
          Map.entry("-M", "TCP-MD5 digests are not verified"),
          Map.entry("-T", "a protocol is known by its port alone"),
          Map.entry("-u", "NFS is not taken apart"),
          Map.entry("-Y", INTERNAL),
          Map.entry("--debug-filter-parser", INTERNAL),
          Map.entry("--fp-type", INTERNAL),
          Map.entry("--time-t-size", INTERNAL),
          Map.entry("--list-remote-interfaces", "only this host's interfaces are captured on"));

  private UntakenOptions() {}

  /**
   * A sentence about the first option in {@code word} that is in the table, or null.
   *
   * @param word of the command line, such as {@code -I}, {@code -nI} or {@code --fp-type}
   */
  static String complaint(String word) {
    String option = word.startsWith("--") ? word.replaceFirst("=.*", "") : firstLetter(word);
    String reason = REASONS.get(option);
    return reason == null ? null : option + " is not taken: " + reason;
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

// SPDX-License-Identifier: Apache-2.0
package io.framering.cli.text;

import java.util.regex.Pattern;

/**
 * Makes text from untrusted sources safe for a terminal, which would execute control sequences in
 * it: names of files and interfaces, comments, and text quoted by libpcap.
 */
public final class VisibleText {
  /**
   * Control characters (C0, DEL, C1) except the tab, invisible characters, changes of direction,
   * and line ends.
   */
  private static final Pattern UNSAFE =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}&&[^\\t]]");

  private VisibleText() {}

  /** Returns {@code text} with a question mark for each unsafe character. */
  public static String of(String text) {
    return UNSAFE.matcher(text).replaceAll("?");
  }
}

package io.framering.cli;

import java.util.regex.Pattern;

/**
 * Text that is shown to a person and may come from elsewhere: names of files and interfaces,
 * comments, what libpcap quotes. A terminal obeys what stands in it.
 */
final class VisibleText {
  /** Controls (C0, DEL, C1) but the tab; what is invisible or turns the direction; line ends. */
  private static final Pattern UNSAFE =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}&&[^\\t]]");

  private VisibleText() {}

  /** The same with a question mark in the place of each character that is not simply shown. */
  static String of(String text) {
    return UNSAFE.matcher(text).replaceAll("?");
  }
}

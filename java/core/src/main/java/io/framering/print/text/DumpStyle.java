// SPDX-License-Identifier: Apache-2.0
package io.framering.print.text;

/**
 * The style in which a frame's bytes are shown below its text. If a command line requests several,
 * {@code -X} overrides {@code -x}, and {@code -x} overrides {@code -A}.
 */
public enum DumpStyle {
  /** No dump. */
  NONE(false, false, false),
  /** In hexadecimal, without the link-layer header: {@code -x}. */
  HEX(true, false, false),
  /** In hexadecimal: {@code -xx}. */
  HEX_LINK(true, false, true),
  /** In hexadecimal and ASCII, without the link-layer header: {@code -X}. */
  HEX_ASCII(true, true, false),
  /** In hexadecimal and ASCII: {@code -XX}. */
  HEX_ASCII_LINK(true, true, true),
  /** In ASCII, without the link-layer header: {@code -A}. */
  ASCII(false, true, false),
  /** In ASCII: {@code -AA}. */
  ASCII_LINK(false, true, true);

  private final boolean hex;
  private final boolean ascii;
  private final boolean link;

  DumpStyle(boolean hex, boolean ascii, boolean link) {
    this.hex = hex;
    this.ascii = ascii;
    this.link = link;
  }

  /** {@return whether the dump contains hexadecimal digits} */
  public boolean hex() {
    return hex;
  }

  /** {@return whether the dump contains characters} */
  public boolean ascii() {
    return ascii;
  }

  /** {@return whether the dump includes the link-layer header} */
  public boolean link() {
    return link;
  }
}

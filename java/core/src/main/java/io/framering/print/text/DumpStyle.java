package io.framering.print.text;

/**
 * How a frame's bytes are shown below what is printed of it. Where a command line asks for several,
 * {@code -X} goes before {@code -x}, and {@code -x} before {@code -A}.
 */
public enum DumpStyle {
  /** Not at all. */
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

  /** Whether there are hexadecimal digits. */
  public boolean hex() {
    return hex;
  }

  /** Whether there are characters. */
  public boolean ascii() {
    return ascii;
  }

  /** Whether the link-layer header is shown too. */
  public boolean link() {
    return link;
  }
}

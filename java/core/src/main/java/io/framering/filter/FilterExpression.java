package io.framering.filter;

import io.framering.frame.Frame;
import io.framering.frame.LinkType;

/**
 * A pcap-filter(7) expression, such as {@code "tcp port 80 and not vlan"}: it becomes a {@link
 * Filter} when the link type of the frames is known.
 *
 * @param text the expression; a blank one selects every frame, and needs no libpcap
 * @param optimize whether libpcap optimizes the program; false for looking at what it generates
 */
public record FilterExpression(String text, boolean optimize) {
  private static final FilterExpression EVERYTHING = of("");

  /**
   * Checks the text.
   *
   * @throws IllegalArgumentException when it contains the character 0
   */
  public FilterExpression {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("filter expression: must not contain the character 0");
    }
  }

  /** An expression that is optimized. */
  public static FilterExpression of(String text) {
    return new FilterExpression(text, true);
  }

  /** Selects every frame. */
  public static FilterExpression everything() {
    return EVERYTHING;
  }

  /** Whether this selects every frame without looking at it. */
  public boolean selectsEverything() {
    return text.isBlank();
  }

  /**
   * Compiles with libpcap, which is loaded at the first call. Names of hosts are looked up, which
   * may take as long as a DNS query.
   *
   * @param linkType what the frames begin with
   * @param snapLength what the program returns for a frame that it selects, in bytes, 1 or more
   * @throws FilterException when the expression is wrong, or libpcap not installed
   */
  public Filter compile(LinkType linkType, int snapLength) {
    return compile(linkType.number(), snapLength);
  }

  /**
   * Compiles for frames of any link type that libpcap knows, decoded here or not.
   *
   * @param linkTypeNumber a LINKTYPE_ value, as {@link Frame#linkTypeNumber()} has it: 9 is PPP
   * @param snapLength what the program returns for a frame that it selects, in bytes, 1 or more
   * @throws FilterException when the expression is wrong, libpcap does not know the link type, or
   *     it is not installed
   */
  public Filter compile(int linkTypeNumber, int snapLength) {
    LinkType linkType = LinkType.ofNumber(linkTypeNumber);
    int number = linkType == LinkType.UNKNOWN ? linkTypeNumber : linkType.number();
    return new Filter(FilterCompiler.compile(this, number, snapLength), number);
  }
}

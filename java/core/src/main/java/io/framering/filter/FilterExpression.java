// SPDX-License-Identifier: Apache-2.0
package io.framering.filter;

import io.framering.frame.Frame;
import io.framering.frame.LinkType;

/**
 * A pcap-filter(7) expression, such as {@code "tcp port 80 and not vlan"}: it is compiled into a
 * {@link Filter} for a link type.
 *
 * @param text the expression; a blank one selects every frame and does not need libpcap
 * @param optimize whether libpcap optimizes the program; false shows the generated code
 */
public record FilterExpression(String text, boolean optimize) {
  private static final FilterExpression EVERYTHING = of("");

  /**
   * Checks the text.
   *
   * @throws IllegalArgumentException if it contains the character 0
   */
  public FilterExpression {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("filter expression: must not contain the character 0");
    }
  }

  /**
   * {@return an optimized expression}
   *
   * @param text the expression, as in pcap-filter(7)
   */
  public static FilterExpression of(String text) {
    return new FilterExpression(text, true);
  }

  /**
   * Selects every frame.
   *
   * @return the expression without conditions
   */
  public static FilterExpression everything() {
    return EVERYTHING;
  }

  /** {@return whether this selects every frame without examining it} */
  public boolean selectsEverything() {
    return text.isBlank();
  }

  /**
   * Compiles with libpcap, which is loaded at the first call. Names of hosts are looked up, which
   * may take as long as a DNS query.
   *
   * @param linkType the link type of the frames
   * @param snapLength the program's result for a selected frame, in bytes, 1 or more
   * @return the filter, for any thread
   * @throws FilterException if the expression is wrong or libpcap is not installed
   */
  public Filter compile(LinkType linkType, int snapLength) {
    return compile(linkType.number(), snapLength);
  }

  /**
   * Compiles for frames of any link type that libpcap knows, whether decoded here or not.
   *
   * @param linkTypeNumber a LINKTYPE_ value, as in {@link Frame#linkTypeNumber()}: 9 is PPP
   * @param snapLength the program's result for a selected frame, in bytes, 1 or more
   * @return the filter, for any thread
   * @throws FilterException if the expression is wrong, or if libpcap does not know the link type
   *     or is not installed
   */
  public Filter compile(int linkTypeNumber, int snapLength) {
    LinkType linkType = LinkType.ofNumber(linkTypeNumber);
    int number = linkType == LinkType.UNKNOWN ? linkTypeNumber : linkType.number();
    return new Filter(FilterCompiler.compile(this, number, snapLength), number);
  }
}

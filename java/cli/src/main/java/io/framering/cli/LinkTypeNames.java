// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.frame.LinkType;
import java.util.Arrays;
import picocli.CommandLine.TypeConversionException;

/** The names that tcpdump's {@code -L} and {@code -y} use for data link types. */
final class LinkTypeNames {
  private static final String ETHERNET = "EN10MB";

  private LinkTypeNames() {}

  /** The name of a link type with a number. */
  static String of(LinkType linkType) {
    return linkType == LinkType.ETHERNET ? ETHERNET : linkType.name();
  }

  /** The link type with this name, as a value of {@code -y}. */
  static LinkType parse(String name) {
    return Arrays.stream(LinkType.values())
        .filter(each -> each != LinkType.UNKNOWN && of(each).equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(() ->
            new TypeConversionException("'" + name + "' is not a data link type, such as EN10MB"));
  }
}

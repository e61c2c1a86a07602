package io.framering.cli;

import io.framering.frame.LinkType;
import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The names that tcpdump's {@code -L} and {@code -y} use for data link types. */
final class LinkTypeNames {
  private static final String ETHERNET = "EN10MB";

  private LinkTypeNames() {}

  /** The name of a link type with a number. */
  static String of(LinkType linkType) {
    return linkType == LinkType.ETHERNET ? ETHERNET : linkType.name();
  }

  /** The values of {@code -y}. */
  static final class Converter implements ITypeConverter<LinkType> {
    @Override
    public LinkType convert(String name) {
      return Arrays.stream(LinkType.values())
          .filter(each -> each != LinkType.UNKNOWN && of(each).equalsIgnoreCase(name))
          .findFirst()
          .orElseThrow(() -> unknown(name));
    }

    private static TypeConversionException unknown(String name) {
      return new TypeConversionException("'" + name + "' is not a data link type, such as EN10MB");
    }
  }
}

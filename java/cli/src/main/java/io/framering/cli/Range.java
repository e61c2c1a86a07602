// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A whole number with bounds, as the value of an option. */
record Range(long minimum, long maximum) implements ITypeConverter<Long> {
  @Override
  public Long convert(String text) {
    try {
      long value = Long.parseLong(text);
      if (value >= minimum && value <= maximum) {
        return value;
      }
    } catch (NumberFormatException e) {
      // It is refused like a number out of bounds.
    }
    String bounds = minimum + (maximum == Long.MAX_VALUE ? " up" : " to " + maximum);
    throw new TypeConversionException("'" + text + "' is not a number from " + bounds);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A host's name or address as an option's value; it is not resolved here. */
final class Host implements ITypeConverter<String> {
  @Override
  public String convert(String text) {
    if (text.isBlank()) {
      throw new TypeConversionException("'" + text + "' is neither a name nor an address");
    }
    return text;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.TypeConversionException;

/** The mode of a file, as {@code chmod(1)} takes it in octal: 640. */
final class FileMode {
  private static final String OCTAL = "0?[0-7]{3}";

  /** From the highest bit to the lowest, the order in which Java declares them. */
  private static final PosixFilePermission[] BITS = PosixFilePermission.values();

  private FileMode() {}

  /** The permissions of a mode. */
  static Set<PosixFilePermission> parse(String text) {
    if (!text.matches(OCTAL)) {
      throw new TypeConversionException("'" + text + "' is not a mode such as 640");
    }
    int mode = Integer.parseInt(text, 8);
    return Arrays.stream(BITS)
        .filter(bit -> (mode >> BITS.length - 1 - bit.ordinal() & 1) != 0)
        .collect(Collectors.toUnmodifiableSet());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.fuzz;

import io.framering.print.OutputFormat;

/** {@link OutputFormat#CLASSIC}, with any options. */
public final class ClassicFuzz {
  private ClassicFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    Printed.in(OutputFormat.CLASSIC, input);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.fuzz;

import io.framering.print.OutputFormat;

/** {@link OutputFormat#LINE}, with any options. */
public final class LineFuzz {
  private LineFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    Printed.in(OutputFormat.LINE, input);
  }
}

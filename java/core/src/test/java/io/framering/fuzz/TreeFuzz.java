// SPDX-License-Identifier: Apache-2.0
package io.framering.fuzz;

import io.framering.print.OutputFormat;

/** {@link OutputFormat#TREE}, with any options. */
public final class TreeFuzz {
  private TreeFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    Printed.in(OutputFormat.TREE, input);
  }
}

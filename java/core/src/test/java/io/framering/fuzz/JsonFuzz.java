// SPDX-License-Identifier: Apache-2.0
package io.framering.fuzz;

import io.framering.print.OutputFormat;

/** {@link OutputFormat#JSON}: a line that is an object of RFC 8259. */
public final class JsonFuzz {
  private JsonFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    String line = Printed.in(OutputFormat.JSON, input).toString();
    if (line.indexOf('\n') != line.length() - 1) {
      throw new AssertionError("not one line: " + line);
    }
    JsonSyntax.checkObject(line.stripTrailing());
  }
}

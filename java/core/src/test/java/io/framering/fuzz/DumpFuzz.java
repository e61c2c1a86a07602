// SPDX-License-Identifier: Apache-2.0
package io.framering.fuzz;

import io.framering.print.OutputFormat;
import io.framering.print.text.HexDump;

/** {@link HexDump} in every style, below {@link OutputFormat#LINE}, which says where to begin. */
public final class DumpFuzz {
  private DumpFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    FuzzedFrame fuzzed = new FuzzedFrame(input);
    Printed.by(OutputFormat.LINE.printer(fuzzed.options().dump(fuzzed.dump())), fuzzed);
  }
}

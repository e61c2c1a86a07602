package io.framering.fuzz;

import io.framering.print.HexDump;
import io.framering.print.OutputFormat;

/** {@link HexDump} in every style, below {@link OutputFormat#LINE}, which says where to begin. */
public final class DumpFuzz {
  private DumpFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    FuzzedFrame fuzzed = new FuzzedFrame(input);
    Printed.by(HexDump.below(OutputFormat.LINE.printer(fuzzed.options()), fuzzed.dump()), fuzzed);
  }
}

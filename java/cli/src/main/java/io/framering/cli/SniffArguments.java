// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

/** The options of {@code sniff}. */
record SniffArguments(
    CaptureArguments capturing,
    SelectArguments selecting,
    RecordArguments recording,
    PrintArguments printing,
    CountArguments counting) {
  SniffArguments() {
    this(
        new CaptureArguments(),
        new SelectArguments(),
        new RecordArguments(),
        new PrintArguments(),
        new CountArguments());
  }

  /** All options, in the order of the help. */
  OptionGroup[] groups() {
    return new OptionGroup[] {
      new OptionGroup("Help:").withHelp(),
      capturing.group,
      selecting.group,
      recording.group,
      printing.group,
      counting.group
    };
  }
}

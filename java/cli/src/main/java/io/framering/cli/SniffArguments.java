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

  /** Checks what is captured or read, and how. */
  void checkSources() {
    if (recording.readsTwice()) {
      throw new WrongUsage("-r and -V: name all files in the list of -V");
    }
    if (recording.readsStandardInputTwice()) {
      throw new WrongUsage("-r -: standard input can be read only once");
    }
    if (recording.follows() && !recording.canFollow()) {
      throw new WrongUsage("--follow: needs one file, -r FILE, that is not standard input");
    }
    capturing.socket.checkUsage();
    if (capturing.threads.get() > 1) {
      checkThreads();
    }
  }

  private void checkThreads() {
    if (recording.reads()) {
      throw new WrongUsage("--threads and -r: a file is read by one thread");
    }
    if (capturing.usesHelper()) {
      throw new WrongUsage(
          "--threads and --helper: the helper locks the filter, which rings change to join");
    }
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

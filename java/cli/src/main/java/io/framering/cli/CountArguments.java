package io.framering.cli;

/** The options of {@code sniff} for counting. */
final class CountArguments {
  private boolean only;
  private boolean everySecond;

  OptionGroup group() {
    return new OptionGroup("Counting:")
        .flag("--count", () -> only = true, "Print only the number of packets")
        .flag(
            "--statistics",
            () -> everySecond = true,
            "Print packets, bytes and drops every second");
  }

  /** Whether only the number of packets is printed. */
  boolean only() {
    return only;
  }

  /** Whether progress is reported every second. */
  boolean everySecond() {
    return everySecond;
  }
}

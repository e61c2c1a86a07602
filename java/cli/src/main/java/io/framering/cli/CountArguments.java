package io.framering.cli;

/** The options of {@code sniff} that say what is counted. */
final class CountArguments {
  private boolean only;
  private boolean everySecond;

  OptionGroup group() {
    return new OptionGroup("Counting:")
        .flag("--count", () -> only = true, "Print only how many packets there were")
        .flag(
            "--statistics", () -> everySecond = true, "Tell packets, bytes and drops every second");
  }

  /** Whether nothing of the packets is printed but their number. */
  boolean only() {
    return only;
  }

  /** Whether it is told every second how far it has come. */
  boolean everySecond() {
    return everySecond;
  }
}

package io.framering.cli;

import picocli.CommandLine.Option;

/** The options of {@code sniff} that say what is counted. */
final class CountArguments {
  @Option(names = "--count", description = "Print only how many packets there were")
  private boolean only;

  @Option(names = "--statistics", description = "Tell packets, bytes and drops every second")
  private boolean everySecond;

  /** Whether nothing of the packets is printed but their number. */
  boolean only() {
    return only;
  }

  /** Whether it is told every second how far it has come. */
  boolean everySecond() {
    return everySecond;
  }
}

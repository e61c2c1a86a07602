package io.framering.cli;

import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/** The options of every command. */
final class HelpOptions {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help")
  private boolean help;

  @Option(names = "--version", versionHelp = true, description = "Print the version")
  private boolean version;

  /** The version, as the jar's manifest has it. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {text()};
    }

    /** The program's name and version. */
    static String text() {
      String version = Main.class.getPackage().getImplementationVersion();
      return "framering " + (version == null ? "(not from a jar)" : version);
    }
  }
}

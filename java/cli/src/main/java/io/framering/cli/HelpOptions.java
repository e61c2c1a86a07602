package io.framering.cli;

import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** The options of every command. */
final class HelpOptions {
  private static final String HELP = "Print this help";
  private static final String VERSION = "Print the version";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = HELP)
  private boolean help;

  @Option(names = "--version", versionHelp = true, description = VERSION)
  private boolean version;

  /** Adds them to a command that has no annotations. */
  static void addTo(CommandSpec command) {
    command
        .versionProvider(new Version())
        .addOption(OptionSpec.builder("-h", "--help").usageHelp(true).description(HELP).build())
        .addOption(OptionSpec.builder("--version").versionHelp(true).description(VERSION).build());
  }

  /** The version in the jar's manifest. */
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

// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** How commands are described to picocli: by calls, see {@link OptionGroup}. */
final class Usage {
  private Usage() {}

  /**
   * Describes a command that has these options; its help still needs texts.
   *
   * @param command null if it has only subcommands
   */
  static CommandSpec of(Callable<Integer> command, OptionGroup... groups) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(command, Usage::create);
    spec.versionProvider(() -> new String[] {version()});
    Arrays.stream(groups).forEach(group -> group.addTo(spec));
    spec.usageMessage()
        .synopsisHeading("")
        .descriptionHeading("%n")
        .parameterListHeading("%n")
        .optionListHeading("")
        .sortOptions(false)
        .sectionMap()
        .put(
            UsageMessageSpec.SECTION_KEY_OPTION_LIST,
            help ->
                Arrays.stream(groups).map(group -> group.help(help)).collect(Collectors.joining()));
    return spec;
  }

  /** The command line of a command. */
  static CommandLine line(CommandSpec spec) {
    return new CommandLine(spec, Usage::create);
  }

  /**
   * Never called, since no class is given to picocli. Its own factory would look for Groovy on the
   * class path first, and open the jar for that.
   */
  private static <K> K create(Class<K> type) {
    throw new IllegalArgumentException(type.getName());
  }

  /** The program's name and the version in the jar's manifest. */
  static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return "framering " + (version == null ? "(not from a jar)" : version);
  }
}

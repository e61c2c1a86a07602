package io.framering.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code framering completion}: prints the shell's command-line completion. */
@Command(
    name = "completion",
    description = "Prints the completion for bash and zsh.",
    synopsisHeading = "",
    customSynopsis = "Usage: framering completion",
    descriptionHeading = "%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "For this shell:  source <(framering completion)",
      "Permanently:     framering completion > /etc/bash_completion.d/framering"
    },
    versionProvider = HelpOptions.Version.class)
final class CompletionCommand implements Callable<Integer> {
  private final Environment environment;

  @Mixin private HelpOptions help;
  @Spec private CommandSpec spec;

  CompletionCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException {
    environment.print(AutoComplete.bash("framering", spec.root().commandLine()));
    return Main.OK;
  }
}

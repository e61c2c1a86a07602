// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;

/** {@code framering completion}: prints the shell's command-line completion. */
final class CompletionCommand implements Callable<Integer> {
  private final Environment environment;

  private CompletionCommand(Environment environment) {
    this.environment = environment;
  }

  static CommandSpec spec(Environment environment) {
    CommandSpec spec =
        Usage.of(new CompletionCommand(environment), new OptionGroup("Options:").withHelp());
    spec.usageMessage()
        .description("Prints the completion for bash and zsh.")
        .customSynopsis("Usage: framering completion")
        .footer(
            "",
            "For this shell:  source <(framering completion)",
            "Permanently:     framering completion > /etc/bash_completion.d/framering");
    return spec;
  }

  @Override
  public Integer call() throws IOException {
    environment.print(AutoComplete.bash("framering", new Main(environment, false).all()));
    return Main.OK;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code framering top}: what the network does now, in the terminal. */
final class TopCommand implements Callable<Integer> {
  private static final String[] FOOTER = {
    "",
    "Keys: 1 flows, 2 hosts, 3 ports, 4 names, Tab the next; s < > sort; / filter;",
    "Space pause; up and down scroll; ? help; q or Ctrl-C quit.",
    "",
    "Examples:",
    "  framering top -i eth0 'not port 22'   without this terminal's connection",
    "  framering top --once --every 10       what was busy during ten seconds",
    "",
    "Exit status: 0 normal end, 1 failure, 2 wrong usage. See framering-top(1)."
  };

  private final Environment environment;
  private final TopArguments arguments = new TopArguments();

  private TopCommand(Environment environment) {
    this.environment = environment;
  }

  static CommandSpec spec(Environment environment) {
    TopCommand command = new TopCommand(environment);
    CommandSpec spec = Usage.of(command, command.arguments.groups());
    command.arguments.sniffing.selecting().words.addTo(spec);
    spec.usageMessage()
        .description("Shows the busiest flows, hosts, ports and names in the terminal.")
        .customSynopsis("Usage: framering top [OPTION]... [EXPRESSION]")
        .footer(FOOTER);
    return spec;
  }

  @Override
  public Integer call() throws IOException {
    arguments.sniffing.checkSources();
    boolean once = arguments.once.get();
    if (!once && !(StandardOutput.isTerminal(0) && StandardOutput.isTerminal(1))) {
      throw new Failure("standard input or output is not a terminal; --once prints one screen");
    }
    HeldErr held = new HeldErr(environment.err());
    Environment screened =
        new Environment(
            environment.in(), environment.out(), held.stream(), false, environment.onSignal());
    return new TopRun(screened, arguments, held)
        .run(arguments.sniffing.selecting().expression(environment.in()));
  }
}

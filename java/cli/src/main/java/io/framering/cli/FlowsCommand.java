// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.filter.FilterExpression;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code framering flows}: who talks to whom, from interfaces or files. */
final class FlowsCommand implements Callable<Integer> {
  private static final String[] FOOTER = {
    "",
    "A flow is both directions of a connection: packets between two addresses and",
    "ports. The table has the flows with most bytes, when the command ends, and with",
    "--every at an interval. json and csv have a line for each flow, written when it",
    "ends. Ctrl-C, SIGTERM and SIGHUP end the command. Reading files needs no",
    "privilege.",
    "",
    "Examples:",
    "  framering flows -i eth0 --every 10            a table every ten seconds",
    "  framering flows -r trace.pcapng port 443      the flows of a file",
    "  framering flows -r trace.pcapng --format json | jq .tls.sni",
    "",
    "Exit status: 0 normal end, 1 failure, 2 wrong usage. See framering-flows(1)."
  };

  private final Environment environment;
  private final FlowsArguments arguments = new FlowsArguments();

  private FlowsCommand(Environment environment) {
    this.environment = environment;
  }

  static CommandSpec spec(Environment environment) {
    FlowsCommand command = new FlowsCommand(environment);
    CommandSpec spec = Usage.of(command, command.arguments.groups());
    command.arguments.sniffing.selecting().words.addTo(spec);
    spec.usageMessage()
        .description("Counts the flows of interfaces or files: who talks to whom, and how much.")
        .customSynopsis("Usage: framering flows [OPTION]... [EXPRESSION]")
        .footer(FOOTER);
    return spec;
  }

  @Override
  public Integer call() throws IOException {
    SniffArguments sniffing = arguments.sniffing;
    sniffing.checkSources();
    FilterExpression expression = sniffing.selecting().expression(environment.in());
    return sniffing.recording().reads()
        ? new FlowsFileRun(environment, arguments).run(expression)
        : new FlowsLiveRun(environment, arguments).run(expression);
  }
}

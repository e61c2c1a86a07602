// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.flow.FlowOptions;
import java.time.Duration;

/** The options for counting flows. */
final class FlowArguments {
  private static final int MOST_FLOWS = 16_000_000;

  final OptionGroup group = new OptionGroup("Flows:");
  private final Option<Integer> maximum =
      group.number(
          "--max-flows",
          "COUNT",
          1,
          MOST_FLOWS,
          FlowOptions.defaults().maxFlows(),
          "Flows in memory; the oldest make room for others. Default: "
              + FlowOptions.defaults().maxFlows());
  private final Option<Duration> idleTimeout =
      group.value(
          "--idle-timeout",
          "SECONDS",
          new Seconds("0.1", true),
          null,
          "End a flow without packets for this time. Default: 120; of files never (0)");
  private final Option<Boolean> byVlan =
      group.flag("--by-vlan", "The same addresses in two VLANs are two flows");
  private final Option<Boolean> byInterface =
      group.flag("--by-interface", "The same addresses on two interfaces are two flows");

  /** The options of the table for live frames or for those of files. */
  FlowOptions options(boolean live) {
    FlowOptions options =
        FlowOptions.defaults()
            .maxFlows(maximum.get())
            .byVlan(byVlan.get())
            .byInterface(byInterface.get());
    if (idleTimeout.get() != null) {
      return options.idleTimeout(idleTimeout.get());
    }
    return live ? options : options.idleTimeout(Duration.ZERO);
  }
}

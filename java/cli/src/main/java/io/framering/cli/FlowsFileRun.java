// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.filter.FilterExpression;
import io.framering.frame.Frame;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;

/** A run of {@code flows} over capture files. */
final class FlowsFileRun extends SniffRun {
  private final FlowsArguments flows;

  FlowsFileRun(Environment environment, FlowsArguments flows) {
    super(environment, flows.sniffing);
    this.flows = flows;
  }

  @Override
  int run(FilterExpression expression) throws IOException {
    RecordArguments recording = arguments.recording();
    try (FilesSource files = recording.open(environment.in())) {
      Predicate<Frame> filter =
          Compilation.run(
              environment,
              expression,
              () -> FileRun.selection(expression, FileRun.linkTypes(files.files())));
      giveUpPrivileges();
      environment.onSignal().accept(files::stop);
      if (recording.follows()) {
        files.outliveTruncation(e -> environment.tell(e.getMessage()));
      }
      files.between(_ -> {}, names -> FileRun.announce(environment, names, files.files()));
      FileRun.announce(environment, recording.firstSources(), files.files());
      FlowOutput output = flows.output(environment, files::interfaceName);
      StreamFolder streams = flows.streamFolder();
      FlowSink sink = new FlowSink(flows.counting.options(false), output, null, streams);
      try (FlowTables tables = new FlowTables(environment, output, List.of(sink), streams)) {
        Sniffers sniffers = new Sniffers(List.of(new Sniffer(files, filter, sink)), files::stop);
        tables.run(sniffers, arguments.selecting().count.get(), flows.every.get(), files::stop);
      }
      return Main.OK;
    }
  }
}

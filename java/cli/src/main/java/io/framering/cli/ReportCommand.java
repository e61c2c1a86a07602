// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.cli.report.Page;
import io.framering.cli.report.Report;
import io.framering.filter.FileFilter;
import io.framering.filter.FilterExpression;
import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameSource;
import io.framering.savefile.SavefileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code framering report}: what is in capture files, as one page of HTML. */
final class ReportCommand implements Callable<Integer> {
  private static final String STANDARD_STREAM = "-";

  private final Environment environment;

  private final OptionGroup options = new OptionGroup("Options:");
  private final Option<List<String>> source =
      options.texts(
          "-r, --read",
          "FILE",
          "Read this file, or merge several by time; then the other words are an expression");
  private final Option<String> target =
      options.text(
          "-o, --output", "FILE", null, "Write the page to this file; - is standard output");

  private final PositionalParamSpec words =
      PositionalParamSpec.builder()
          .paramLabel("FILE")
          .arity("0..*")
          .type(String[].class)
          .initialValue(new String[0])
          .description("Capture files; - is standard input")
          .build();

  private ReportCommand(Environment environment) {
    this.environment = environment;
  }

  static CommandSpec spec(Environment environment) {
    ReportCommand command = new ReportCommand(environment);
    CommandSpec spec = Usage.of(command, command.options.withHelp());
    spec.addPositional(command.words);
    spec.usageMessage()
        .description("Shows what is in capture files, as one page for a browser.")
        .customSynopsis(
            "Usage: framering report FILE... -o PAGE",
            "       framering report -r FILE... -o PAGE [EXPRESSION]")
        .footer(
            "",
            "The page has a time line, protocols, hosts, names, times of TCP and DNS, and a",
            "table of flows. It is one file that loads nothing from elsewhere. Ctrl-C ends",
            "reading, and the page shows what was read.",
            "",
            "Examples:",
            "  framering report trace.pcapng -o trace.html",
            "  framering report -r trace.pcapng -o web.html tcp port 443",
            "",
            "Exit status: 0 success, 1 failure or a file was not read to its end,",
            "2 wrong usage.");
    return spec;
  }

  @Override
  public Integer call() throws IOException {
    List<String> names = names();
    checkUsage(names);
    FilterExpression expression = expression();
    OpenFiles opened = new OpenFiles(environment.in());
    try (FilesSource files = opened.open(names);
        PageFile page = PageFile.create(target.get(), environment.out());
        Report report = new Report(names(names), expression.text())) {
      boolean whole = read(files, expression, opened, report);
      report.finish(files.interfaces());
      Page.write(report, Usage.version(), page.channel());
      page.commit();
      environment.tell(ClosingLines.packets(report.packets()) + " in " + page.nameForPeople());
      return whole ? Main.OK : Main.FAILED;
    }
  }

  /** The words without {@code -r}. */
  private List<String> names() {
    return source.get().isEmpty() ? List.of(words.<String[]>getValue()) : source.get();
  }

  private static List<String> names(List<String> files) {
    return files.stream()
        .map(each -> each.equals(STANDARD_STREAM) ? each : Path.of(each).getFileName())
        .map(each -> RecordArguments.nameForPeople(each.toString()))
        .toList();
  }

  private FilterExpression expression() {
    String[] parts = source.get().isEmpty() ? new String[0] : words.<String[]>getValue();
    return new FilterExpression(String.join(" ", parts), true);
  }

  private void checkUsage(List<String> names) throws IOException {
    if (names.isEmpty() || target.get() == null) {
      throw new WrongUsage("a capture file and -o PAGE are needed");
    }
    if (names.stream().filter(STANDARD_STREAM::equals).count() > 1) {
      throw new WrongUsage("standard input (-) can be read only once");
    }
    for (String each : names) {
      if (!STANDARD_STREAM.equals(each) && isTarget(each)) {
        throw new WrongUsage("-o " + target.get() + " is a file that is read, and would be lost");
      }
    }
  }

  private boolean isTarget(String name) {
    try {
      return Files.isSameFile(Path.of(name), Path.of(target.get()));
    } catch (IOException e) {
      return false; // one of them does not exist
    }
  }

  /** Returns whether all of it could be read. */
  private boolean read(
      FilesSource files, FilterExpression expression, OpenFiles progress, Report report) {
    int[] linkTypes = FileRun.linkTypes(files.files());
    Predicate<Frame> filter =
        expression.selectsEverything()
            ? Sniffer.EVERY_FRAME
            : Compilation.run(environment, expression, () -> new FileFilter(expression, linkTypes));
    AtomicBoolean stopped = new AtomicBoolean();
    environment
        .onSignal()
        .accept(() -> {
          stopped.set(true);
          files.stop();
        });
    try (ReadProgress shown = new ReadProgress(environment, progress)) {
      while (files.next(FrameSource.FOREVER) instanceof FrameBatch batch) {
        try (batch) {
          report.addLosses(batch, files.interfaces().size() > 1);
          if (filter != Sniffer.EVERY_FRAME) {
            batch.select(filter);
          }
          report.add(batch);
          shown.frames(report.packets());
        }
      }
    } catch (SavefileException e) {
      return incomplete(report, e.getMessage());
    }
    return !stopped.get() || incomplete(report, "ended by a signal before the end of the files");
  }

  private boolean incomplete(Report report, String reason) {
    environment.tell(reason);
    report.note(reason);
    return false;
  }
}

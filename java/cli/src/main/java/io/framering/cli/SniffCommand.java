package io.framering.cli;

import io.framering.filter.Filter;
import io.framering.filter.FilterExpression;
import io.framering.savefile.SavefileException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;

/** {@code framering sniff}: prints or records packets from interfaces or a file. */
final class SniffCommand implements Callable<Integer> {
  /** The name of the command. */
  static final String NAME = "sniff";

  private static final String[] SYNOPSIS = {
    "Usage: framering sniff [OPTION]... [EXPRESSION]", "       framering sniff -D"
  };

  private static final String[] FOOTER = {
    "",
    "As with tcpdump, letters can be combined (-nnei eth0), and options may follow",
    "the expression. Packets go to standard output, everything else to standard",
    "error. Ctrl-C, SIGTERM and SIGHUP end it; captured packets are printed first.",
    "With -w, SIGHUP begins a new file instead if the old one was moved away.",
    "SIGUSR1 prints the counts, and the capture continues.",
    "Unsupported tcpdump options: -a, -b, -E, -I, -m, -M, -T, -u, -Y.",
    "Capturing needs root, CAP_NET_RAW or --helper; reading a file does not.",
    "",
    "Examples:",
    "  framering sniff -i eth0 -c 10                 ten packets of eth0",
    "  framering sniff --format line -nei eth0 udp   as tcpdump -nei eth0 udp",
    "  framering sniff -i any -w trace.pcapng        record all interfaces",
    "  framering sniff -r trace.pcapng --format json | jq .ip.src",
    "",
    "Exit status: 0 normal end (end of file, -c, a signal, standard output closed),",
    "1 failure, 2 wrong usage. See the manual page framering-sniff(1)."
  };

  private final Environment environment;
  private final CaptureArguments capturing = new CaptureArguments();
  private final SelectArguments selecting = new SelectArguments();
  private final RecordArguments recording = new RecordArguments();
  private final PrintArguments printing = new PrintArguments();
  private final CountArguments counting = new CountArguments();
  private final PositionalParamSpec words =
      PositionalParamSpec.builder()
          .paramLabel("EXPRESSION")
          .arity("0..*")
          .type(ArrayList.class)
          .auxiliaryTypes(String.class)
          .initialValue(List.of())
          .description("Only packets that match, in the language of pcap-filter(7): port 53")
          .build();
  private final List<OptionGroup> groups =
      List.of(
          capturing.group(),
          selecting.group(),
          recording.group(),
          printing.group(),
          counting.group());
  private final CommandSpec spec;

  SniffCommand(Environment environment) {
    this.environment = environment;
    spec = CommandSpec.wrapWithoutInspection(this, new PlainFactory());
    spec.name(NAME).addPositional(words);
    HelpOptions.addTo(spec);
    List<OptionSpec> helpOptions = List.copyOf(spec.options());
    groups.forEach(group -> group.addTo(spec));
    spec.usageMessage()
        .description("Captures packets or reads them from a file, and prints or records them.")
        .synopsisHeading("")
        .customSynopsis(SYNOPSIS)
        .descriptionHeading("%n")
        .parameterListHeading("%n")
        .optionListHeading("%nHelp:%n")
        .sortOptions(false)
        .footer(FOOTER)
        .sectionMap()
        .put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, help -> options(help, helpOptions));
  }

  private String options(Help help, List<OptionSpec> helpOptions) {
    return help.optionListExcludingGroups(helpOptions)
        + groups.stream().map(group -> group.help(help)).collect(Collectors.joining());
  }

  /** The command's options and parameters. */
  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws IOException {
    if (capturing.listInterfaces()) {
      return new InterfacesCommand(environment).list(capturing.networkNamespace());
    }
    if (capturing.listsLinkTypes() || capturing.listsTimeStampTypes()) {
      return new InterfaceTypes(environment, capturing).list();
    }
    checkUsage();
    FilterExpression expression = selecting.expression(words.getValue(), environment.in());
    Filter.Listing listing = selecting.listing();
    if (listing != null) {
      return list(expression, listing);
    }
    SniffRun run = new SniffRun(environment, selecting, recording, printing, counting);
    try {
      return recording.reads()
          ? run.read(capturing, expression)
          : run.capture(capturing, expression);
    } catch (SavefileException e) {
      throw explain(e);
    }
  }

  /** Files are created as the user of -Z, who may lack permissions that root has. */
  private RuntimeException explain(SavefileException e) {
    return capturing.user() != null && e.getCause() instanceof AccessDeniedException
        ? new Failure(
            e.getMessage()
                + "; files are written as "
                + capturing.user()
                + " (-Z): let that user write there, or write elsewhere")
        : e;
  }

  private void checkUsage() {
    if (recording.writesToStandardOutput() && (recording.prints() || counting.only())) {
      throw wrong("-w -: standard output cannot take packets and text");
    }
    if (recording.rotates() && (!recording.writes() || recording.writesToStandardOutput())) {
      throw wrong("-C, -G, -W: an output file is needed, -w FILE");
    }
    if (recording.command() != null && !recording.rotates()) {
      throw wrong("-z: files must rotate, with -C or -G");
    }
    if (recording.readsTwice()) {
      throw wrong("-r and -V: name all files in the list of -V");
    }
    if (recording.wouldEmptyItsSource(environment.in())) {
      throw wrong("-r and -w: the same file, which would be lost");
    }
    if (capturing.usesHelper() && !capturing.networkNamespace().isEmpty()) {
      throw wrong("--helper and --netns: only root can enter a network namespace");
    }
    if (capturing.threads() > 1) {
      checkThreads();
    }
    if (printing.dumps() && !printing.format().showsBytes()) {
      throw wrong("--format " + printing.format().label() + ": it does not support -x, -X and -A");
    }
  }

  private void checkThreads() {
    if (recording.reads()) {
      throw wrong("--threads and -r: a file is read by one thread");
    }
    if (capturing.usesHelper()) {
      throw wrong(
          "--threads and --helper: the helper locks the filter, which rings change to join");
    }
    if (printing.dependsOnOrder()) {
      throw wrong("--threads and -#, -ttt, -ttttt: packets of several threads have no order");
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private int list(FilterExpression expression, Filter.Listing listing) throws IOException {
    int linkType = linkTypeNumber();
    Filter filter =
        Compilation.run(
            environment, expression, () -> expression.compile(linkType, capturing.snapLength()));
    environment.print(filter.listing(listing).stripTrailing());
    return Main.OK;
  }

  private int linkTypeNumber() {
    if (recording.reads()) {
      try (FilesSource files = recording.open(environment.in())) {
        return SniffRun.linkTypeNumber(files.file());
      }
    }
    return new InterfaceTypes(environment, capturing).ofFilter().number();
  }
}

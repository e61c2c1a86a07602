package io.framering.cli;

import io.framering.capture.Capture;
import io.framering.capture.CaptureOptions;
import io.framering.capture.CaptureOptions.Traffic;
import io.framering.capture.CaptureStatistics;
import io.framering.capture.NetworkInterfaces;
import io.framering.print.OutputFormat;
import io.framering.print.PrintOptions;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code framering sniff}: captures packets and prints them. */
@Command(
    name = "sniff",
    description = "Captures packets and prints them.",
    synopsisHeading = "",
    customSynopsis = {
      "Usage: framering sniff [-p] [-i INTERFACE]... [-c COUNT] [-s BYTES] [-B KIB]",
      "                       [-Q DIRECTION] [--format FORMAT]",
      "       framering sniff -D"
    },
    descriptionHeading = "%n",
    optionListHeading = "%nOptions, with tcpdump's letters:%n",
    sortOptions = false,
    footer = {
      "",
      "Packets go to standard output, everything else to standard error. Ctrl-C,",
      "SIGTERM and SIGHUP end it; what was captured is printed first. Capturing needs",
      "root or the capability CAP_NET_RAW.",
      "",
      "Examples:",
      "  framering sniff -i eth0 -c 10     ten packets of eth0",
      "  framering sniff -p -Q in -s 128   what comes in, the first 128 bytes of each",
      "",
      "Exit status: 0 ended as asked (-c, a signal, a reader that left), 1 failed,",
      "2 wrong usage."
    },
    versionProvider = HelpOptions.Version.class)
final class SniffCommand implements Callable<Integer> {
  private static final String ALL_INTERFACES = "any";

  private final Environment environment;

  @Option(
      names = {"-i", "--interface"},
      paramLabel = "INTERFACE",
      description = "Capture on it; repeat for several. Default: any, which is all of them")
  private List<String> interfaces = List.of();

  @Option(
      names = "-c",
      paramLabel = "COUNT",
      converter = Range.Count.class,
      description = "End after so many packets. Default: never")
  private long count = Long.MAX_VALUE;

  @Option(
      names = {"-s", "--snapshot-length"},
      paramLabel = "BYTES",
      converter = Range.SnapLength.class,
      description = "Keep so many bytes of each packet, 1 to 262144. Default: 262144")
  private long snapLength = CaptureOptions.MAXIMUM_SNAP_LENGTH;

  @Option(
      names = {"-p", "--no-promiscuous-mode"},
      description = "Leave out what is addressed to other hosts")
  private boolean notPromiscuous;

  @Option(
      names = {"-Q", "--direction"},
      paramLabel = "DIRECTION",
      converter = TrafficByName.class,
      description = "in, out or inout. Default: inout")
  private Traffic direction = Traffic.BOTH;

  @Option(
      names = {"-B", "--buffer-size"},
      paramLabel = "KIB",
      converter = Range.Kibibytes.class,
      description = "Memory for what is not printed yet, in KiB. Default: 32768")
  private long ringKibibytes = CaptureOptions.defaults().ringBytes() >> 10;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = FormatByName.class,
      completionCandidates = FormatNames.class,
      description = "How a packet looks: ${COMPLETION-CANDIDATES}. Default: tree")
  private OutputFormat format = OutputFormat.DEFAULT;

  @Option(
      names = {"-D", "--list-interfaces"},
      description = "Print the interfaces, as 'framering interfaces' does")
  private boolean listInterfaces;

  @Mixin private HelpOptions help;

  SniffCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException {
    if (listInterfaces) {
      return new InterfacesCommand(environment).call();
    }
    try (Capture capture = Capture.open(interfaceNames(), captureOptions())) {
      environment.onSignal().accept(capture::stop);
      announce(capture);
      return sniff(capture);
    }
  }

  /** The names that were given, each once; none when that means all. */
  private List<String> interfaceNames() {
    return interfaces.contains(ALL_INTERFACES)
        ? List.of()
        : interfaces.stream().distinct().toList();
  }

  private CaptureOptions captureOptions() {
    CaptureOptions options =
        CaptureOptions.defaults()
            .snapLength((int) snapLength)
            .promiscuous(!notPromiscuous)
            .direction(direction)
            .ringBytes(ringKibibytes << 10);
    // Such a format shows what a plain raw socket delivers.
    return format.asDelivered() ? options.restoreVlanTags(false).loopbackTwice(true) : options;
  }

  private void announce(Capture capture) {
    long ring = capture.ringBytes() >> 10;
    if (ring < ringKibibytes) {
      environment.tell("the ring got " + ring + " KiB of the " + ringKibibytes + " KiB asked for");
    }
    environment.tell(
        "listening on " + whereAndWhat() + ", snapshot length " + snapLength + " bytes");
  }

  private String whereAndWhat() {
    List<String> names = interfaceNames();
    if (names.isEmpty()) {
      return "all interfaces";
    }
    String linkTypes =
        NetworkInterfaces.list().stream()
            .filter(i -> names.contains(i.name()))
            .map(i -> i.linkType().label())
            .distinct()
            .collect(Collectors.joining(" and "));
    return String.join(", ", names) + ", link-type " + linkTypes;
  }

  private int sniff(Capture capture) throws IOException {
    Sniffer sniffer =
        new Sniffer(
            capture,
            frame -> true,
            new PrintSink(format.printer(printOptions()), environment.out()));
    try {
      sniffer.run(count);
    } catch (StandardOutput.ReaderGone e) {
      return Main.OK; // and no counts: 'framering sniff | head -1' is to show one line
    } catch (IOException | RuntimeException e) {
      tellCounts(sniffer, capture);
      throw e;
    }
    tellCounts(sniffer, capture);
    return Main.OK;
  }

  private static PrintOptions printOptions() {
    return PrintOptions.defaults().withInterfaceNames(NetworkInterfaces::name);
  }

  /** tcpdump's closing lines. */
  private void tellCounts(Sniffer sniffer, Capture capture) {
    CaptureStatistics statistics = capture.statistics();
    tellCount(sniffer.frames(), "captured");
    tellCount(statistics.received(), "received by filter");
    tellCount(statistics.dropped(), "dropped by kernel");
  }

  private void tellCount(long packets, String what) {
    environment.err().println(packets + (packets == 1 ? " packet " : " packets ") + what);
  }

  /** The values of {@code -Q}. */
  static final class TrafficByName implements ITypeConverter<Traffic> {
    @Override
    public Traffic convert(String name) {
      return switch (name) {
        case "in" -> Traffic.IN;
        case "out" -> Traffic.OUT;
        case "inout" -> Traffic.BOTH;
        default -> throw new TypeConversionException("'" + name + "' is not in, out or inout");
      };
    }
  }

  /** The values of {@code --format}, from the table of formats. */
  static final class FormatNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(OutputFormat.values()).map(OutputFormat::label).iterator();
    }
  }

  /** Looks a format up in the table of formats. */
  static final class FormatByName implements ITypeConverter<OutputFormat> {
    @Override
    public OutputFormat convert(String name) {
      try {
        return OutputFormat.ofLabel(name);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}

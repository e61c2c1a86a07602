package io.framering.cli;

import io.framering.capture.CaptureOptions;
import io.framering.capture.CaptureOptions.Traffic;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code framering sniff}: captures packets and prints them. */
@Command(
    name = "sniff",
    description = "capture packets and print them",
    synopsisHeading = "",
    customSynopsis = {
      "Usage: framering sniff [-p] [-i INTERFACE]... [-c COUNT] [-s BYTES] [-B KIB]",
      "                       [-Q DIRECTION] [--format FORMAT]",
      "       framering sniff -D"
    },
    descriptionHeading = "%n",
    optionListHeading = "%nOptions, with the letters of tcpdump:%n",
    sortOptions = false,
    footer = {
      "",
      "Packets go to standard output, everything else to standard error. Ctrl-C ends it.",
      "",
      "Examples:",
      "  framering sniff -i eth0 -c 10             ten packets of one interface",
      "  framering sniff -p -Q in --format classic incoming packets of all interfaces",
      "",
      "Exit status: 0 ended as asked, by -c, a signal or a reader that left; 1 failed;",
      "2 wrong usage."
    },
    versionProvider = HelpOptions.Version.class)
final class SniffCommand implements Callable<Integer> {
  private final Environment environment;

  @Option(
      names = {"-i", "--interface"},
      paramLabel = "INTERFACE",
      description = "capture on this interface; may be repeated; 'any', as no -i, is all of them")
  private List<String> interfaces = List.of();

  @Option(
      names = "-c",
      paramLabel = "COUNT",
      converter = Range.Count.class,
      description = "end after so many packets; default: never")
  private long count = Long.MAX_VALUE;

  @Option(
      names = {"-s", "--snapshot-length"},
      paramLabel = "BYTES",
      converter = Range.SnapLength.class,
      description = "keep so much of each packet, 1 to 262144; default 262144, all of it")
  private long snapLength = CaptureOptions.MAXIMUM_SNAP_LENGTH;

  @Option(
      names = {"-B", "--buffer-size"},
      paramLabel = "KIB",
      converter = Range.Kibibytes.class,
      description = "memory for packets not yet printed, in KiB; default 32768")
  private long ringKibibytes = CaptureOptions.defaults().ringBytes() >> 10;

  @Option(
      names = {"-Q", "--direction"},
      paramLabel = "DIRECTION",
      converter = TrafficByName.class,
      description = "packets that come in, go out, or both: in, out or inout; default inout")
  private Traffic direction = Traffic.BOTH;

  @Option(
      names = {"-p", "--no-promiscuous-mode"},
      description = "only what is addressed to this host: no promiscuous mode")
  private boolean notPromiscuous;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "how a packet is printed: tree or classic; default tree")
  private String format = "tree";

  @Option(
      names = {"-D", "--list-interfaces"},
      description = "print the interfaces, as 'framering interfaces' does")
  private boolean listInterfaces;

  @Mixin private HelpOptions help;

  SniffCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws Exception {
    if (listInterfaces) {
      return new InterfacesCommand(environment).call();
    }
    throw new Failure("not built yet");
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
}

package io.framering.cli;

import io.framering.capture.CaptureHelper;
import io.framering.capture.CaptureOptions;
import io.framering.capture.CaptureOptions.Absence;
import io.framering.capture.CaptureOptions.Traffic;
import io.framering.capture.NetworkInterfaces.Interface;
import io.framering.frame.LinkType;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of {@code sniff} that say what is captured, and how. */
final class CaptureArguments {
  private static final String ALL_INTERFACES = "any";

  /** In the place of a path: the one that is installed. */
  private static final String INSTALLED_HELPER = "*";

  @Option(
      names = {"-i", "--interface"},
      paramLabel = "INTERFACE",
      description = "Capture on it; repeat for several. Default: any, which is all of them")
  private List<String> interfaces = List.of();

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
      names = {"-s", "--snapshot-length"},
      paramLabel = "BYTES",
      converter = Range.SnapLength.class,
      description = "Keep so many bytes of each packet, 1 to 262144. Default: 262144")
  private long snapLength = CaptureOptions.MAXIMUM_SNAP_LENGTH;

  @Option(
      names = {"-B", "--buffer-size"},
      paramLabel = "KIB",
      converter = Range.Kibibytes.class,
      description = "Memory for what is not taken yet, in KiB. Default: 32768")
  private long ringKibibytes = CaptureOptions.defaults().ringBytes() >> 10;

  @Option(
      names = {"-Z", "--relinquish-privileges"},
      paramLabel = "USER",
      description = "Become this user once capturing or reading can begin")
  private String user;

  @Option(names = "--wait", description = "Wait for interfaces that are not there yet, or down")
  private boolean waits;

  @Option(
      names = "--netns",
      paramLabel = "NAME|PID",
      description = "Capture in this network namespace, or that of this process")
  private String networkNamespace = "";

  @Option(
      names = "--helper",
      paramLabel = "PATH",
      arity = "0..1",
      fallbackValue = INSTALLED_HELPER,
      preprocessor = AttachedValue.class,
      description = "Let framering-helper open the socket: no need to be root")
  private String helper = "";

  @Option(
      names = {"-D", "--list-interfaces"},
      description = "Print the interfaces, as 'framering interfaces' does")
  private boolean listInterfaces;

  boolean listInterfaces() {
    return listInterfaces;
  }

  /** The names that were given, each once; none when that means all. */
  List<String> interfaceNames() {
    return interfaces.contains(ALL_INTERFACES)
        ? List.of()
        : interfaces.stream().distinct().toList();
  }

  long ringKibibytes() {
    return ringKibibytes;
  }

  /** Whom to become, or null. */
  String user() {
    return user;
  }

  int snapLength() {
    return (int) snapLength;
  }

  /** Whether an interface that is not there is waited for. */
  boolean waits() {
    return waits;
  }

  /** The namespace whose interfaces are meant; empty for that of the process. */
  String networkNamespace() {
    return networkNamespace;
  }

  /** Those that were named; none when that means all. */
  List<Interface> among(List<Interface> present) {
    List<String> names = interfaceNames();
    return present.stream().filter(each -> names.contains(each.name())).toList();
  }

  /** The link type of the first of these; Ethernet when there is none, as that means all. */
  static LinkType linkType(List<Interface> interfaces) {
    return interfaces.stream().map(Interface::linkType).findFirst().orElse(LinkType.ETHERNET);
  }

  CaptureOptions options() {
    return CaptureOptions.defaults()
        .snapLength(snapLength())
        .promiscuous(!notPromiscuous)
        .direction(direction)
        .ringBytes(ringKibibytes << 10)
        .absence(waits ? Absence.AWAIT : Absence.OUTLIVE)
        .networkNamespace(networkNamespace)
        .helper(helper.equals(INSTALLED_HELPER) ? CaptureHelper.installed() : helper);
  }

  /** Whether another program is to open the socket. */
  boolean usesHelper() {
    return !helper.isEmpty();
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

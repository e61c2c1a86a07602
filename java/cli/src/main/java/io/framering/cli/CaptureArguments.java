package io.framering.cli;

import io.framering.capture.CaptureHelper;
import io.framering.capture.CaptureOptions;
import io.framering.capture.CaptureOptions.Absence;
import io.framering.capture.CaptureOptions.Traffic;
import io.framering.capture.NetworkInterfaces.Interface;
import io.framering.frame.LinkType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The options of {@code sniff} that say what is captured, and how. */
final class CaptureArguments {
  private static final String ALL_INTERFACES = "any";
  private static final Duration IMMEDIATE = Duration.ofMillis(1);

  /** In the place of a path: the one that is installed. */
  private static final String INSTALLED_HELPER = "*";

  /** The kernel's clock when it takes the packet. */
  static final String HOST = "host";

  /** libpcap's, see pcap-tstamp(7). */
  private static final List<String> TIME_STAMP_TYPES =
      List.of(
          HOST,
          "host_lowprec",
          "host_hiprec",
          "host_hiprec_unsynced",
          "adapter",
          "adapter_unsynced");

  private final List<String> interfaces = new ArrayList<>();
  private boolean notPromiscuous;
  private Traffic direction = Traffic.BOTH;
  private long snapLength = CaptureOptions.MAXIMUM_SNAP_LENGTH;
  private long ringKibibytes = CaptureOptions.defaults().ringBytes() >> 10;
  private boolean immediate;
  private long threads = 1;
  private String user;
  private boolean waits;
  private String networkNamespace = "";
  private String helper = "";
  private LinkType linkType;
  private String timeStampType = HOST;
  private boolean listInterfaces;
  private boolean listLinkTypes;
  private boolean listTimeStampTypes;

  OptionGroup group() {
    return new OptionGroup("Capturing:")
        .value(
            "-i, --interface",
            "INTERFACE",
            name -> name,
            interfaces::add,
            "Capture on it; repeat for several. Default: any, which is all of them")
        .flag(
            "-p, --no-promiscuous-mode",
            () -> notPromiscuous = true,
            "Leave out what is addressed to other hosts")
        .choice(
            "-Q, --direction",
            "DIRECTION",
            List.of("in", "out", "inout"),
            new TrafficByName(),
            value -> direction = value,
            "in, out or inout. Default: inout")
        .value(
            "-s, --snapshot-length",
            "BYTES",
            new Range.SnapLength(),
            value -> snapLength = value == 0 ? CaptureOptions.MAXIMUM_SNAP_LENGTH : value,
            "Bytes to keep of each packet, 1 to 262144. Default: 262144, as 0")
        .value(
            "-B, --buffer-size",
            "KIB",
            new Range.Kibibytes(),
            value -> ringKibibytes = value,
            "Memory for what is not taken yet, in KiB. Default: 32768")
        .flag(
            "--immediate-mode",
            () -> immediate = true,
            "Hand over each packet within 1 ms, at the price of more wake-ups")
        .value(
            "--threads",
            "N",
            new Range.Rings(),
            value -> threads = value,
            "Spread packets over so many threads, 1 to 64. Default: 1")
        .value(
            "-Z, --relinquish-privileges",
            "USER",
            name -> name,
            name -> user = name,
            "Become this user once capturing or reading can begin")
        .flag("--wait", () -> waits = true, "Wait for interfaces that are not there yet, or down")
        .value(
            "--netns",
            "NAME|PID",
            name -> name,
            name -> networkNamespace = name,
            "Capture in this network namespace, or that of this process")
        .optionalValue(
            "--helper",
            "PATH",
            INSTALLED_HELPER,
            path -> helper = path,
            "Let framering-helper open the socket: no need to be root")
        .value(
            "-y, --linktype",
            "TYPE",
            new LinkTypeNames.Converter(),
            value -> linkType = value,
            "Fail unless the interface has this data link type: EN10MB, RAW")
        .choice(
            "-j, --time-stamp-type",
            "TYPE",
            TIME_STAMP_TYPES,
            new TimeStampTypes(),
            value -> timeStampType = value,
            "Time stamps of this type, where they are to be had: host alone")
        .flag(
            "-D, --list-interfaces",
            () -> listInterfaces = true,
            "Print the interfaces, as 'framering interfaces' does")
        .flag(
            "-L, --list-data-link-types",
            () -> listLinkTypes = true,
            "Print the data link types of the interface, for -y")
        .flag(
            "-J, --list-time-stamp-types",
            () -> listTimeStampTypes = true,
            "Print the time stamp types of the interface, for -j");
  }

  boolean listsLinkTypes() {
    return listLinkTypes;
  }

  boolean listsTimeStampTypes() {
    return listTimeStampTypes;
  }

  /** The only data link type that is wanted, or null. */
  LinkType wantedLinkType() {
    return linkType;
  }

  /** The type of time stamps that is wanted. */
  String timeStampType() {
    return timeStampType;
  }

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

  /** How many share the work, each with a ring of its own. */
  int threads() {
    return (int) threads;
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
        .blockTimeout(immediate ? IMMEDIATE : CaptureOptions.defaults().blockTimeout())
        .absence(waits ? Absence.AWAIT : Absence.OUTLIVE)
        .networkNamespace(networkNamespace)
        .helper(helper.equals(INSTALLED_HELPER) ? CaptureHelper.installed() : helper);
  }

  /** Whether another program is to open the socket. */
  boolean usesHelper() {
    return !helper.isEmpty();
  }

  /** The values of {@code -j}. */
  static final class TimeStampTypes implements ITypeConverter<String> {
    @Override
    public String convert(String name) {
      if (!TIME_STAMP_TYPES.contains(name)) {
        throw new TypeConversionException("'" + name + "' is not a time stamp type, such as host");
      }
      return name;
    }
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

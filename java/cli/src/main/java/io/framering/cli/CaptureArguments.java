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

/** The options of {@code sniff} for what is captured, and how. */
final class CaptureArguments {
  private static final String ALL_INTERFACES = "any";
  private static final Duration IMMEDIATE = Duration.ofMillis(1);

  /** Stands for the path of the installed helper. */
  private static final String INSTALLED_HELPER = "*";

  /** The kernel's clock when it receives the packet. */
  static final String HOST = "host";

  /** The names of libpcap, see pcap-tstamp(7). */
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
            "Capture on this interface; can be repeated. Default: any (all)")
        .flag(
            "-p, --no-promiscuous-mode",
            () -> notPromiscuous = true,
            "Do not capture packets addressed to other hosts")
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
            "Capture buffer size in KiB. Default: 32768")
        .flag(
            "--immediate-mode",
            () -> immediate = true,
            "Deliver each packet within 1 ms; costs more wake-ups")
        .value(
            "--threads",
            "N",
            new Range.Rings(),
            value -> threads = value,
            "Distribute packets over N threads, 1 to 64. Default: 1")
        .value(
            "-Z, --relinquish-privileges",
            "USER",
            name -> name,
            name -> user = name,
            "Switch to this user once the interfaces or the file are open")
        .flag("--wait", () -> waits = true, "Wait for interfaces that do not exist yet or are down")
        .value(
            "--netns",
            "NAME|PID",
            name -> name,
            name -> networkNamespace = name,
            "Capture in this network namespace, or in that of a process")
        .optionalValue(
            "--helper",
            "PATH",
            INSTALLED_HELPER,
            path -> helper = path,
            "Let framering-helper open the socket, without being root")
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
            "Time stamp type; only host is supported")
        .flag(
            "-D, --list-interfaces",
            () -> listInterfaces = true,
            "Print the interfaces, like 'framering interfaces'")
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

  /** The required data link type, or null. */
  LinkType wantedLinkType() {
    return linkType;
  }

  /** The requested time stamp type. */
  String timeStampType() {
    return timeStampType;
  }

  boolean listInterfaces() {
    return listInterfaces;
  }

  /** The given names without duplicates; empty for all interfaces. */
  List<String> interfaceNames() {
    return interfaces.contains(ALL_INTERFACES)
        ? List.of()
        : interfaces.stream().distinct().toList();
  }

  long ringKibibytes() {
    return ringKibibytes;
  }

  /** The number of threads, each with its own ring. */
  int threads() {
    return (int) threads;
  }

  /** The user to switch to, or null. */
  String user() {
    return user;
  }

  int snapLength() {
    return (int) snapLength;
  }

  /** Whether to wait for an interface that does not exist. */
  boolean waits() {
    return waits;
  }

  /** The network namespace to capture in; empty for that of this process. */
  String networkNamespace() {
    return networkNamespace;
  }

  /** The named interfaces; empty for all interfaces. */
  List<Interface> among(List<Interface> present) {
    List<String> names = interfaceNames();
    return present.stream().filter(each -> names.contains(each.name())).toList();
  }

  /** The link type of the first interface; Ethernet if the list is empty, which means all. */
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

  /** Whether a helper opens the socket. */
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

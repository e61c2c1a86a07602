// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.capture.CaptureGroup;
import io.framering.capture.CaptureOptions;
import io.framering.capture.CaptureOptions.Absence;
import io.framering.capture.CaptureOptions.Traffic;
import io.framering.capture.NetworkInterfaces.Interface;
import io.framering.frame.LinkType;
import java.time.Duration;
import java.util.List;

/** The options of {@code sniff} for what is captured, and how. */
final class CaptureArguments {
  private static final String ALL_INTERFACES = "any";
  private static final Duration IMMEDIATE = Duration.ofMillis(1);
  private static final int MAXIMUM_SNAP_LENGTH = CaptureOptions.MAXIMUM_SNAP_LENGTH;

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

  final OptionGroup group = new OptionGroup("Capturing:");
  private final Option<List<String>> interfaces =
      group.texts(
          "-i, --interface",
          "INTERFACE",
          "Capture on this interface; can be repeated. Default: any (all)");
  private final Option<Boolean> notPromiscuous =
      group.flag("-p, --no-promiscuous-mode", "Do not capture packets addressed to other hosts");
  private final Option<String> direction =
      group.choice(
          "-Q, --direction",
          "DIRECTION",
          List.of("in", "out", "inout"),
          new Option<>("inout"),
          "in, out or inout. Default: inout");
  private final Option<Integer> snapLength =
      group.number(
          "-s, --snapshot-length",
          "BYTES",
          0,
          MAXIMUM_SNAP_LENGTH,
          MAXIMUM_SNAP_LENGTH,
          "Bytes to keep of each packet, 1 to 262144. Default: 262144, as 0");
  final Option<Integer> ringKibibytes =
      group.number(
          "-B, --buffer-size",
          "KIB",
          1,
          Integer.MAX_VALUE,
          (int) (CaptureOptions.defaults().ringBytes() >> 10),
          "Capture buffer size in KiB. Default: 32768");
  private final Option<Boolean> immediate =
      group.flag("--immediate-mode", "Deliver each packet within 1 ms; costs more wake-ups");

  /** The number of threads, each with its own ring. */
  final Option<Integer> threads =
      group.number(
          "--threads",
          "N",
          1,
          CaptureGroup.MAXIMUM,
          1,
          "Distribute packets over N threads, 1 to 64. Default: 1");

  /** The user to switch to, or null. */
  final Option<String> user =
      group.text(
          "-Z, --relinquish-privileges",
          "USER",
          null,
          "Switch to this user once the interfaces or the file are open");

  /** Whether to wait for an interface that does not exist. */
  final Option<Boolean> waits =
      group.flag("--wait", "Wait for interfaces that do not exist yet or are down");

  final SocketArguments socket =
      new SocketArguments(group, "Capture in this network namespace, or in that of a process");

  /** The network namespace to capture in; empty for that of this process. */
  final Option<String> networkNamespace = socket.networkNamespace;

  /** The required data link type, or null. */
  final Option<LinkType> wantedLinkType =
      group.value(
          "-y, --linktype",
          "TYPE",
          LinkTypeNames::parse,
          null,
          "Fail unless the interface has this data link type: EN10MB, RAW");

  final Option<String> timeStampType =
      group.choice(
          "-j, --time-stamp-type",
          "TYPE",
          TIME_STAMP_TYPES,
          new Option<>(HOST),
          "Time stamp type; only host is supported");
  final Option<Boolean> listInterfaces =
      group.flag("-D, --list-interfaces", "Print the interfaces, like 'framering interfaces'");
  final Option<Boolean> listLinkTypes =
      group.flag(
          "-L, --list-data-link-types", "Print the data link types of the interface, for -y");
  final Option<Boolean> listTimeStampTypes =
      group.flag(
          "-J, --list-time-stamp-types", "Print the time stamp types of the interface, for -j");

  /** The options without those that describe interfaces, which only {@code sniff} has. */
  OptionGroup live() {
    return group.only(
        "-i",
        "-p",
        "-Q",
        "-s",
        "-B",
        "--immediate-mode",
        "--threads",
        "-Z",
        "--wait",
        "--netns",
        "--helper");
  }

  /** The given names without duplicates; empty for all interfaces. */
  List<String> interfaceNames() {
    return interfaces.get().contains(ALL_INTERFACES)
        ? List.of()
        : interfaces.get().stream().distinct().toList();
  }

  /** As with tcpdump, 0 means the maximum. */
  int snapLength() {
    return snapLength.get() == 0 ? MAXIMUM_SNAP_LENGTH : snapLength.get();
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
    return socket
        .incoming()
        .snapLength(snapLength())
        .promiscuous(!notPromiscuous.get())
        .direction(traffic())
        .ringBytes((long) ringKibibytes.get() << 10)
        .blockTimeout(immediate.get() ? IMMEDIATE : CaptureOptions.defaults().blockTimeout())
        .absence(waits.get() ? Absence.AWAIT : Absence.OUTLIVE);
  }

  private Traffic traffic() {
    return switch (direction.get()) {
      case "in" -> Traffic.IN;
      case "out" -> Traffic.OUT;
      default -> Traffic.BOTH;
    };
  }

  /** Whether a helper opens the socket. */
  boolean usesHelper() {
    return socket.usesHelper();
  }
}

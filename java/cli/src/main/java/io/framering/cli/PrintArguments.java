// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.print.OutputFormat;
import io.framering.print.PrintOptions;
import io.framering.print.text.DumpStyle;
import io.framering.print.text.PayloadType;
import io.framering.print.text.TimeStyle;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/** The options of {@code sniff} for printing packets. */
final class PrintArguments {
  private static final int MOST_VERBOSE = 3;
  private static final List<String> FORMATS =
      Arrays.stream(OutputFormat.values()).map(OutputFormat::label).toList();

  private static final List<String> PAYLOAD_TYPES =
      Arrays.stream(PayloadType.values())
          .skip(1)
          .map(type -> type.name().toLowerCase(Locale.ROOT))
          .toList();

  final OptionGroup group = new OptionGroup("Printing:");
  private final Option<String> format =
      group.choice(
          "--format",
          "FORMAT",
          FORMATS,
          new Option<>(OutputFormat.DEFAULT.label()),
          "Output format: " + String.join(", ", FORMATS) + ". Default: tree");

  {
    group.flag(
        "-n, -N, -f", "Print addresses and ports as numbers (always; no names are looked up)");
  }

  private final Option<Boolean> linkLevel = group.flag("-e", "line: with the link-layer header");
  private final Option<Integer> verbose =
      group.count("-v, --verbose", "line: print more; -vv and -vvv even more");
  private final Option<Boolean> unverified =
      group.flag(
          "-K, --dont-verify-checksums", "line: do not verify checksums of IPv4, TCP and UDP");

  {
    group.flag("-H", "Detect 802.11s draft mesh headers (no effect)");
  }

  private final Option<Integer> quiet = group.count("-q, --quick, --quiet", "line: print less");
  private final Option<Integer> time =
      group.count(
          "-t",
          "line: no time. -tt: since 1970,",
          "-ttt: since the previous packet,",
          "-tttt: with date, -ttttt: since the first");
  private final Option<String> precision = new Option<>("micro");

  {
    group.shorthand("--nano", precision, "nano", "line: times with nanoseconds");
    group.choice(
        "--time-stamp-precision",
        "PRECISION",
        List.of("micro", "nano"),
        precision,
        "line: micro or nano. Default: micro");
    group.shorthand("--micro", precision, "micro", "line: times with microseconds, as by default");
  }

  private final Option<Boolean> absoluteSequence =
      group.flag("-S, --absolute-tcp-sequence-numbers", "line: absolute TCP sequence numbers");
  private final Option<String> payloadType =
      group.choice(
          "-T",
          "TYPE",
          PAYLOAD_TYPES,
          new Option<>(PayloadType.BY_PORT.name()),
          "line: the protocol over UDP and TCP, whatever the ports:",
          String.join(", ", PAYLOAD_TYPES));
  private final Option<Boolean> numbered =
      group.flag("-#, --number", "line: print the packet's number first");
  private final Option<Integer> hex =
      group.count("-x", "Add the bytes in hex; -xx: with the link-layer header");
  private final Option<Integer> hexAscii =
      group.count("-X", "Add the bytes in hex and ASCII; -XX: likewise");
  private final Option<Integer> ascii = group.count("-A", "Add the bytes in ASCII; -AA: likewise");

  {
    group.flag("-l", "Print packets as they arrive (always)");
  }

  OutputFormat format() {
    return OutputFormat.ofLabel(format.get());
  }

  /** Whether the packets' bytes are printed. */
  boolean dumps() {
    return dumpStyle() != DumpStyle.NONE;
  }

  /**
   * @param interfaceNames the name of the interface that has this index
   */
  PrintOptions options(IntFunction<String> interfaceNames) {
    return PrintOptions.defaults()
        .interfaceNames(interfaceNames)
        .verbosity(Math.min(verbose.get(), MOST_VERBOSE))
        .quiet(quiet.get())
        .linkLevel(linkLevel.get())
        .time(timeStyle())
        .nanos(precision.get().equals("nano"))
        .absoluteSequence(absoluteSequence.get())
        .numbered(numbered.get())
        .checksums(!unverified.get())
        .payloadType(PayloadType.valueOf(payloadType.get().toUpperCase(Locale.ROOT)))
        .dump(dumpStyle());
  }

  /** Whether the output for a packet depends on the packets before it. */
  boolean dependsOnOrder() {
    TimeStyle style = timeStyle();
    return numbered.get() || style == TimeStyle.SINCE_PREVIOUS || style == TimeStyle.SINCE_FIRST;
  }

  private TimeStyle timeStyle() {
    return switch (time.get()) {
      case 0 -> TimeStyle.TIME_OF_DAY;
      case 1 -> TimeStyle.NONE;
      case 2 -> TimeStyle.UNIX;
      case 3 -> TimeStyle.SINCE_PREVIOUS;
      case 4 -> TimeStyle.DATE;
      default -> TimeStyle.SINCE_FIRST;
    };
  }

  /** If several dumps are requested, the one that tcpdump shows. */
  private DumpStyle dumpStyle() {
    if (hexAscii.get() > 0) {
      return hexAscii.get() > 1 ? DumpStyle.HEX_ASCII_LINK : DumpStyle.HEX_ASCII;
    }
    if (hex.get() > 0) {
      return hex.get() > 1 ? DumpStyle.HEX_LINK : DumpStyle.HEX;
    }
    if (ascii.get() > 0) {
      return ascii.get() > 1 ? DumpStyle.ASCII_LINK : DumpStyle.ASCII;
    }
    return DumpStyle.NONE;
  }
}

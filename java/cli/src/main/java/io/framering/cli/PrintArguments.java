package io.framering.cli;

import io.framering.print.OutputFormat;
import io.framering.print.PrintOptions;
import io.framering.print.text.DumpStyle;
import io.framering.print.text.TimeStyle;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntFunction;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The options of {@code sniff} for printing packets. */
final class PrintArguments {
  private static final int MOST_VERBOSE = 3;

  private OutputFormat format = OutputFormat.DEFAULT;
  private boolean linkLevel;
  private int verbose;
  private int quiet;
  private int time;
  private boolean nanos;
  private boolean absoluteSequence;
  private boolean numbered;
  private boolean unverified;
  private int hex;
  private int hexAscii;
  private int ascii;

  OptionGroup group() {
    return new OptionGroup("Printing:")
        .choice(
            "--format",
            "FORMAT",
            new FormatNames(),
            new FormatByName(),
            value -> format = value,
            "Output format: ${COMPLETION-CANDIDATES}. Default: tree")
        .flag(
            "-n, -N, -f",
            () -> {},
            "Print addresses and ports as numbers (always; no names are looked up)")
        .flag("-e", () -> linkLevel = true, "line: with the link-layer header")
        .flag("-v, --verbose", () -> verbose++, "line: print more; -vv and -vvv even more")
        .flag(
            "-K, --dont-verify-checksums",
            () -> unverified = true,
            "line: do not verify checksums of IPv4, TCP and UDP")
        .flag("-H", () -> {}, "Detect 802.11s draft mesh headers (no effect: no 802.11 is decoded)")
        .flag("-q, --quick, --quiet", () -> quiet++, "line: print less")
        .flag(
            "-t",
            () -> time++,
            "line: no time. -tt: since 1970,",
            "-ttt: since the previous packet,",
            "-tttt: with date, -ttttt: since the first")
        .flag("--nano", () -> nanos = true, "line: times with nanoseconds")
        .choice(
            "--time-stamp-precision",
            "PRECISION",
            List.of("micro", "nano"),
            new NanosByName(),
            value -> nanos = value,
            "line: micro or nano. Default: micro")
        .flag("--micro", () -> nanos = false, "line: times with microseconds, as by default")
        .flag(
            "-S, --absolute-tcp-sequence-numbers",
            () -> absoluteSequence = true,
            "line: absolute TCP sequence numbers")
        .flag("-#, --number", () -> numbered = true, "line: print the packet's number first")
        .flag("-x", () -> hex++, "Add the bytes in hex; -xx: with the link-layer header")
        .flag("-X", () -> hexAscii++, "Add the bytes in hex and ASCII; -XX: likewise")
        .flag("-A", () -> ascii++, "Add the bytes in ASCII; -AA: likewise")
        .flag("-l", () -> {}, "Print packets as they arrive (always)");
  }

  OutputFormat format() {
    return format;
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
        .verbosity(Math.min(verbose, MOST_VERBOSE))
        .quiet(quiet)
        .linkLevel(linkLevel)
        .time(timeStyle())
        .nanos(nanos)
        .absoluteSequence(absoluteSequence)
        .numbered(numbered)
        .checksums(!unverified)
        .dump(dumpStyle());
  }

  /** Whether the output for a packet depends on the packets before it. */
  boolean dependsOnOrder() {
    TimeStyle style = timeStyle();
    return numbered || style == TimeStyle.SINCE_PREVIOUS || style == TimeStyle.SINCE_FIRST;
  }

  private TimeStyle timeStyle() {
    return switch (time) {
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
    if (hexAscii > 0) {
      return hexAscii > 1 ? DumpStyle.HEX_ASCII_LINK : DumpStyle.HEX_ASCII;
    }
    if (hex > 0) {
      return hex > 1 ? DumpStyle.HEX_LINK : DumpStyle.HEX;
    }
    if (ascii > 0) {
      return ascii > 1 ? DumpStyle.ASCII_LINK : DumpStyle.ASCII;
    }
    return DumpStyle.NONE;
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

  /** The values of {@code --time-stamp-precision}: true for nanoseconds. */
  static final class NanosByName implements ITypeConverter<Boolean> {
    @Override
    public Boolean convert(String name) {
      return switch (name) {
        case "nano" -> true;
        case "micro" -> false;
        default -> throw new TypeConversionException("'" + name + "' is not micro or nano");
      };
    }
  }
}

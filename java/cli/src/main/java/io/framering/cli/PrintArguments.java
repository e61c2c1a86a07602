package io.framering.cli;

import io.framering.print.DumpStyle;
import io.framering.print.OutputFormat;
import io.framering.print.PrintOptions;
import io.framering.print.TimeStyle;
import java.util.Arrays;
import java.util.Iterator;
import java.util.function.IntFunction;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of {@code sniff} that say how packets are printed. */
final class PrintArguments {
  private static final int MOST_VERBOSE = 3;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = FormatByName.class,
      completionCandidates = FormatNames.class,
      description = "How a packet looks: ${COMPLETION-CANDIDATES}. Default: tree")
  private OutputFormat format = OutputFormat.DEFAULT;

  @Option(
      names = "-n",
      description = "Print addresses and ports as numbers: always so, names are not looked up")
  private boolean[] numeric = {};

  @Option(names = "-e", description = "line: with the link-layer header")
  private boolean linkLevel;

  @Option(
      names = {"-v", "--verbose"},
      description = "line: tell more; -vv and -vvv even more")
  private boolean[] verbose = {};

  @Option(
      names = {"-q", "--quick", "--quiet"},
      description = "line: tell less")
  private boolean[] quiet = {};

  @Option(
      names = "-t",
      description = {
        "line: no time. -tt: since 1970,",
        "-ttt: since the packet before,",
        "-tttt: with date, -ttttt: since the first"
      })
  private boolean[] time = {};

  @Option(names = "--nano", description = "line: times with nanoseconds")
  private boolean nanos;

  @Option(
      names = "--time-stamp-precision",
      arity = "1",
      paramLabel = "PRECISION",
      converter = NanosByName.class,
      description = "line: micro or nano. Default: micro")
  private void precision(boolean nano) {
    nanos = nano;
  }

  @Option(names = "--micro", description = "line: times with microseconds, as by default")
  private void micros(boolean on) {
    nanos = false;
  }

  @Option(
      names = {"-S", "--absolute-tcp-sequence-numbers"},
      description = "line: TCP sequence numbers as they are")
  private boolean absoluteSequence;

  @Option(
      names = {"-#", "--number"},
      description = "line: begin with the packet's number")
  private boolean numbered;

  @Option(names = "-x", description = "Add the bytes in hex; -xx: the link-layer header's too")
  private boolean[] hex = {};

  @Option(names = "-X", description = "Add the bytes in hex and ASCII; -XX: likewise")
  private boolean[] hexAscii = {};

  @Option(names = "-A", description = "Add the bytes in ASCII; -AA: likewise")
  private boolean[] ascii = {};

  @Option(
      names = {"-l"},
      description = "Print as packets arrive: always so")
  private boolean lineBuffered;

  OutputFormat format() {
    return format;
  }

  /** Whether the packets' bytes are to be shown. */
  boolean dumps() {
    return dumpStyle() != DumpStyle.NONE;
  }

  /**
   * @param interfaceNames the name of the interface that has this index
   */
  PrintOptions options(IntFunction<String> interfaceNames) {
    return PrintOptions.defaults()
        .withInterfaceNames(interfaceNames)
        .withVerbosity(Math.min(verbose.length, MOST_VERBOSE))
        .withQuiet(quiet.length)
        .withLinkLevel(linkLevel)
        .withTime(timeStyle())
        .withNanos(nanos)
        .withAbsoluteSequence(absoluteSequence)
        .withNumbered(numbered)
        .withDump(dumpStyle());
  }

  private TimeStyle timeStyle() {
    return switch (time.length) {
      case 0 -> TimeStyle.TIME_OF_DAY;
      case 1 -> TimeStyle.NONE;
      case 2 -> TimeStyle.UNIX;
      case 3 -> TimeStyle.SINCE_PREVIOUS;
      case 4 -> TimeStyle.DATE;
      default -> TimeStyle.SINCE_FIRST;
    };
  }

  /** Where several are asked for, the one that tcpdump shows. */
  private DumpStyle dumpStyle() {
    if (hexAscii.length > 0) {
      return hexAscii.length > 1 ? DumpStyle.HEX_ASCII_LINK : DumpStyle.HEX_ASCII;
    }
    if (hex.length > 0) {
      return hex.length > 1 ? DumpStyle.HEX_LINK : DumpStyle.HEX;
    }
    if (ascii.length > 0) {
      return ascii.length > 1 ? DumpStyle.ASCII_LINK : DumpStyle.ASCII;
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

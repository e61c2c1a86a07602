package io.framering.cli;

import io.framering.savefile.FrameWriter;
import io.framering.savefile.RotatingWriter;
import io.framering.savefile.Rotation;
import io.framering.savefile.SavefileFormat;
import io.framering.savefile.SavefileOptions;
import io.framering.savefile.SavefileReader;
import io.framering.savefile.SavefileWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The options of {@code sniff} for reading and writing capture files. */
final class RecordArguments {
  private static final String STANDARD_STREAM = "-";

  private String source;
  private String list;
  private List<String> sources;
  private String target;
  private String command;
  private SavefileFormat format;
  private FileMode mode;
  private long bytesPerFile;
  private long secondsPerFile;
  private long files;
  private boolean packetBuffered;
  private boolean print;

  OptionGroup group() {
    return new OptionGroup("Capture files:")
        .value(
            "-r",
            "FILE",
            name -> name,
            name -> source = name,
            "Read packets from a pcap or pcapng file; - is standard input")
        .value(
            "-V",
            "FILE",
            name -> name,
            name -> list = name,
            "Read the files listed in FILE, one per line; - is standard input")
        .value(
            "-w",
            "FILE",
            name -> name,
            name -> target = name,
            "Write packets to FILE, do not print; - is standard output")
        .choice(
            "--file-format",
            "FORMAT",
            new FormatNames(),
            new FormatByName(),
            value -> format = value,
            "${COMPLETION-CANDIDATES}. Default: by the file's name, else pcap")
        .value(
            "--file-mode",
            "MODE",
            new FileMode(),
            value -> mode = value,
            "Permissions of new files, as for chmod(1). Default: 600")
        .value(
            "-C",
            "SIZE",
            new FileSize(),
            value -> bytesPerFile = value,
            "Begin another file after SIZE million bytes, or KiB, MiB, GiB (k, m, g)")
        .value(
            "-G",
            "SECONDS",
            new Range.Positive(),
            value -> secondsPerFile = value,
            "Begin another file every SECONDS; its name: strftime(3)")
        .value(
            "-W",
            "COUNT",
            new Range.Positive(),
            value -> files = value,
            "With -C: reuse COUNT files in turn; with -G: end after COUNT files")
        .value(
            "-z",
            "COMMAND",
            name -> name,
            name -> command = name,
            "Run 'COMMAND FILE' for each file that -C or -G finishes")
        .flag(
            "-U, --packet-buffered",
            () -> packetBuffered = true,
            "Write each packet to the file at once")
        .flag("--print", () -> print = true, "Also print packets when -w is given");
  }

  /** Whether packets are read from files. */
  boolean reads() {
    return source != null || list != null;
  }

  /** Whether packets are read from both a file and a list of files. */
  boolean readsTwice() {
    return source != null && list != null;
  }

  /** The command to run for each finished file, or null. */
  String command() {
    return command;
  }

  /** Whether packets are written to a file. */
  boolean writes() {
    return target != null;
  }

  /** Whether packets are printed. */
  boolean prints() {
    return target == null || print;
  }

  /** Whether a capture file is written to standard output. */
  boolean writesToStandardOutput() {
    return STANDARD_STREAM.equals(target);
  }

  /** Whether the output file is also an input file, which writing would truncate. */
  boolean wouldEmptyItsSource(InputStream in) {
    return reads() && writes() && sources(in).stream().anyMatch(this::isTarget);
  }

  private boolean isTarget(String name) {
    try {
      return Files.isSameFile(Path.of(name), Path.of(target));
    } catch (IOException e) {
      return false; // one of them does not exist
    }
  }

  /** The name of the first input file, for messages. */
  String sourceName() {
    return nameForPeople(sources.getFirst());
  }

  private static String nameForPeople(String name) {
    return STANDARD_STREAM.equals(name) ? "standard input" : name;
  }

  /** Opens the input files. */
  FilesSource open(InputStream in) {
    return new FilesSource(sources(in), name -> open(name, in));
  }

  private static SavefileReader open(String name, InputStream in) {
    return STANDARD_STREAM.equals(name)
        ? SavefileReader.open(nameForPeople(name), in, Zstd.DECOMPRESSOR)
        : SavefileReader.open(Path.of(name), Zstd.DECOMPRESSOR);
  }

  private List<String> sources(InputStream in) {
    if (sources == null) {
      sources = list == null ? List.of(source) : names(in);
    }
    return sources;
  }

  private List<String> names(InputStream in) {
    List<String> names =
        TextFile.read("-V", list, in).lines().filter(line -> !line.isEmpty()).toList();
    if (names.isEmpty()) {
      throw new Failure("-V " + list + ": names no file");
    }
    return names;
  }

  /** Whether output files rotate. */
  boolean rotates() {
    return bytesPerFile > 0 || secondsPerFile > 0 || files > 0;
  }

  /**
   * Creates the output file, or the first of them.
   *
   * @param linkTypeNumber the link type of a pcap file
   * @param atEndOfFile called before a file is closed, unless it is standard output
   */
  FrameWriter create(
      WritableByteChannel out,
      int linkTypeNumber,
      int snapLength,
      IntFunction<String> names,
      Consumer<FrameWriter> atEndOfFile) {
    SavefileOptions options =
        SavefileOptions.of(format())
            .linkTypeNumber(linkTypeNumber)
            .snapLength(snapLength)
            .flushEach(packetBuffered)
            .application(HelpOptions.Version.text())
            .interfaceNames(names);
    if (mode != null) {
      options = options.permissions(mode.permissions());
    }
    if (writesToStandardOutput()) {
      return SavefileWriter.of("-w -", out, options);
    }
    Rotation rotation = new Rotation(bytesPerFile, secondsPerFile, (int) files);
    return RotatingWriter.create(target, rotation, options, atEndOfFile);
  }

  private SavefileFormat format() {
    return format == null ? SavefileFormat.ofName(target) : format;
  }

  private static String label(SavefileFormat format) {
    return format.name().toLowerCase(Locale.ROOT);
  }

  /** The values of {@code --file-format}. */
  static final class FormatNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(SavefileFormat.values()).map(RecordArguments::label).iterator();
    }
  }

  /** Looks a file format up. */
  static final class FormatByName implements ITypeConverter<SavefileFormat> {
    @Override
    public SavefileFormat convert(String name) {
      for (SavefileFormat format : SavefileFormat.values()) {
        if (label(format).equals(name)) {
          return format;
        }
      }
      String names =
          Arrays.stream(SavefileFormat.values())
              .map(RecordArguments::label)
              .collect(Collectors.joining(" or "));
      throw new TypeConversionException("'" + name + "' is not " + names);
    }
  }

  /** The values of {@code -C}. */
  static final class FileSize implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      long bytes = Rotation.parseBytes(text);
      if (bytes < 0) {
        throw new TypeConversionException("'" + text + "' is not a size such as 10, 512k or 1g");
      }
      return bytes;
    }
  }
}

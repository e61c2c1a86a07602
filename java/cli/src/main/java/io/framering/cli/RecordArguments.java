// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.savefile.Compressor;
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
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.TypeConversionException;

/** The options of {@code sniff} for reading and writing capture files. */
final class RecordArguments {
  private static final String STANDARD_STREAM = "-";

  /** The minimum duration of a compressed part of a file: short ones compress badly. */
  private static final Duration PART_DURATION = Duration.ofSeconds(1);

  private static final Set<PosixFilePermission> FOR_OTHERS =
      EnumSet.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

  private static final List<String> FORMATS =
      Arrays.stream(SavefileFormat.values()).map(RecordArguments::label).toList();

  final OptionGroup group = new OptionGroup("Capture files:");
  private final Option<List<String>> source =
      group.texts(
          "-r",
          "FILE",
          "Read packets from a pcap or pcapng file, or merge several by time; - is standard input");
  private final Option<String> list =
      group.text(
          "-V", "FILE", null, "Read the files listed in FILE, one per line; - is standard input");
  private final Option<Boolean> follow =
      group.flag("--follow", "Wait for more packets at the end of the file, until Ctrl-C");
  private final Option<String> target =
      group.text(
          "-w",
          "FILE",
          null,
          "Write packets to FILE, do not print; - is standard output; .gz and .zst compress");
  private final Option<String> format =
      group.choice(
          "--file-format",
          "FORMAT",
          FORMATS,
          new Option<>(null),
          String.join(", ", FORMATS) + ". Default: by the file's name, else pcap");
  private final Option<Set<PosixFilePermission>> permissions =
      group.value(
          "--file-mode",
          "MODE",
          FileMode::parse,
          null,
          "Permissions of new files, as for chmod(1). Default: 600");

  /** The comment on the recording, or null. */
  final Option<String> comment =
      group.text(
          "--comment", "TEXT", null, "Write a comment on the recording into it; needs pcapng");

  private final Option<Long> bytesPerFile =
      group.value(
          "-C",
          "SIZE",
          RecordArguments::fileSize,
          0L,
          "Begin another file after SIZE million bytes, or KiB, MiB, GiB (k, m, g)");
  private final Option<Integer> secondsPerFile =
      group.number(
          "-G",
          "SECONDS",
          1,
          Integer.MAX_VALUE,
          0,
          "Begin another file every SECONDS; its name: strftime(3)");
  private final Option<Integer> files =
      group.number(
          "-W",
          "COUNT",
          1,
          Integer.MAX_VALUE,
          0,
          "With -C: reuse COUNT files in turn; with -G: end after COUNT files");

  /** The command to run for each finished file, or null. */
  final Option<String> command =
      group.text("-z", "COMMAND", null, "Run 'COMMAND FILE' for each file that -C or -G finishes");

  /** The log of TLS keys, or null. */
  final Option<String> tlsKeys =
      group.text(
          "--tls-keys", "FILE", null, "Write the TLS keys that appear in FILE into the recording");

  private final Option<Boolean> packetBuffered =
      group.flag("-U, --packet-buffered", "Write each packet to the file at once");
  private final Option<Boolean> print =
      group.flag("--print", "Also print packets when -w is given");
  private List<String> sources;

  /** Whether packets are read from files. */
  boolean reads() {
    return !source.get().isEmpty() || list.get() != null;
  }

  /** Whether packets are read from both a file and a list of files. */
  boolean readsTwice() {
    return !source.get().isEmpty() && list.get() != null;
  }

  /** Whether several files are to be read from standard input. */
  boolean readsStandardInputTwice() {
    return source.get().stream().filter(STANDARD_STREAM::equals).count() > 1;
  }

  /** Whether the end of a file is not the end. */
  boolean follows() {
    return follow.get();
  }

  /** Whether there is a single file that may be followed. */
  boolean canFollow() {
    return source.get().size() == 1 && !STANDARD_STREAM.equals(source.get().getFirst());
  }

  /** Whether packets are written to a file. */
  boolean writes() {
    return target.get() != null;
  }

  /** Whether packets are printed. */
  boolean prints() {
    return target.get() == null || print.get();
  }

  /** Whether a capture file is written to standard output. */
  boolean writesToStandardOutput() {
    return STANDARD_STREAM.equals(target.get());
  }

  /** Whether the output files have room for comments and other blocks, such as TLS keys. */
  boolean writesBlocks() {
    return writes() && format() == SavefileFormat.PCAPNG;
  }

  /** Whether the output file is also an input file, which writing would truncate. */
  boolean wouldEmptyItsSource(InputStream in) {
    return reads() && writes() && sources(in).stream().anyMatch(this::isTarget);
  }

  private boolean isTarget(String name) {
    try {
      return Files.isSameFile(Path.of(name), Path.of(target.get()));
    } catch (IOException e) {
      return false; // one of them does not exist
    }
  }

  /** The names of the input files that are read first. */
  List<String> firstSources() {
    return list.get() == null ? sources : List.of(sources.getFirst());
  }

  static String nameForPeople(String name) {
    return STANDARD_STREAM.equals(name) ? "standard input" : name;
  }

  /** Opens the input files. */
  FilesSource open(InputStream in) {
    List<String> names = sources(in);
    if (follow.get()) {
      return new FilesSource(
          Stream.generate(() -> names).iterator(),
          name -> SavefileReader.follow(Path.of(name), Zstd.DECOMPRESSOR));
    }
    Stream<List<String>> groups =
        list.get() == null ? Stream.of(names) : names.stream().map(List::of);
    return new FilesSource(groups.iterator(), name -> open(name, in));
  }

  private static SavefileReader open(String name, InputStream in) {
    return STANDARD_STREAM.equals(name)
        ? SavefileReader.open(nameForPeople(name), in, Zstd.DECOMPRESSOR)
        : SavefileReader.open(Path.of(name), Zstd.DECOMPRESSOR);
  }

  private List<String> sources(InputStream in) {
    if (sources == null) {
      sources = list.get() == null ? source.get() : names(in);
    }
    return sources;
  }

  private List<String> names(InputStream in) {
    List<String> names =
        TextFile.read("-V", list.get(), in).lines().filter(line -> !line.isEmpty()).toList();
    if (names.isEmpty()) {
      throw new Failure("-V " + list.get() + ": names no file");
    }
    return names;
  }

  /** Whether output files rotate. */
  boolean rotates() {
    return bytesPerFile.get() > 0 || secondsPerFile.get() > 0 || files.get() > 0;
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
            .flushEach(packetBuffered.get())
            .compressor(compressor())
            .application(Usage.version())
            .interfaceNames(names);
    if (comment.get() != null) {
      options = options.comment(comment.get());
    }
    if (permissions.get() != null) {
      options = options.permissions(permissions.get());
    }
    if (writesToStandardOutput()) {
      return SavefileWriter.of("-w -", out, options);
    }
    Rotation rotation = new Rotation(bytesPerFile.get(), secondsPerFile.get(), files.get());
    return RotatingWriter.create(target.get(), rotation, options, atEndOfFile);
  }

  private Compressor compressor() {
    String name = target.get().toLowerCase(Locale.ROOT);
    return name.endsWith(".gz") ? Compressor.GZIP : name.endsWith(".zst") ? Zstd.COMPRESSOR : null;
  }

  /** How long packets may stay unwritten while no others arrive. */
  Duration flushInterval() {
    return compressor() == null ? Duration.ZERO : PART_DURATION;
  }

  /**
   * Whether an output file, of a rotation any, exists and users other than its owner can read it.
   */
  boolean isReadableByOthers() {
    if (writesToStandardOutput()) {
      return false;
    }
    Path path = Path.of(target.get()).toAbsolutePath();
    Pattern names = outputNames(path.getFileName().toString());
    try (Stream<Path> present = Files.list(path.getParent())) {
      return present.anyMatch(
          each -> names.matcher(each.getFileName().toString()).matches() && isForOthers(each));
    } catch (IOException e) {
      return false; // there is no such folder
    }
  }

  private static boolean isForOthers(Path path) {
    try {
      return Files.getPosixFilePermissions(path).stream().anyMatch(FOR_OTHERS::contains);
    } catch (IOException e) {
      return false; // a link to nowhere
    }
  }

  /** The names of all output files, and a few more: any text stands for a conversion of a time. */
  private Pattern outputNames(String name) {
    int end = compressor() == null ? name.length() : name.lastIndexOf('.');
    String[] parts =
        secondsPerFile.get() > 0
            ? name.substring(0, end).split("%.", -1)
            : new String[] {name.substring(0, end)};
    return Pattern.compile(
        Arrays.stream(parts).map(Pattern::quote).collect(Collectors.joining(".*"))
            + (bytesPerFile.get() > 0 ? "\\d*" : "")
            + Pattern.quote(name.substring(end)));
  }

  private SavefileFormat format() {
    return format.get() == null
        ? SavefileFormat.ofName(target.get())
        : SavefileFormat.values()[FORMATS.indexOf(format.get())];
  }

  private static String label(SavefileFormat format) {
    return format.name().toLowerCase(Locale.ROOT);
  }

  private static long fileSize(String text) {
    long bytes = Rotation.parseBytes(text);
    if (bytes < 0) {
      throw new TypeConversionException("'" + text + "' is not a size such as 10, 512k or 1g");
    }
    return bytes;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.frame.Frame;
import io.framering.print.FramePrinter;
import io.framering.print.OutputFormat;
import io.framering.print.PrintOptions;
import io.framering.print.text.DumpStyle;
import io.framering.print.text.PayloadType;
import io.framering.print.text.TextBuffer;
import io.framering.print.text.TimeStyle;
import io.framering.testing.Namespace;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The program that {@link OutputFormat#LINE} follows, and that format under the same options. */
final class Tcpdump {
  private static final String VERSION = "tcpdump version 4.99.3";

  private Tcpdump() {}

  /** Skips the test, or fails in CI, unless the tcpdump that we compare with is installed. */
  static void require() {
    try {
      Process process =
          new ProcessBuilder("tcpdump", "--version").redirectErrorStream(true).start();
      String said = text(process.getInputStream());
      if (!said.startsWith(VERSION)) {
        Namespace.skip("nothing is compared with tcpdump: it has to be 4.99.3, and is " + said);
      }
    } catch (IOException e) {
      Namespace.skip("nothing is compared with tcpdump: it is not installed (scripts/setup): " + e);
    }
  }

  /** What tcpdump prints of a capture file, with names of nothing. */
  static String print(Path file, String options) throws IOException {
    return run(options, "-r", file);
  }

  /** The same of several files, one after the other, as if they were one. */
  static String print(List<Path> files, String options) throws IOException {
    Path list = Files.createTempFile("files", null);
    try {
      return run(options, "-V", Files.write(list, files.stream().map(Path::toString).toList()));
    } finally {
      Files.delete(list);
    }
  }

  private static String run(String options, String from, Path file) throws IOException {
    // As another user, which root becomes else, it might not see the second file.
    List<String> command = new ArrayList<>(List.of("tcpdump", "-n", "-Z", "root"));
    command.addAll(words(options));
    command.addAll(List.of(from, file.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    // The zone that it is anyway: unless named, the C library looks after each packet for another.
    builder.environment().putIfAbsent("TZ", ":/etc/localtime");
    Process process = builder.start();
    return text(process.getInputStream());
  }

  /** What {@link OutputFormat#LINE} prints of frames, under the options of tcpdump's letters. */
  static String printOurs(List<Frame> frames, String letters) {
    PrintOptions options = options(letters);
    FramePrinter printer = OutputFormat.LINE.printer(options);
    TextBuffer text = new TextBuffer();
    frames.forEach(frame -> printer.print(frame, text));
    return text.toString();
  }

  /** The options that tcpdump's letters stand for: {@code "-e -vv --nano"}. */
  static PrintOptions options(String letters) {
    String once = "";
    boolean nanos = false;
    PayloadType type = PayloadType.BY_PORT;
    for (String word : words(letters)) {
      if (word.equals("--nano")) {
        nanos = true;
      } else if (!word.startsWith("-")) { // after -T
        type = PayloadType.valueOf(word.toUpperCase(Locale.ROOT));
      } else {
        once += word.substring(1);
      }
    }
    return PrintOptions.defaults()
        .interfaceNames(Tcpdump::interfaceName)
        .nanos(nanos)
        .payloadType(type)
        .verbosity(Math.min(3, count(once, 'v')))
        .quiet(Math.min(2, count(once, 'q')))
        .linkLevel(count(once, 'e') > 0)
        .checksums(count(once, 'K') == 0)
        .absoluteSequence(count(once, 'S') > 0)
        .numbered(count(once, '#') > 0)
        .time(TimeStyle.values()[count(once, 't')])
        .dump(dump(once));
  }

  private static DumpStyle dump(String letters) {
    if (count(letters, 'X') > 0) {
      return count(letters, 'X') > 1 ? DumpStyle.HEX_ASCII_LINK : DumpStyle.HEX_ASCII;
    } else if (count(letters, 'x') > 0) {
      return count(letters, 'x') > 1 ? DumpStyle.HEX_LINK : DumpStyle.HEX;
    } else if (count(letters, 'A') > 0) {
      return count(letters, 'A') > 1 ? DumpStyle.ASCII_LINK : DumpStyle.ASCII;
    }
    return DumpStyle.NONE;
  }

  /** The name of the interface that has this index on this host, as if_indextoname(3) gives it. */
  private static String interfaceName(int index) {
    try (Stream<Path> interfaces = Files.list(Path.of("/sys/class/net"))) {
      return interfaces
          .filter(Files::isDirectory)
          .filter(folder -> read(folder.resolve("ifindex")).equals(Integer.toString(index)))
          .map(folder -> folder.getFileName().toString())
          .findAny()
          .orElse("?");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> words(String options) {
    return options.isEmpty() ? List.of() : Arrays.asList(options.split(" "));
  }

  private static int count(String letters, char letter) {
    return (int) letters.chars().filter(c -> c == letter).count();
  }

  private static String text(InputStream stream) throws IOException {
    return new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  /** Not a test: {@code FILE [OPTIONS]} prints a capture file as we do. */
  public static void main(String[] arguments) throws IOException {
    String letters = String.join(" ", Arrays.asList(arguments).subList(1, arguments.length));
    System.out.print(printOurs(PcapFrames.read(Path.of(arguments[0])), letters));
  }
}

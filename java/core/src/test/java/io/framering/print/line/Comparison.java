// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.frame.Frame;
import io.framering.print.FramePrinter;
import io.framering.print.OutputFormat;
import io.framering.print.PrintOptions;
import io.framering.print.text.TextBuffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Frame by frame: what we print, beside what tcpdump prints. */
final class Comparison {
  /**
   * A frame that is printed in two ways.
   *
   * @param number the frame's number in the file, from 1
   * @param options tcpdump's letters
   */
  record Difference(Path file, int number, String options, String ours, String theirs) {
    @Override
    public String toString() {
      return "%s %d %s\n  ours:   %s\n  theirs: %s".formatted(file, number, options, ours, theirs);
    }
  }

  private Comparison() {}

  /** The frames of {@code file} that are printed differently under these options. */
  static List<Difference> of(Path file, String options) throws IOException {
    return of(List.of(file), options);
  }

  /**
   * The frames of {@code files} that are printed differently under these options, by one printer
   * and by one tcpdump, whose start takes longer than a thousand frames. Frames are numbered,
   * whether the options say so or not, to tell what belongs to which.
   */
  static List<Difference> of(List<Path> files, String options) throws IOException {
    List<Difference> differences = new ArrayList<>();
    if (options.contains("--nano") && files.size() > 1) { // it forgets that at the second file
      for (Path file : files) {
        differences.addAll(of(file, options));
      }
      return differences;
    }
    String numbered = options.contains("-#") ? options : (options + " -#").strip();
    List<Frame> frames = new ArrayList<>();
    int[] ends = new int[files.size()];
    for (int i = 0; i < ends.length; i++) {
      frames.addAll(PcapFrames.read(files.get(i)));
      ends[i] = frames.size();
    }
    List<String> ours = ourTexts(frames, Tcpdump.options(numbered));
    String theirs = Tcpdump.print(files, numbered);
    int at = 0;
    int file = 0;
    for (int number = 1; number <= ours.size(); number++) {
      while (number > ends[file]) {
        file++;
      }
      String text = ours.get(number - 1);
      int next = theirs.indexOf(beginning(number + 1), at) + 1;
      int end = number == ours.size() || next == 0 ? theirs.length() : next;
      if (end - at != text.length() || !theirs.startsWith(text, at)) {
        String their = theirs.substring(at, end);
        int before = file == 0 ? 0 : ends[file - 1];
        differences.add(new Difference(files.get(file), number - before, numbered, text, their));
      }
      at = end;
    }
    return differences;
  }

  /** Of the line with this number, after the line before. */
  private static String beginning(int number) {
    String digits = Integer.toString(number);
    return "\n" + " ".repeat(Math.max(0, 5 - digits.length())) + digits + "  ";
  }

  static List<String> ourTexts(List<Frame> frames, PrintOptions options) {
    FramePrinter printer = OutputFormat.LINE.printer(options);
    TextBuffer text = new TextBuffer();
    List<String> texts = new ArrayList<>();
    for (Frame frame : frames) {
      printer.print(frame, text.clear());
      texts.add(new String(text.toByteArray(), StandardCharsets.ISO_8859_1));
    }
    return texts;
  }

  /**
   * Whether this is of a protocol that tcpdump takes further than {@link OutputFormat#LINE}: see
   * docs/LINE.md.
   */
  static boolean isOutOfScope(Difference difference) {
    return Scope.isOutside(difference.ours());
  }

  /** Not a test: {@code FILE[,FILE...] MOST [OPTIONS[,OPTIONS...]]} shows the differences. */
  public static void main(String[] arguments) throws IOException {
    int most = Integer.parseInt(arguments[1]);
    int count = 0;
    for (String options : arguments.length > 2 ? arguments[2].split(",", -1) : new String[] {""}) {
      for (String file : arguments[0].split(",")) {
        List<Difference> differences = of(Path.of(file), options);
        differences.removeIf(Comparison::isOutOfScope);
        count += differences.size();
        differences.stream().limit(most).forEach(System.out::println);
      }
    }
    System.out.println(count + " differences of " + Arrays.toString(arguments));
  }
}

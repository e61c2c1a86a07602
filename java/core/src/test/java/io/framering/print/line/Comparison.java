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

  /**
   * The frames of {@code file} that are printed differently under these options. Frames are
   * numbered, whether the options say so or not, to tell what belongs to which.
   */
  static List<Difference> of(Path file, String options) throws IOException {
    String numbered = options.contains("-#") ? options : (options + " -#").strip();
    List<String> ours = ourTexts(PcapFrames.read(file), Tcpdump.options(numbered));
    String theirs = Tcpdump.print(file, numbered);
    List<Difference> differences = new ArrayList<>();
    int at = 0;
    for (int number = 1; number <= ours.size(); number++) {
      String text = ours.get(number - 1);
      int next = theirs.indexOf("\n%5d  ".formatted(number + 1), at) + 1;
      int end = number == ours.size() || next == 0 ? theirs.length() : next;
      if (end - at != text.length() || !theirs.startsWith(text, at)) {
        String their = theirs.substring(at, end);
        differences.add(new Difference(file, number, numbered, text, their));
      }
      at = end;
    }
    return differences;
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

// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import static io.framering.savefile.FileBytes.little;
import static io.framering.savefile.FileBytes.open;
import static io.framering.savefile.FileBytes.packet;
import static org.assertj.core.api.Assertions.assertThat;

import io.framering.print.FramePrinter;
import io.framering.print.OutputFormat;
import io.framering.print.PrintOptions;
import io.framering.print.text.TextBuffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The comments of a file's packets, as the formats show them. */
class CommentTest {
  private static final List<String> COMMENTS =
      List.of("first", "se\"cond \\, \u00e9 \ud83d\ude00", "\u001b[2J\nlast");

  @TempDir Path folder;

  private static byte[] file() {
    FileBytes file = little().section().description(1, 0, little());
    file.enhanced(0, 1, 60, packet(60), little());
    FileBytes comments = little();
    COMMENTS.forEach(comment -> comments.option(1, comment));
    file.enhanced(0, 2, 60, packet(60), comments.u32(0));
    return file.enhanced(0, 3, 60, packet(60), little().option(1, "one").u32(0)).toArray();
  }

  private static String print(OutputFormat format) {
    FramePrinter printer = format.printer(PrintOptions.defaults());
    TextBuffer text = new TextBuffer();
    try (SavefileReader reader = open(file())) {
      reader.run(frame -> printer.print(frame, text));
    }
    return text.toString();
  }

  @Test
  void jsonHasAStringOrAList() {
    assertThat(print(OutputFormat.JSON).lines())
        .satisfiesExactly(
            line -> assertThat(line).doesNotContain("comment"),
            line ->
                assertThat(line)
                    .contains(
                        "\"comment\":[\"first\","
                            + "\"se\\\"cond \\\\, \u00e9 \ud83d\ude00\",\"\\u001b[2J\\nlast\"]"),
            line -> assertThat(line).contains("\"comment\":\"one\""));
  }

  @Test
  void treeHasALineForEach() {
    assertThat(print(OutputFormat.TREE))
        .contains(
            "60 bytes\n"
                + "Comment: first\n"
                + "Comment: se\"cond \\, \u00e9 \ud83d\ude00\n"
                + "Comment: \\u001b[2J\\nlast\n",
            "60 bytes\nComment: one\n");
  }

  @Test
  void lineHasNoneAsTcpdump() throws IOException {
    Path file = Files.write(folder.resolve("a.pcapng"), file());
    String theirs = Oracle.say(folder, "tcpdump", "-ntr", file.toString());
    assertThat(theirs).doesNotContain("first");
    assertThat(print(OutputFormat.LINE)).doesNotContain("first", "one").hasLineCount(12);
  }

  /** tshark's name of the field, and its values. */
  @Test
  void tsharkShowsTheSame() throws IOException {
    Path file = Files.write(folder.resolve("a.pcapng"), file());
    String theirs =
        Oracle.say(
            folder,
            "tshark",
            "-nr",
            file.toString(),
            "-Tfields",
            "-eframe.comment",
            "-Eaggregator=|");
    assertThat(theirs.lines().map(line -> List.of(line.split(Pattern.quote("|")))))
        .containsExactly(
            List.of(""),
            List.of(COMMENTS.get(0), COMMENTS.get(1), "\u001b[2J\\nlast"),
            List.of("one"));
  }
}

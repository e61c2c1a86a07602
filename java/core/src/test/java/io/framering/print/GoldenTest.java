// SPDX-License-Identifier: Apache-2.0
package io.framering.print;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.print.text.TextBuffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the formats print, frame by frame: the text files beside this are the specification. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // an endless loop fails
class GoldenTest {
  static final PrintOptions OPTIONS =
      PrintOptions.defaults()
          .zone(ZoneId.of("Europe/Berlin"))
          .interfaceNames(index -> index == 66 ? "a\33[2Jb\u00e9" : "eth" + index);

  static Stream<GoldenCase> cases() {
    return GoldenCase.all().stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isPrinted(GoldenCase golden) {
    golden
        .expected()
        .forEach((format, expected) ->
            assertThat(printed(golden, format)).as(format).isEqualTo(expected));
  }

  // What the others print is specified by the tools that they follow: LINE by tcpdump, JSON by
  // tshark.
  @ParameterizedTest
  @MethodSource("cases")
  void isSaidInBothFormatsThatShowHeadersAsBlocks(GoldenCase golden) {
    assertThat(golden.expected().keySet())
        .contains(OutputFormat.CLASSIC.label(), OutputFormat.TREE.label());
  }

  static String printed(GoldenCase golden, String format) {
    TextBuffer text = new TextBuffer();
    OutputFormat.ofLabel(format).printer(OPTIONS).print(golden.frame(), text);
    return text.toString();
  }

  /** Not a test: after an intended change, writes the new output for the diff to be read. */
  @Test
  @EnabledIfSystemProperty(named = "framering.golden", matches = "rewrite")
  void rewrite() throws IOException {
    for (Path file : Files.list(GoldenCase.FOLDER).toList()) {
      List<GoldenCase> cases = GoldenCase.read(file);
      cases.forEach(
          golden -> golden.expected().replaceAll((format, old) -> printed(golden, format)));
      Files.writeString(file, cases.stream().map(GoldenCase::text).collect(Collectors.joining()));
    }
  }
}

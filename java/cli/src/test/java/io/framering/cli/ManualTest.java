// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.OptionSpec;

@DisplayName("The manual page framering-sniff(1)")
class ManualTest {
  private static final Path PAGE = Path.of("../../man/framering-sniff.1");

  /** An option where the page describes it: the first of its line, or behind a comma. */
  private static final Pattern DESCRIBED = Pattern.compile("(?:^|, )\"?(-[-\\w#]+)");

  @Test
  void describesEveryOptionAndNoOther() throws IOException {
    assertThat(described()).isEqualTo(options());
  }

  private static Set<String> options() {
    Environment environment =
        new Environment(InputStream.nullInputStream(), null, System.err, false, stop -> {});
    return SniffCommand.spec(environment).options().stream()
        .map(OptionSpec::names)
        .flatMap(Arrays::stream)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The options in the lines behind each {@code .TP}, which are in bold type. */
  private static Set<String> described() throws IOException {
    Set<String> found = new TreeSet<>();
    String before = "";
    for (String line : Files.readAllLines(PAGE)) {
      if (before.equals(".TP") && line.matches("\\.(B|BI) .*")) {
        String text = line.replaceFirst("^\\.BI? \"?", "").replace("\\-", "-");
        DESCRIBED.matcher(text).results().forEach(match -> found.add(match.group(1)));
      }
      before = line;
    }
    return found;
  }
}

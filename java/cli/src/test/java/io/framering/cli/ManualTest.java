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
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

@DisplayName("The manual pages")
class ManualTest {
  private static final Path PAGES = Path.of("../../man");

  /** An option where the page describes it: the first of its line, or behind a comma. */
  private static final Pattern DESCRIBED = Pattern.compile("(?:^|, )\"?(-[-\\w#]+)");

  @ParameterizedTest
  @MethodSource("commands")
  void describeEveryOptionAndNoOther(CommandSpec command) throws IOException {
    assertThat(described(page(command))).isEqualTo(options(command));
  }

  @Test
  void areOfTheCommandsThatTheHelpLists() throws IOException {
    try (Stream<Path> pages = Files.list(PAGES)) {
      assertThat(pages)
          .containsExactlyInAnyOrderElementsOf(commands().map(ManualTest::page).toList());
    }
  }

  private static Stream<CommandSpec> commands() {
    Environment environment =
        new Environment(InputStream.nullInputStream(), null, System.err, false, stop -> {});
    CommandSpec all = new Main(environment, false).all().getCommandSpec();
    Stream<CommandSpec> shown =
        all.subcommands().values().stream()
            .map(CommandLine::getCommandSpec)
            .filter(command -> !command.usageMessage().hidden());
    return Stream.concat(Stream.of(all), shown);
  }

  private static Path page(CommandSpec command) {
    return PAGES.resolve(command.qualifiedName("-") + ".1");
  }

  private static Set<String> options(CommandSpec command) {
    return command.options().stream()
        .map(OptionSpec::names)
        .flatMap(Arrays::stream)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The options in the lines behind each {@code .TP}, which are in bold type. */
  private static Set<String> described(Path page) throws IOException {
    Set<String> found = new TreeSet<>();
    String before = "";
    for (String line : Files.readAllLines(page)) {
      if (before.equals(".TP") && line.matches("\\.(B|BI) .*")) {
        String text = line.replaceFirst("^\\.BI? \"?", "").replace("\\-", "-");
        DESCRIBED.matcher(text).results().forEach(match -> found.add(match.group(1)));
      }
      before = line;
    }
    return found;
  }
}

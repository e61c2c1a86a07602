// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The table of docs/PROTOCOLS.md names every decoder and printer that there is, and the lists of
 * the other documents are made of its rows.
 */
class ProtocolListsTest {
  private static final Path ROOT = Path.of("../..");
  private static final Path PRINTERS = Path.of("src/main/java/io/framering/print/line");
  private static final Set<String> NO_PROTOCOL = Set.of("LinePrinter", "ProtocolPrinter");

  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| ([^|`]+) \\| ([^|]*) \\| ([^|]*) \\|$");
  private static final Pattern CLASS = Pattern.compile("`(\\w+)`");

  private record Row(String name, List<String> decoders, List<String> printers) {}

  private static List<Row> rows() throws IOException {
    String document = Files.readString(ROOT.resolve("docs/PROTOCOLS.md"));
    String table = document.substring(document.indexOf("## The protocols"));
    return ROW.matcher(table.substring(0, table.indexOf("\n## ", 1)))
        .results()
        .skip(1)
        .map(row -> new Row(row.group(1), classes(row.group(2)), classes(row.group(3))))
        .toList();
  }

  private static List<String> classes(String cell) {
    return CLASS.matcher(cell).results().map(name -> name.group(1)).toList();
  }

  /** The names between this beginning and a full stop. */
  private static List<String> list(String file, String beginning) throws IOException {
    String text = Files.readString(ROOT.resolve(file)).replaceAll("\\s+", " ");
    Matcher list = Pattern.compile(Pattern.quote(beginning) + ": (.+?)\\. ").matcher(text);
    assertThat(list.find()).as(file).isTrue();
    return Arrays.asList(list.group(1).split(", "));
  }

  @Test
  void theTableHasEveryDecoder() throws IOException {
    Protocols protocols = Protocols.builtIn();

    assertThat(rows().stream().flatMap(row -> row.decoders.stream()))
        .containsOnlyOnceElementsOf(List.of("Tcp", "Udp"))
        .hasSameElementsAs(
            IntStream.range(0, protocols.count())
                .mapToObj(row -> protocols.decoder(row).getClass().getSimpleName())
                .toList());
  }

  @Test
  void theTableHasEveryPrinter() throws IOException {
    try (Stream<Path> files = Files.list(PRINTERS)) {
      assertThat(rows().stream().flatMap(row -> row.printers.stream()))
          .hasSameElementsAs(
              files
                  .map(file -> file.getFileName().toString().replace(".java", ""))
                  .filter(name -> name.endsWith("Printer") && !NO_PROTOCOL.contains(name))
                  .collect(Collectors.toSet()));
    }
  }

  @Test
  void theDocumentsHaveTheNamesOfTheTable() throws IOException {
    List<Row> rows = rows();
    List<String> names = rows.stream().map(Row::name).toList();

    assertThat(names).hasSizeGreaterThan(30).doesNotHaveDuplicates();
    assertThat(list("README.md", "Decoded protocols")).isEqualTo(names);
    assertThat(list("man/framering-sniff.1", "Decoded protocols")).isEqualTo(names);
    assertThat(list("docs/FORMATS.md", "Decoded protocols"))
        .isEqualTo(rows.stream().filter(row -> !row.decoders.isEmpty()).map(Row::name).toList());
    assertThat(list("docs/LINE.md", "Printed protocols"))
        .isEqualTo(rows.stream().filter(row -> !row.printers.isEmpty()).map(Row::name).toList());
  }
}

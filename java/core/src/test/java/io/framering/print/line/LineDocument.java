// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The lists of docs/LINE.md: what tcpdump takes further. */
final class LineDocument {
  private static final Path FILE = Path.of("../../docs/LINE.md");
  private static final Pattern NUMBERS = Pattern.compile("(0x[0-9a-f]+|[0-9]+)(?: to ([0-9]+))?");

  private LineDocument() {}

  /** The numbers of the item that begins with this label in bold: up to the first full stop. */
  static TreeSet<Integer> numbers(String label) {
    Matcher item =
        Pattern.compile(
                "^- \\*\\*" + Pattern.quote(label) + "\\*\\*[^:]*: ([^.]*)\\.", Pattern.MULTILINE)
            .matcher(text().replaceAll("\\([^)]*\\)", "")); // "802.11" has no full stop
    if (!item.find()) {
      throw new IllegalStateException(FILE + " has no item " + label);
    }
    TreeSet<Integer> numbers = new TreeSet<>();
    NUMBERS
        .matcher(item.group(1))
        .results()
        .flatMapToInt(LineDocument::range)
        .forEach(numbers::add);
    return numbers;
  }

  private static IntStream range(MatchResult match) {
    int first = Integer.decode(match.group(1));
    int last = match.group(2) == null ? first : Integer.decode(match.group(2));
    return IntStream.rangeClosed(first, last);
  }

  private static String text() {
    try {
      return Files.readString(FILE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

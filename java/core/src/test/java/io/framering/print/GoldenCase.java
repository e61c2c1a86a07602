// SPDX-License-Identifier: Apache-2.0
package io.framering.print;

import io.framering.frame.CapturedFrame;
import io.framering.frame.Checksum;
import io.framering.frame.Direction;
import io.framering.frame.LinkType;
import io.framering.frame.VlanTag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A frame and what each format prints for it, as it stands in a text file:
 *
 * <pre>
 * == what this is
 * # what is to be seen
 * frame: interface=2 direction=OUTGOING length=1514
 * 02 00 5e 10 00 fe  # bytes in hexadecimal
 * -- classic
 * ...
 * -- tree
 * ...
 * </pre>
 *
 * @param file where it stands
 * @param name what this is
 * @param input the lines up to the first format
 * @param expected the text by the format's label
 */
public record GoldenCase(Path file, String name, List<String> input, Map<String, String> expected) {
  static final Path FOLDER = Path.of("src/test/resources/io/framering/print");

  /** All that there are. */
  public static List<GoldenCase> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().flatMap(file -> read(file).stream()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<GoldenCase> read(Path file) {
    List<GoldenCase> cases = new ArrayList<>();
    GoldenCase current = null;
    String format = null;
    for (String line : lines(file)) {
      if (line.startsWith("== ")) {
        current = new GoldenCase(file, line.substring(3), new ArrayList<>(), new LinkedHashMap<>());
        cases.add(current);
        format = null;
      } else if (line.startsWith("-- ")) {
        format = line.substring(3);
        current.expected.put(format, "");
      } else if (format == null) {
        current.input.add(line);
      } else {
        current.expected.merge(format, line + "\n", String::concat);
      }
    }
    return cases;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] bytes() {
    StringBuilder hex = new StringBuilder();
    for (String line : input) {
      if (!line.startsWith("frame:")) {
        hex.append(line.replaceAll("#.*", "").replace(" ", ""));
      }
    }
    return HexFormat.of().parseHex(hex);
  }

  /** The frame. */
  public CapturedFrame frame() {
    byte[] bytes = bytes();
    Map<String, String> told = told();
    BigDecimal time = new BigDecimal(told.getOrDefault("time", "1795000000.123456789"));
    return new CapturedFrame(
        time.movePointRight(9).longValueExact(),
        Integer.parseInt(told.getOrDefault("length", Integer.toString(bytes.length))),
        Integer.parseInt(told.getOrDefault("interface", "0")),
        Direction.valueOf(told.getOrDefault("direction", "TO_US")),
        LinkType.valueOf(told.getOrDefault("link", "ETHERNET")),
        VlanTag.valueOf(told.getOrDefault("vlan", "NOT_STRIPPED")),
        Integer.parseInt(told.getOrDefault("tpid", "0"), 16),
        Integer.parseInt(told.getOrDefault("tci", "0"), 16),
        Checksum.valueOf(told.getOrDefault("checksum", "UNKNOWN")),
        told.containsKey("offloaded"),
        MemorySegment.ofArray(bytes).asReadOnly());
  }

  private Map<String, String> told() {
    Map<String, String> told = new HashMap<>();
    for (String line : input) {
      if (line.startsWith("frame: ")) {
        for (String word : line.substring(7).split(" ")) {
          String[] pair = word.split("=", 2);
          told.put(pair[0], pair.length > 1 ? pair[1] : "");
        }
      }
    }
    return told;
  }

  String text() {
    StringBuilder text = new StringBuilder("== " + name + "\n");
    input.forEach(line -> text.append(line).append('\n'));
    expected.forEach(
        (format, output) -> text.append("-- ").append(format).append('\n').append(output));
    return text.toString();
  }

  @Override
  public String toString() {
    return file.getFileName() + ": " + name;
  }
}

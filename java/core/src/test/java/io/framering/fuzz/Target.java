// SPDX-License-Identifier: Apache-2.0
package io.framering.fuzz;

import io.framering.filter.BpfFuzz;
import io.framering.packet.HeaderFuzz;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The fuzz targets: one row each. */
public enum Target {
  HEADER(HeaderFuzz.class, HeaderFuzz::fuzzerTestOneInput),
  PACKET(PacketFuzz.class, PacketFuzz::fuzzerTestOneInput),
  CLASSIC(ClassicFuzz.class, ClassicFuzz::fuzzerTestOneInput),
  TREE(TreeFuzz.class, TreeFuzz::fuzzerTestOneInput),
  LINE(LineFuzz.class, LineFuzz::fuzzerTestOneInput),
  JSON(JsonFuzz.class, JsonFuzz::fuzzerTestOneInput),
  DUMP(DumpFuzz.class, DumpFuzz::fuzzerTestOneInput),
  PCAP(PcapFuzz.class, PcapFuzz::fuzzerTestOneInput),
  PCAPNG(PcapngFuzz.class, PcapngFuzz::fuzzerTestOneInput),
  GZIP(GzipFuzz.class, GzipFuzz::fuzzerTestOneInput),
  BPF(BpfFuzz.class, BpfFuzz::fuzzerTestOneInput);

  /** Inputs that made a target fail once: a folder for each target that has some. */
  private static final Path FINDINGS = Path.of("src/test/resources/io/framering/fuzz");

  private final Class<?> type;
  private final Entry entry;

  Target(Class<?> type, Entry entry) {
    this.type = type;
    this.entry = entry;
  }

  /** What Jazzer calls. */
  private interface Entry {
    void run(byte[] input);
  }

  /** Throws when something is wrong. */
  void run(byte[] input) {
    entry.run(input);
  }

  /** What it is called on a command line. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Seeds, and what made it fail once. */
  List<byte[]> inputs() {
    return Stream.concat(Seeds.of(this), findings()).toList();
  }

  private Stream<byte[]> findings() {
    Path folder = FINDINGS.resolve(label());
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().map(Target::read).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * For {@code scripts/fuzz}: without an argument, prints a line for each target, its name and its
   * class; else writes the inputs of each target into a folder of its name in this one.
   */
  public static void main(String[] args) throws IOException {
    for (Target target : values()) {
      if (args.length == 0) {
        System.out.println(target.label() + " " + target.type.getName());
        continue;
      }
      Path folder = Files.createDirectories(Path.of(args[0], target.label()));
      for (byte[] input : target.inputs()) {
        Files.write(folder.resolve("seed-%08x".formatted(Arrays.hashCode(input))), input);
      }
    }
  }
}

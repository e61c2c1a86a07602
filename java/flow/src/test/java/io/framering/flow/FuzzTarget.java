// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import io.framering.frame.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;

/** The fuzz targets of this module: one row each. {@code scripts/fuzz} runs them. */
public enum FuzzTarget {
  STREAM(StreamFuzz.class, StreamFuzz::fuzzerTestOneInput, "manners-left"),
  FRAGMENT(DefragmenterFuzz.class, DefragmenterFuzz::fuzzerTestOneInput, "fragments-left");

  private static final Path RESOURCES = Path.of("src/test/resources/io/framering/flow");
  private static final int RAW = 3;
  private static final int RANDOM_SEEDS = 40;

  private final Class<?> type;
  private final Consumer<byte[]> entry;
  private final String capture;

  FuzzTarget(Class<?> type, Consumer<byte[]> entry, String capture) {
    this.type = type;
    this.entry = entry;
    this.capture = capture;
  }

  /** Throws when something is wrong. */
  void run(byte[] input) {
    entry.accept(input);
  }

  /** Its name on a command line. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Frames of a capture, random numbers, and what made it fail once. */
  List<byte[]> inputs() throws IOException {
    List<byte[]> inputs = new ArrayList<>();
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    raw.writeBytes(new byte[] {RAW, 0});
    for (Frame frame : TcpFollowTest.read(RESOURCES.resolve(capture + ".pcap.gz"))) {
      byte[] bytes = frame.copy().toByteArray();
      int length = Math.min(bytes.length, 255);
      raw.writeBytes(new byte[] {20, (byte) length, 0});
      raw.write(bytes, 0, length);
      if (raw.size() > 4_000) {
        break;
      }
    }
    inputs.add(raw.toByteArray());
    Random random = new Random(ordinal());
    for (int i = 0; i < RANDOM_SEEDS; i++) {
      byte[] input = new byte[200 + random.nextInt(1_000)];
      random.nextBytes(input);
      input[0] = 0;
      inputs.add(input);
    }
    Path findings = RESOURCES.resolve("fuzz").resolve(label());
    if (Files.isDirectory(findings)) {
      try (var files = Files.list(findings)) {
        for (Path file : files.sorted().toList()) {
          inputs.add(Files.readAllBytes(file));
        }
      }
    }
    return inputs;
  }

  /**
   * Without an argument, prints a line for each target, its name and its class; else writes the
   * inputs of each target into a folder of its name in this one.
   */
  public static void main(String[] args) throws IOException {
    for (FuzzTarget target : values()) {
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

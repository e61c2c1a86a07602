// SPDX-License-Identifier: Apache-2.0
package io.framering;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.CapturedFrame;
import io.framering.frame.LinkType;
import io.framering.packet.Packet;
import io.framering.print.FramePrinter;
import io.framering.print.OutputFormat;
import io.framering.print.PrintOptions;
import io.framering.print.text.TextBuffer;
import io.framering.savefile.SavefileFormat;
import io.framering.savefile.SavefileOptions;
import io.framering.savefile.SavefileReader;
import io.framering.savefile.SavefileWriter;
import io.framering.testing.Traffic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Capture files, decoders and printers, in a JVM that lets nobody reach native memory. */
@Timeout(600)
class NoNativeAccessTest {
  private static final int FRAMES = 500;

  /** Writes, reads, decodes and prints; says how much. */
  static final class FileProgram {
    private FileProgram() {}

    public static void main(String[] args) {
      for (SavefileFormat format : SavefileFormat.values()) {
        Path file = Path.of(args[0], format.name());
        write(file, format);
        System.out.println(format + " " + read(file) + " frames");
      }
    }

    private static void write(Path file, SavefileFormat format) {
      try (SavefileWriter writer =
          SavefileWriter.create(file, SavefileOptions.of(format).linkTypeNumber(1))) {
        for (byte[] bytes : Traffic.mix(FRAMES)) {
          writer.write(CapturedFrame.of(1_700_000_000_000_000_000L, LinkType.ETHERNET, bytes));
        }
      }
    }

    private static int read(Path file) {
      List<FramePrinter> printers =
          Arrays.stream(OutputFormat.values())
              .map(format -> format.printer(PrintOptions.defaults()))
              .toList();
      Packet packet = new Packet();
      TextBuffer text = new TextBuffer();
      int[] frames = new int[1];
      try (SavefileReader reader = SavefileReader.open(file)) {
        reader.run(frame -> {
          packet.wrap(frame);
          printers.forEach(printer -> printer.print(frame, text));
          text.clear();
          frames[0]++;
        });
      }
      return frames[0];
    }
  }

  private static String run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--illegal-native-access=deny", "-Xshare:off"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = process.inputReader().lines().collect(Collectors.joining("\n"));
    return output + "\nexit " + process.waitFor();
  }

  private static final String ALL =
      Arrays.stream(SavefileFormat.values())
          .map(format -> format + " " + FRAMES + " frames\n")
          .collect(Collectors.joining("", "", "exit 0"));

  @Test
  void onTheClassPath(@TempDir Path folder) throws Exception {
    String path = System.getProperty("java.class.path");
    assertThat(run("-cp", path, FileProgram.class.getName(), folder.toString())).isEqualTo(ALL);
  }
}

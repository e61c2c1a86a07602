// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.CapturedFrame;
import io.framering.packet.Header;
import io.framering.print.OutputFormat;
import io.framering.print.PrintOptions;
import io.framering.print.text.TextBuffer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Decoders and printers are not loaded before a packet needs them: a JVM prints one segment. */
@Timeout(600)
class FirstUseTest {
  private static final Pattern LOADED =
      Pattern.compile("(io\\.framering\\.(?:packet|print\\.line)\\.\\w+) source:");

  /** Prints a TCP segment between unknown ports. */
  static final class SegmentProgram {
    private SegmentProgram() {}

    public static void main(String[] args) {
      byte[] packet = Sweep.ethernet(0x0800, Sweep.tcp(Sweep.NO_PORT, Sweep.NO_PORT, new byte[9]));
      TextBuffer text = new TextBuffer();
      OutputFormat.valueOf(args[0])
          .printer(PrintOptions.defaults())
          .print(CapturedFrame.ofEthernet(packet), text);
      System.out.println(text);
    }
  }

  private static Set<String> loadedBy(OutputFormat format) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xlog:class+load:stdout",
            "-cp",
            System.getProperty("java.class.path"),
            SegmentProgram.class.getName(),
            format.name());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = process.inputReader().lines().collect(Collectors.joining("\n"));
    assertThat(said).contains("40000");
    return LOADED
        .matcher(said)
        .results()
        .map(MatchResult::group)
        .map(FirstUseTest::name)
        .collect(Collectors.toSet());
  }

  private static String name(String line) {
    return line.substring(0, line.indexOf(' '));
  }

  @Test
  void lineLoadsNoDecoderAndNoPrinterOfAPort() throws IOException {
    Set<String> ofPorts =
        Arrays.stream(Ports.class.getDeclaredFields())
            .map(field -> field.getType())
            .filter(ProtocolPrinter.class::isAssignableFrom)
            .map(Class::getName)
            .collect(Collectors.toSet());

    assertThat(ofPorts).hasSizeGreaterThan(5).contains(DnsPrinter.class.getName());
    assertThat(loadedBy(OutputFormat.LINE))
        .contains(TcpPrinter.class.getName())
        .doesNotContain(Header.class.getName())
        .doesNotContainAnyElementsOf(ofPorts);
  }

  @Test
  void jsonLoadsTheDecodersOfTheSegment() throws IOException {
    Set<String> decoders = loadedBy(OutputFormat.JSON);
    decoders.removeIf(name -> !isDecoder(name));

    assertThat(decoders)
        .containsExactlyInAnyOrder(
            "io.framering.packet.Ethernet", "io.framering.packet.Ipv4", "io.framering.packet.Tcp");
  }

  private static boolean isDecoder(String name) {
    try {
      Class<?> type = Class.forName(name);
      return Header.class.isAssignableFrom(type) && type != Header.class;
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}

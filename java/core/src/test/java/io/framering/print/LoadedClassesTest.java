// SPDX-License-Identifier: Apache-2.0
package io.framering.print;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.print.text.TextBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A protocol over UDP is not loaded before its port is seen. */
@Timeout(60)
class LoadedClassesTest {
  private static final Pattern LOADED =
      Pattern.compile("io\\.framering\\.(\\w+\\.)+((Bootp|Dhcp|Radius|Rip)\\w*) ");

  /** Prints the first frame of a golden file. */
  static final class Printing {
    private Printing() {}

    public static void main(String[] arguments) {
      GoldenCase golden = GoldenCase.read(GoldenCase.FOLDER.resolve(arguments[1])).get(0);
      TextBuffer text = new TextBuffer();
      OutputFormat.ofLabel(arguments[0])
          .printer(PrintOptions.defaults())
          .print(golden.frame(), text);
      System.out.println(text);
    }
  }

  private static Set<String> loaded(String format, String file) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                java,
                "-Xlog:class+load",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Printing.class.getName(),
                format,
                file)
            .redirectErrorStream(true)
            .start();
    String output = process.inputReader().lines().collect(Collectors.joining("\n"));
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return LOADED
        .matcher(output)
        .results()
        .map(result -> result.group(2))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"line", "tree", "json"})
  void noneForAnotherProtocol(String format) throws Exception {
    assertThat(loaded(format, "tcp.txt")).isEmpty();
  }

  @Test
  void thoseOfThePortThatIsSeen() throws Exception {
    assertThat(loaded("tree", "dhcp.txt")).isEqualTo(Set.copyOf(List.of("Dhcp", "DhcpOptions")));
    assertThat(loaded("line", "rip.txt")).containsExactly("RipPrinter");
  }
}

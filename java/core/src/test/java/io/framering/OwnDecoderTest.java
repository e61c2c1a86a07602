// SPDX-License-Identifier: Apache-2.0
package io.framering;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.packet.Header;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The decoder of docs/PROTOCOLS.md, in a module of its own that requires only the library's. */
class OwnDecoderTest {
  private static final String MODULE = "com.example.sensors";
  private static final Pattern SOURCE =
      Pattern.compile("```java\n(package com\\.example\\..*?class (\\w+) .*?)```", Pattern.DOTALL);

  private static final String MODULE_INFO =
      "module com.example.sensors { requires io.framering; exports com.example.sensors; }";

  private static final String PROGRAM =
      """
      package com.example.sensors;

      import io.framering.frame.CapturedFrame;
      import io.framering.print.OutputFormat;

      public final class Program {
        public static String show(byte[] bytes, String format) {
          CapturedFrame frame = CapturedFrame.ofEthernet(bytes);
          Sensors sensors = new Sensors();
          return sensors.temperature(frame)
              + "\\n" + sensors.print(frame, OutputFormat.ofLabel(format));
        }
      }
      """;

  private static final String HEADERS =
      "0200000000020200000000010800"
          + "4500002000000000401166cb0a0000010a000002"
          + "9c401ce8000c0000";

  @TempDir private static Path folder;
  private static Method show;

  @BeforeAll
  static void compile() throws Exception {
    List<String> sources = new ArrayList<>();
    sources.add(write("module-info", MODULE_INFO));
    sources.add(write("Program", PROGRAM));
    String manual = Files.readString(Path.of("../../docs/PROTOCOLS.md"));
    for (MatchResult source : SOURCE.matcher(manual).results().toList()) {
      sources.add(write(source.group(2), source.group(1)));
    }
    String modules =
        library().map(Path::toString).reduce((a, b) -> a + File.pathSeparator + b).get();
    List<String> arguments = new ArrayList<>(List.of("-d", folder.toString(), "-p", modules));
    arguments.addAll(sources);
    ByteArrayOutputStream problems = new ByteArrayOutputStream();
    ToolProvider.getSystemJavaCompiler()
        .run(null, problems, problems, arguments.toArray(String[]::new));
    assertThat(problems.toString()).isEmpty();

    Path[] path = Stream.concat(Stream.of(folder), library()).toArray(Path[]::new);
    ModuleLayer boot = ModuleLayer.boot();
    Configuration configuration =
        boot.configuration().resolve(ModuleFinder.of(path), ModuleFinder.of(), Set.of(MODULE));
    show =
        boot.defineModulesWithOneLoader(configuration, ClassLoader.getPlatformClassLoader())
            .findLoader(MODULE)
            .loadClass(MODULE + ".Program")
            .getMethod("show", byte[].class, String.class);
  }

  private static String write(String name, String source) throws IOException {
    return Files.writeString(folder.resolve(name + ".java"), source).toString();
  }

  private static Stream<Path> library() throws Exception {
    Path classes =
        Path.of(Header.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    return Stream.concat(
        Stream.of(classes),
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> entry.contains("native-lib-loader") || entry.contains("slf4j-api"))
            .map(Path::of));
  }

  private static String shown(String payload, String format) throws Exception {
    return (String) show.invoke(null, HexFormat.of().parseHex(HEADERS + payload), format);
  }

  @Test
  void isShownInTheTree() throws Exception {
    assertThat(shown("000700d7", "tree"))
        .startsWith("215\n")
        .endsWith(
            "\tSensor Reading:\n\t\tSensor: 0x0007, Temperature: 215\n\t\tPayload: 0 bytes\n");
  }

  @Test
  void isShownInJson() throws Exception {
    assertThat(shown("000700d7", "json"))
        .contains("\"protocols\":\"eth:ip:udp:sensor\"")
        .endsWith(",\"sensor\":{\"id\":\"0x0007\",\"temperature\":215}}\n");
  }

  @Test
  void reportsItsProblems() throws Exception {
    assertThat(shown("000703e9", "tree"))
        .endsWith("Temperature: 1001\n\t\tMalformed: temperature above 1000\n");
    assertThat(shown("000703", "tree")).startsWith("-1\n").endsWith(":\n\t\tTruncated\n");
    assertThat(shown("000703", "json")).endsWith("\"problem\":\"sensor: truncated\"}\n");
  }

  @Test
  void doesNotChangeTheLine() throws Exception {
    assertThat(shown("000700d7", "line"))
        .endsWith("10.0.0.1.40000 > 10.0.0.2.7400: UDP, length 4\n");
  }
}

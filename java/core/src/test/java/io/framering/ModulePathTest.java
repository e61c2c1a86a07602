// SPDX-License-Identifier: Apache-2.0
package io.framering;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.capture.Capture;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameSource;
import io.framering.testing.Namespace;
import java.io.File;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The library as a module, in a JVM that grants native access to those that are named only. */
@Timeout(120)
class ModulePathTest {
  private static final String MODULE = "io.framering";
  private static final String LOADER = "org.scijava.nativelib";

  /** Captures a packet that it sends. On the class path, but no package of the module's is. */
  static final class Capturing {
    private Capturing() {}

    public static void main(String[] arguments) throws Exception {
      System.out.println("module " + Capture.class.getModule().getName());
      try (Capture capture = Capture.open("lo");
          DatagramSocket socket = new DatagramSocket()) {
        InetAddress localhost = InetAddress.getLoopbackAddress();
        socket.send(new DatagramPacket(new byte[9], 9, localhost, socket.getLocalPort()));
        FrameBatch batch = capture.next(FrameSource.FOREVER);
        System.out.println(batch.iterator().next().originalLength() + " bytes");
      } catch (LinkageError | RuntimeException e) {
        System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
      }
    }
  }

  private static String run(String... granted) throws Exception {
    List<String> entries =
        Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator));
    Path library =
        Path.of(Capture.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path program =
        Path.of(Capturing.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String modules =
        entries.stream()
            .filter(entry -> entry.contains("native-lib-loader") || entry.contains("slf4j-api"))
            .collect(Collectors.joining(File.pathSeparator, library + File.pathSeparator, ""));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--illegal-native-access=deny", "-Xshare:off"));
    command.addAll(List.of("--module-path", modules, "--add-modules", MODULE));
    if (granted.length > 0) {
      command.add("--enable-native-access=" + String.join(",", granted));
    }
    command.addAll(List.of("-cp", program.toString(), Capturing.class.getName()));
    try (Namespace namespace = Namespace.create()) {
      Process process = namespace.process(command).redirectErrorStream(true).start();
      String output =
          process
              .inputReader()
              .lines()
              .filter(line -> !line.startsWith("SLF4J: ")) // it has no logger, and says so
              .collect(Collectors.joining("\n"));
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      return output;
    }
  }

  @Test
  void ringOpensForTheModulesThatAreGranted() throws Exception {
    assertThat(run(MODULE, LOADER)).isEqualTo("module io.framering\n51 bytes");
  }

  @ParameterizedTest
  @CsvSource({"'', " + LOADER, MODULE + ", " + LOADER, LOADER + ", " + MODULE})
  void moduleThatIsNotGrantedIsNamedWithWhatToDo(String granted, String missing) throws Exception {
    assertThat(granted.isEmpty() ? run() : run(granted))
        .startsWith(
            "module io.framering\nUnsatisfiedLinkError: cannot load the native library: Illegal"
                + " native access from module "
                + missing
                + " (")
        .endsWith(
            "); start the JVM with --enable-native-access=io.framering,org.scijava.nativelib");
  }
}

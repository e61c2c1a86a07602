// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.framering.frame.FrameBatch;
import io.framering.testing.Namespace;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Giving up root, in JVMs of their own, as there is no way back. */
@Timeout(600)
class PrivilegesTest {
  private static final String USER = "nobody";

  @Test
  void noThreadKeepsAnythingOfRootAndTheCaptureGoesOn() throws Exception {
    try (Namespace namespace = Namespace.create()) {
      assertThat(run(namespace.process(java(Child.class))))
          .isEqualTo(
              "captured as root\ncaptured as nobody\nopening: NOT_PERMITTED\nwarmed up\n"
                  + "cannot become nobody: only root can drop its privileges\nexit 0");
    }
  }

  @Test
  void userThatIsMissingOrRootIsRefused() {
    assertThatThrownBy(() -> Privileges.dropTo("no-such-user"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no-such-user: no such user");
    assertThatThrownBy(() -> Privileges.dropTo("root"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("root: is root, so no privileges would be dropped");
  }

  /** Root of a container has some of root's capabilities only. */
  @ParameterizedTest
  @CsvSource({"setgid, initgroups", "setuid, setresuid"})
  void callThatIsRefusedIsNamed(String capability, String call) throws Exception {
    assumeTrue(Privileges.ofRoot(), "only root can give up a capability of root's");
    List<String> command = new ArrayList<>(List.of("setpriv", "--bounding-set", "-" + capability));
    command.addAll(java(DroppingChild.class));
    assertThat(run(new ProcessBuilder(command)))
        .isEqualTo(
            "cannot become nobody: %s failed: Operation not permitted; does a container or a"
                    .formatted(call)
                + " sandbox, such as seccomp, forbid it? It needs the capabilities CAP_SETGID and"
                + " CAP_SETUID\nexit 0");
  }

  private static List<String> java(Class<?> main) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    return command;
  }

  private static String run(ProcessBuilder command) throws Exception {
    Process process = command.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    return output + "exit " + process.exitValue();
  }

  /** The JVM that tries to give up root. */
  static final class DroppingChild {
    private DroppingChild() {}

    public static void main(String[] arguments) {
      try {
        Privileges.dropTo(USER);
      } catch (IllegalStateException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  /** The JVM that gives up root. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws Exception {
      CountDownLatch end = new CountDownLatch(1);
      loadWhatOnlyRootMayReadLater();
      for (int i = 0; i < 3; i++) {
        Thread.startVirtualThread(Child::doNothing);
        Thread.ofPlatform().daemon().start(() -> await(end));
      }
      try (Capture capture = Capture.open("lo", CaptureOptions.defaults().ringBytes(1 << 20))) {
        System.out.println(captures(capture) ? "captured as root" : "nothing");
        Privileges.dropTo(USER);
        checkThreads();
        System.out.println(captures(capture) ? "captured as nobody" : "nothing");
      }
      System.out.println("opening: " + failure("lo"));
      System.out.println(warmsUp(Duration.ofMinutes(1)) ? "warmed up" : "nothing");
      try {
        Privileges.dropTo(USER);
      } catch (IllegalStateException e) {
        System.out.println(e.getMessage());
      }
      end.countDown();
    }

    /** The class path has folders, and root's home is closed to others. A jar stays open. */
    private static void loadWhatOnlyRootMayReadLater() {
      failure("no-such-if");
      warmsUp(Duration.ZERO);
    }

    private static CaptureException.Reason failure(String interfaceName) {
      try (Capture capture = Capture.open(interfaceName)) {
        throw new AssertionError("opened, with a ring of " + capture.ringBytes() + " bytes");
      } catch (CaptureException e) {
        return e.reason();
      }
    }

    private static boolean warmsUp(Duration duration) {
      try (Capture warmUp = Capture.warmUp(duration)) {
        return warmUp.next(Duration.ZERO) != null;
      }
    }

    private static void doNothing() {
      // Being started was enough: the carriers of virtual threads are threads, too.
    }

    private static void await(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private static boolean captures(Capture capture) throws IOException {
      try (DatagramSocket socket = new DatagramSocket()) {
        InetAddress localhost = InetAddress.getLoopbackAddress();
        socket.send(new DatagramPacket(new byte[9], 9, localhost, socket.getLocalPort()));
      }
      return capture.next(Duration.ofMinutes(1)) instanceof FrameBatch batch && batch.size() > 0;
    }

    /** Throws unless every thread is nobody, and can nothing. */
    private static void checkThreads() throws IOException {
      int threads = 0;
      try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
        for (Path task : tasks.toList()) {
          threads++;
          for (String line : Files.readAllLines(task.resolve("status"))) {
            String[] words = line.split("\\s+");
            boolean fine =
                switch (words[0]) {
                  case "Uid:", "Gid:" ->
                      Stream.of(words).skip(1).allMatch(id -> id.equals("65534"));
                  case "Groups:" -> words.length == 2 && words[1].equals("65534");
                  case "CapInh:", "CapPrm:", "CapEff:", "CapAmb:" -> words[1].matches("0+");
                  default -> true;
                };
            if (!fine) {
              throw new AssertionError(task + ": " + line);
            }
          }
        }
      }
      if (threads < 10) {
        throw new AssertionError("a JVM of " + threads + " threads");
      }
    }
  }
}

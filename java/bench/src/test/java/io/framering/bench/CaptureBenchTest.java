// SPDX-License-Identifier: Apache-2.0
package io.framering.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.savefile.SavefileReader;
import io.framering.testing.Namespace;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is measured is done: every packet counted, printed, recorded once, none of a warm-up, and
 * decoded as the loop in C does.
 */
@Timeout(600)
class CaptureBenchTest {
  private static final int PACKETS = 20_000;
  private static final Pattern SUM = Pattern.compile("sum (\\d+)");

  private static Namespace namespace;

  @TempDir private Path folder;

  @BeforeAll
  static void makeNamespace() {
    namespace = Namespace.withVeth();
  }

  @AfterAll
  static void deleteNamespace() {
    if (namespace != null) {
      namespace.close();
    }
  }

  /** A capture that is running, and what it prints. */
  private final class Bench {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final CountDownLatch listening = new CountDownLatch(1);
    final FutureTask<Integer> result;

    Bench(CaptureBench.Handler handler, int threads) throws Exception {
      PrintStream err =
          new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8) {
            @Override
            public void println(String text) {
              listening.countDown();
            }
          };
      CaptureBench bench = new CaptureBench(new PrintStream(out, true), err);
      result =
          new FutureTask<>(() ->
              bench.run(
                  "right",
                  "--handler=" + handler,
                  "--threads=" + threads,
                  "--count=" + PACKETS,
                  "--seconds=50",
                  "--examples=300",
                  "--file=" + file()));
      namespace.run(() -> Thread.ofPlatform().daemon().start(result));
      while (!listening.await(1, TimeUnit.SECONDS)) {
        assertThat(result.isDone()).as("it listens, or goes on to it").isFalse();
      }
    }

    String end() throws Exception {
      assertThat(result.get()).isZero();
      return out.toString(StandardCharsets.UTF_8);
    }
  }

  private Path file() {
    return folder.resolve("file.pcapng");
  }

  private static void send() {
    String sent =
        namespace.exec(
            BenchPrograms.command("send_mix", "-n", PACKETS, "-r", 200_000, "left")
                .toArray(String[]::new));
    assertThat(sent).startsWith("sent " + PACKETS + " ");
  }

  private static String sum(String text) {
    Matcher found = SUM.matcher(text);
    assertThat(found.find()).as(text).isTrue();
    return found.group(1);
  }

  @ParameterizedTest
  @EnumSource(CaptureBench.Handler.class)
  void everyPacketIsCountedOnce(CaptureBench.Handler handler) throws Exception {
    Bench bench = new Bench(handler, 1);
    send();

    assertThat(bench.end())
        .startsWith("captured " + PACKETS + " dropped 0 ")
        .containsPattern("steady: \\d+ packets a second, \\d+\\.\\d+ us of processor time each\n")
        .contains("whole process: ");
    if (handler == CaptureBench.Handler.WRITE) {
      AtomicInteger recorded = new AtomicInteger();
      try (SavefileReader reader = SavefileReader.open(file())) {
        reader.run(frame -> recorded.incrementAndGet());
      }
      assertThat(recorded).hasValue(PACKETS);
    }
    if (handler == CaptureBench.Handler.LINE) {
      assertThat(Files.readAllLines(file())).hasSize(PACKETS);
    }
  }

  @Test
  void everyPacketIsCountedOnceByTwoThreads() throws Exception {
    Bench bench = new Bench(CaptureBench.Handler.WORK, 2);
    send();

    assertThat(bench.end()).startsWith("captured " + PACKETS + " dropped 0 in 2 threads\n");
  }

  /** The loop in C, from when it listens until {@code meanwhile} is over: what it printed. */
  private static String loop(String handler, Namespace.Task meanwhile) throws Exception {
    Process loop =
        namespace.process(BenchPrograms.command("capture_loop", "-h", handler, "right")).start();
    try (BufferedReader said = loop.errorReader()) {
      assertThat(said.readLine()).isEqualTo("listening");
      meanwhile.run();
      loop.toHandle().destroy(); // the process's own method closes the streams
      return new String(loop.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } finally {
      loop.destroyForcibly();
    }
  }

  @Test
  void decodesWhatTheLoopInCDecodes() throws Exception {
    String[] ours = new String[1];
    String theirs =
        loop(
            "decode",
            () -> {
              Bench bench = new Bench(CaptureBench.Handler.DECODE, 1);
              send();
              ours[0] = bench.end();
            });

    assertThat(theirs).startsWith("captured " + PACKETS + " dropped 0 ");
    assertThat(sum(ours[0])).isEqualTo(sum(theirs));
  }

  /** Waits until this number of packets has arrived. */
  private static void awaitReceived(long packets) throws Exception {
    String file = "/sys/class/net/right/statistics/rx_packets";
    while (Long.parseLong(namespace.exec("cat", file).strip()) < packets) {
      Thread.sleep(10);
    }
  }

  @Test
  void theFloodCountsWhatArrives() throws Exception {
    String[] sent = new String[1];
    String captured =
        loop(
            "count",
            () -> {
              Process flood =
                  namespace
                      .process(BenchPrograms.command("send_flood", "0.01", "left", "right"))
                      .start();
              sent[0] = new String(flood.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
              if (flood.waitFor() != 0) {
                Namespace.skip("no BPF_F_TEST_XDP_LIVE_FRAMES here (Linux 5.18), so no flood");
              }
              awaitReceived(Long.parseLong(sent[0].split(" ")[1]));
            });

    String count = sent[0].split(" ")[1];
    assertThat(Long.parseLong(count)).isPositive();
    assertThat(captured).startsWith("captured " + count + " dropped 0 ");
  }
}

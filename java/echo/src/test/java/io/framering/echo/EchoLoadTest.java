// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The load generator: that it counts, and above all that it notices. */
@Timeout(600)
class EchoLoadTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  private static EchoLoad.Builder load(EchoServer server) {
    return EchoLoad.builder().port(server.address().getPort()).duration(SHORT);
  }

  /** Loads for twice as long, and again, until each connection got an answer. */
  static LoadResult untilAllAreAnswered(EchoLoad.Builder load, Duration first) throws Exception {
    LoadResult result;
    Duration duration = first;
    do {
      result = load.duration(duration).build().run();
      duration = duration.multipliedBy(2);
    } while (result.fewest() == 0
        && result.errors() == 0
        && duration.compareTo(Child.PATIENCE) < 0);
    return result;
  }

  @Test
  void loadsAllItsConnections() throws Exception {
    try (EchoServer server = EchoServer.builder().port(0).start()) {
      LoadResult result = untilAllAreAnswered(load(server).connections(20).threads(2), SHORT);
      assertThat(result.errors()).as(result.firstError()).isZero();
      assertThat(result.fewest()).isPositive();
      assertThat(result.bytes()).isEqualTo(64 * result.messages());
      assertThat(result.elapsed()).isGreaterThanOrEqualTo(SHORT);
      assertThat(result.median()).isPositive().isLessThanOrEqualTo(result.p99());
      assertThat(result.p999()).isBetween(result.p99(), result.longest());
      assertThat(server.statistics().accepted() % 20).isZero();
      assertThat(server.statistics().bytes()).isGreaterThanOrEqualTo(result.bytes());
      assertThat(result.describe()).containsPattern("^\\d+ messages in .* m?s: \\d+ messages/s");
    }
  }

  @Test
  void keepsLargeMessagesInFlight() throws Exception {
    try (EchoServer server = EchoServer.builder().port(0).start()) {
      LoadResult result =
          untilAllAreAnswered(
              load(server).connections(4).messageBytes(1_000_003).inFlight(8), SHORT);
      assertThat(result.errors()).as(result.firstError()).isZero();
      assertThat(result.fewest()).isPositive();
    }
  }

  @Test
  void connectsForEachMessage() throws Exception {
    try (EchoServer server = EchoServer.builder().port(0).start()) {
      LoadResult result = untilAllAreAnswered(load(server).connections(4).reconnect(true), SHORT);
      assertThat(result.errors()).as(result.firstError()).isZero();
      assertThat(result.fewest()).isPositive();
      assertThat(server.statistics().accepted()).isGreaterThanOrEqualTo(result.messages());
    }
  }

  @Test
  void tellsHowFarItIs() throws Exception {
    List<LoadProgress> told = new CopyOnWriteArrayList<>();
    try (EchoServer server = EchoServer.builder().port(0).start()) {
      EchoLoad load = load(server).duration(Duration.ofHours(1)).progress(told::add).build();
      stopWhen(load, () -> !told.isEmpty());
      load.run();
    }
    assertThat(told.getFirst().connections()).isEqualTo(1);
    assertThat(told.getFirst().describeSince(LoadProgress.NOTHING))
        .matches("\\d+ s: 1 connections, \\d+ messages/s, [\\d.]+ MB/s, 0 errors");
  }

  @Test
  void canBeStopped() throws Exception {
    try (EchoServer server = EchoServer.builder().port(0).start()) {
      EchoLoad load = load(server).duration(Duration.ofHours(1)).build();
      stopWhen(load, () -> server.statistics().messages() > 0);
      LoadResult result = load.run();
      assertThat(result.errors()).as(result.firstError()).isZero();
    }
  }

  private static void stopWhen(EchoLoad load, BooleanSupplier state) {
    Thread.startVirtualThread(() -> {
      try {
        Child.await(state);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      } finally {
        load.stop();
      }
    });
  }

  /** What a load says about a server that takes a message and sends back these bytes. */
  private static LoadResult against(int messageBytes, byte[] answer) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.startVirtualThread(() -> {
        try (Socket peer = server.accept()) {
          byte[] message = peer.getInputStream().readNBytes(messageBytes);
          for (int i = 0; i < answer.length; i++) {
            message[i] ^= answer[i];
          }
          peer.getOutputStream().write(message, 0, answer.length);
          peer.shutdownOutput();
          peer.getInputStream().readAllBytes();
        } catch (java.io.IOException e) {
          // The load is what is tested.
        }
      });
      return EchoLoad.builder()
          .port(server.getLocalPort())
          .messageBytes(messageBytes)
          .duration(SHORT)
          .timeout(Child.PATIENCE)
          .build()
          .run();
    }
  }

  @Test
  void noticesASingleWrongBit() throws Exception {
    byte[] change = new byte[1000];
    change[777] = 1;
    LoadResult result = against(1000, change);
    assertThat(result.errors()).isEqualTo(1);
    assertThat(result.firstError()).isEqualTo("what came back differs from what was sent");
    assertThat(result.messages()).isZero();
  }

  @Test
  void noticesThatTheServerWentAway() throws Exception {
    LoadResult result = against(1000, new byte[999]);
    assertThat(result.errors()).isEqualTo(1);
    assertThat(result.firstError()).isEqualTo("the server ended the connection");
  }

  @Test
  void noticesThatNothingComesBack() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      LoadResult result =
          EchoLoad.builder()
              .port(silent.getLocalPort())
              .connections(3)
              .duration(SHORT)
              .timeout(Duration.ofSeconds(3))
              .build()
              .run();
      assertThat(result.errors()).isEqualTo(3);
      assertThat(result.firstError()).isEqualTo("1 messages did not come back within 3 s");
    }
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    try (Socket refusing = Child.refusingPort()) {
      int port = refusing.getLocalPort();
      assertThatThrownBy(() -> EchoLoad.builder().port(port).build().run())
          .isInstanceOf(EchoException.class)
          .hasMessageMatching(
              "can't connect to localhost port %d: .+; is a server running there\\?"
                  .formatted(port));
    }
  }

  @Test
  void latenciesAreRightToOnePercent() {
    Latencies latencies = new Latencies();
    long[] values = new Random(7).longs(100_000, 1, 10_000_000).toArray();
    for (long value : values) {
      latencies.add(value);
    }
    java.util.Arrays.sort(values);
    for (double part : new double[] {0.0001, 0.01, 0.5, 0.9, 0.99, 0.999, 1}) {
      long exact = values[(int) Math.ceil(part * values.length) - 1];
      assertThat(latencies.quantile(part)).isBetween(exact, exact + exact / 100 + 1);
    }
    assertThat(latencies.largest()).isEqualTo(values[values.length - 1]);
  }
}

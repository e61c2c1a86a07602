// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ten thousand at once. */
@Timeout(600)
class CrowdTest {
  private static final int CROWD = 10_000;
  private static final int OTHER_DESCRIPTORS = 500;

  @BeforeEach
  void needsDescriptors() throws Exception {
    String limits = Files.readString(Path.of("/proc/self/limits"));
    String hard =
        limits.lines().filter(line -> line.startsWith("Max open files")).findFirst().orElseThrow();
    String most = hard.split("\\s+")[4];
    boolean enough = most.equals("unlimited") || Long.parseLong(most) >= CROWD + OTHER_DESCRIPTORS;
    if (!enough) {
      System.err.println("SKIPPED: this test needs `ulimit -Hn` of 10500, it is " + most);
    }
    Assumptions.assumeTrue(enough, "not enough file descriptors");
  }

  private static Child server() throws Exception {
    return Child.echoWithDescriptors(
        CROWD + OTHER_DESCRIPTORS, "echo-server", "--port", "0", "--quiet");
  }

  @Test
  void tenThousandIdleOnesCostLittleAndANewOneIsServed() throws Exception {
    List<SocketChannel> crowd = new ArrayList<>();
    try (Child server = server()) {
      int port = server.port();
      long start = System.nanoTime();
      for (int i = 0; i < CROWD; i++) {
        crowd.add(SocketChannel.open(new InetSocketAddress("127.0.0.1", port)));
      }
      try (Socket first = Child.connect(port)) {
        Child.exchange(first, "the others are in before this one");
        Duration connecting = Duration.ofNanos(System.nanoTime() - start);
        try (Socket another = Child.connect(port)) {
          start = System.nanoTime();
          Child.exchange(another, "at once");
          Duration answer = Duration.ofNanos(System.nanoTime() - start);
          long resident = server.residentBytes();
          System.out.printf(
              "%d idle connections, made in %d ms: server has %d MB resident, a new one is"
                  + " answered within %d us%n",
              CROWD, connecting.toMillis(), resident / 1_000_000, answer.toNanos() / 1000);
          assertThat(server.descriptors()).isGreaterThan(CROWD);
          assertThat(resident).isLessThanOrEqualTo(110_000_000);
        }
      }
    } finally {
      for (SocketChannel channel : crowd) {
        channel.close();
      }
    }
  }

  @Test
  void ofTenThousandActiveOnesNoneIsLostOrStarved() throws Exception {
    try (Child server = server()) {
      LoadResult result =
          EchoLoadTest.untilAllAreAnswered(
              EchoLoad.builder()
                  .port(server.port())
                  .connections(CROWD)
                  .timeout(Duration.ofMinutes(1)),
              Duration.ofSeconds(3));
      System.out.printf(
          "%d active connections: %s; fewest messages on one of %d on average: %d; %d MB"
              + " resident%n",
          CROWD,
          result.describe().replace("\n", "; "),
          result.messages() / CROWD,
          result.fewest(),
          server.residentBytes() / 1_000_000);
      assertThat(result.errors()).as(result.firstError()).isZero();
      assertThat(result.fewest()).isPositive();
    }
  }
}

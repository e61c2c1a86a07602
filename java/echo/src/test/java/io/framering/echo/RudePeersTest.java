// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Peers that don't read, reset, or are too many: they harm themselves only. */
@Timeout(600)
class RudePeersTest {
  private static final Duration SHORT = Duration.ofSeconds(2);
  private static final String ONE_CARRIER = "-Djdk.virtualThreadScheduler.parallelism=1";
  private static final Duration LONG = Child.PATIENCE;

  /** Usual is less than one; where streams starve it, it is hundreds, or there is no answer. */
  private static final double MOST_LARGE_PER_SMALL = 60;

  private static void closeAll(List<? extends AutoCloseable> resources) throws Exception {
    for (AutoCloseable resource : resources) {
      resource.close();
    }
  }

  @Test
  void whoNeverReadsCostsLittleMemoryAndNoProcessorTime() throws Exception {
    int peers = 50;
    List<SocketChannel> stuck = new ArrayList<>();
    try (Child server = Child.echo("echo-server", "--port", "0", "--quiet")) {
      int port = server.port();
      try (Socket other = Child.connect(port)) {
        Child.exchange(other, "warm");
        long residentBefore = server.residentBytes();
        long sent = 0;
        for (int i = 0; i < peers; i++) {
          stuck.add(SocketChannel.open(new InetSocketAddress("127.0.0.1", port)));
        }
        for (SocketChannel peer : stuck) {
          sent += IdleTest.sendUntilStuck(peer);
        }
        server.awaitQuiet(Duration.ofMillis(100));
        long grown = server.residentBytes() - residentBefore;
        long start = System.nanoTime();
        assertThat(Child.exchange(other, "still here")).isEqualTo("still here");
        Duration answer = Duration.ofNanos(System.nanoTime() - start);
        System.out.printf(
            "%d peers that never read sent %d MB: server grew by %d KiB, answered another within"
                + " %d us%n",
            peers, sent >> 20, grown >> 10, answer.toNanos() / 1000);
        assertThat(grown).isLessThan(16 << 20); // 64 KiB each, and up to 8 MiB for compiled code
      }
    } finally {
      closeAll(stuck);
    }
  }

  /** On one carrier thread, so that the streams could keep it busy all the time. */
  @Test
  void aSmallMessageBesideHeavyStreamsIsNotHeldUp() throws Exception {
    try (Child server = Child.echoWithFlag(ONE_CARRIER, "echo-server", "--port", "0", "--quiet")) {
      EchoLoad.Builder load = EchoLoad.builder().port(server.port());
      CountDownLatch streaming = new CountDownLatch(1);
      EchoLoad heavy =
          load.connections(4)
              .messageBytes(1 << 20)
              .inFlight(4)
              .duration(LONG)
              .progress(progress -> streaming.countDown())
              .build();
      FutureTask<LoadResult> streams = new FutureTask<>(heavy::run);
      Thread.startVirtualThread(streams);
      streaming.await();
      LoadResult small =
          EchoLoadTest.untilAllAreAnswered(load.connections(1).messageBytes(64).inFlight(1), SHORT);
      heavy.stop();
      LoadResult large = streams.get();
      double largePerSmall = perSecond(large) / perSecond(small);
      System.out.printf(
          "beside four heavy streams: %s; %.1f large messages for a small one%n",
          small.describe().replace("\n", "; "), largePerSmall);
      assertThat(large.errors()).as(large.firstError()).isZero();
      assertThat(small.errors()).as(small.firstError()).isZero();
      assertThat(largePerSmall).isLessThan(MOST_LARGE_PER_SMALL);
    }
  }

  private static double perSecond(LoadResult result) {
    return result.messages() * 1e9 / result.elapsed().toNanos();
  }

  @Test
  void twoHundredResetsInMidStreamLeaveNothingBehind(@TempDir Path folder) throws Exception {
    try (EchoServer server = EchoServer.builder().port(0).start()) {
      try (Socket open = Child.connect(server.address().getPort())) {
        Child.exchange(open, "one that is open");
        assertThat(threads(folder)).contains(Connection.class.getName());
      }
      resetInMidStream(server); // the first one loads classes and opens what stays open
      Child.await(() -> server.statistics().open() == 0);
      int descriptors = ownDescriptors();
      for (int i = 0; i < 200; i++) {
        resetInMidStream(server);
      }
      Child.await(() -> server.statistics().open() == 0);
      assertThat(server.statistics().accepted()).isEqualTo(202);
      assertThat(server.pool().idle()).isEqualTo(server.pool().made()).isPositive();
      Child.await(() -> ownDescriptors() <= descriptors);
      Child.await(() -> !threads(folder).contains(Connection.class.getName()));
    }
  }

  private static int ownDescriptors() {
    try {
      return Child.descriptorsOf("self");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The stacks of all threads, virtual ones included. */
  private static String threads(Path folder) {
    Path file = folder.resolve("threads");
    try {
      Files.deleteIfExists(file);
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void resetInMidStream(EchoServer server) throws IOException {
    try (Socket socket = Child.connect(server.address().getPort())) {
      byte[] piece = new byte[30_000];
      socket.getOutputStream().write(piece);
      socket.getInputStream().readNBytes(10_000);
      socket.getOutputStream().write(piece);
      socket.setSoLinger(true, 0); // so that close() resets the connection
    }
  }

  @Test
  void withoutDescriptorsAcceptingWaitsAndNothingElseSuffers() throws Exception {
    int peers = 100;
    List<Socket> sockets = new ArrayList<>();
    try (Child server = Child.echoWithDescriptors(64, "echo-server", "--port", "0", "--quiet")) {
      int port = server.port();
      for (int i = 0; i < peers; i++) {
        sockets.add(Child.connect(port)); // the kernel connects those too that are not accepted yet
      }
      assertThat(Child.exchange(sockets.getFirst(), "one of the first")).isNotEmpty();
      Child.await(() -> lines(server) == 1);
      server.awaitQuiet(Duration.ofMillis(300));
      for (Socket socket : sockets) {
        // Each is served when its turn comes, and makes room for another.
        assertThat(Child.exchange(socket, "served")).isEqualTo("served");
        socket.close();
      }
      try (Socket late = Child.connect(port)) {
        assertThat(Child.exchange(late, "recovered")).isEqualTo("recovered");
      }
      assertThat(server.err().lines())
          .singleElement()
          .asString()
          .startsWith("can't accept connections for now (")
          .contains("ulimit -n");
    } finally {
      closeAll(sockets);
    }
  }

  private static long lines(Child child) {
    try {
      return child.err().lines().count();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}

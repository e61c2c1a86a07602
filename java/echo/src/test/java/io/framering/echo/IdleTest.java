// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which connections are idle: those on which nothing moves, not even in the kernel. */
@Timeout(600)
class IdleTest {

  /** Sends until nothing was taken for a while; how many bytes that were. */
  static long sendUntilStuck(SocketChannel peer) throws Exception {
    InetSocketAddress here = (InetSocketAddress) peer.getLocalAddress();
    InetSocketAddress there = (InetSocketAddress) peer.getRemoteAddress();
    peer.configureBlocking(false);
    ByteBuffer bytes = ByteBuffer.allocateDirect(1 << 20);
    long sent = 0;
    // Neither does the server read any more: its answers wait in the kernel.
    for (int vain = 0; vain < 20 || UnsentBytes.now().of(there, here) == 0; ) {
      int n = peer.write(bytes.clear());
      sent += n;
      vain = n == 0 ? vain + 1 : 0;
      if (n == 0) {
        Thread.sleep(2);
      }
    }
    peer.configureBlocking(true);
    return sent;
  }

  @Test
  void endsAConnectionOnWhichNothingMoves() throws Exception {
    Duration timeout = Duration.ofSeconds(2);
    try (EchoServer server = EchoServer.builder().port(0).idleTimeout(timeout).start();
        Socket idle = Child.connect(server.address().getPort())) {
      assertThat(Child.exchange(idle, "x")).isEqualTo("x");
      assertThat(idle.getInputStream().read()).isEqualTo(-1);
      Child.await(() -> server.statistics().open() == 0);
    }
  }

  @Test
  void leavesAConnectionThatTalks() throws Exception {
    Duration timeout = Duration.ofSeconds(3);
    try (EchoServer server = EchoServer.builder().port(0).idleTimeout(timeout).start();
        Socket idle = Child.connect(server.address().getPort());
        Socket busy = Child.connect(server.address().getPort())) {
      Child.exchange(idle, "x");
      while (server.statistics().open() == 2) {
        assertThat(Child.exchange(busy, "y")).isEqualTo("y");
        Thread.sleep(50);
      }
      assertThat(Child.exchange(busy, "still here")).isEqualTo("still here");
      assertThat(idle.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void whoNeverReadsIsIdle() throws Exception {
    Duration timeout = Duration.ofSeconds(3);
    try (EchoServer server = EchoServer.builder().port(0).idleTimeout(timeout).start();
        SocketChannel peer = SocketChannel.open(server.address())) {
      sendUntilStuck(peer);
      Child.await(() -> server.statistics().accepted() == 1);
      Child.await(() -> server.statistics().open() == 0);
      assertThat(server.pool().idle()).isEqualTo(server.pool().made());
    }
  }

  /**
   * The kernel holds megabytes for it. The server's write waits until a third of them is gone,
   * which takes several times the timeout.
   */
  @Test
  void whoTakesAHundredKilobytesASecondIsNotIdle() throws Exception {
    Duration timeout = Duration.ofSeconds(3);
    Queue<String> failures = new ConcurrentLinkedQueue<>();
    EchoListener listener =
        new EchoListener() {
          @Override
          public void failed(InetSocketAddress peer, long bytes, IOException cause) {
            failures.add(cause.getMessage());
          }
        };
    EchoServer.Builder options =
        EchoServer.builder().port(0).idleTimeout(timeout).listener(listener);
    try (EchoServer server = options.start();
        SocketChannel peer = SocketChannel.open()) {
      peer.setOption(java.net.StandardSocketOptions.SO_RCVBUF, 16 << 10);
      peer.connect(server.address());
      long sent = sendUntilStuck(peer);
      peer.shutdownOutput();
      long begun = System.nanoTime();
      long received = 0;
      ByteBuffer buffer = ByteBuffer.allocate(10_000);
      for (int n; (n = peer.read(buffer.clear())) >= 0; received += n) {
        if (System.nanoTime() - begun < 3 * timeout.toNanos()) {
          Thread.sleep(100);
        }
      }
      assertThat(failures).isEmpty();
      assertThat(received).isEqualTo(sent);
    }
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, 127.0.0.1", "::1, ::1", "::, 127.0.0.1", "::, ::1"})
  void whatTheKernelHasToSendIsSeen(String host, String peerHost) throws Exception {
    try (EchoServer server = EchoServer.builder().host(host).port(0).start();
        SocketChannel peer =
            SocketChannel.open(new InetSocketAddress(peerHost, server.address().getPort()))) {
      InetSocketAddress here = (InetSocketAddress) peer.getLocalAddress();
      InetSocketAddress there = (InetSocketAddress) peer.getRemoteAddress();
      assertThat(UnsentBytes.now().of(there, here)).isZero();
      long sent = sendUntilStuck(peer);
      assertThat(UnsentBytes.now().of(there, here)).isPositive();
      peer.shutdownOutput();
      ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
      for (int n; (n = peer.read(buffer.clear())) >= 0; ) {
        sent -= n;
      }
      assertThat(sent).isZero();
      assertThat(UnsentBytes.now().of(there, here)).isZero();
    }
  }
}

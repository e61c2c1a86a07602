// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Much, slowly, and in small pieces through one connection. */
@Timeout(600)
class LongStreamTest {
  private static final long GIBIBYTE = 1L << 30;
  private EchoServer server;

  @BeforeEach
  void start() throws IOException {
    server = EchoServer.builder().port(0).start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Pseudo-random bytes, reproducible, from a block that is changed a little each time. */
  private static final class Source extends InputStream {
    final MessageDigest digest;
    private final byte[] block = new byte[1 << 20];
    private long left;
    private int at;
    private int round;

    Source(long bytes) throws Exception {
      left = bytes;
      digest = MessageDigest.getInstance("SHA-1");
      new Random(4).nextBytes(block);
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException();
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      int n = (int) Math.min(Math.min(length, block.length - at), left);
      if (n == 0) {
        return -1;
      }
      System.arraycopy(block, at, into, offset, n);
      digest.update(into, offset, n);
      left -= n;
      at += n;
      if (at == block.length) {
        at = 0;
        block[round++ % block.length]++;
      }
      return n;
    }
  }

  @Test
  void oneGibibyteComesBackEqual() throws Exception {
    Source source = new Source(GIBIBYTE);
    MessageDigest received = MessageDigest.getInstance("SHA-1");
    EchoResult result =
        EchoClient.builder()
            .port(server.address().getPort())
            .timeout(Child.PATIENCE)
            .build()
            .echo(source, new DigestOutputStream(OutputStream.nullOutputStream(), received));
    assertThat(result).isEqualTo(new EchoResult(GIBIBYTE, GIBIBYTE, GIBIBYTE));
    assertThat(received.digest()).isEqualTo(source.digest.digest());
    assertThat(server.statistics().bytes()).isEqualTo(GIBIBYTE);
  }

  /** The server has to wait again and again, in the middle of writing. */
  @Test
  void aSlowReaderGetsAllOfIt() throws Exception {
    Source source = new Source(32 << 20);
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(8192);
      socket.connect(server.address());
      Thread sender = Thread.startVirtualThread(() -> sendAll(source, socket));
      MessageDigest received = MessageDigest.getInstance("SHA-1");
      byte[] buffer = new byte[64 << 10];
      long count = 0;
      for (int n; (n = socket.getInputStream().read(buffer)) > 0; count += n) {
        received.update(buffer, 0, n);
        if (count / 100_000 != (count + n) / 100_000) {
          Thread.sleep(1);
        }
      }
      sender.join();
      assertThat(count).isEqualTo(32 << 20);
      assertThat(received.digest()).isEqualTo(source.digest.digest());
    }
  }

  private static void sendAll(InputStream source, Socket socket) {
    try {
      source.transferTo(socket.getOutputStream());
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Everything is sent, and the sending side ended, before the first byte is read. */
  @Test
  void whatIsOwedAfterAHalfCloseIsStillSent() throws Exception {
    byte[] message = new byte[2 << 20];
    new Random(5).nextBytes(message);
    try (Socket socket = Child.connect(server.address().getPort())) {
      socket.getOutputStream().write(message);
      socket.shutdownOutput();
      Thread.sleep(100);
      assertThat(socket.getInputStream().readAllBytes()).isEqualTo(message);
    }
  }

  @Test
  void oneByteAtATime() throws Exception {
    try (Socket socket = Child.connect(server.address().getPort())) {
      socket.setTcpNoDelay(true);
      for (int i = 0; i < 20_000; i++) {
        socket.getOutputStream().write(i);
        assertThat(socket.getInputStream().read()).isEqualTo(i & 0xff);
      }
    }
  }

  /** The sizes at which the server changes from its small buffer to a large one and back. */
  @Test
  void messagesOfEverySizeComeBackWithoutWaitingForMore() throws Exception {
    Random random = new Random(6);
    int[] edges = {1, 511, 512, 513, 1024, 16_383, 16_384, 16_385, 16_896, 32_768, 262_144};
    try (Socket socket = Child.connect(server.address().getPort())) {
      for (int round = 0; round < 20; round++) {
        for (int size : edges) {
          byte[] message = new byte[size];
          random.nextBytes(message);
          socket.getOutputStream().write(message);
          assertThat(socket.getInputStream().readNBytes(size)).isEqualTo(message);
        }
      }
    }
  }
}

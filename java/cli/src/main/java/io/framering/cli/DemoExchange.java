// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.echo.EchoClient;
import io.framering.echo.EchoServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A message to an echo server and back, over TCP on 127.0.0.1. */
final class DemoExchange implements AutoCloseable {
  static final byte[] MESSAGE = "Hello World".getBytes(StandardCharsets.US_ASCII);

  private static final String LOCALHOST = "127.0.0.1";
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final EchoServer server;

  DemoExchange() throws IOException {
    server = EchoServer.builder().host(LOCALHOST).port(0).drain(Duration.ZERO).start();
  }

  /** The port of the echo server. */
  int port() {
    return server.address().getPort();
  }

  /**
   * Sends the message, waits until both sides have closed the connection, and returns the reply.
   */
  byte[] run() throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    EchoClient.builder()
        .host(LOCALHOST)
        .port(port())
        .timeout(TIMEOUT)
        .build()
        .echo(MESSAGE, answer);
    return answer.toByteArray();
  }

  @Override
  public void close() {
    server.close();
  }
}

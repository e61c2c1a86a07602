package io.framering.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A message to an echo peer and back, over TCP on 127.0.0.1. */
final class DemoExchange implements AutoCloseable {
  static final byte[] MESSAGE = "Hello World".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] LOCALHOST = {127, 0, 0, 1};
  private static final int TIMEOUT_MILLIS = 5_000;

  private final ServerSocket listener;

  DemoExchange() throws IOException {
    listener = new ServerSocket(0, 1, InetAddress.getByAddress(LOCALHOST));
    listener.setSoTimeout(TIMEOUT_MILLIS);
  }

  /** The port of the echo peer. */
  int port() {
    return listener.getLocalPort();
  }

  /** Sends the message and returns what came back, the connection closed by both sides. */
  byte[] run() throws IOException {
    Thread.ofPlatform().daemon().start(this::echo);
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.connect(listener.getLocalSocketAddress(), TIMEOUT_MILLIS);
      socket.getOutputStream().write(MESSAGE);
      byte[] answer = socket.getInputStream().readNBytes(MESSAGE.length);
      socket.shutdownOutput();
      socket.getInputStream().readAllBytes();
      return answer;
    }
  }

  private void echo() {
    try (Socket peer = listener.accept()) {
      peer.setSoTimeout(TIMEOUT_MILLIS);
      peer.getInputStream().transferTo(peer.getOutputStream());
    } catch (IOException e) {
      // The other side waits for an answer, and tells that none came.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}

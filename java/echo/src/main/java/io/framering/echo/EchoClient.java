// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;

/**
 * Sends data to an echo server and checks the reply.
 *
 * <pre>{@code
 * EchoClient client = EchoClient.builder().port(65435).build();
 * EchoResult result = client.echo("Hello World".getBytes(UTF_8), System.out);
 * }</pre>
 *
 * <p>A client has no state: any number of threads may share it, and each call opens its own
 * connection. On a virtual thread, waiting blocks no platform thread.
 */
public final class EchoClient {
  /** The largest message that fits into a datagram over IPv4. */
  public static final int MAXIMUM_DATAGRAM = 65_507;

  private static final int BUFFER_BYTES = 64 << 10;

  /** Maximum bytes in flight: enough to fill a fast link with a high latency. */
  private static final int IN_FLIGHT_BYTES = 4 << 20;

  private final String host;
  private final int port;
  private final boolean udp;
  private final Duration timeout;

  private EchoClient(Builder options) {
    host = options.host;
    port = options.port;
    udp = options.udp;
    timeout = options.timeout;
  }

  /**
   * {@return a builder with all defaults; change single options, then call {@link Builder#build}}
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Sends a message, ends the sending side, and receives until the server ends its side.
   *
   * @param message at most {@value #MAXIMUM_DATAGRAM} bytes over UDP
   * @param received receives the reply as it arrives; flushed, not closed
   * @return whether the reply equals the message
   * @throws EchoException if there is no connection, if it broke, or if no reply came in time
   * @throws IOException if writing to {@code received} failed
   */
  public EchoResult echo(byte[] message, OutputStream received) throws IOException {
    return udp
        ? echoDatagram(message, received)
        : echo(new ByteArrayInputStream(message), received);
  }

  /**
   * Sends a stream until it ends, then ends the sending side; meanwhile receives until the server
   * ends its side. At most 4 MiB are in flight. TCP only.
   *
   * @param message read by another thread, which may still block in {@code read} when this method
   *     returns because the server ended early
   * @param received receives the reply as it arrives; flushed, not closed
   * @return whether the reply equals the message
   * @throws EchoException if there is no connection, if it broke, or if no reply came in time
   * @throws IOException if reading {@code message} or writing to {@code received} failed
   */
  public EchoResult echo(InputStream message, OutputStream received) throws IOException {
    if (udp) {
      throw new IllegalStateException("a stream can't be sent over UDP: send messages");
    }
    try (Socket socket = connect()) {
      Sender sender = new Sender(message, socket);
      Thread.ofVirtual().name("echo-sender").start(sender);
      try {
        return receive(socket, sender, received);
      } finally {
        sender.inFlight.abandon();
      }
    }
  }

  /** Sends the stream; its fields contain the state for the receiver. */
  private static final class Sender implements Runnable {
    final InFlight inFlight = new InFlight(IN_FLIGHT_BYTES);
    private final InputStream message;
    private final Socket socket;
    volatile long sent;
    volatile boolean finished;
    volatile IOException unreadable;

    Sender(InputStream message, Socket socket) {
      this.message = message;
      this.socket = socket;
    }

    @Override
    public void run() {
      try {
        OutputStream out = socket.getOutputStream();
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int n; (n = read(buffer)) > 0; ) {
          if (!inFlight.put(buffer, n)) {
            return;
          }
          sent += n;
          out.write(buffer, 0, n);
        }
        finished = true;
        socket.shutdownOutput();
      } catch (IOException e) {
        // The connection broke. The receiver notices it, too, and knows more.
      }
    }

    private int read(byte[] buffer) throws IOException {
      try {
        return message.read(buffer);
      } catch (IOException e) {
        unreadable = e;
        socket.close();
        throw e;
      }
    }
  }

  private EchoResult receive(Socket socket, Sender sender, OutputStream received)
      throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long count = 0;
    long same = 0;
    for (int n; (n = receiveSome(socket, sender, buffer, count)) > 0; count += n) {
      if (same == count) {
        same += sender.inFlight.match(buffer, n);
        if (same < count + n) {
          sender.inFlight.abandon(); // the reply cannot be compared any more
        }
      }
      received.write(buffer, 0, n);
      received.flush();
    }
    if (!sender.finished) {
      throw new EchoException(
          "%s ended the connection before everything was sent (%d bytes sent, %d came back)"
              .formatted(where(), sender.sent, count));
    }
    return new EchoResult(sender.sent, count, same);
  }

  /** Bytes received, or -1 at the end. */
  private int receiveSome(Socket socket, Sender sender, byte[] buffer, long count)
      throws IOException {
    while (true) {
      try {
        return socket.getInputStream().read(buffer);
      } catch (SocketTimeoutException e) {
        if (sender.inFlight.waitedNanos() >= timeout.toNanos()) {
          throw new EchoException(
              "no answer from %s for %s (%d bytes sent, %d came back); is it an echo server?"
                  .formatted(where(), Durations.text(timeout), sender.sent, count),
              e);
        }
        if (sender.finished && sender.inFlight.waitedNanos() == 0) {
          return -1; // the whole reply has arrived; a server that does not end its side has done
          // its work
        }
      } catch (IOException e) {
        if (sender.unreadable != null) {
          throw sender.unreadable;
        }
        throw new EchoException(
            "the connection to %s broke after %d bytes came back: %s"
                .formatted(where(), count, ErrorText.of(e)),
            e);
      }
    }
  }

  private Socket connect() throws IOException {
    EchoException failure = null;
    for (InetAddress address : Addresses.resolve(host)) {
      Socket socket = new Socket();
      try {
        socket.connect(new InetSocketAddress(address, port), Math.toIntExact(timeout.toMillis()));
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(Math.toIntExact(timeout.toMillis()));
        return socket;
      } catch (IOException e) {
        socket.close();
        failure = cannotConnect(address, e);
      }
    }
    throw failure;
  }

  private EchoException cannotConnect(InetAddress address, IOException cause) {
    String where = Addresses.text(address, port);
    if (cause instanceof SocketTimeoutException) {
      return new EchoException(
          "no connection to " + where + " within " + Durations.text(timeout), cause);
    }
    String advice = cause instanceof ConnectException ? "; is a server running there?" : "";
    return new EchoException(
        "can't connect to " + where + ": " + ErrorText.of(cause) + advice, cause);
  }

  private EchoResult echoDatagram(byte[] message, OutputStream received) throws IOException {
    if (message.length > MAXIMUM_DATAGRAM) {
      throw new EchoException(
          "message of %d bytes: a datagram carries %d at most; send less, or use TCP"
              .formatted(message.length, MAXIMUM_DATAGRAM));
    }
    InetAddress address = Addresses.resolve(host)[0];
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(address, port); // so that answers of other senders are ignored
      socket.setSoTimeout(Math.toIntExact(timeout.toMillis()));
      DatagramPacket answer = new DatagramPacket(new byte[MAXIMUM_DATAGRAM], MAXIMUM_DATAGRAM);
      socket.send(new DatagramPacket(message, message.length));
      socket.receive(answer);
      received.write(answer.getData(), 0, answer.getLength());
      received.flush();
      int different = Arrays.mismatch(message, Arrays.copyOf(answer.getData(), answer.getLength()));
      return new EchoResult(
          message.length, answer.getLength(), different < 0 ? message.length : different);
    } catch (PortUnreachableException e) {
      throw cannotConnect(address, new ConnectException("Connection refused"));
    } catch (SocketTimeoutException e) {
      throw new EchoException(
          "no answer from %s within %s: datagrams may be lost, so try again"
              .formatted(where(), Durations.text(timeout)),
          e);
    }
  }

  private String where() {
    return host + " port " + port;
  }

  /** Builds a client; every method returns the builder itself. Not thread-safe. */
  public static final class Builder {
    private String host = EchoServer.DEFAULT_HOST;
    private int port = EchoServer.DEFAULT_PORT;
    private boolean udp;
    private Duration timeout = Duration.ofSeconds(10);

    private Builder() {}

    /**
     * The server's name or address; default {@value EchoServer#DEFAULT_HOST}. If the name has
     * several addresses, the first that answers is used.
     *
     * @param name the name or address
     * @return this builder
     * @throws IllegalArgumentException if it is empty
     */
    public Builder host(String name) {
      host = Addresses.checkHost(name);
      return this;
    }

    /**
     * The server's port, 1 to 65535; default {@value EchoServer#DEFAULT_PORT}.
     *
     * @param number the port
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder port(int number) {
      port = Addresses.checkPort(number, 1);
      return this;
    }

    /**
     * Whether the message is sent over UDP, as one datagram; default false: TCP.
     *
     * @param on true for UDP
     * @return this builder
     */
    public Builder udp(boolean on) {
      udp = on;
      return this;
    }

    /**
     * The timeout for a connection, and for the reply to the bytes sent; 1 ms to 24 days, default
     * 10 s.
     *
     * @param time the timeout
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder timeout(Duration time) {
      timeout = Durations.checkTimeout(time);
      return this;
    }

    /**
     * Creates the client. It connects when it is used.
     *
     * @return the client
     */
    public EchoClient build() {
      return new EchoClient(this);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * An echo server (RFC 862): over TCP, every byte comes back, in order, until the peer ends its
 * side; then the remaining bytes are sent back and the connection closes. Over UDP, every datagram
 * comes back.
 *
 * <pre>{@code
 * try (EchoServer server = EchoServer.builder().port(0).start()) {
 *   talkTo(server.address());
 * }
 * }</pre>
 *
 * <p>Each connection has a virtual thread, and a buffer of 512 bytes while it is idle, 64 KiB more
 * while it moves much data. The threads of a server are virtual, so they do not keep the JVM alive:
 * call {@link #awaitEnd()} if the program does nothing else.
 *
 * <p>All methods may be called from any thread.
 */
public final class EchoServer implements AutoCloseable {
  /** The default host: connections from this host only. */
  public static final String DEFAULT_HOST = "localhost";

  /** The default port. */
  public static final int DEFAULT_PORT = 65_435;

  /**
   * The largest allowed number of connections: by default, Linux gives a process no more
   * descriptors.
   */
  public static final int MAXIMUM_CONNECTIONS = 1 << 20;

  private static final long CUT_OFF_ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final EchoListener listener;
  private final Duration drain;
  private final List<InetSocketAddress> addresses;
  private final Acceptor<?> acceptor;
  private final Thread idleWatch;
  private final long started = System.nanoTime();

  private final BufferPool pool = new BufferPool();
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final LongAdder accepted = new LongAdder();
  private final LongAdder messages = new LongAdder();
  private final LongAdder bytes = new LongAdder();

  /** The acceptor and each connection; the server ends with the last of them. */
  private final AtomicInteger present = new AtomicInteger(1);

  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicInteger cutOff = new AtomicInteger();

  private EchoServer(Builder options) throws IOException {
    listener = options.listener;
    drain = options.drain;
    InetAddress[] wanted = Addresses.resolve(options.host);
    if (options.udp) {
      var sockets = Binding.all(wanted, options.port, Binding::udp);
      addresses = Binding.addresses(sockets);
      acceptor = UdpAcceptor.of(this, sockets, Binding::udp, options.once);
    } else {
      var sockets = Binding.all(wanted, options.port, Binding::tcp);
      addresses = Binding.addresses(sockets);
      acceptor = TcpAcceptor.of(this, sockets, options.maxConnections, options.once);
    }
    Runnable watch =
        options.idleTimeout.isZero() ? () -> {} : new IdleWatch(connections, options.idleTimeout);
    idleWatch = Thread.ofVirtual().name("echo-idle-watch").unstarted(watch);
  }

  private EchoServer run() {
    listener.listening(this);
    Thread.ofVirtual().name("echo-acceptor").start(acceptor);
    idleWatch.start();
    return this;
  }

  /**
   * {@return a builder with all defaults; change single options, then call {@link Builder#start}}
   */
  public static Builder builder() {
    return new Builder();
  }

  /** {@return the first listening address, with the actual port if 0 was requested} */
  public InetSocketAddress address() {
    return addresses.getFirst();
  }

  /**
   * {@return all listening addresses: a host name may have several, such as 127.0.0.1 and ::1 for
   * {@code localhost}} They share one port.
   */
  public List<InetSocketAddress> addresses() {
    return addresses;
  }

  /** {@return the statistics so far} */
  public EchoStatistics statistics() {
    return new EchoStatistics(
        Duration.ofNanos(System.nanoTime() - started),
        connections.size(),
        accepted.sum(),
        messages.sum(),
        bytes.sum());
  }

  /**
   * Waits until the server has ended: it was closed, or has served its only peer, see {@link
   * Builder#once}.
   *
   * @throws InterruptedException if the waiting thread is interrupted; the server continues
   */
  public void awaitEnd() throws InterruptedException {
    ended.await();
  }

  /**
   * Waits until the server has ended or the time is over.
   *
   * @param time the longest time to wait
   * @return whether it has ended
   * @throws InterruptedException if the waiting thread is interrupted; the server continues
   */
  public boolean awaitEnd(Duration time) throws InterruptedException {
    return ended.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * {@return whether the server has ended: it was closed or has served its only peer, and no
   * connection is open}
   */
  public boolean hasEnded() {
    return ended.getCount() == 0;
  }

  /**
   * {@return the number of connections that were cut off after the drain time} 0 means that every
   * received byte was sent back.
   */
  public int cutOff() {
    return cutOff.get();
  }

  /**
   * Stops listening, waits until peers end the open connections, at most for the {@linkplain
   * Builder#drain drain time}, and cuts off the remaining ones. Returns when all connections have
   * ended. An interrupt of the waiting thread ends the drain time.
   */
  @Override
  public void close() {
    acceptor.stop();
    try {
      if (!awaitEnd(drain)) {
        cutOffAll();
      }
    } catch (InterruptedException e) {
      cutOffAll();
      Thread.currentThread().interrupt();
    }
  }

  private void cutOffAll() {
    while (ended.getCount() > 0) {
      for (Connection connection : connections) {
        cutOff.incrementAndGet(); // first, since threads that wait for the end read it then
        if (!connection.abort("the server was closed")) {
          cutOff.decrementAndGet();
        }
      }
      LockSupport.parkNanos(CUT_OFF_ROUND_NANOS);
    }
  }

  EchoListener listener() {
    return listener;
  }

  BufferPool pool() {
    return pool;
  }

  /** The approximate number of open connections. */
  int open() {
    return present.get();
  }

  /** Counts bytes that were sent back. */
  void count(int echoedBytes) {
    messages.increment();
    bytes.add(echoedBytes);
  }

  /** Serves a connection; calls {@link #ended} when it is over. */
  void begin(SocketChannel channel) {
    Connection connection = new Connection(this, channel);
    accepted.increment();
    present.incrementAndGet();
    connections.add(connection);
    Thread.ofVirtual().start(connection);
  }

  void ended(Connection connection) {
    connections.remove(connection);
    acceptor.release();
    leave();
  }

  /** Called when the acceptor or a connection has ended. */
  void leave() {
    if (present.decrementAndGet() == 0) {
      idleWatch.interrupt();
      ended.countDown();
    }
  }

  /** Builds a server; every method returns the builder itself. Not thread-safe. */
  public static final class Builder {
    private String host = DEFAULT_HOST;
    private int port = DEFAULT_PORT;
    private boolean udp;
    private int maxConnections = MAXIMUM_CONNECTIONS;
    private Duration idleTimeout = Duration.ZERO;
    private Duration drain = Duration.ofSeconds(5);
    private boolean once;
    private EchoListener listener = new EchoListener() {};

    private Builder() {}

    /**
     * The name or address to listen on; default {@value EchoServer#DEFAULT_HOST}. The server
     * listens on all addresses of the name. {@code 0.0.0.0} is every IPv4 address of this host,
     * {@code ::} every address: then anyone who can reach this host can use the server.
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
     * The port, 0 to 65535; default {@value EchoServer#DEFAULT_PORT}. 0 picks a free one, see
     * {@link EchoServer#address}.
     *
     * @param number the number
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder port(int number) {
      port = Addresses.checkPort(number, 0);
      return this;
    }

    /**
     * Whether datagrams are echoed instead of connections; default false. Datagrams from ports 7,
     * 13, 17, 19, 37, from the server's own port, and from peers detected as echo servers are not
     * answered, so that two servers cannot keep each other busy.
     *
     * @param on whether that is so
     * @return this builder
     */
    public Builder udp(boolean on) {
      udp = on;
      return this;
    }

    /**
     * The maximum number of connections served at once, 1 to {@value
     * EchoServer#MAXIMUM_CONNECTIONS}, the default. Others wait until one ends; none is rejected.
     * No effect on UDP.
     *
     * @param number the number
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder maxConnections(int number) {
      if (number < 1 || number > MAXIMUM_CONNECTIONS) {
        throw new IllegalArgumentException(
            "maximum of " + number + " connections: must be 1 to " + MAXIMUM_CONNECTIONS);
      }
      maxConnections = number;
      return this;
    }

    /**
     * The time without traffic in either direction after which a connection is ended; at least 10
     * ms, or zero, the default: never. Bytes that the kernel still sends count as traffic. The end
     * may come 25 % later, and up to twice as late while the kernel holds bytes that the peer does
     * not read. No effect on UDP.
     *
     * @param timeout the time
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder idleTimeout(Duration timeout) {
      if (!timeout.isZero() && timeout.compareTo(Duration.ofMillis(10)) < 0) {
        throw new IllegalArgumentException(
            "idle timeout of " + timeout.toMillis() + " ms: must be 0 (never), or 10 or more");
      }
      idleTimeout = timeout;
      return this;
    }

    /**
     * The time that {@link EchoServer#close} waits for open connections; 0 or more, default 5 s.
     *
     * @param time the time
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public Builder drain(Duration time) {
      if (time.isNegative()) {
        throw new IllegalArgumentException(
            "drain time of " + time.toMillis() + " ms: must be 0 or more");
      }
      drain = time;
      return this;
    }

    /**
     * Whether the server ends after one connection, or one datagram; default false.
     *
     * @param on whether that is so
     * @return this builder
     */
    public Builder once(boolean on) {
      once = on;
      return this;
    }

    /**
     * A listener for events; default none. {@link EchoPrinter} prints them.
     *
     * @param observer called by the threads of the server
     * @return this builder
     */
    public Builder listener(EchoListener observer) {
      listener = Objects.requireNonNull(observer, "listener");
      return this;
    }

    /**
     * Starts a server, which is listening when this method returns.
     *
     * @return the running server; close it
     * @throws EchoException if it cannot listen, with a readable message
     * @throws IOException if another resource of the system is exhausted
     */
    public EchoServer start() throws IOException {
      return new EchoServer(this).run();
    }
  }
}

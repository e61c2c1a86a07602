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
 * side; then it gets what it is still owed and the connection closes. Over UDP, every datagram
 * comes back.
 *
 * <pre>{@code
 * try (EchoServer server = EchoServer.builder().port(0).start()) {
 *   talkTo(server.address());
 * }
 * }</pre>
 *
 * <p>Each connection has a virtual thread, and holds 512 bytes of buffer while it is idle, 64 KiB
 * more while it moves much. The threads of a server are virtual, so they don't keep the JVM alive:
 * a program that is nothing but a server calls {@link #awaitEnd()}.
 *
 * <p>All methods may be called from any thread.
 */
public final class EchoServer implements AutoCloseable {
  /** Where a server listens unless told otherwise: this host only. */
  public static final String DEFAULT_HOST = "localhost";

  /** The port unless told otherwise. */
  public static final int DEFAULT_PORT = 65_435;

  /** The most connections that can be asked for: Linux gives a process no more descriptors. */
  public static final int MAXIMUM_CONNECTIONS = 1 << 20;

  private static final long CUT_OFF_ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final EchoListener listener;
  private final Duration drain;
  private final List<InetSocketAddress> addresses;
  private final Reception<?> reception;
  private final Thread idleWatch;
  private final long started = System.nanoTime();

  private final BufferPool pool = new BufferPool();
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final LongAdder accepted = new LongAdder();
  private final LongAdder messages = new LongAdder();
  private final LongAdder bytes = new LongAdder();

  /** The reception and each connection; with the last of them the server ends. */
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
      reception = UdpReception.of(this, sockets, Binding::udp, options.once);
    } else {
      var sockets = Binding.all(wanted, options.port, Binding::tcp);
      addresses = Binding.addresses(sockets);
      reception = TcpReception.of(this, sockets, options.maxConnections, options.once);
    }
    Runnable watch =
        options.idleTimeout.isZero() ? () -> {} : new IdleWatch(connections, options.idleTimeout);
    idleWatch = Thread.ofVirtual().name("echo-idle-watch").unstarted(watch);
  }

  private EchoServer run() {
    listener.listening(this);
    Thread.ofVirtual().name("echo-reception").start(reception);
    idleWatch.start();
    return this;
  }

  /** A server with everything at its default; change what matters, then {@link Builder#start}. */
  public static Builder builder() {
    return new Builder();
  }

  /** The first address that is listened on, with the port that was chosen where 0 was asked for. */
  public InetSocketAddress address() {
    return addresses.getFirst();
  }

  /**
   * All addresses that are listened on: a host name may stand for several, as {@code localhost}
   * does for 127.0.0.1 and ::1. They share one port.
   */
  public List<InetSocketAddress> addresses() {
    return addresses;
  }

  /** What was done so far. */
  public EchoStatistics statistics() {
    return new EchoStatistics(
        Duration.ofNanos(System.nanoTime() - started),
        connections.size(),
        accepted.sum(),
        messages.sum(),
        bytes.sum());
  }

  /**
   * Waits until the server ended: it was closed, or served the one peer it was to serve.
   *
   * @throws InterruptedException when the waiting thread is interrupted; the server goes on
   */
  public void awaitEnd() throws InterruptedException {
    ended.await();
  }

  /**
   * Waits until the server ended, or the time is over.
   *
   * @return whether it ended
   * @throws InterruptedException when the waiting thread is interrupted; the server goes on
   */
  public boolean awaitEnd(Duration time) throws InterruptedException {
    return ended.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Whether it was closed, or served the one peer it was to serve, and all is over. */
  public boolean hasEnded() {
    return ended.getCount() == 0;
  }

  /**
   * Connections that were still open when the drain time was over, and were cut off. 0 means that
   * every byte that was accepted was also sent back.
   */
  public int cutOff() {
    return cutOff.get();
  }

  /**
   * Stops listening, lets the open connections go on until their peers end them, for the
   * {@linkplain Builder#drain drain time} at most, and cuts off what is still open then. Returns
   * when all is over. When the waiting thread is interrupted, the drain time is over.
   */
  @Override
  public void close() {
    reception.stop();
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
        cutOff.incrementAndGet(); // first: whoever waits for the end reads it as soon as that comes
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

  /** Connections that are open, about. */
  int open() {
    return present.get();
  }

  /** Something was sent back. */
  void count(int echoedBytes) {
    messages.increment();
    bytes.add(echoedBytes);
  }

  /** Serves a connection; {@link #ended} is told when it is over. */
  void begin(SocketChannel channel) {
    Connection connection = new Connection(this, channel);
    accepted.increment();
    present.incrementAndGet();
    connections.add(connection);
    Thread.ofVirtual().start(connection);
  }

  void ended(Connection connection) {
    connections.remove(connection);
    reception.release();
    leave();
  }

  /** The reception or a connection is over. */
  void leave() {
    if (present.decrementAndGet() == 0) {
      idleWatch.interrupt();
      ended.countDown();
    }
  }

  /** How a server is to be; every method returns the builder itself. Not for several threads. */
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
     * The name or address to listen on; default {@value EchoServer#DEFAULT_HOST}. All addresses of
     * a name are listened on. {@code 0.0.0.0} is every IPv4 address of this host, {@code ::} every
     * address: then whoever reaches this host can use the server.
     *
     * @throws IllegalArgumentException when it is empty
     */
    public Builder host(String name) {
      host = Addresses.checkHost(name);
      return this;
    }

    /**
     * The port, 0 to 65535; default {@value EchoServer#DEFAULT_PORT}. 0 picks a free one, see
     * {@link EchoServer#address}.
     *
     * @throws IllegalArgumentException when it is out of its range
     */
    public Builder port(int number) {
      port = Addresses.checkPort(number, 0);
      return this;
    }

    /**
     * Whether datagrams are echoed instead of connections; default false. Datagrams from ports 7,
     * 13, 17, 19, 37 and the server's own are not answered, nor those of peers that turn out to be
     * echo servers, so that two of them can't keep each other busy.
     */
    public Builder udp(boolean on) {
      udp = on;
      return this;
    }

    /**
     * Connections that are served at once, 1 to {@value EchoServer#MAXIMUM_CONNECTIONS}, which is
     * the default. More of them wait until one ends; none is turned away. Without effect on UDP.
     *
     * @throws IllegalArgumentException when it is out of its range
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
     * How long nothing may move on a connection, in either direction, before it is ended; at least
     * 10 ms, or zero, the default: for ever. What the kernel still sends counts as moving. The end
     * may come a quarter later, and up to twice as late while the kernel holds bytes that the peer
     * does not take. Without effect on UDP.
     *
     * @throws IllegalArgumentException when it is out of its range
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
     * How long {@link EchoServer#close} lets open connections go on; 0 or more, default 5 s.
     *
     * @throws IllegalArgumentException when it is negative
     */
    public Builder drain(Duration time) {
      if (time.isNegative()) {
        throw new IllegalArgumentException(
            "drain time of " + time.toMillis() + " ms: must be 0 or more");
      }
      drain = time;
      return this;
    }

    /** Whether the server ends after one connection, or one datagram; default false. */
    public Builder once(boolean on) {
      once = on;
      return this;
    }

    /** Who is told what happens; default nobody. {@link EchoPrinter} prints it. */
    public Builder listener(EchoListener observer) {
      listener = Objects.requireNonNull(observer, "listener");
      return this;
    }

    /**
     * Starts a server, which listens when this returns.
     *
     * @throws EchoException when it can't listen, with a message for the user
     * @throws IOException when the system is out of something else
     */
    public EchoServer start() throws IOException {
      return new EchoServer(this).run();
    }
  }
}

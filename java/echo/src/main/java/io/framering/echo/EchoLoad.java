// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A load generator: sends messages to an echo server over many connections for some time, verifies
 * every byte of the replies, and measures.
 *
 * <pre>{@code
 * LoadResult result = EchoLoad.builder().connections(64).duration(Duration.ofSeconds(5)).build().run();
 * System.out.println(result.describe());
 * }</pre>
 *
 * <p>Each connection keeps a fixed number of messages in flight and sends the next one when one
 * came back (a closed loop), so a slow server gets less load: the latencies are not those of a
 * fixed rate. It uses selectors on few platform threads, not a thread per connection: a generator
 * must be cheaper than the server that it measures.
 */
public final class EchoLoad {
  /** The largest message. */
  public static final int MAXIMUM_MESSAGE_BYTES = 64 << 20;

  /** The most messages in flight on a connection. */
  public static final int MAXIMUM_IN_FLIGHT = 65_536;

  /** The most threads. */
  public static final int MAXIMUM_THREADS = 1024;

  final int connections;
  final int messageBytes;
  final int inFlight;
  final boolean reconnect;
  final Duration duration;
  final Duration warmUp;
  final Duration timeout;
  private final String host;
  private final int port;
  private final int threads;
  private final Consumer<LoadProgress> progress;
  private volatile boolean stopped;

  private EchoLoad(Builder options) {
    host = options.host;
    port = options.port;
    connections = options.connections;
    messageBytes = options.messageBytes;
    inFlight = options.inFlight;
    reconnect = options.reconnect;
    duration = options.duration;
    warmUp = options.warmUp;
    timeout = options.timeout;
    threads = Math.min(options.threads, options.connections);
    progress = options.progress;
  }

  /**
   * {@return a builder with all defaults; change single options, then call {@link Builder#build}}
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Generates the load and returns when it is over. Can be called once per object.
   *
   * @return what was measured
   * @throws EchoException if no connection to a server is possible
   * @throws InterruptedException if the waiting thread is interrupted; the load ends
   */
  public LoadResult run() throws IOException, InterruptedException {
    InetSocketAddress server = new InetSocketAddress(Addresses.resolve(host)[0], port);
    List<LoadWorker> workers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      workers.add(new LoadWorker(this, server, share(i)));
    }
    List<Thread> running = new ArrayList<>();
    for (LoadWorker worker : workers) {
      running.add(Thread.ofPlatform().daemon().name("echo-load").start(worker));
    }
    Thread reporter = Thread.ofVirtual().name("echo-load-progress").start(() -> report(workers));
    try {
      for (Thread thread : running) {
        thread.join();
      }
      return result(workers);
    } finally {
      stop();
      reporter.interrupt();
    }
  }

  /** Ends the load early, with the measurements so far as the result. Any thread. */
  public void stop() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped;
  }

  private int share(int thread) {
    return connections / threads + (thread < connections % threads ? 1 : 0);
  }

  private LoadResult result(List<LoadWorker> workers) throws EchoException {
    LoadTally total = new LoadTally();
    boolean everConnected = false;
    for (LoadWorker worker : workers) {
      total.add(worker.tally());
      everConnected |= worker.everConnected();
    }
    if (!everConnected) {
      throw new EchoException(
          "can't connect to %s port %d: %s; is a server running there?"
              .formatted(host, port, total.firstError()));
    }
    return total.result();
  }

  private void report(List<LoadWorker> workers) {
    long start = System.nanoTime();
    try {
      while (true) {
        Thread.sleep(Duration.ofSeconds(1));
        LoadProgress sum = LoadProgress.NOTHING;
        for (LoadWorker worker : workers) {
          sum = sum.plus(worker.progress());
        }
        progress.accept(sum.at(Duration.ofNanos(System.nanoTime() - start)));
      }
    } catch (InterruptedException e) {
      // The load is over.
    }
  }

  /** Builds a load; every method returns the builder itself. Not thread-safe. */
  public static final class Builder {
    private String host = EchoServer.DEFAULT_HOST;
    private int port = EchoServer.DEFAULT_PORT;
    private int connections = 1;
    private int messageBytes = 64;
    private int inFlight = 1;
    private boolean reconnect;
    private Duration duration = Duration.ofSeconds(10);
    private Duration warmUp = Duration.ZERO;
    private Duration timeout = Duration.ofSeconds(10);
    private int threads = 1;
    private Consumer<LoadProgress> progress = ignored -> {};

    private Builder() {}

    /**
     * The server's name or address; default {@value EchoServer#DEFAULT_HOST}. If the name has
     * several addresses, the first is used.
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
     * @param number the number
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder port(int number) {
      port = Addresses.checkPort(number, 1);
      return this;
    }

    /**
     * Connections at once, 1 to {@value EchoServer#MAXIMUM_CONNECTIONS}; default 1. Each needs a
     * file descriptor and a local port; there are about 28,000 ports per server address.
     *
     * @param number the number
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder connections(int number) {
      connections = check("connections", number, 1, EchoServer.MAXIMUM_CONNECTIONS);
      return this;
    }

    /**
     * Bytes of one message, 1 to {@value EchoLoad#MAXIMUM_MESSAGE_BYTES}; default 64.
     *
     * @param bytes the number of bytes
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder messageBytes(int bytes) {
      messageBytes = check("message bytes", bytes, 1, MAXIMUM_MESSAGE_BYTES);
      return this;
    }

    /**
     * Messages in flight on each connection, 1 to {@value EchoLoad#MAXIMUM_IN_FLIGHT}; default 1:
     * the next one is sent when the previous one came back.
     *
     * @param messages the number of messages
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder inFlight(int messages) {
      inFlight = check("messages in flight", messages, 1, MAXIMUM_IN_FLIGHT);
      return this;
    }

    /**
     * Whether each message uses a new connection: connect, send, receive, close.
     *
     * @param on whether that is so
     * @return this builder
     */
    public Builder reconnect(boolean on) {
      reconnect = on;
      return this;
    }

    /**
     * The duration of the measurement; more than 0, default 10 s. It begins when all connections
     * are open and the warm-up is over.
     *
     * @param time the time
     * @return this builder
     * @throws IllegalArgumentException if it is not more than 0
     */
    public Builder duration(Duration time) {
      if (!time.isPositive()) {
        throw new IllegalArgumentException(
            "duration of " + time.toMillis() + " ms: must be more than 0");
      }
      duration = time;
      return this;
    }

    /**
     * The duration of the warm-up before the measurement; 0 or more, default 0.
     *
     * @param time the time
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public Builder warmUp(Duration time) {
      if (time.isNegative()) {
        throw new IllegalArgumentException(
            "warm-up of " + time.toMillis() + " ms: must be 0 or more");
      }
      warmUp = time;
      return this;
    }

    /**
     * The timeout for connections at the start, and for messages in flight at the end; 1 ms to 24
     * days, default 10 s.
     *
     * @param time the time
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder timeout(Duration time) {
      timeout = Durations.checkTimeout(time);
      return this;
    }

    /**
     * Platform threads that share the connections, 1 to {@value EchoLoad#MAXIMUM_THREADS}; default
     * 1, which is enough for most servers on one processor.
     *
     * @param number the number
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder threads(int number) {
      threads = check("threads", number, 1, MAXIMUM_THREADS);
      return this;
    }

    /**
     * An observer that receives the progress once a second, on its own thread; default none.
     *
     * @param observer receives the progress
     * @return this builder
     */
    public Builder progress(Consumer<LoadProgress> observer) {
      progress = Objects.requireNonNull(observer, "progress");
      return this;
    }

    /**
     * Creates the load. It begins with {@link EchoLoad#run}.
     *
     * @return the load
     */
    public EchoLoad build() {
      return new EchoLoad(this);
    }

    private static int check(String what, int value, int lowest, int highest) {
      if (value < lowest || value > highest) {
        throw new IllegalArgumentException(
            "%s: %d must be %d to %d".formatted(what, value, lowest, highest));
      }
      return value;
    }
  }
}

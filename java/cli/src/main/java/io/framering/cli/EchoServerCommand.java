// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.framering.echo.EchoPrinter;
import io.framering.echo.EchoServer;
import io.framering.echo.EchoStatistics;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Model.CommandSpec;

/** {@code framering echo-server}: sends back everything it receives. */
final class EchoServerCommand implements Callable<Integer> {
  /** The status of a process that was ended by SIGTERM. */
  static final int CUT_OFF = 143;

  private static final Duration STATISTICS_INTERVAL = Duration.ofSeconds(1);

  /** The time limit for cutting off connections. */
  private static final Duration CUTTING_TIME = Duration.ofSeconds(2);

  private final Environment environment;

  private final OptionGroup options = new OptionGroup("Options:");
  private final Option<String> host =
      options.value(
          "--host",
          "HOST",
          new Host(),
          EchoServer.DEFAULT_HOST,
          "Listen on the addresses of HOST; 0.0.0.0 or :: for all. Default: localhost");
  private final Option<Integer> port =
      options.number(
          "--port",
          "PORT",
          0,
          65_535,
          EchoServer.DEFAULT_PORT,
          "0 to 65535; 0 picks a free one. Default: 65435");
  private final Option<Boolean> udp =
      options.flag("--udp", "Echo datagrams instead of connections");
  private final Option<Boolean> once =
      options.flag("--once", "End after one connection, or one datagram");
  private final Option<Integer> maxConnections =
      options.number(
          "--max-connections",
          "COUNT",
          1,
          EchoServer.MAXIMUM_CONNECTIONS,
          EchoServer.MAXIMUM_CONNECTIONS,
          "Serve up to COUNT connections at once; others wait. Default: 1048576");
  private final Option<Duration> idleTimeout =
      options.value(
          "--idle-timeout",
          "SECONDS",
          new Seconds("0.01", true),
          Duration.ZERO,
          "Close connections without traffic for this long. Default: 0, never");
  private final Option<Duration> drain =
      options.value(
          "--drain",
          "SECONDS",
          new Seconds("0", true),
          Duration.ofSeconds(5),
          "Wait this long for open connections on shutdown. Default: 5");
  private final Option<Boolean> quiet = options.flag("--quiet", "Do not print connections");
  private final Option<Boolean> statistics =
      options.flag("--statistics", "Print connections, messages and bytes on stderr each second");

  private EchoServerCommand(Environment environment) {
    this.environment = environment;
  }

  static CommandSpec spec(Environment environment) {
    EchoServerCommand command = new EchoServerCommand(environment);
    CommandSpec spec = Usage.of(command, command.options.withHelp());
    spec.usageMessage()
        .description("Sends back everything it receives, over TCP or UDP.")
        .customSynopsis(
            "Usage: framering echo-server [--host HOST] [--port PORT] [--udp] [--once]",
            "                             [--max-connections COUNT] [--idle-timeout SECONDS]",
            "                             [--drain SECONDS] [--quiet] [--statistics]")
        .footer(
            "",
            "Prints the port and each connection on standard output. Ctrl-C, SIGTERM, SIGHUP",
            "and a closed standard output end it: it accepts no further connections, and open",
            "ones have the time of --drain to finish.",
            "Over UDP, datagrams from ports 7, 13, 17, 19, 37, its own port, and from other",
            "echo servers are not answered.",
            "",
            "Exit status: 0 all received bytes were sent back, 143 connections were cut off",
            "after --drain, 1 failed, 2 wrong usage.");
    return spec;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Output output = new Output(environment.out());
    Ending ending = new Ending(drain.get());
    EchoServer server =
        EchoServer.builder()
            .host(host.get())
            .port(port.get())
            .udp(udp.get())
            .once(once.get())
            .maxConnections(maxConnections.get())
            .idleTimeout(idleTimeout.get())
            .drain(drain.get())
            .listener(new Announcer(output, ending))
            .start();
    awaitEnd(server);
    ending.awaitOver();
    output.check();
    return server.cutOff() == 0 ? Main.OK : CUT_OFF;
  }

  private void awaitEnd(EchoServer server) throws InterruptedException {
    EchoStatistics before = EchoStatistics.NOTHING;
    while (!server.awaitEnd(STATISTICS_INTERVAL)) {
      if (statistics.get()) {
        EchoStatistics now = server.statistics();
        environment.err().println(now.describeSince(before));
        before = now;
      }
    }
  }

  /**
   * A reader of the first line may send a signal at once, so signals are handled before it is
   * printed.
   */
  private final class Announcer extends EchoPrinter {
    private final Output output;
    private final Ending ending;

    Announcer(Output output, Ending ending) {
      super(new PrintStream(output, false, UTF_8), environment.err(), quiet.get());
      this.output = output;
      this.ending = ending;
    }

    @Override
    public void listening(EchoServer server) {
      environment.onSignal().accept(() -> ending.beginAndWait(server));
      output.onFailure(() -> ending.begin(server));
      super.listening(server);
    }
  }

  /** The server's shutdown; only the first request starts it. */
  private static final class Ending {
    private final Duration drain;
    private final AtomicReference<Thread> closing = new AtomicReference<>();

    Ending(Duration drain) {
      this.drain = drain;
    }

    void begin(EchoServer server) {
      Thread thread = Thread.ofVirtual().unstarted(server::close);
      if (closing.compareAndSet(null, thread)) {
        thread.start();
      }
    }

    /** Returns when the server is closed or its time is over: printing may block forever. */
    void beginAndWait(EchoServer server) {
      begin(server);
      try {
        closing.get().join(drain.plus(CUTTING_TIME));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** Waits for the shutdown, after which it is known whether connections were cut off. */
    void awaitOver() throws InterruptedException {
      Thread thread = closing.get();
      if (thread != null) {
        thread.join();
      }
    }
  }

  /** Standard output for a {@link PrintStream}, which would hide failed writes. */
  private static final class Output extends OutputStream {
    private final WritableByteChannel channel;
    private final AtomicBoolean failed = new AtomicBoolean();
    private volatile IOException failure;
    private volatile Runnable onFailure = () -> {};

    Output(WritableByteChannel channel) {
      this.channel = channel;
    }

    void onFailure(Runnable action) {
      onFailure = action;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        channel.write(ByteBuffer.wrap(bytes, offset, length));
      } catch (IOException e) {
        if (failed.compareAndSet(false, true)) {
          failure = e;
          onFailure.run();
        }
        throw e;
      }
    }

    /** Throws the failure of a write, if there was one. */
    void check() throws IOException {
      if (failure != null) {
        throw failure;
      }
    }
  }
}

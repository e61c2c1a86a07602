package io.framering.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.framering.echo.EchoClient;
import io.framering.echo.EchoLoad;
import io.framering.echo.EchoResult;
import io.framering.echo.EchoServer;
import io.framering.echo.LoadProgress;
import io.framering.echo.LoadResult;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code framering echo-client}: sends a message and checks the reply. */
@Command(
    name = "echo-client",
    description = "Sends a message to an echo server and checks that the reply is the same.",
    synopsisHeading = "",
    customSynopsis = {
      "Usage: framering echo-client [--host HOST] [--port PORT] [--timeout SECONDS]",
      "                             [--udp] [MESSAGE]",
      "       framering echo-client [--host HOST] [--port PORT] [--timeout SECONDS]",
      "                             --load [LOAD OPTION]..."
    },
    descriptionHeading = "%n",
    parameterListHeading = "%n",
    optionListHeading = "%nOptions:%n",
    sortOptions = false,
    footer = {
      "",
      "Exit status: 0 the reply was correct, 1 wrong reply, no reply or no connection,",
      "2 wrong usage."
    },
    versionProvider = HelpOptions.Version.class)
final class EchoClientCommand implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";
  private static final String DEFAULT_MESSAGE = "Hello World";

  /** A load test that takes longer reports its progress. */
  private static final Duration LONG_RUN = Duration.ofSeconds(3);

  private final Environment environment;

  @Parameters(
      arity = "0..1",
      paramLabel = "MESSAGE",
      description = {
        "The message; the reply is printed. '-' sends standard input and copies the"
            + " reply to standard output. Default: Hello World"
      })
  private String message;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      converter = Host.class,
      description = "The server's name or address. Default: localhost")
  private String host = EchoServer.DEFAULT_HOST;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      converter = Range.Port.class,
      description = "The server's port, 1 to 65535. Default: 65435")
  private long port = EchoServer.DEFAULT_PORT;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      converter = Seconds.AtLeastAMilli.class,
      description = "Wait this long for a connection or an answer. Default: 10")
  private Duration timeout = Duration.ofSeconds(10);

  @Option(names = "--udp", description = "Send MESSAGE as one datagram")
  private boolean udp;

  @Mixin private HelpOptions help;

  @ArgGroup(exclusive = false, heading = "%nLoad options:%n")
  private Load load;

  @Spec private CommandSpec spec;

  /** The options of a load test; all of them need the first. */
  static final class Load {
    @Option(
        names = "--load",
        required = true,
        description = "Run a closed-loop load test and verify every byte")
    private boolean on;

    @Option(
        names = "--connections",
        paramLabel = "COUNT",
        converter = Range.Connections.class,
        description = "Connections that are open at once. Default: 1")
    private long connections = 1;

    @Option(
        names = "--size",
        paramLabel = "BYTES",
        converter = Range.MessageBytes.class,
        description = "Bytes per message, up to 67108864. Default: 64")
    private long messageBytes = 64;

    @Option(
        names = "--in-flight",
        paramLabel = "COUNT",
        converter = Range.InFlight.class,
        description = "Messages in flight per connection. Default: 1")
    private long inFlight = 1;

    @Option(names = "--reconnect", description = "Open a new connection for each message")
    private boolean reconnect;

    @Option(
        names = "--duration",
        paramLabel = "SECONDS",
        converter = Seconds.AtLeastAMilli.class,
        description = "Measure for this long. Default: 10")
    private Duration duration = Duration.ofSeconds(10);

    @Option(
        names = "--warm-up",
        paramLabel = "SECONDS",
        converter = Seconds.OrNone.class,
        description = "Send for this long first, without measuring. Default: 0")
    private Duration warmUp = Duration.ZERO;

    @Option(
        names = "--threads",
        paramLabel = "COUNT",
        converter = Range.Threads.class,
        description = "Threads that share the connections. Default: 1")
    private long threads = 1;

    EchoLoad.Builder builder() {
      return EchoLoad.builder()
          .connections((int) connections)
          .messageBytes((int) messageBytes)
          .inFlight((int) inFlight)
          .reconnect(reconnect)
          .duration(duration)
          .warmUp(warmUp)
          .threads((int) threads);
    }

    boolean isLong() {
      return warmUp.plus(duration).compareTo(LONG_RUN) > 0;
    }
  }

  EchoClientCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (load != null) {
      refuse(message != null, "--load makes its own messages: leave '" + message + "' out");
      refuse(udp, "--load measures connections: leave --udp out");
      return generateLoad();
    }
    boolean piped = STANDARD_INPUT.equals(message);
    refuse(
        piped && udp, "standard input cannot be one datagram: give a MESSAGE, or leave --udp out");
    return check(piped ? sendInput() : sendMessage());
  }

  private void refuse(boolean wrong, String reason) {
    if (wrong) {
      throw new ParameterException(spec.commandLine(), reason);
    }
  }

  private EchoClient client() {
    return EchoClient.builder().host(host).port((int) port).timeout(timeout).udp(udp).build();
  }

  private EchoResult sendInput() throws IOException {
    return client().echo(environment.in(), Channels.newOutputStream(environment.out()));
  }

  private EchoResult sendMessage() throws IOException {
    byte[] sent = (message == null ? DEFAULT_MESSAGE : message).getBytes(UTF_8);
    try (Line line = new Line(environment.out())) {
      EchoResult result = client().echo(sent, line);
      line.begin();
      return result;
    }
  }

  private int check(EchoResult result) {
    if (!result.isEqual()) {
      throw new Failure(result.describe());
    }
    return Main.OK;
  }

  private int generateLoad() throws IOException, InterruptedException {
    EchoLoad running =
        load.builder()
            .host(host)
            .port((int) port)
            .timeout(timeout)
            .progress(load.isLong() ? new Reporter() : ignored -> {})
            .build();
    environment.onSignal().accept(running::stop);
    LoadResult result = running.run();
    environment.print(result.describe());
    return result.errors() == 0 ? Main.OK : Main.FAILED;
  }

  private final class Reporter implements Consumer<LoadProgress> {
    private LoadProgress before = LoadProgress.NOTHING;

    @Override
    public void accept(LoadProgress now) {
      environment.err().println(now.describeSince(before));
      before = now;
    }
  }

  /** Prints the reply, with an introduction before its first byte and a line end after it. */
  private static final class Line extends OutputStream {
    private static final String WORDS = "Received: ";

    private final WritableByteChannel out;
    private boolean open;

    Line(WritableByteChannel out) {
      this.out = out;
    }

    void begin() throws IOException {
      if (!open) {
        out.write(UTF_8.encode(WORDS));
        open = true;
      }
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      begin();
      open = false; // nothing can be added to a line that can't be written
      out.write(ByteBuffer.wrap(bytes, offset, length));
      open = true;
    }

    @Override
    public void close() throws IOException {
      if (open) {
        out.write(ByteBuffer.wrap(new byte[] {'\n'}));
      }
    }
  }
}

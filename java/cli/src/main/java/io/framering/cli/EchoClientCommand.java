// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.framering.capture.NetworkInterfaces.Interface;
import io.framering.echo.EchoClient;
import io.framering.echo.EchoLoad;
import io.framering.echo.EchoResult;
import io.framering.echo.EchoServer;
import io.framering.echo.LoadProgress;
import io.framering.echo.LoadResult;
import io.framering.frame.LinkType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code framering echo-client}: sends a message and checks the reply. */
final class EchoClientCommand implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";
  private static final String DEFAULT_MESSAGE = "Hello World";

  private static final int ETHERNET_HEADER = 14;

  /** A load test that takes longer reports its progress. */
  private static final Duration LONG_RUN = Duration.ofSeconds(3);

  private final Environment environment;

  private final PositionalParamSpec message =
      PositionalParamSpec.builder()
          .paramLabel("MESSAGE")
          .arity("0..1")
          .type(String.class)
          .description(
              "The message; the reply is printed. '-' sends standard input and copies the"
                  + " reply to standard output. Default: Hello World")
          .build();

  private final OptionGroup options = new OptionGroup("Options:");
  private final Option<String> host =
      options.value(
          "--host",
          "HOST",
          new Host(),
          EchoServer.DEFAULT_HOST,
          "The server's name or address. Default: localhost");
  private final Option<Integer> port =
      options.number(
          "--port",
          "PORT",
          1,
          65_535,
          EchoServer.DEFAULT_PORT,
          "The server's port, 1 to 65535. Default: 65435");
  private final Option<Duration> timeout =
      options.value(
          "--timeout",
          "SECONDS",
          new Seconds("0.001", false),
          Duration.ofSeconds(10),
          "Wait this long for a connection or an answer. Default: 10");
  private final Option<Boolean> udp = options.flag("--udp", "Send MESSAGE as one datagram");

  private final OptionGroup loading = new OptionGroup("Load options:");
  private final Option<Boolean> load =
      loading.flag("--load", "Run a closed-loop load test and verify every byte");
  private final Option<Integer> connections =
      loading.number(
          "--connections",
          "COUNT",
          1,
          EchoServer.MAXIMUM_CONNECTIONS,
          1,
          "Connections that are open at once. Default: 1");
  private final Option<Integer> messageBytes =
      loading.number(
          "--size",
          "BYTES",
          1,
          EchoLoad.MAXIMUM_MESSAGE_BYTES,
          64,
          "Bytes per message, up to 67108864. Default: 64");
  private final Option<Integer> inFlight =
      loading.number(
          "--in-flight",
          "COUNT",
          1,
          EchoLoad.MAXIMUM_IN_FLIGHT,
          1,
          "Messages in flight per connection. Default: 1");
  private final Option<Boolean> reconnect =
      loading.flag("--reconnect", "Open a new connection for each message");
  private final Option<Duration> duration =
      loading.value(
          "--duration",
          "SECONDS",
          new Seconds("0.001", false),
          Duration.ofSeconds(10),
          "Measure for this long. Default: 10");
  private final Option<Duration> warmUp =
      loading.value(
          "--warm-up",
          "SECONDS",
          new Seconds("0", true),
          Duration.ZERO,
          "Send for this long first, without measuring. Default: 0");
  private final Option<Integer> threads =
      loading.number(
          "--threads",
          "COUNT",
          1,
          EchoLoad.MAXIMUM_THREADS,
          1,
          "Threads that share the connections. Default: 1");

  private final OptionGroup layer2 = new OptionGroup("Frame options:");
  private final Option<Boolean> frames =
      layer2.flag("--frames", "Measure a reflector at layer 2, see 'framering reflect'");
  private final Option<String> interfaceName =
      layer2.text("-i, --interface", "INTERFACE", null, "Send frames from this interface");
  private final SocketArguments socket =
      new SocketArguments(layer2, "The interface is in this network namespace");
  private final Option<Boolean> consent =
      layer2.flag("--yes", "Also from an interface that is not for tests");

  private EchoClientCommand(Environment environment) {
    this.environment = environment;
  }

  static CommandSpec spec(Environment environment) {
    EchoClientCommand command = new EchoClientCommand(environment);
    CommandSpec spec =
        Usage.of(command, command.options.withHelp(), command.loading, command.layer2);
    spec.addPositional(command.message);
    spec.usageMessage()
        .description("Sends a message to an echo server and checks that the reply is the same.")
        .customSynopsis(
            "Usage: framering echo-client [--host HOST] [--port PORT] [--timeout SECONDS]",
            "                             [--udp] [MESSAGE]",
            "       framering echo-client [--host HOST] [--port PORT] [--timeout SECONDS]",
            "                             --load [LOAD OPTION]...",
            "       framering echo-client --frames -i INTERFACE [OPTION]...")
        .footer(
            "",
            "--frames needs root or CAP_NET_RAW. For tests are the interfaces that",
            "'framering replay --help' names.",
            "",
            "Exit status: 0 the reply was correct, 1 wrong reply, no reply or no connection,",
            "2 wrong usage.");
    return spec;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    String text = message.getValue();
    if (frames.get()) {
      refuse(
          text != null || udp.get() || load.get(), "--frames makes its own messages: only options");
      refuse(
          connections.get() > 1 || threads.get() > 1 || reconnect.get(),
          "--frames: there are no connections, and one thread");
      return measureFrames();
    }
    refuse(layer2.isGiven(), "missing required argument(s): --frames");
    if (load.get()) {
      refuse(text != null, "--load makes its own messages: leave '" + text + "' out");
      refuse(udp.get(), "--load measures connections: leave --udp out");
      return generateLoad();
    }
    refuse(loading.isGiven(), "missing required argument(s): --load");
    boolean piped = STANDARD_INPUT.equals(text);
    refuse(
        piped && udp.get(),
        "standard input cannot be one datagram: give a MESSAGE, or leave --udp out");
    return check(piped ? sendInput() : sendMessage(text == null ? DEFAULT_MESSAGE : text));
  }

  private static void refuse(boolean wrong, String reason) {
    if (wrong) {
      throw new WrongUsage(reason);
    }
  }

  private EchoClient client() {
    return EchoClient.builder()
        .host(host.get())
        .port(port.get())
        .timeout(timeout.get())
        .udp(udp.get())
        .build();
  }

  private EchoResult sendInput() throws IOException {
    return client().echo(environment.in(), Channels.newOutputStream(environment.out()));
  }

  private EchoResult sendMessage(String text) throws IOException {
    try (Line line = new Line(environment.out())) {
      EchoResult result = client().echo(text.getBytes(UTF_8), line);
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
    boolean isLong = warmUp.get().plus(duration.get()).compareTo(LONG_RUN) > 0;
    EchoLoad running =
        EchoLoad.builder()
            .host(host.get())
            .port(port.get())
            .timeout(timeout.get())
            .connections(connections.get())
            .messageBytes(messageBytes.get())
            .inFlight(inFlight.get())
            .reconnect(reconnect.get())
            .duration(duration.get())
            .warmUp(warmUp.get())
            .threads(threads.get())
            .progress(isLong ? new Reporter() : ignored -> {})
            .build();
    environment.onSignal().accept(running::stop);
    LoadResult result = running.run();
    environment.print(result.describe());
    return result.errors() == 0 ? Main.OK : Main.FAILED;
  }

  private int measureFrames() throws IOException {
    refuse(interfaceName.get() == null, "--frames: -i INTERFACE is needed");
    socket.checkUsage();
    Interface from =
        TestInterface.find(interfaceName.get(), socket.networkNamespace.get(), consent.get());
    int most = from.mtu() + ETHERNET_HEADER - FrameLoad.HEADER_BYTES;
    if (from.linkType() != LinkType.ETHERNET) {
      throw new Failure(from.name() + ": is no Ethernet interface");
    }
    refuse(
        messageBytes.get() < FrameLoad.PAYLOAD_BYTES_MIN || messageBytes.get() > most,
        "--size: frames from "
            + from.name()
            + " have "
            + FrameLoad.PAYLOAD_BYTES_MIN
            + " to "
            + most
            + " bytes of payload");
    FrameLoad running = new FrameLoad(messageBytes.get(), inFlight.get(), timeout.get());
    environment.onSignal().accept(running::stop);
    running.run(from.name(), socket, warmUp.get(), duration.get());
    environment.print(running.describe());
    return running.isWhole() ? Main.OK : Main.FAILED;
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

// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The server, the client and the load as processes of their own, for what can't be seen from
 * inside: memory, descriptors, signals, exit status. Takes the options of the command line, in
 * their long form.
 */
final class EchoProcess {
  private static final List<String> FLAGS =
      List.of("--udp", "--once", "--quiet", "--load", "--reconnect", "--statistics");

  private EchoProcess() {}

  static void main(String[] arguments) throws InterruptedException {
    try {
      Map<String, String> options = parse(arguments);
      System.exit(
          switch (arguments[0]) {
            case "echo-server" -> serve(options);
            case "echo-client" -> options.containsKey("--load") ? load(options) : send(options);
            default -> throw new IllegalArgumentException("echo-server or echo-client");
          });
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    } catch (IOException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static Map<String, String> parse(String[] arguments) {
    Map<String, String> options = new HashMap<>();
    for (int i = 1; i < arguments.length; i++) {
      if (!arguments[i].startsWith("--")) {
        options.put("MESSAGE", arguments[i]);
      } else if (FLAGS.contains(arguments[i])) {
        options.put(arguments[i], "");
      } else {
        options.put(arguments[i], arguments[++i]);
      }
    }
    return options;
  }

  private static Duration seconds(String text) {
    return Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000));
  }

  private static int serve(Map<String, String> options) throws IOException, InterruptedException {
    EchoServer.Builder builder = EchoServer.builder();
    boolean quiet = options.containsKey("--quiet");
    builder.listener(new Announcer(quiet));
    options.forEach((name, value) -> {
      switch (name) {
        case "--host" -> builder.host(value);
        case "--port" -> builder.port(Integer.parseInt(value));
        case "--udp" -> builder.udp(true);
        case "--max-connections" -> builder.maxConnections(Integer.parseInt(value));
        case "--idle-timeout" -> builder.idleTimeout(seconds(value));
        case "--drain" -> builder.drain(seconds(value));
        case "--once" -> builder.once(true);
        default -> {}
      }
    });
    EchoServer server = builder.start();
    EchoStatistics before = EchoStatistics.NOTHING;
    while (!server.awaitEnd(Duration.ofSeconds(1))) {
      if (options.containsKey("--statistics")) {
        EchoStatistics now = server.statistics();
        System.err.println(now.describeSince(before));
        before = now;
      }
    }
    return 0;
  }

  /** Whoever reads the announcement may send a signal at once. */
  private static final class Announcer extends EchoPrinter {
    Announcer(boolean quiet) {
      super(System.out, System.err, quiet);
    }

    @Override
    public void listening(EchoServer server) {
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> end(server)));
      super.listening(server);
    }

    private static void end(EchoServer server) {
      boolean terminated = !server.hasEnded();
      server.close();
      if (terminated) {
        // The JVM's own exit status after a signal would be 143 in any case.
        Runtime.getRuntime().halt(server.cutOff() == 0 ? 0 : 143);
      }
    }
  }

  private static int send(Map<String, String> options) throws IOException {
    EchoClient client =
        EchoClient.builder()
            .host(options.getOrDefault("--host", "localhost"))
            .port(Integer.parseInt(options.getOrDefault("--port", "65435")))
            .udp(options.containsKey("--udp"))
            .build();
    String message = options.getOrDefault("MESSAGE", "Hello World");
    EchoResult result;
    if (message.equals("-")) {
      result = client.echo(System.in, System.out);
    } else {
      System.out.print("Received: ");
      result = client.echo(message.getBytes(UTF_8), System.out);
      System.out.println();
    }
    if (!result.isEqual()) {
      System.err.println(result.describe());
    }
    return result.isEqual() ? 0 : 1;
  }

  private static int load(Map<String, String> options) throws IOException, InterruptedException {
    EchoLoad.Builder builder = EchoLoad.builder();
    builder.reconnect(options.containsKey("--reconnect"));
    options.forEach((name, value) -> {
      switch (name) {
        case "--host" -> builder.host(value);
        case "--port" -> builder.port(Integer.parseInt(value));
        case "--connections" -> builder.connections(Integer.parseInt(value));
        case "--size" -> builder.messageBytes(Integer.parseInt(value));
        case "--in-flight" -> builder.inFlight(Integer.parseInt(value));
        case "--duration" -> builder.duration(seconds(value));
        case "--warm-up" -> builder.warmUp(seconds(value));
        case "--threads" -> builder.threads(Integer.parseInt(value));
        default -> {}
      }
    });
    LoadResult result = builder.build().run();
    System.out.println(result.describe());
    return result.errors() == 0 ? 0 : 1;
  }
}

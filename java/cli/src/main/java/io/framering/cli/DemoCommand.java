// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.capture.Capture;
import io.framering.capture.CaptureOptions;
import io.framering.capture.CaptureStatistics;
import io.framering.capture.NetworkInterfaces;
import io.framering.capture.NetworkInterfaces.Interface;
import io.framering.frame.Frame;
import io.framering.print.OutputFormat;
import io.framering.print.PrintOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Model.CommandSpec;

/** {@code framering demo}: captures and prints its own exchange on the loopback interface. */
final class DemoCommand implements Callable<Integer> {
  /** Ample for a dozen packets that never leave the machine. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** The exchange fits; other traffic on the loopback interface must not fill the ring. */
  private static final CaptureOptions OPTIONS = CaptureOptions.defaults().snapLength(512);

  private final Environment environment;

  private DemoCommand(Environment environment) {
    this.environment = environment;
  }

  static CommandSpec spec(Environment environment) {
    CommandSpec spec =
        Usage.of(new DemoCommand(environment), new OptionGroup("Options:").withHelp());
    spec.usageMessage()
        .description("Captures its own small TCP exchange on the loopback interface.")
        .customSynopsis("Usage: framering demo")
        .footer(
            "",
            "Sends 'Hello World' to its own echo server, prints the packets of this",
            "connection and no others, and ends within seconds. Needs root, like all capturing.",
            "",
            "Exit status: 0 the whole exchange was captured, 1 it was not, 2 wrong usage.");
    return spec;
  }

  @Override
  public Integer call() throws IOException {
    String loopback = loopback();
    try (DemoExchange exchange = new DemoExchange();
        Capture capture = Capture.open(loopback, OPTIONS)) {
      environment.onSignal().accept(capture::stop);
      environment.tell("listening on " + loopback + " for an exchange of its own");
      DemoWitness witness = new DemoWitness(exchange.port(), DemoExchange.MESSAGE);
      CompletableFuture<byte[]> answer = begin(exchange, capture);
      new Sniffer(capture, frame -> see(witness, frame, capture), printer()).run(Long.MAX_VALUE);
      check(answer, witness, capture.statistics());
      environment.tell(
          witness.packets()
              + " packets of one TCP connection seen on "
              + loopback
              + ": Hello World went to port "
              + exchange.port()
              + ", and Hello World came back");
      return Main.OK;
    }
  }

  private static String loopback() {
    Interface loopback =
        NetworkInterfaces.list().stream()
            .filter(Interface::loopback)
            .findFirst()
            .orElseThrow(() -> new Failure("the demo needs a loopback interface; there is none"));
    if (!loopback.up()) {
      throw new Failure(
          "the demo needs "
              + loopback.name()
              + ", which is down: bring it up with 'ip link set "
              + loopback.name()
              + " up'");
    }
    return loopback.name();
  }

  /** Starts the exchange; the capture ends if it fails or is not captured in time. */
  private static CompletableFuture<byte[]> begin(DemoExchange exchange, Capture capture) {
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            answer.complete(exchange.run());
            Thread.sleep(PATIENCE);
          } catch (IOException | InterruptedException e) {
            answer.completeExceptionally(e);
          }
          capture.stop();
        });
    return answer;
  }

  private PrintSink printer() {
    PrintOptions options = PrintOptions.defaults().interfaceNames(NetworkInterfaces::name);
    return new PrintSink(OutputFormat.TREE.printer(options), environment.out());
  }

  /**
   * Returns whether the frame belongs to the exchange; stops the capture when all of it was
   * captured.
   */
  private static boolean see(DemoWitness witness, Frame frame, Capture capture) {
    boolean seen = witness.see(frame);
    if (witness.missing().isEmpty()) {
      capture.stop();
    }
    return seen;
  }

  static void check(
      CompletableFuture<byte[]> answer, DemoWitness witness, CaptureStatistics statistics) {
    if (!witness.missing().isEmpty()) {
      String cause = "";
      if (answer.isCompletedExceptionally()) {
        cause = "the exchange failed: " + ErrorText.of(answer.exceptionNow()) + "; ";
      }
      throw new Failure(
          cause
              + "not seen: "
              + witness.missing()
              + "; dropped by kernel: "
              + statistics.dropped());
    }
    try {
      if (!Arrays.equals(answer.join(), DemoExchange.MESSAGE)) {
        throw new Failure("the reply differs from the message sent");
      }
    } catch (CompletionException e) {
      throw new Failure("the exchange failed: " + ErrorText.of(e.getCause()));
    }
  }
}

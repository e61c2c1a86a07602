// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.capture.Capture;
import io.framering.capture.CaptureOptions;
import io.framering.filter.FilterExpression;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import io.framering.frame.FrameSource;
import io.framering.frame.LinkType;
import io.framering.transmit.TransmitStatistics;
import io.framering.transmit.Transmitter;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code framering reflect}: sends frames back with their addresses exchanged. */
final class ReflectCommand implements Callable<Integer> {
  private final Environment environment;
  private final OptionGroup options = new OptionGroup("Options:");
  private final Option<String> interfaceName =
      options.text("-i, --interface", "INTERFACE", null, "Answer the frames of this interface");
  private final SocketArguments socket =
      new SocketArguments(options, "The interface is in this network namespace");
  private final Option<Boolean> all =
      options.flag("--all", "Answer every frame, not only ICMP echo requests and UDP");

  private final ExpressionWords words = new ExpressionWords("frames", "port 7");

  private ReflectCommand(Environment environment) {
    this.environment = environment;
  }

  static CommandSpec spec(Environment environment) {
    ReflectCommand command = new ReflectCommand(environment);
    CommandSpec spec = Usage.of(command, command.options.withHelp());
    command.words.addTo(spec);
    spec.usageMessage()
        .description("Sends frames back with their addresses exchanged: an echo server at layer 2.")
        .customSynopsis("Usage: framering reflect -i INTERFACE [OPTION]... [EXPRESSION]")
        .footer(
            "",
            "Source and destination change places in Ethernet, IPv4, IPv6 and UDP, and an echo",
            "request becomes a reply. Ctrl-C, SIGTERM and SIGHUP end it; then it prints how",
            "many frames it received and sent. It needs root or CAP_NET_RAW.",
            "",
            "Exit status: 0 normal end, 1 failure or some answers were not sent, 2 wrong usage.");
    return spec;
  }

  @Override
  public Integer call() {
    if (interfaceName.get() == null) {
      throw new WrongUsage("-i INTERFACE is needed");
    }
    socket.checkUsage();
    FilterExpression expression = words.expression();
    CaptureOptions incoming =
        socket.incoming().direction(CaptureOptions.Traffic.IN).filter(expression);
    try (Capture capture = Capture.open(List.of(interfaceName.get()), incoming);
        Transmitter transmitter = Transmitter.open(interfaceName.get(), socket.outgoing())) {
      environment.onSignal().accept(capture::stop);
      environment.tell("listening on " + interfaceName.get() + ", and sending frames back");
      long received = reflect(capture, transmitter);
      TransmitStatistics counts = transmitter.statistics();
      environment.err().println(received + " frames received");
      environment.err().println(counts.sent() + " frames sent back");
      environment.err().println(counts.refused() + " frames refused");
      environment.err().println(capture.statistics().dropped() + " frames dropped by kernel");
      return counts.refused() == 0 ? Main.OK : Main.FAILED;
    }
  }

  private long reflect(Capture capture, Transmitter transmitter) {
    Reflector reflector = new Reflector(all.get());
    long received = 0;
    while (capture.next(FrameSource.FOREVER) instanceof FrameBatch batch) {
      try (batch) {
        for (FrameCursor frame = batch.cursor(); frame.advance(); received++) {
          boolean isEthernet = frame.linkType() == LinkType.ETHERNET;
          MemorySegment answer = isEthernet ? reflector.answer(frame) : null;
          if (answer != null) {
            transmitter.send(answer);
          }
        }
        transmitter.flush();
      }
    }
    return received;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.capture.NetworkInterfaces.Interface;
import io.framering.filter.FileFilter;
import io.framering.filter.FilterExpression;
import io.framering.frame.Frame;
import io.framering.frame.LinkType;
import io.framering.savefile.SavefileReader;
import io.framering.transmit.TransmitOptions;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.TypeConversionException;

/** {@code framering replay}: sends the packets of a capture file. */
final class ReplayCommand implements Callable<Integer> {
  private static final long PROGRESS_MILLIS = 1000;

  private final Environment environment;

  private final OptionGroup what = new OptionGroup("What, and where to:");
  private final Option<String> file =
      what.text("-r, --read", "FILE", null, "Send the packets of this capture file");
  private final Option<String> interfaceName =
      what.text("-i, --interface", "INTERFACE", null, "Send them from this interface");
  private final Option<List<String>> maps =
      what.texts(
          "--map",
          "RECORDED=INTERFACE",
          "Send the packets of this interface of the file, by name or number, from INTERFACE; may"
              + " be repeated");
  private final SocketArguments socket =
      new SocketArguments(what, "The interface is in this network namespace");
  private final Option<Boolean> consent =
      what.flag("--yes", "Also from an interface that is not for tests");

  private final OptionGroup addresses = new OptionGroup("Other addresses (may be repeated):");
  private final Option<List<AddressEdit>> macs =
      addresses.values(
          "--edit-mac", "OLD=NEW", AddressEdit::ofMacs, "Replace this MAC address by another");
  private final Option<List<AddressEdit>> networks =
      addresses.values(
          "--edit-ip",
          "OLD=NEW",
          AddressEdit::ofNetworks,
          "Replace an address, or a network by one with the same prefix length, and mend the"
              + " checksums: 10.1.0.0/16=10.2.0.0/16");

  private final OptionGroup when = new OptionGroup("When (default: with the gaps of the file):");
  private final Option<Double> speed =
      when.value(
          "--speed", "FACTOR", ReplayCommand::factor, null, "Divide the gaps: 2 is twice as fast");
  private final Option<Long> framesPerSecond =
      when.value("--pps", "COUNT", new Range(1, 1_000_000_000), null, "Packets per second");
  private final Option<Long> bitsPerSecond =
      when.value("--bps", "COUNT", new Range(1, 1_000_000_000_000L), null, "Bits per second");
  private final Option<Boolean> topSpeed = when.flag("--top-speed", "As fast as possible");
  private final Option<Boolean> bypassQueue =
      when.flag("--qdisc-bypass", "Skip the queueing discipline of the interface");

  private final OptionGroup howMuch = new OptionGroup("How much (default: the file once):");
  private final Option<Long> loop =
      howMuch.value(
          "--loop", "COUNT", new Range(1, Long.MAX_VALUE), 1L, "Send the file COUNT times");
  private final Option<Long> limit =
      howMuch.value(
          "--limit",
          "COUNT",
          new Range(1, Long.MAX_VALUE),
          Long.MAX_VALUE,
          "End after COUNT packets");
  private final Option<Duration> duration =
      howMuch.value(
          "--duration", "SECONDS", new Seconds("0.001", false), null, "End after this time");

  private final ExpressionWords words = new ExpressionWords("packets", "port 53");

  private ReplayCommand(Environment environment) {
    this.environment = environment;
  }

  static CommandSpec spec(Environment environment) {
    ReplayCommand command = new ReplayCommand(environment);
    CommandSpec spec =
        Usage.of(
            command,
            new OptionGroup("Help:").withHelp(),
            command.what,
            command.addresses,
            command.when,
            command.howMuch);
    command.words.addTo(spec);
    spec.usageMessage()
        .description("Sends the packets of a capture file from an interface.")
        .customSynopsis("Usage: framering replay -r FILE -i INTERFACE [OPTION]... [EXPRESSION]")
        .footer(
            "",
            "Packets leave as they stand in the file. Ctrl-C, SIGTERM and SIGHUP end it.",
            "At the end it prints how many were sent, how many refused, and how far the",
            "gaps between packets were off.",
            "",
            "For tests are the loopback interface, veth, tun and tap interfaces, and all",
            "interfaces of a network namespace other than the host's. Sending needs root or",
            "CAP_NET_RAW.",
            "",
            "Example:",
            "  framering replay -r trace.pcapng -i veth0 --pps 10000 udp",
            "",
            "Exit status: 0 all packets were sent, 1 failure or some were not, 2 wrong usage.");
    return spec;
  }

  private static double factor(String text) {
    try {
      double factor = new BigDecimal(text).doubleValue();
      if (factor >= 0.001 && factor <= 1e6) {
        return factor;
      }
    } catch (NumberFormatException e) {
      // It is refused like a factor out of bounds.
    }
    throw new TypeConversionException("'" + text + "' is not a factor from 0.001 to 1000000");
  }

  @Override
  public Integer call() {
    checkUsage();
    Map<String, Interface> mapped = mapped();
    Interface others = interfaceName.get() == null ? null : outgoing(interfaceName.get());
    Replay replay =
        new Replay(
            editor(),
            pace(),
            limit.get(),
            duration.get() == null ? Long.MAX_VALUE : duration.get().toNanos());
    Predicate<Frame> filter =
        filter(
            Stream.concat(mapped.values().stream(), Stream.ofNullable(others))
                .map(Interface::linkType)
                .distinct()
                .toList());
    TransmitOptions options = socket.outgoing().bypassQueue(bypassQueue.get()).listener(replay);
    try (Outlets outlets = new Outlets(mapped, others, options)) {
      replay.through(outlets);
      environment.onSignal().accept(replay::stop);
      environment.tell("replaying " + file.get() + " from " + outlets.names() + ", " + speedText());
      Thread progress = showProgress(replay);
      try {
        replay.run(this::open, filter, loop.get());
      } finally {
        progress.interrupt();
        replay.report().lines().forEach(environment.err()::println);
      }
      return replay.isWhole() ? Main.OK : Main.FAILED;
    }
  }

  private void checkUsage() {
    socket.checkUsage();
    if (file.get() == null || interfaceName.get() == null && maps.get().isEmpty()) {
      throw new WrongUsage("-r FILE, and -i INTERFACE or --map, are needed");
    }
    long paces =
        Stream.of(
                speed.get(), framesPerSecond.get(), bitsPerSecond.get(), topSpeed.get() ? 1 : null)
            .filter(each -> each != null)
            .count();
    if (paces > 1) {
      throw new WrongUsage("--speed, --pps, --bps, --top-speed: only one of them");
    }
  }

  private Map<String, Interface> mapped() {
    Map<String, Interface> mapped = new LinkedHashMap<>();
    for (String each : maps.get()) {
      int end = each.lastIndexOf('=');
      if (end <= 0
          || mapped.put(each.substring(0, end), outgoing(each.substring(end + 1))) != null) {
        throw new WrongUsage("--map " + each + ": needs RECORDED=INTERFACE, each RECORDED once");
      }
    }
    return mapped;
  }

  private Interface outgoing(String name) {
    return TestInterface.find(name, socket.networkNamespace.get(), consent.get());
  }

  private SavefileReader open() {
    return SavefileReader.open(Path.of(file.get()), Zstd.DECOMPRESSOR);
  }

  private Predicate<Frame> filter(List<LinkType> outgoing) {
    try (SavefileReader first = open()) {
      return filter(first, outgoing);
    }
  }

  private Predicate<Frame> filter(SavefileReader first, List<LinkType> outgoing) {
    int[] linkTypes = FileRun.linkTypes(List.of(first));
    List<Integer> numbers = outgoing.stream().map(LinkType::number).toList();
    if (!first.interfaces().isEmpty() && Arrays.stream(linkTypes).noneMatch(numbers::contains)) {
      throw new Failure(
          file.get()
              + ": has no packets of link-type "
              + String.join(" or ", outgoing.stream().map(LinkType::label).toList())
              + ", which alone can be sent");
    }
    FilterExpression expression = words.expression();
    return expression.selectsEverything()
        ? Sniffer.EVERY_FRAME
        : Compilation.run(environment, expression, () -> new FileFilter(expression, linkTypes));
  }

  private FrameEditor editor() {
    List<AddressEdit> edits =
        Stream.of(macs, networks).flatMap(each -> each.get().stream()).toList();
    return edits.isEmpty() ? null : new FrameEditor(edits);
  }

  private Pace pace() {
    if (topSpeed.get()) {
      return null;
    }
    if (framesPerSecond.get() != null) {
      return Pace.framesPerSecond(framesPerSecond.get());
    }
    if (bitsPerSecond.get() != null) {
      return Pace.bitsPerSecond(bitsPerSecond.get());
    }
    return Pace.recorded(speed.get() == null ? 1 : speed.get());
  }

  private String speedText() {
    if (topSpeed.get()) {
      return "as fast as possible";
    }
    if (framesPerSecond.get() != null) {
      return framesPerSecond.get() + " packets/s";
    }
    if (bitsPerSecond.get() != null) {
      return bitsPerSecond.get() + " bit/s";
    }
    return "with the gaps of the file" + (speed.get() == null ? "" : " divided by " + speed.get());
  }

  /** Overwrites one line of the terminal each second, until it is interrupted. */
  private Thread showProgress(Replay replay) {
    Runnable show =
        () -> {
          try {
            while (environment.errIsTerminal()) {
              Thread.sleep(PROGRESS_MILLIS);
              environment.err().print(SniffReport.CLEAR + replay.progress());
            }
          } catch (InterruptedException e) {
            environment.err().print(SniffReport.CLEAR);
          }
        };
    return Thread.ofVirtual().start(show);
  }
}

package io.framering.cli;

import io.framering.capture.Capture;
import io.framering.capture.CaptureException;
import io.framering.capture.CaptureOptions;
import io.framering.capture.CaptureStatistics;
import io.framering.capture.NetworkInterfaces;
import io.framering.capture.NetworkInterfaces.Interface;
import io.framering.capture.Privileges;
import io.framering.filter.FilterExpression;
import io.framering.frame.Frame;
import io.framering.frame.LinkType;
import io.framering.print.PrintOptions;
import io.framering.savefile.FrameWriter;
import io.framering.savefile.RotatingWriter;
import io.framering.savefile.SavefileInterface;
import io.framering.savefile.SavefileReader;
import io.framering.savefile.SavefileWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** One run of {@code sniff}: opens the source and the sinks, and reports the result. */
final class SniffRun {
  private static final String ROOT = "root";

  private final Environment environment;
  private final SelectArguments selecting;
  private final RecordArguments recording;
  private final PrintArguments printing;
  private final CountArguments counting;
  private final SniffSinks sinks;

  SniffRun(
      Environment environment,
      SelectArguments selecting,
      RecordArguments recording,
      PrintArguments printing,
      CountArguments counting) {
    this.environment = environment;
    this.selecting = selecting;
    this.recording = recording;
    this.printing = printing;
    this.counting = counting;
    sinks = new SniffSinks(environment, selecting, recording, printing, counting);
  }

  /** Captures packets from interfaces and returns the exit status. */
  int capture(CaptureArguments capturing, FilterExpression expression) throws IOException {
    CaptureOptions options = capturing.options().filter(expression);
    if (printing.format().asDelivered() && !recording.writes()) {
      options = options.restoreVlanTags(false).loopbackTwice(true);
    }
    sinks.heedHangUp();
    try (Rings rings = open(capturing, options)) {
      if (capturing.user() == null && !capturing.usesHelper()) {
        SudoUser.offer(environment, System.getenv("SUDO_USER"));
      }
      giveUpPrivileges(capturing.user());
      environment.onSignal().accept(rings.stop());
      answerRequestsForCounts(() -> 0, rings);
      rings.first().onInterfaceEvent(event -> environment.tell(event.message()));
      return awaitInterface(rings, capturing) ? capture(rings, capturing) : Main.OK;
    }
  }

  private Rings open(CaptureArguments capturing, CaptureOptions options) {
    return Compilation.run(
        environment,
        options.filter(),
        () -> Rings.open(capturing.interfaceNames(), options, capturing.threads()));
  }

  /** Without --wait, the named interfaces exist. */
  private boolean awaitInterface(Rings rings, CaptureArguments capturing) {
    if (!capturing.waits() || !capturing.among(rings.first().interfaces()).isEmpty()) {
      return true;
    }
    environment.tell("waiting for " + String.join(", ", capturing.interfaceNames()));
    return rings.awaitInterface();
  }

  private int capture(Rings rings, CaptureArguments capturing) throws IOException {
    Capture first = rings.first();
    InterfaceCounts counts = new InterfaceCounts(rings, capturing);
    first.onInterfaceEvent(event -> {
      environment.tell(event.message());
      counts.onInterfaceEvent(event);
    });
    new InterfaceTypes(environment, capturing).check(counts.interfaces());
    int linkType = CaptureArguments.linkType(counts.interfaces()).number();
    try (RotationCommand command = command();
        FrameWriter writer =
            writer(
                linkType, capturing.snapLength(), first::interfaceName, counts::write, command)) {
      if (writer != null) {
        counts.describe(writer);
      }
      PrintOptions print =
          printing.options(first::interfaceName).interfaces(capturing.interfaceNames().size() != 1);
      Sniffers sniffers = sinks.sniffers(rings, print, writer, counts);
      answerRequestsForCounts(sniffers::frames, rings);
      // Readers of this line may at once send any signal, or packets.
      announce(rings, capturing, counts.interfaces());
      return sniff(sniffers, rings, writer, counts::write);
    }
  }

  private void announce(Rings rings, CaptureArguments capturing, List<Interface> interfaces) {
    long ring = rings.ringBytes() >> 10;
    if (ring < capturing.ringKibibytes()) {
      environment.tell(
          "the ring got " + ring + " KiB of the " + capturing.ringKibibytes() + " KiB asked for");
    }
    if (!rings.filteredByKernel()) {
      environment.tell("the kernel does not accept this filter, so it is applied here (slower)");
    }
    List<String> names = capturing.interfaceNames();
    String where =
        names.isEmpty()
            ? "all interfaces"
            : String.join(", ", names)
                + ", link-type "
                + labels(interfaces.stream().map(Interface::linkType).toList());
    environment.tell(
        "listening on " + where + ", snapshot length " + capturing.snapLength() + " bytes");
  }

  private static String labels(List<LinkType> linkTypes) {
    return linkTypes.stream().map(LinkType::label).distinct().collect(Collectors.joining(" and "));
  }

  private int sniff(
      Sniffers sniffers, Rings rings, FrameWriter writer, Consumer<FrameWriter> atEndOfFile)
      throws IOException {
    try {
      run(sniffers, () -> losses(rings));
      close(writer, atEndOfFile);
    } catch (IOException | RuntimeException e) {
      if (StandardOutput.isGone(e)) {
        return Main.OK; // and no counts: 'framering sniff | head -1' should show one line
      }
      tellCounts(sniffers, rings);
      tellOf(writer);
      throw e;
    }
    boolean known = tellCounts(sniffers, rings);
    tellOf(writer);
    checkThatAllWasPrinted();
    return known ? Main.OK : Main.FAILED;
  }

  /**
   * The last lines, as tcpdump prints them.
   *
   * @return whether all counts are known
   */
  private boolean tellCounts(Sniffers sniffers, Rings rings) {
    CaptureStatistics statistics;
    try {
      statistics = rings.statistics();
    } catch (CaptureException e) {
      environment.err().println(packets(sniffers.frames()) + " captured");
      environment.tell(unknown(e));
      return false;
    }
    counts(sniffers.frames(), statistics).forEach(environment.err()::println);
    if (statistics.freezes() > 0) {
      environment.err().println(times(statistics.freezes()) + " the buffer was full");
    }
    return true;
  }

  private static String unknown(CaptureException e) {
    return "the kernel's counts of received and dropped packets are unknown: " + e.getMessage();
  }

  private static List<String> counts(long captured, CaptureStatistics statistics) {
    List<String> counts = new ArrayList<>();
    counts.add(packets(captured) + " captured");
    counts.add(packets(statistics.received()) + " received by filter");
    counts.add(packets(statistics.dropped()) + " dropped by kernel");
    if (statistics.missed() > 0) {
      counts.add(packets(statistics.missed()) + " dropped by interface");
    }
    return counts;
  }

  /** From now on SIGUSR1 does not end the process. */
  static void outliveRequestsForCounts() {
    Signals.handle("USR1", () -> {});
  }

  /** Prints the counts in one line, as tcpdump does on SIGUSR1. */
  private void answerRequestsForCounts(LongSupplier captured, Rings rings) {
    Signals.handle(
        "USR1",
        () -> {
          sinks.clearLine();
          long frames = captured.getAsLong();
          String line;
          try {
            line = String.join(", ", counts(frames, rings.statistics()));
          } catch (CaptureException e) {
            line = packets(frames) + " captured; " + unknown(e);
          }
          environment.tell(line);
        });
  }

  private static String times(long count) {
    return count + (count == 1 ? " time" : " times");
  }

  /** The losses, for --statistics. */
  private static String losses(Rings rings) {
    CaptureStatistics statistics;
    try {
      statistics = rings.statistics();
    } catch (CaptureException e) {
      return "drops unknown";
    }
    String losses = statistics.dropped() + " dropped";
    if (statistics.missed() > 0) {
      losses += ", " + statistics.missed() + " dropped by interface";
    }
    if (statistics.freezes() > 0) {
      losses += ", " + times(statistics.freezes()) + " full";
    }
    return losses;
  }

  private static String packets(long count) {
    return count + (count == 1 ? " packet" : " packets");
  }

  /** Reads packets from files and returns the exit status. */
  int read(CaptureArguments capturing, FilterExpression expression) throws IOException {
    try (FilesSource files = recording.open(environment.in())) {
      SavefileReader first = files.file();
      Predicate<Frame> filter =
          Compilation.run(
              environment, expression, () -> FileFilter.of(expression, linkTypeNumbers(first)));
      giveUpPrivileges(capturing.user());
      environment.onSignal().accept(files::stop);
      IntFunction<String> names = index -> files.file().interfaceName(index);
      Consumer<FrameWriter> complete = file -> file.complete(files.file());
      try (RotationCommand command = command();
          FrameWriter writer =
              writer(linkTypeNumber(first), snapLength(first), names, complete, command)) {
        PrintOptions print = printing.options(printedNames(names));
        FrameSink sink = sinks.ofFile(print, writer);
        files.between(
            ended -> {
              if (writer != null) {
                writer.complete(ended);
              }
            },
            name -> {
              announce(name, files.file());
              sinks.printAnotherFile(print);
            });
        Sniffer sniffer = new Sniffer(files, filter, sink, () -> 0);
        announce(recording.sourceName(), first);
        try {
          run(new Sniffers(List.of(sniffer), files::stop), () -> "0 dropped");
          close(writer, complete);
        } finally {
          tellOf(writer);
        }
        checkThatAllWasPrinted();
        return Main.OK;
      }
    }
  }

  private void announce(String name, SavefileReader reader) {
    if (reader.interfaces().isEmpty()) {
      environment.tell("reading from " + name + ", which has no interface, and so no packets");
      return;
    }
    environment.tell(
        "reading from "
            + name
            + ", link-type "
            + reader.interfaces().stream()
                .map(SniffRun::label)
                .distinct()
                .collect(Collectors.joining(" and "))
            + ", snapshot length "
            + snapLength(reader)
            + " bytes");
  }

  private static String label(SavefileInterface of) {
    boolean known = of.linkType() != LinkType.UNKNOWN;
    return of.linkType().label() + (known ? "" : " (" + of.linkTypeNumber() + ")");
  }

  /** The link type of a file's first interface; Ethernet if it has none. */
  static int linkTypeNumber(SavefileReader reader) {
    return linkTypeNumbers(reader)[0];
  }

  /**
   * The link types of all interfaces known so far, without duplicates; Ethernet if there is none.
   */
  private static int[] linkTypeNumbers(SavefileReader reader) {
    List<SavefileInterface> interfaces = reader.interfaces();
    return interfaces.isEmpty()
        ? new int[] {LinkType.ETHERNET.number()}
        : interfaces.stream().mapToInt(SavefileInterface::linkTypeNumber).distinct().toArray();
  }

  private static String nameOnThisHost(int index) {
    return NetworkInterfaces.list().stream()
        .filter(each -> each.index() == index)
        .map(Interface::name)
        .findFirst()
        .orElse("?");
  }

  /**
   * tcpdump shows the interface of a file's packet only if the packet itself has an index, which it
   * interprets as an interface of this host.
   */
  private IntFunction<String> printedNames(IntFunction<String> ofFile) {
    return printing.format().showsInterfacesOfFiles() ? ofFile : SniffRun::nameOnThisHost;
  }

  private static int snapLength(SavefileReader reader) {
    return reader.interfaces().stream()
        .mapToInt(SavefileInterface::snapLength)
        .filter(length -> length > 0)
        .max()
        .orElse(CaptureOptions.MAXIMUM_SNAP_LENGTH);
  }

  // ---- from either

  /** As with tcpdump, {@code -Z root} stays root. */
  private static void giveUpPrivileges(String user) {
    if (user != null && !user.equals(ROOT)) {
      try {
        Privileges.dropTo(user);
      } catch (IllegalArgumentException | IllegalStateException e) {
        throw new Failure("-Z: " + e.getMessage());
      }
    }
  }

  /** The writer of the output file, or null if there is none. */
  private FrameWriter writer(
      int linkType,
      int snapLength,
      IntFunction<String> names,
      Consumer<FrameWriter> atEndOfFile,
      RotationCommand command) {
    if (!recording.writes()) {
      return null;
    }
    FrameWriter writer =
        recording.create(environment.out(), linkType, snapLength, names, atEndOfFile);
    if (command != null && writer instanceof RotatingWriter files) {
      files.onRotation(command::accept);
    }
    return writer;
  }

  /** The command to run for files that rotate, or null. */
  private RotationCommand command() {
    return recording.command() == null
        ? null
        : new RotationCommand(environment, recording.command());
  }

  /** Closes the writer before the counts are printed, so that a write error is reported first. */
  private static void close(FrameWriter writer, Consumer<FrameWriter> atEndOfFile) {
    if (writer instanceof SavefileWriter single) {
      atEndOfFile.accept(single);
    }
    if (writer != null) {
      writer.close();
    }
  }

  private void run(Sniffers sniffers, Supplier<String> losses) throws IOException {
    SniffReport report = report(sniffers, losses);
    try {
      sniffers.run(selecting.count());
    } finally {
      if (report != null) {
        report.close();
      }
      if (counting.only()) {
        environment.print(packets(sniffers.frames()));
      }
    }
  }

  private SniffReport report(Progress progress, Supplier<String> losses) {
    if (counting.everySecond()) {
      return SniffReport.lines(environment, progress, losses);
    }
    return sinks.isWatched() ? SniffReport.counter(environment, progress, losses) : null;
  }

  private void checkThatAllWasPrinted() {
    if (sinks.unprinted() > 0) {
      throw new Failure(
          "standard output is blocked: " + packets(sinks.unprinted()) + " could not be printed");
    }
  }

  private void tellOf(FrameWriter writer) {
    if (writer != null && writer.finished()) {
      environment.tell("the number of files of -W is reached");
    }
    if (writer != null && writer.unwritable() > 0) {
      environment.tell(
          packets(writer.unwritable())
              + " could not be written: a pcap file holds one link type; pcapng holds all");
    }
  }
}

package io.framering.cli;

import io.framering.capture.Capture;
import io.framering.capture.CaptureException;
import io.framering.print.FramePrinter;
import io.framering.print.PrintOptions;
import io.framering.savefile.FrameWriter;
import io.framering.savefile.RotatingWriter;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Builds what the options of {@code sniff} make of packets: where they go, and who is told. */
final class SniffSinks {
  private final Environment environment;
  private final SelectArguments selecting;
  private final RecordArguments recording;
  private final PrintArguments printing;
  private final CountArguments counting;
  private final HangUpSink hangUp;
  private final AtomicLong unprinted = new AtomicLong();
  private PrintSink ofFile;

  SniffSinks(
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
    hangUp = new HangUpSink(environment);
  }

  /** From now on SIGHUP is for the capture file, if there is one that can be moved away. */
  void heedHangUp() {
    if (recording.writes() && !recording.writesToStandardOutput()) {
      hangUp.listen();
    }
  }

  /** How many packets standard output did not take. */
  long unprinted() {
    return unprinted.get();
  }

  /**
   * Where the packets of a file go.
   *
   * @param writer may be null
   */
  FrameSink ofFile(PrintOptions print, FrameWriter writer) {
    FrameSink record =
        writer == null
            ? FrameSink.NOWHERE
            : new RecordSink(writer, () -> 0, ignored -> {}, System::nanoTime);
    if (!prints()) {
      return record;
    }
    ofFile = new PrintSink(printer(print), environment.out(), unprinted);
    return record.and(ofFile);
  }

  /** Another file has interfaces of other names; {@code line} shows none, and goes on counting. */
  void printAnotherFile(PrintOptions print) {
    if (ofFile != null && printing.format().showsInterfacesOfFiles()) {
      ofFile.printWith(printer(print));
    }
  }

  /**
   * What takes frames from these rings. Of several each has a printer and a buffer of its own; they
   * share standard output by the write, and the capture file by the batch.
   *
   * @param writer may be null
   */
  Sniffers sniffers(Rings rings, PrintOptions print, FrameWriter writer, InterfaceCounts counts) {
    FrameSink record = writer == null ? FrameSink.NOWHERE : recordSink(writer, counts);
    LossSink losses = new LossSink(environment, System::nanoTime);
    if (rings.captures().size() == 1) {
      FrameSink sink = watchedForLoss(printedToo(record, print, environment.out()), losses);
      return new Sniffers(List.of(sniffer(rings.first(), sink)), rings.stop());
    }
    TurnSink.Turn turn = new TurnSink.Turn();
    WritableByteChannel out = new SharedOutput(environment.out());
    AtomicLong left = new AtomicLong(selecting.count());
    List<Sniffer> sniffers = new ArrayList<>();
    LongSupplier frames = () -> sniffers.stream().mapToLong(Sniffer::frames).sum();
    for (Capture capture : rings.captures()) {
      FrameSink toFile = record.isNowhere() ? record : new TurnSink(record, turn);
      FrameSink sink = watchedForLoss(printedToo(toFile, print, out), losses.among(frames));
      boolean hasLimit = selecting.count() < Long.MAX_VALUE;
      sniffers.add(sniffer(capture, hasLimit ? new LimitSink(sink, left, rings.stop()) : sink));
    }
    return new Sniffers(sniffers, rings.stop());
  }

  private static Sniffer sniffer(Capture capture, FrameSink sink) {
    return new Sniffer(capture, Sniffer.EVERY_FRAME, sink, () -> dropped(capture));
  }

  /** 0 when it is not known, which the closing lines tell. */
  private static long dropped(Capture capture) {
    try {
      return capture.statistics().dropped();
    } catch (CaptureException e) {
      return 0;
    }
  }

  private FrameSink recordSink(FrameWriter writer, InterfaceCounts counts) {
    FrameSink record = new RecordSink(writer, counts::only, counts::write, System::nanoTime);
    return writer instanceof RotatingWriter files ? record.watchedBy(hangUp.of(files)) : record;
  }

  private FrameSink printedToo(FrameSink record, PrintOptions options, WritableByteChannel out) {
    return prints() ? record.and(new PrintSink(printer(options), out, unprinted)) : record;
  }

  private boolean prints() {
    return !counting.only() && recording.prints();
  }

  private FramePrinter printer(PrintOptions options) {
    return printing.format().printer(options);
  }

  /** On stderr, where it is not printed and does not disturb a line that is written over. */
  private FrameSink watchedForLoss(FrameSink sink, FrameSink losses) {
    boolean isPrinted = printing.format().showsGaps() && recording.prints() && !counting.only();
    return isPrinted || isWatched() ? sink : sink.watchedBy(losses);
  }

  /** Clears the line that is written over and over, if there is one. */
  void clearLine() {
    if (isWatched()) {
      environment.err().print(SniffReport.CLEAR);
    }
  }

  /** Whether somebody sees how a recording gets on. */
  boolean isWatched() {
    return environment.errIsTerminal()
        && recording.writes()
        && !recording.prints()
        && !counting.everySecond();
  }
}

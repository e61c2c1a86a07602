// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.capture.Capture;
import io.framering.capture.CaptureException;
import io.framering.print.FramePrinter;
import io.framering.print.PrintOptions;
import io.framering.savefile.FrameWriter;
import io.framering.savefile.RotatingWriter;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Builds the sinks for the options of {@code sniff}. */
final class SniffSinks {
  private final Environment environment;
  private final SelectArguments selecting;
  private final RecordArguments recording;
  private final PrintArguments printing;
  private final CountArguments counting;
  private final HangUpSink hangUp;
  private final AtomicLong unprinted = new AtomicLong();

  /** Null if no TLS keys are recorded. */
  private final TlsKeys keys;

  private PrintSink ofFile;

  SniffSinks(Environment environment, SniffArguments arguments) {
    this.environment = environment;
    selecting = arguments.selecting();
    recording = arguments.recording();
    printing = arguments.printing();
    counting = arguments.counting();
    hangUp = new HangUpSink(environment);
    String log = recording.tlsKeys.get();
    keys = log == null ? null : new TlsKeys(Path.of(log), environment::tell);
  }

  /** From now on SIGHUP applies to the capture file, if there is one that can be moved away. */
  void heedHangUp() {
    if (recording.writes() && !recording.writesToStandardOutput()) {
      hangUp.listen();
    }
  }

  /** The number of packets that could not be printed. */
  long unprinted() {
    return unprinted.get();
  }

  /**
   * The sink for packets of a file.
   *
   * @param writer may be null
   */
  FrameSink ofFile(PrintOptions print, FrameWriter writer) {
    FrameSink record =
        writer == null
            ? FrameSink.NOWHERE
            : new RecordSink(
                writer, () -> 0, ignored -> {}, recording.flushInterval(), System::nanoTime);
    if (!prints()) {
      return record;
    }
    ofFile = new PrintSink(printer(print), environment.out(), unprinted);
    return record.and(ofFile);
  }

  /** Another file has other interface names; {@code line} prints none and continues counting. */
  void printAnotherFile(PrintOptions print) {
    if (ofFile != null && printing.format().showsInterfacesOfFiles()) {
      ofFile.printWith(printer(print));
    }
  }

  /**
   * The sniffers for these rings. If there are several, each has its own printer and buffer; they
   * take turns on standard output per write, and on the capture file per batch.
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
    AtomicLong left = new AtomicLong(selecting.count.get());
    List<Sniffer> sniffers = new ArrayList<>();
    LongSupplier frames = () -> sniffers.stream().mapToLong(Sniffer::frames).sum();
    for (Capture capture : rings.captures()) {
      FrameSink toFile = record.isNowhere() ? record : new TurnSink(record, turn);
      FrameSink sink = watchedForLoss(printedToo(toFile, print, out), losses.among(frames));
      boolean hasLimit = selecting.count.get() < Long.MAX_VALUE;
      sniffers.add(sniffer(capture, hasLimit ? new LimitSink(sink, left, rings.stop()) : sink));
    }
    return new Sniffers(sniffers, rings.stop());
  }

  private static Sniffer sniffer(Capture capture, FrameSink sink) {
    return new Sniffer(capture, Sniffer.EVERY_FRAME, sink, () -> dropped(capture));
  }

  /** 0 if it is unknown, which the last lines report. */
  static long dropped(Capture capture) {
    try {
      return capture.statistics().dropped();
    } catch (CaptureException e) {
      return 0;
    }
  }

  private FrameSink recordSink(FrameWriter writer, InterfaceCounts counts) {
    FrameSink record =
        new RecordSink(
            writer, counts::only, counts::write, recording.flushInterval(), System::nanoTime);
    if (keys != null) {
      record = new TlsKeySink(record, writer, keys, System::currentTimeMillis);
    }
    return writer instanceof RotatingWriter files ? record.watchedBy(hangUp.of(files)) : record;
  }

  private FrameSink printedToo(FrameSink record, PrintOptions options, WritableByteChannel out) {
    return prints() ? record.and(new PrintSink(printer(options), out, unprinted)) : record;
  }

  private boolean prints() {
    return !counting.only.get() && recording.prints();
  }

  private FramePrinter printer(PrintOptions options) {
    return printing.format().printer(options);
  }

  /**
   * Reports losses on stderr, unless they are printed or would disturb the line that is
   * overwritten.
   */
  private FrameSink watchedForLoss(FrameSink sink, FrameSink losses) {
    boolean isPrinted = printing.format().showsGaps() && recording.prints() && !counting.only.get();
    return isPrinted || isWatched() ? sink : sink.watchedBy(losses);
  }

  /** Clears the line that is overwritten, if there is one. */
  void clearLine() {
    if (isWatched()) {
      environment.err().print(SniffReport.CLEAR);
    }
  }

  /** Whether a terminal shows the progress of a recording. */
  boolean isWatched() {
    return environment.errIsTerminal()
        && recording.writes()
        && !recording.prints()
        && !counting.everySecond.get();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.bench;

import io.framering.capture.Capture;
import io.framering.capture.CaptureGroup;
import io.framering.capture.CaptureOptions;
import io.framering.capture.CaptureStatistics;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameSource;
import io.framering.savefile.SavefileFormat;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Captures from an interface for some time and reports received and dropped frames, and the cost.
 */
@Command(
    name = "CaptureBench",
    description = "Captures from an interface, and reports what that cost",
    mixinStandardHelpOptions = true)
public final class CaptureBench implements Callable<Integer> {
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Path NOWHERE = Path.of("/dev/null");

  /** The handlers of frames. */
  enum Handler {
    COUNT,
    DECODE,
    LINE,
    WRITE,
    WORK,
    LATENCY
  }

  @Parameters(paramLabel = "INTERFACE")
  private String interfaceName;

  @Option(
      names = "--handler",
      description =
          "${COMPLETION-CANDIDATES}: visit frames; read addresses and ports; print lines; record;"
              + " spend 0.5 us on each; time from kernel to handler. Default: decode")
  private Handler handler = Handler.DECODE;

  @Option(names = "--seconds", description = "Until then, or SIGINT or SIGTERM. Default: 10")
  private double seconds = 10;

  @Option(names = "--count", description = "Ends after this number of packets. Default: no limit")
  private long count = Long.MAX_VALUE;

  @Option(names = "--warm-up", description = "Seconds before the steady part. Default: 3")
  private double warmUp = 3;

  @Option(
      names = "--file",
      description = "Where line and write go: a name in .pcap or .pcapng. Default: /dev/null")
  private Path file = NOWHERE;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Rings of a group, each with a thread; with 2 and more, --file is not written")
  private int threads = 1;

  @Option(names = "--block", paramLabel = "KIB", description = "Bytes of a block. Default: 256")
  private int blockKibibytes = 256;

  @Option(names = "--ring", paramLabel = "MIB", description = "Bytes of the ring. Default: 32")
  private int ringMebibytes = 32;

  @Option(names = "--timeout", paramLabel = "MS", description = "Of a block. Default: 5")
  private int timeoutMillis = 5;

  @Option(names = "--snap", paramLabel = "BYTES", description = "Kept of a frame. Default: all")
  private int snapLength = CaptureOptions.MAXIMUM_SNAP_LENGTH;

  @Option(
      names = "--examples",
      paramLabel = "MS",
      description =
          "Handle example frames for MS, uncounted, before listening; 0: none. Default: 500")
  private int exampleMillis = 500;

  private final PrintStream out;
  private final PrintStream err;
  private final AtomicLong frames = new AtomicLong();
  private volatile List<Capture> captures = List.of();
  private volatile Pace steady;

  CaptureBench(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  public static void main(String[] arguments) {
    CaptureBench bench = new CaptureBench(System.out, System.err);
    Thread main = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> bench.stopAndAwait(main)));
    System.exit(bench.run(arguments));
  }

  /** Runs with these arguments, and returns the exit status. */
  int run(String... arguments) {
    return new CommandLine(this).setCaseInsensitiveEnumValuesAllowed(true).execute(arguments);
  }

  @Override
  public Integer call() throws Exception {
    CaptureOptions options =
        CaptureOptions.defaults()
            .blockBytes(blockKibibytes << 10)
            .ringBytes((long) ringMebibytes << 20)
            .blockTimeout(Duration.ofMillis(timeoutMillis))
            .snapLength(snapLength);
    handleExamples();
    if (threads == 1) {
      try (Load load = load(file);
          Capture capture = Capture.open(interfaceName, options)) {
        Pace start = begin(List.of(capture));
        take(capture, load);
        report(start, capture.statistics(), load.summary());
      }
      return 0;
    }
    try (CaptureGroup group = CaptureGroup.open(List.of(interfaceName), options, threads)) {
      Pace start = begin(group.captures());
      List<Callable<Void>> readers =
          group.captures().stream().<Callable<Void>>map(each -> () -> takeAlone(each)).toList();
      try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
        for (Future<Void> reader : pool.invokeAll(readers)) {
          reader.get();
        }
      }
      report(start, group.statistics(), "in " + threads + " threads");
    }
    return 0;
  }

  private Pace begin(List<Capture> opened) {
    captures = opened;
    Pace start = new Pace(0, System.nanoTime(), 0);
    Thread.ofPlatform().daemon().start(this::watch);
    err.println("listening");
    return start;
  }

  private Void takeAlone(Capture capture) throws IOException {
    try (Load load = load(NOWHERE)) {
      take(capture, load);
    } finally {
      stop();
    }
    return null;
  }

  private void stop() {
    captures.forEach(Capture::stop);
  }

  /** Warms up, so that nothing is lost while the JVM compiles the handler. */
  private void handleExamples() throws IOException {
    try (Load load = load(NOWHERE);
        Capture warmUp = Capture.warmUp(Duration.ofMillis(exampleMillis))) {
      for (FrameBatch batch; (batch = warmUp.next(FrameSource.FOREVER)) != null; ) {
        load.take(batch);
      }
    }
  }

  private Load load(Path output) throws IOException {
    return switch (handler) {
      case COUNT -> new CountLoad();
      case DECODE -> new DecodeLoad();
      case LINE -> new LineLoad(output);
      case WRITE -> new WriteLoad(output, SavefileFormat.ofName(file.toString()));
      case WORK -> new WorkLoad();
      case LATENCY -> new LatencyLoad();
    };
  }

  private void take(Capture from, Load load) throws IOException {
    for (FrameBatch batch;
        frames.get() < count && (batch = from.next(FrameSource.FOREVER)) != null; ) {
      load.take(batch);
      frames.addAndGet(batch.size());
    }
  }

  /** Notes where the steady part begins, a while after the first frame, and ends the capture. */
  private void watch() {
    sleep(seconds, () -> frames.get() > 0);
    sleep(Math.min(warmUp, seconds), this::hasEnded);
    steady = Pace.now(frames.get());
    sleep(seconds - warmUp, this::hasEnded);
    stop();
  }

  private boolean hasEnded() {
    return captures.stream().allMatch(Capture::ended);
  }

  private static void sleep(double seconds, BooleanSupplier until) {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    while (System.nanoTime() < end && !until.getAsBoolean()) {
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  private void report(Pace start, CaptureStatistics statistics, String summary) {
    Pace end = Pace.now(frames.get());
    Pace since = steady == null ? start : steady;
    out.printf("captured %d dropped %d %s%n", end.frames(), statistics.dropped(), summary);
    out.printf(
        Locale.ROOT,
        "steady: %.0f packets a second, %.4f us of processor time each%n",
        end.rateSince(since),
        end.costSince(since));
    out.printf(
        Locale.ROOT,
        "whole process: %.0f packets a second, %.4f us of processor time each%n",
        end.rateSince(start),
        end.costSince(start));
  }

  private void stopAndAwait(Thread main) {
    stop();
    try {
      main.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.bench;

import io.framering.capture.Capture;
import io.framering.capture.CaptureOptions;
import io.framering.capture.CaptureStatistics;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameSource;
import io.framering.savefile.SavefileFormat;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
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
    LATENCY
  }

  @Parameters(paramLabel = "INTERFACE")
  private String interfaceName;

  @Option(
      names = "--handler",
      description =
          "${COMPLETION-CANDIDATES}: visit frames; read addresses and ports; print lines; record;"
              + " time from kernel to handler. Default: decode")
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
  private volatile Capture capture;
  private volatile Pace steady;
  private volatile long frames;

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
  public Integer call() throws IOException {
    CaptureOptions options =
        CaptureOptions.defaults()
            .blockBytes(blockKibibytes << 10)
            .ringBytes((long) ringMebibytes << 20)
            .blockTimeout(Duration.ofMillis(timeoutMillis))
            .snapLength(snapLength);
    handleExamples();
    try (Load load = load(file);
        Capture opened = Capture.open(interfaceName, options)) {
      capture = opened;
      Pace start = new Pace(0, System.nanoTime(), 0);
      Thread.ofPlatform().daemon().start(this::watch);
      err.println("listening");
      take(opened, load, count);
      report(start, Pace.now(frames), opened.statistics(), load);
    }
    return 0;
  }

  /** Warms up, so that nothing is lost while the JVM compiles the handler. */
  private void handleExamples() throws IOException {
    try (Load load = load(NOWHERE);
        Capture warmUp = Capture.warmUp(Duration.ofMillis(exampleMillis))) {
      take(warmUp, load, Long.MAX_VALUE);
    }
    frames = 0;
  }

  private Load load(Path output) throws IOException {
    return switch (handler) {
      case COUNT -> new CountLoad();
      case DECODE -> new DecodeLoad();
      case LINE -> new LineLoad(output);
      case WRITE -> new WriteLoad(output, SavefileFormat.ofName(file.toString()));
      case LATENCY -> new LatencyLoad();
    };
  }

  private void take(Capture from, Load load, long most) throws IOException {
    long taken = 0;
    for (FrameBatch batch; taken < most && (batch = from.next(FrameSource.FOREVER)) != null; ) {
      load.take(batch);
      taken += batch.size();
      frames = taken;
    }
  }

  /** Notes where the steady part begins, a while after the first frame, and ends the capture. */
  private void watch() {
    sleep(seconds, () -> frames > 0);
    sleep(Math.min(warmUp, seconds), () -> capture.ended());
    steady = Pace.now(frames);
    sleep(seconds - warmUp, () -> capture.ended());
    capture.stop();
  }

  private static void sleep(double seconds, BooleanSupplier until) {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    while (System.nanoTime() < end && !until.getAsBoolean()) {
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  private void report(Pace start, Pace end, CaptureStatistics statistics, Load load) {
    Pace since = steady == null ? start : steady;
    out.printf("captured %d dropped %d %s%n", end.frames(), statistics.dropped(), load.summary());
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
    Capture current = capture;
    if (current != null) {
      current.stop();
    }
    try {
      main.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

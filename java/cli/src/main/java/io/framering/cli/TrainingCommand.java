package io.framering.cli;

import io.framering.capture.Capture;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import io.framering.frame.FrameSource;
import io.framering.print.OutputFormat;
import io.framering.savefile.SavefileFormat;
import io.framering.savefile.SavefileOptions;
import io.framering.savefile.SavefileWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code framering training}: the training run for the JVM's AOT cache, called by {@code
 * scripts/framering}. The cache then contains the classes that {@code sniff} needs up to its first
 * packets, and profiles for the compiler.
 *
 * <p>It needs no privilege. If it may capture, it also captures packets that it sends on {@code
 * lo}.
 */
@Command(name = "training", hidden = true)
final class TrainingCommand implements Callable<Integer> {
  private static final long SEND_INTERVAL_NANOS = 5_000_000;
  private static final int DISCARD_PORT = 9;

  private final Environment environment;

  @Parameters(arity = "0..1", defaultValue = "20000")
  private int packets;

  TrainingCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException {
    Path file = Files.createTempFile("framering-", ".pcap");
    try {
      writeExamples(file, packets);
      read(file.toString());
    } finally {
      Files.delete(file);
    }
    capture();
    environment.print("trained");
    return Main.OK;
  }

  /** Writes a file of at least this many packets. */
  static void writeExamples(Path file, int packets) {
    SavefileOptions options = SavefileOptions.of(SavefileFormat.PCAP);
    try (Capture warmUp = Capture.warmUp(FrameSource.FOREVER);
        SavefileWriter writer = SavefileWriter.create(file, options)) {
      while (writer.frames() < packets) {
        FrameBatch batch = warmUp.next(FrameSource.FOREVER);
        for (FrameCursor frame = batch.cursor(); frame.advance(); ) {
          writer.write(frame);
        }
      }
    }
  }

  private void read(String file) {
    for (OutputFormat format : OutputFormat.values()) {
      sniff("--format", format.label(), "-r", file);
    }
    sniff("--format=line", "-nneX", "-r=" + file);
    sniff("-r", file, "--count");
    sniff("-r", file, "--count", "tcp", "port", "443");
    sniff("-r", file, "-w", "-");
  }

  private void capture() {
    SniffRun.outliveRequestsForCounts(); // as main does
    Thread.ofPlatform().daemon().start(TrainingCommand::sendForEver);
    sniff("--format", "line", "-i", "lo", "-c", "1");
    sniff("-w", "/dev/null", "-i", "lo", "-c", "1");
  }

  private void sniff(String... options) {
    String[] args = new String[options.length + 1];
    args[0] = SniffCommand.NAME;
    System.arraycopy(options, 0, args, 1, options.length);
    OutputStream nowhere = OutputStream.nullOutputStream();
    Environment quiet =
        new Environment(
            InputStream.nullInputStream(),
            Channels.newChannel(nowhere),
            new PrintStream(nowhere),
            false,
            environment.onSignal());
    new Main(quiet, false).run(args);
  }

  private static void sendForEver() {
    try (DatagramSocket socket = new DatagramSocket()) {
      InetAddress loopback = InetAddress.getLoopbackAddress();
      for (; ; ) {
        socket.send(new DatagramPacket(new byte[4], 4, loopback, DISCARD_PORT));
        LockSupport.parkNanos(SEND_INTERVAL_NANOS);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

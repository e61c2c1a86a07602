// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.capture.Capture;
import io.framering.echo.EchoServer;
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
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code framering training}: the training run for the JVM's AOT cache, called by {@code
 * scripts/framering}. The cache then contains the classes that {@code sniff} needs up to its first
 * packets, those of the other commands, and profiles for the compiler.
 *
 * <p>It needs no privilege. If it may capture, it also captures packets that it sends on {@code
 * lo}.
 */
final class TrainingCommand implements Callable<Integer> {
  private static final long SEND_INTERVAL_NANOS = 5_000_000;
  private static final int DISCARD_PORT = 9;
  private static final int PACKETS = 20_000;

  private final Environment environment;

  private TrainingCommand(Environment environment) {
    this.environment = environment;
  }

  static CommandSpec spec(Environment environment) {
    CommandSpec spec = Usage.of(new TrainingCommand(environment));
    spec.usageMessage().hidden(true);
    return spec;
  }

  @Override
  public Integer call() throws IOException {
    Path file = Files.createTempFile("framering-", ".pcap");
    try {
      writeExamples(file, PACKETS);
      read(file.toString());
    } finally {
      Files.delete(file);
    }
    help();
    echo();
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
      run(SniffCommand.NAME, "--format", format.label(), "-r", file);
    }
    run(SniffCommand.NAME, "--format=line", "-nneX", "-r=" + file);
    run(SniffCommand.NAME, "-r", file, "--count");
    run(SniffCommand.NAME, "-r", file, "--count", "tcp", "port", "443");
    run(SniffCommand.NAME, "-r", file, "-w", "-");
  }

  private void help() {
    run("--version");
    run("--help");
    run(SniffCommand.NAME, "--help");
    run("interfaces");
    run("extcap", "--extcap-interfaces");
  }

  private void echo() throws IOException {
    run("echo-server", "--help");
    try (EchoServer server = EchoServer.builder().port(0).start()) {
      run("echo-client", "--port", Integer.toString(server.address().getPort()), "hello");
    }
  }

  private void capture() {
    ClosingLines.outliveRequests(); // as main does
    Thread.ofPlatform().daemon().start(TrainingCommand::sendForEver);
    run(SniffCommand.NAME, "--format", "line", "-i", "lo", "-c", "1");
    run(SniffCommand.NAME, "-w", "/dev/null", "-i", "lo", "-c", "1");
  }

  private void run(String... line) {
    OutputStream nowhere = OutputStream.nullOutputStream();
    Environment quiet =
        new Environment(
            InputStream.nullInputStream(),
            Channels.newChannel(nowhere),
            new PrintStream(nowhere),
            false,
            environment.onSignal());
    new Main(quiet, false).run(line);
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

// SPDX-License-Identifier: Apache-2.0
package io.framering.bench;

import io.framering.capture.Capture;
import io.framering.capture.CaptureOptions;
import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import io.framering.savefile.SavefileFormat;
import io.framering.savefile.SavefileOptions;
import io.framering.savefile.SavefileWriter;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Walks repeatedly over a lent block of the ring, so that it is in the caches. Needs root: it
 * captures datagrams that it sends itself on the loopback interface.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class RingBenchmark {
  private static final int PAYLOAD = 300;
  private static final int DATAGRAMS = 600;
  private static final int DISCARD = 9;

  private final Addresses addresses = new Addresses();
  private Capture capture;
  private FrameBatch batch;
  private SavefileWriter writer;

  /** The number of frames walked: batches differ in size. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Walked {
    public long frames;
  }

  @Setup
  public void fillBlock() throws IOException {
    CaptureOptions patient = CaptureOptions.defaults().blockTimeout(Duration.ofSeconds(1));
    capture = Capture.open("lo", patient);
    try (DatagramSocket socket = new DatagramSocket()) {
      DatagramPacket datagram =
          new DatagramPacket(new byte[PAYLOAD], PAYLOAD, InetAddress.getLoopbackAddress(), DISCARD);
      for (int i = 0; i < DATAGRAMS; i++) {
        socket.send(datagram);
      }
    }
    batch = capture.next(Duration.ofSeconds(5));
    writer = SavefileWriter.create(Path.of("/dev/null"), SavefileOptions.of(SavefileFormat.PCAP));
  }

  @TearDown
  public void close() {
    writer.close();
    capture.close();
  }

  @Benchmark
  public long cursor(Walked walked) {
    long bytes = 0;
    for (FrameCursor frame = batch.cursor(); frame.advance(); ) {
      bytes += frame.originalLength();
    }
    walked.frames += batch.size();
    return bytes;
  }

  @Benchmark
  public long iterator(Walked walked) {
    long bytes = 0;
    for (Frame frame : batch) {
      bytes += frame.originalLength();
    }
    walked.frames += batch.size();
    return bytes;
  }

  @Benchmark
  public long decode(Walked walked) {
    long sum = 0;
    for (FrameCursor frame = batch.cursor(); frame.advance(); ) {
      sum += addresses.sum(frame);
    }
    walked.frames += batch.size();
    return sum;
  }

  /** Recording as pcap, without the cost of the file system. */
  @Benchmark
  public long record(Walked walked) {
    writer.writeAll(batch);
    walked.frames += batch.size();
    return writer.bytes();
  }
}

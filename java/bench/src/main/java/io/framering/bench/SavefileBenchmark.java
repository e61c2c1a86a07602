// SPDX-License-Identifier: Apache-2.0
package io.framering.bench;

import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import io.framering.frame.FrameSource;
import io.framering.savefile.SavefileFormat;
import io.framering.savefile.SavefileOptions;
import io.framering.savefile.SavefileReader;
import io.framering.savefile.SavefileWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Each kind of capture file: reading it, and writing one with the same packets. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SavefileBenchmark {
  private static final int PACKETS = 100_000;

  @Param({"a.pcap", "a.pcapng", "a.pcap.gz"})
  private String name;

  private Path folder;
  private Path file;

  @Setup
  public void writeFile() throws IOException {
    folder = Files.createTempDirectory("savefile-benchmark");
    file = folder.resolve(name);
    if (!name.endsWith(".gz")) {
      write(file);
      return;
    }
    Path plain = folder.resolve("plain.pcap");
    write(plain);
    try (InputStream in = Files.newInputStream(plain);
        OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      in.transferTo(out);
    }
    Files.delete(plain);
  }

  @TearDown
  public void deleteFile() throws IOException {
    Files.deleteIfExists(folder.resolve("written"));
    Files.deleteIfExists(file);
    Files.deleteIfExists(folder);
  }

  private long write(Path to) {
    SavefileOptions options = SavefileOptions.of(SavefileFormat.ofName(name));
    Sample[] samples = Sample.values();
    try (SavefileWriter writer = SavefileWriter.create(to, options)) {
      for (int i = 0; i < PACKETS; i++) {
        writer.write(samples[i % samples.length].frame());
      }
      return writer.frames();
    }
  }

  @Benchmark
  @OperationsPerInvocation(PACKETS)
  public long read() {
    long bytes = 0;
    try (SavefileReader reader = SavefileReader.open(file)) {
      for (FrameBatch batch; (batch = reader.next(FrameSource.FOREVER)) != null; ) {
        for (FrameCursor frame = batch.cursor(); frame.advance(); ) {
          bytes += frame.capturedLength();
        }
      }
    }
    return bytes;
  }

  /** Never compressed. */
  @Benchmark
  @OperationsPerInvocation(PACKETS)
  public long write() {
    return write(folder.resolve("written"));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.CapturedFrame;
import io.framering.frame.FrameSource;
import io.framering.savefile.SavefileFormat;
import io.framering.savefile.SavefileOptions;
import io.framering.savefile.SavefileReader;
import io.framering.savefile.SavefileWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("sniff --tls-keys: the log of keys, and its lines in the recording")
class TlsKeysTest {
  @TempDir private Path folder;
  private final List<String> reports = new ArrayList<>();
  private Path log;

  @BeforeEach
  void name() {
    log = folder.resolve("keys.log");
  }

  private void append(String text) throws IOException {
    Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private TlsKeys keys() {
    return new TlsKeys(log, reports::add);
  }

  private static String next(TlsKeys keys) {
    return new String(keys.next(), StandardCharsets.US_ASCII);
  }

  @Test
  void newLinesAreReadOnce() throws IOException {
    append("old\n");
    TlsKeys keys = keys();
    assertThat(next(keys)).isEmpty();
    append("one\ntwo\n");
    assertThat(next(keys)).isEqualTo("one\ntwo\n");
    assertThat(next(keys)).isEmpty();
    assertThat(reports).isEmpty();
  }

  @Test
  void aLineIsReadWhenItIsWhole() throws IOException {
    append("old\npar");
    TlsKeys keys = keys();
    assertThat(next(keys)).isEmpty();
    append("tial");
    assertThat(next(keys)).isEmpty();
    append("\nnext\nla");
    assertThat(next(keys)).isEqualTo("partial\nnext\n");
    append("st\n");
    assertThat(next(keys)).isEqualTo("last\n");
  }

  @Test
  void aLogThatIsMissingIsWaitedFor() throws IOException {
    TlsKeys keys = keys();
    assertThat(reports).containsExactly("waiting for " + log + ", the log of TLS keys");
    assertThat(next(keys)).isEmpty();
    append("one\n");
    assertThat(next(keys)).isEqualTo("one\n");
    assertThat(reports).hasSize(1);
  }

  @Test
  void aLogThatIsReplacedOrEmptiedIsReadFromItsBeginning() throws IOException {
    append("a long line before\n");
    TlsKeys keys = keys();
    Files.move(log, folder.resolve("moved"));
    assertThat(next(keys)).isEmpty();
    append("another, which is longer\n");
    assertThat(next(keys)).isEqualTo("another, which is longer\n");
    Files.writeString(log, "short\n");
    assertThat(next(keys)).isEqualTo("short\n");
  }

  @Test
  void whatIsNoLogIsReportedOnce() {
    TlsKeys keys = new TlsKeys(folder, reports::add);
    assertThat(keys.next()).isEmpty();
    assertThat(keys.next()).isEmpty();
    assertThat(reports)
        .singleElement()
        .asString()
        .startsWith(folder + ": ")
        .endsWith("; the recording lacks TLS keys");
  }

  /** Each batch is preceded by the keys that were logged until its first frame was old enough. */
  @Test
  void keysComeBeforeTheFrames() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SavefileOptions options = SavefileOptions.of(SavefileFormat.PCAPNG);
    long[] now = {TlsKeySink.DELAY.toMillis()}; // frames are of 1970
    try (SavefileWriter writer = SavefileWriter.of("out", Channels.newChannel(out), options);
        SavefileReader batches = twoFrames()) {
      RecordSink record =
          new RecordSink(writer, () -> 0, file -> {}, Duration.ZERO, System::nanoTime);
      TlsKeySink sink = new TlsKeySink(record, writer, keys(), () -> now[0]);
      CapturedFrame frame = CapturedFrame.ofEthernet(new byte[60]);
      append("first\n");
      sink.now();
      sink.take(frame);
      append("second\n");
      sink.take(frame);
      sink.now();
      sink.takeAll(batches.next(FrameSource.FOREVER));
    }
    assertThat(order(out.toByteArray())).isEqualTo("first..second..");
  }

  @Test
  void aFrameWaitsUntilItsKeysAreLogged() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SavefileOptions options = SavefileOptions.of(SavefileFormat.PCAPNG);
    try (SavefileWriter writer = SavefileWriter.of("out", Channels.newChannel(out), options)) {
      RecordSink record =
          new RecordSink(writer, () -> 0, file -> {}, Duration.ZERO, System::nanoTime);
      TlsKeySink sink = new TlsKeySink(record, writer, keys(), () -> 0);
      long began = System.nanoTime();
      sink.take(CapturedFrame.ofEthernet(new byte[60]));
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .isGreaterThanOrEqualTo(TlsKeySink.DELAY);
    }
  }

  private static SavefileReader twoFrames() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SavefileOptions options = SavefileOptions.of(SavefileFormat.PCAP);
    try (SavefileWriter writer = SavefileWriter.of("two", Channels.newChannel(out), options)) {
      writer.write(CapturedFrame.ofEthernet(new byte[60]));
      writer.write(CapturedFrame.ofEthernet(new byte[60]));
    }
    return SavefileReader.open("two", new ByteArrayInputStream(out.toByteArray()), null);
  }

  /** The key lines and the packets of a pcapng file in their order, a packet as a dot. */
  private static String order(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    StringBuilder order = new StringBuilder();
    for (int at = 0; at < file.length; at += bytes.getInt(at + 4)) {
      switch (bytes.getInt(at)) {
        case 6 -> order.append('.');
        case 10 ->
            order.append(
                new String(file, at + 16, bytes.getInt(at + 12), StandardCharsets.US_ASCII)
                    .strip());
        default -> {}
      }
    }
    return order.toString();
  }
}

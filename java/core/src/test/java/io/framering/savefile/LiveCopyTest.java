// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framering.capture.Capture;
import io.framering.capture.CaptureOptions;
import io.framering.filter.FilterExpression;
import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import io.framering.internal.RecordCursor;
import io.framering.testing.Namespace;
import io.framering.testing.Traffic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Batches of a ring, recorded at once")
@Timeout(600)
class LiveCopyTest {
  private static final int FRAMES = 2000;

  @AutoClose private final Namespace namespace = Namespace.withVeth();

  /** A file in memory, and who writes it. */
  private record Recording(ByteArrayOutputStream bytes, SavefileWriter writer) {
    static Recording in(SavefileFormat format, Capture capture) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      SavefileOptions options =
          SavefileOptions.of(format).linkTypeNumber(1).interfaceNames(capture::interfaceName);
      return new Recording(bytes, SavefileWriter.of("memory", Channels.newChannel(bytes), options));
    }

    byte[] end() {
      writer.close();
      return bytes.toByteArray();
    }
  }

  private Capture open(List<String> interfaces, CaptureOptions options) throws Exception {
    return namespace.call(() -> Capture.open(interfaces, options));
  }

  private void send(int count) throws Exception {
    Traffic.send(namespace, "left", Traffic.mix(count));
  }

  private static FrameBatch next(Capture capture) {
    FrameBatch batch = capture.next(Duration.ofMinutes(1));
    assertThat(batch).isNotNull();
    return batch;
  }

  /** Of the frames that are selected here a batch may have none. */
  private static FrameBatch nextWithFrames(Capture capture) {
    FrameBatch batch = next(capture);
    while (batch.size() == 0) {
      batch = next(capture);
    }
    return batch;
  }

  private static void writeSingly(SavefileWriter writer, FrameBatch batch) {
    for (Frame frame : batch) {
      writer.write(frame);
    }
  }

  /** Records both ways, and compares. */
  private void assertSame(Capture capture, SavefileFormat format, int frames) throws Exception {
    Recording atOnce = Recording.in(format, capture);
    Recording singly = Recording.in(format, capture);
    send(FRAMES);
    while (singly.writer.frames() < frames) {
      try (FrameBatch batch = next(capture)) {
        if (batch.lostBefore() == 0 && singly.writer.frames() > frames / 2) {
          atOnce.writer.lost(0, 7); // told in the next frame, in both
          singly.writer.lost(0, 7);
        }
        assertThat(atOnce.writer.writeAll(batch)).isTrue();
        writeSingly(singly.writer, batch);
        assertThat(atOnce.writer.frames()).isEqualTo(singly.writer.frames());
      }
    }
    assertThat(singly.writer.frames()).isEqualTo(frames);
    assertThat(atOnce.end()).isEqualTo(singly.end());
  }

  @ParameterizedTest
  @CsvSource({
    "PCAP, 262144, true",
    "PCAPNG, 262144, true",
    "PCAP, 15, true",
    "PCAPNG, 61, true",
    "PCAPNG, 262144, false"
  })
  void theFileIsTheSameAsOneByOne(SavefileFormat format, int snapLength, boolean restoreTags)
      throws Exception {
    CaptureOptions options =
        CaptureOptions.defaults().snapLength(snapLength).restoreVlanTags(restoreTags);
    try (Capture capture = open(List.of("right"), options)) {
      assertSame(capture, format, FRAMES);
    }
  }

  /** Each frame comes twice, once leaving and once arriving: no two that follow are alike. */
  @ParameterizedTest
  @EnumSource
  void theFileIsTheSameOfInterfacesThatTakeTurns(SavefileFormat format) throws Exception {
    try (Capture capture = open(List.of("left", "right"), CaptureOptions.defaults())) {
      assertSame(capture, format, 2 * FRAMES);
    }
  }

  private static Map<String, byte[]> files(Path folder) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> paths = Files.list(folder)) {
      for (Path path : paths.toList()) {
        files.put(path.getFileName().toString(), Files.readAllBytes(path));
      }
    }
    return files;
  }

  @ParameterizedTest
  @CsvSource({"PCAP, 20000", "PCAPNG, 100000", "PCAP, 1"})
  void filesThatChangeWithTheirSizeAreTheSame(
      SavefileFormat format, long mostBytes, @TempDir Path folder) throws Exception {
    Path atOnce = Files.createDirectory(folder.resolve("at once"));
    Path singly = Files.createDirectory(folder.resolve("singly"));
    SavefileOptions options = SavefileOptions.of(format).linkTypeNumber(1);
    Rotation rotation = new Rotation(mostBytes, 0, 0);
    try (Capture capture = open(List.of("right"), CaptureOptions.defaults());
        RotatingWriter copying =
            RotatingWriter.create(atOnce.resolve("f").toString(), rotation, options, _ -> {});
        RotatingWriter writing =
            RotatingWriter.create(singly.resolve("f").toString(), rotation, options, _ -> {})) {
      send(FRAMES);
      while (writing.frames() < FRAMES) {
        try (FrameBatch batch = next(capture)) {
          assertThat(copying.writeAll(batch)).isTrue();
          batch.forEach(writing::write);
        }
      }
      assertThat(copying.frames()).isEqualTo(FRAMES);
    }
    assertThat(files(atOnce)).hasSizeGreaterThan(5).containsExactlyEntriesOf(files(singly));
  }

  /** A batch whose cursors count how often they cross the border to C. */
  private static FrameBatch counting(FrameBatch batch, AtomicInteger calls) {
    return proxy(
        FrameBatch.class,
        batch,
        (method, result) ->
            method.equals("cursor")
                ? proxy(
                    RecordCursor.class,
                    result,
                    (called, value) -> {
                      calls.addAndGet(called.equals("writeRecords") ? 1 : 0);
                      return value;
                    })
                : result);
  }

  private static <T> T proxy(
      Class<T> type, Object target, BiFunction<String, Object, Object> afterwards) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) ->
                afterwards.apply(method.getName(), method.invoke(target, arguments))));
  }

  @ParameterizedTest
  @CsvSource({"right, 300", "left right, 8"})
  void oneCallIsForManyFrames(String interfaces, int framesPerCall) throws Exception {
    List<byte[]> small = Collections.nCopies(FRAMES, new byte[60]);
    try (Capture capture = open(List.of(interfaces.split(" ")), CaptureOptions.defaults())) {
      SavefileWriter writer = Recording.in(SavefileFormat.PCAPNG, capture).writer();
      AtomicInteger calls = new AtomicInteger();
      Traffic.send(namespace, "left", small);
      int batches = 0;
      while (writer.frames() < FRAMES) {
        try (FrameBatch batch = next(capture)) {
          assertThat(writer.writeAll(counting(batch, calls))).isTrue();
          batches++;
        }
      }
      assertThat(calls.get()).isBetween(1, (int) writer.frames() / framesPerCall + 2 * batches);
    }
  }

  @Test
  void bytesOnTheWireAreAddedUp() throws Exception {
    try (Capture capture = open(List.of("right"), CaptureOptions.defaults().snapLength(60))) {
      send(FRAMES);
      for (int frames = 0; frames < FRAMES; ) {
        try (FrameBatch batch = next(capture)) {
          long sum = 0;
          for (Frame frame : batch) {
            sum += frame.originalLength();
          }
          assertThat(batch.originalBytes()).isEqualTo(sum);
          frames += batch.size();
        }
      }
    }
  }

  /** The kernel takes no loops: the frames are selected here, and lie anywhere in their block. */
  @Test
  void aSelectionIsWrittenOneByOne() throws Exception {
    CaptureOptions options =
        CaptureOptions.defaults().filter(FilterExpression.of("ip protochain 17"));
    try (Capture capture = open(List.of("right"), options)) {
      assertThat(capture.filteredByKernel()).isFalse();
      Recording atOnce = Recording.in(SavefileFormat.PCAP, capture);
      Recording singly = Recording.in(SavefileFormat.PCAP, capture);
      send(FRAMES);
      try (FrameBatch batch = nextWithFrames(capture)) {
        long sum = 0;
        for (Frame frame : batch) {
          sum += frame.originalLength();
        }
        assertThat(batch.originalBytes()).isEqualTo(sum).isPositive();
        assertThat(atOnce.writer.writeAll(batch)).isTrue();
        assertThat(atOnce.writer.frames()).isEqualTo(batch.size());
        writeSingly(singly.writer, batch);
      }
      assertThat(atOnce.end()).isEqualTo(singly.end());
    }
  }

  @Test
  void aBatchThatIsOverOrAnothersIsNotWritten() throws Exception {
    try (Capture capture = open(List.of("right"), CaptureOptions.defaults())) {
      SavefileWriter writer = Recording.in(SavefileFormat.PCAP, capture).writer();
      send(10);
      FrameBatch batch = next(capture);

      AtomicReference<Throwable> thrown = new AtomicReference<>();
      Thread other =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  writer.writeAll(batch);
                } catch (Throwable e) {
                  thrown.set(e);
                }
              });
      other.join();
      assertThat(thrown.get()).isInstanceOf(WrongThreadException.class);

      batch.close();
      assertThatThrownBy(() -> writer.writeAll(batch)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(batch::originalBytes).isInstanceOf(IllegalStateException.class);
      assertThat(writer.frames()).isZero();
    }
  }
}

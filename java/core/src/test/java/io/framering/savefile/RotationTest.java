// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import static io.framering.savefile.FileBytes.little;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.CapturedFrame;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files are called, and filled, as tcpdump does it. */
class RotationTest {
  private static final int FRAMES = 12_000;
  private static final SavefileOptions PCAP = SavefileOptions.of(SavefileFormat.PCAP);

  @TempDir Path folder;
  private Path ours;
  private Path theirs;
  private Path input;
  private final AtomicLong clock = new AtomicLong(1_700_000_000);

  @BeforeEach
  void makeFolders() throws IOException {
    ours = Files.createDirectory(folder.resolve("ours"));
    theirs = Files.createDirectory(folder.resolve("theirs"));
    FileBytes file = little().pcap(0xA1B2C3D4L);
    for (int i = 0; i < FRAMES; i++) {
      int length = 900 + i % 200;
      file.record(1_700_000_000L + i, 5, length, new byte[length]);
    }
    input = Files.write(folder.resolve("input.pcap"), file.toArray());
  }

  private RotatingWriter writer(String name, Rotation rotation, SavefileOptions options) {
    String path = ours.resolve(name).toString();
    return new RotatingWriter(path, rotation, options, file -> {}, clock::get);
  }

  /** Files by name; packets in each. */
  private static Map<String, Integer> files(Path folder) throws IOException {
    Map<String, Integer> counts = new TreeMap<>();
    try (Stream<Path> paths = Files.list(folder)) {
      for (Path path : paths.toList()) {
        counts.put(path.getFileName().toString(), FileBytes.read(Files.readAllBytes(path)).size());
      }
    }
    return counts;
  }

  private void copyInput(FrameWriter writer) {
    try (SavefileReader reader = SavefileReader.open(input)) {
      reader.run(frame -> assertThat(writer.write(frame)).isTrue());
    }
    writer.close();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, 0",
    "1, 0, 1",
    "1, 0, 2",
    "1, 0, 3",
    "1, 0, 10",
    "1, 0, 11",
    "1, 0, 101",
    "5, 0, 0",
    "0, 0, 3",
    "0, 1000, 0",
    "0, 1000, 3",
    "1, 1000, 0",
    "1, 1000, 3",
    "1, 1000, 11"
  })
  void namesAndContentsAreThoseOfTcpdump(int millions, int seconds, int files) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("tcpdump", "-Z", "root", "-r", "../input.pcap", "-w", "f%d.pcap"));
    if (millions > 0) {
      command.addAll(List.of("-C", Integer.toString(millions)));
    }
    if (seconds > 0) {
      command.addAll(List.of("-G", Integer.toString(seconds)));
    }
    if (files > 0) {
      command.addAll(List.of("-W", Integer.toString(files)));
    }
    clock.set(Instant.now().getEpochSecond());
    Oracle.say(theirs, command.toArray(String[]::new));
    copyInput(writer("f%d.pcap", new Rotation(millions * 1_000_000L, seconds, files), PCAP));
    assertThat(files(ours)).isEqualTo(files(theirs));
  }

  private static CapturedFrame frame() {
    return CapturedFrame.ofEthernet(new byte[60]);
  }

  @Test
  void byTimeEachFileHasItsTimeInItsName() throws IOException {
    try (RotatingWriter writer = writer("%s", new Rotation(0, 10, 0), PCAP)) {
      for (int i = 0; i < 25; i++) {
        assertThat(writer.write(frame())).isTrue();
        clock.incrementAndGet();
      }
      assertThat(writer.frames()).isEqualTo(25);
    }
    assertThat(files(ours)).isEqualTo(Map.of("1700000000", 10, "1700000010", 10, "1700000020", 5));
  }

  @Test
  void byTimeWritingEndsWithTheLastFile() throws IOException {
    try (RotatingWriter writer = writer("%s", new Rotation(0, 10, 2), PCAP)) {
      for (int i = 0; i < 25; i++) {
        assertThat(writer.write(frame())).isEqualTo(i < 20);
        assertThat(writer.finished()).isEqualTo(i >= 20);
        clock.incrementAndGet();
      }
      writer.flush();
      assertThat(writer.frames()).isEqualTo(20);
    }
    assertThat(files(ours)).isEqualTo(Map.of("1700000000", 10, "1700000010", 10));
  }

  @Test
  void byTimeAWholeBatchGoesIntoOneFile() throws IOException {
    FileBytes three = little().pcap(0xA1B23C4DL);
    for (int i = 0; i < 3; i++) {
      three.record(i, 0, 60, new byte[60]);
    }
    try (RotatingWriter writer = writer("%s", new Rotation(0, 10, 2), PCAP)) {
      for (int i = 0; i < 5; i++) {
        try (SavefileReader reader = FileBytes.open(three.toArray())) {
          FrameBatch batch = reader.next(FrameSource.FOREVER);
          assertThat(writer.writeAll(batch)).isEqualTo(i < 4);
          assertThat(writer.finished()).isEqualTo(i == 4);
          clock.addAndGet(5);
        }
      }
      assertThat(writer.frames()).isEqualTo(4 * 3);
    }
    assertThat(files(ours)).isEqualTo(Map.of("1700000000", 6, "1700000010", 6));
  }

  @ParameterizedTest
  @CsvSource({"0, 10", "1000, 0"})
  void allOfABatchIsWrittenAtOnceOrNot(long mostBytes, long seconds) throws IOException {
    try (RotatingWriter writer = writer("f", new Rotation(mostBytes, seconds, 0), PCAP);
        SavefileReader reader = SavefileReader.open(input)) {
      while (reader.next(FrameSource.FOREVER) instanceof FrameBatch batch) {
        writer.writeAll(batch);
      }
      assertThat(writer.frames()).isEqualTo(FRAMES);
    }
  }

  /** It would be a twentieth of what a frame costs. */
  @Test
  void whereNoTimeCountsTheClockIsNotAskedForEachFrame() {
    String path = ours.resolve("f").toString();
    try (RotatingWriter writer =
        new RotatingWriter(
            path, new Rotation(1000, 0, 0), PCAP, file -> {}, clock::incrementAndGet)) {
      long begun = clock.get();
      for (int i = 0; i < 25; i++) {
        writer.write(frame());
      }
      assertThat(clock).hasValue(begun);
    }
  }

  @Test
  void byTimeAndSizeNumbersBeginAnewWithTheTime() throws IOException {
    try (RotatingWriter writer = writer("%s.", new Rotation(100, 10, 3), PCAP)) {
      for (int i = 0; i < 15; i++) {
        writer.write(frame());
        if (i % 4 == 3) {
          clock.addAndGet(10);
        }
      }
    }
    // 24 + 76 bytes are not more than 100, so two frames go into each file.
    assertThat(files(ours))
        .isEqualTo(
            Map.of(
                "1700000000.0",
                2,
                "1700000000.1",
                2,
                "1700000010.0",
                2,
                "1700000010.1",
                2,
                "1700000020.0",
                2,
                "1700000020.1",
                2,
                "1700000030.0",
                2,
                "1700000030.1",
                1));
  }

  @Test
  void eachFileDescribesItsInterfacesAndCounts() throws IOException {
    SavefileOptions pcapng = SavefileOptions.of(SavefileFormat.PCAPNG);
    String path = ours.resolve("f").toString();
    Rotation rotation = new Rotation(400, 0, 0);
    try (RotatingWriter writer =
        new RotatingWriter(path, rotation, pcapng, f -> f.statistics(0, 9, 1), clock::get)) {
      writer.add(SavefileInterface.of(0, "eth0", io.framering.frame.LinkType.ETHERNET, 100));
      for (int i = 0; i < 10; i++) {
        writer.write(frame());
      }
    }
    try (Stream<Path> paths = Files.list(ours)) {
      for (Path file : paths.toList()) {
        try (SavefileReader reader = SavefileReader.open(file)) {
          reader.run(frame -> {});
          assertThat(reader.interfaces())
              .extracting(SavefileInterface::name)
              .containsExactly("eth0");
          assertThat(reader.interfaces().getFirst().received()).isEqualTo(9);
        }
      }
    }
    assertThat(files(ours)).hasSizeGreaterThan(2);
  }

  @Test
  void filesAreTheirOwnersAloneAndExistingOnesAreEmptied() throws IOException {
    Path existing = Files.write(ours.resolve("f"), new byte[100_000]);
    Files.setPosixFilePermissions(existing, PosixFilePermissions.fromString("rw-r--r--"));
    try (RotatingWriter writer = writer("f", new Rotation(50, 0, 0), PCAP)) {
      writer.write(frame());
      writer.write(frame());
    }
    assertThat(Files.size(existing)).isEqualTo(100);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(ours.resolve("f1"))))
        .isEqualTo("rw-------");
  }

  @Test
  void sizesAreMillionsOrHaveALetter() {
    assertThat(Rotation.parseBytes("3")).isEqualTo(3_000_000);
    assertThat(Rotation.parseBytes("3k")).isEqualTo(3 * 1024);
    assertThat(Rotation.parseBytes("3M")).isEqualTo(3 << 20);
    assertThat(Rotation.parseBytes("3g")).isEqualTo(3L << 30);
    for (String wrong : List.of("", "k", "0", "-1", "1x", "1kb", "x", "9223372036854775807")) {
      assertThat(Rotation.parseBytes(wrong)).as(wrong).isEqualTo(-1);
    }
  }

  @Test
  void strftimeIsThatOfTheSystem() {
    StringBuilder letters = new StringBuilder();
    for (char letter : "aAbBcCdDeFgGhHIjklmMnpPrRsStTuUVwWxXyYzZ%".toCharArray()) {
      letters.append('[').append(letter).append("|%").append(letter).append(']');
    }
    String pattern = letters + " %-d %_d %-H %^a %^B %Ey %Od %0e %q %";
    String script =
        "import time\nfor t in range(1699990000, 1799990000, 999983):\n"
            + " print(time.strftime('''"
            + pattern
            + "''', time.localtime(t)), end='\\0')";
    String[] said = Oracle.say(folder, "python3", "-c", script).split("\0");
    assertThat(said).hasSize(101);
    long second = 1_699_990_000;
    for (String expected : said) {
      ZonedDateTime time = Instant.ofEpochSecond(second).atZone(ZoneId.systemDefault());
      assertThat(Strftime.format(pattern, time)).isEqualTo(expected);
      second += 999_983;
    }
  }

  @Test
  void aClockThatIsSetBackHoldsNoFileOpenForLonger() throws IOException {
    CapturedFrame frame = CapturedFrame.ofEthernet(new byte[60]);
    try (RotatingWriter writer = writer("%s", new Rotation(0, 10, 0), PCAP)) {
      writer.write(frame);
      clock.addAndGet(-3600);
      writer.write(frame);
      clock.addAndGet(10);
      writer.write(frame);
    }
    assertThat(files(ours)).containsOnly(Map.entry("1699996410", 1), Map.entry("1700000000", 2));
  }

  @Test
  void whatWasLostBeforeTheFirstFrameOfAFileIsToldInThatFile() throws IOException {
    SavefileOptions options = SavefileOptions.of(SavefileFormat.PCAPNG);
    try (RotatingWriter writer = writer("%s", new Rotation(0, 10, 0), options)) {
      writer.write(CapturedFrame.ofEthernet(new byte[60]));
      clock.addAndGet(10);
      writer.lost(0, 12);
      writer.lost(0, 30);
      writer.write(CapturedFrame.ofEthernet(new byte[60]));
    }
    String told = "42 packets lost before this one";
    assertThat(Files.readString(ours.resolve("1700000000"), ISO_8859_1)).doesNotContain(told);
    assertThat(Files.readString(ours.resolve("1700000010"), ISO_8859_1)).contains(told);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.savefile.SavefileException;
import io.framering.savefile.SavefileReader;
import io.framering.testing.Namespace;
import io.framering.testing.Traffic;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each packet has an address of its own, so that none can be taken for another. */
@DisplayName("framering sniff --threads")
class ThreadsIT {
  private static final int SENT = 20_000;
  private static final int LIMIT = 10_000;
  private static final int LENGTH = 60;
  private static final Pattern SOURCE = Pattern.compile("10\\.\\d+\\.\\d+\\.\\d+(?=\\.1024|\")");
  private static final Pattern GAP = Pattern.compile("\\{\"gap\":(\\d+)}");

  @TempDir private Path folder;
  @AutoClose private final Namespace namespace = Namespace.withVeth();

  private static List<byte[]> frames(int count) {
    List<byte[]> frames = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      frames.add(
          ByteBuffer.allocate(LENGTH)
              .putLong(0x0200000000010200L)
              .putInt(2)
              .putShort((short) 0x0800)
              .putLong(0x4500002E00000000L)
              .putInt(0x40110000)
              .putInt(0x0A000000 + i)
              .putInt(0x0B000001)
              .putInt(1024 << 16 | 9)
              .putInt(26 << 16)
              .array());
    }
    return frames;
  }

  private void sendAtOnce(int count) throws Exception {
    Traffic.send(namespace, "right", frames(count));
  }

  private Program start(String... arguments) throws Exception {
    List<String> line = new ArrayList<>(List.of("sniff", "-ileft", "--threads", "2"));
    line.addAll(List.of(arguments));
    return Program.start(namespace, line.toArray(String[]::new));
  }

  private Program start(String[] line, String... more) throws Exception {
    return Program.start(
        namespace, Stream.of(line, more).flatMap(Stream::of).toArray(String[]::new));
  }

  private static void closeAll(Collection<Program> programs) throws Exception {
    for (Program program : programs) {
      program.close();
    }
  }

  private static List<String> sources(Program program) {
    return program
        .out()
        .lines()
        .filter(line -> !GAP.matcher(line).matches())
        .map(ThreadsIT::source)
        .toList();
  }

  /** Of a line that is whole. */
  private static String source(String line) {
    Matcher source = SOURCE.matcher(line);
    assertThat(source.find()).as(line).isTrue();
    return source.group();
  }

  /** All at once, so that they cost the time of one. */
  @Test
  void everyPacketComesOutOnceInEachFormat() throws Exception {
    Map<String, Program> programs = new TreeMap<>();
    try {
      programs.put("line", start(Program.ALL_FIT, "--format=line"));
      programs.put("json", start(Program.ALL_FIT, "--format=json"));
      programs.put("json -c", start(Program.ALL_FIT, "--format=json", "-c10000"));
      programs.put(
          "pcapng", start(Program.ALL_FIT, "-w", folder.resolve("trace.pcapng").toString()));
      programs.put(
          "pcap -c",
          start(Program.ALL_FIT, "-w", folder.resolve("part.pcap").toString(), "-c10000"));
      for (Program program : programs.values()) {
        program.awaitListening();
      }
      sendAtOnce(SENT);
      for (String name : List.of("line", "json")) {
        programs.get(name).awaitLines(SENT);
      }
      awaitRecorded(folder.resolve("trace.pcapng"), SENT);
      assertThat(programs.get("line").threads("Name"))
          .filteredOn("framering-sniff"::equals)
          .hasSize(2);
      for (String name : List.of("line", "json", "pcapng")) {
        programs.get(name).signal("INT");
      }
      for (Program program : programs.values()) {
        assertThat(program.status()).isZero();
      }
      for (String format : List.of("line", "json")) {
        Program all = programs.get(format);
        assertThat(sources(all)).hasSize(SENT).doesNotHaveDuplicates();
        assertCaptured(all);
      }
      assertThat(sources(programs.get("json -c"))).hasSize(LIMIT).doesNotHaveDuplicates();
      assertThat(programs.get("json -c").err()).contains("\n10000 packets captured\n");
      assertThat(addresses("trace.pcapng")).hasSize(SENT).doesNotHaveDuplicates();
      assertCaptured(programs.get("pcapng"));
      assertThat(addresses("part.pcap")).hasSize(LIMIT).doesNotHaveDuplicates();
    } finally {
      closeAll(programs.values());
    }
  }

  /** None is lost: the rings have room for all. */
  private static void assertCaptured(Program program) {
    assertThat(program.err())
        .contains(
            "\n" + SENT + " packets captured\n",
            "\n" + SENT + " packets received by filter\n",
            "\n0 packets dropped by kernel\n");
  }

  /** Waits until N packets are in a file that is being written. */
  private static void awaitRecorded(Path file, int packets) throws Exception {
    int[] count = new int[1];
    for (int wait = 0; wait < 6000 && count[0] < packets; wait++) {
      Thread.sleep(50);
      count[0] = 0;
      try (SavefileReader reader = SavefileReader.open(file)) {
        reader.run(frame -> count[0]++);
      } catch (SavefileException e) {
        // It ends amid a packet, as yet.
      }
    }
    assertThat(count[0]).isEqualTo(packets);
  }

  /**
   * Sends frames of as many sources as both rings get some of, until all are printed: so what came
   * before them is printed, too. Returns how many were sent.
   */
  private int sendUntilPrinted(Program program) throws Exception {
    int each = 64;
    for (int sent = each; sent <= 100 * each; sent += each) {
      int first = SENT + sent;
      List<byte[]> frames = frames(first + each).subList(first, first + each);
      Traffic.send(namespace, "right", frames);
      for (int wait = 0; wait < 20; wait++) {
        Thread.sleep(100);
        String out = program.out();
        if (frames.stream().allMatch(frame -> out.contains(sourceOf(frame)))) {
          return sent;
        }
      }
    }
    throw new AssertionError("not all is printed; stderr: " + program.err());
  }

  private static String sourceOf(byte[] frame) {
    return "\"%d.%d.%d.%d\"".formatted(frame[26], frame[27], frame[28] & 0xFF, frame[29] & 0xFF);
  }

  /** As others read it, the name of the interface included where the format has it. */
  private List<String> addresses(String file) throws Exception {
    Tools.require("tshark");
    String path = folder.resolve(file).toString();
    List<String> lines =
        Tools.succeed("tshark", "-nr", path, "-Tfields", "-eip.src", "-eframe.interface_name")
            .out()
            .lines()
            .toList();
    if (file.endsWith("ng")) {
      assertThat(lines).allMatch(line -> line.endsWith("\tleft"));
      try (SavefileReader reader = SavefileReader.open(Path.of(path))) {
        reader.run(frame -> {});
        assertThat(reader.interfaces()).hasSize(1);
      }
    }
    return lines;
  }

  @Test
  void waitForTheirInterfaceReopenTheFileAndCount() throws Exception {
    Path file = folder.resolve("trace.pcap");
    Path moved = folder.resolve("moved.pcap");
    String[] late = {"sniff", "-ilate", "--wait", "--threads=2"};
    try (Program recording = start(late, "-w", file.toString());
        Program counting = start(late, "--count", "-c150")) {
      recording.awaitErr("framering: waiting for late\n");
      counting.awaitErr("framering: waiting for late\n");
      namespace.addVeth("late", "peer");
      recording.awaitListening();
      counting.awaitListening();
      List<byte[]> frames = frames(150);
      Traffic.send(namespace, "peer", frames.subList(0, 100));
      Tools.awaitSize(file, 24 + 100 * (16 + LENGTH));
      recording.signal("HUP").awaitErr("framering: SIGHUP: the file was not moved");

      Files.move(file, moved);
      recording.signal("HUP");
      Tools.awaitSize(file, 24);
      Traffic.send(namespace, "peer", frames.subList(100, 150));
      assertThat(counting.status()).isZero();
      Tools.awaitSize(file, 24 + 50 * (16 + LENGTH));
      assertThat(recording.signal("INT").status()).isZero();

      assertThat(counting.out()).isEqualTo("150 packets\n");
      assertThat(recording.err()).contains("\n150 packets captured\n");
      assertThat(addresses("moved.pcap")).hasSize(100).doesNotHaveDuplicates();
      assertThat(addresses("trace.pcap"))
          .hasSize(50)
          .doesNotContainAnyElementsOf(addresses("moved.pcap"));
    }
  }

  /** Who is stopped does not read its rings. */
  @Test
  void gapsAddUpToWhatWasLost() throws Exception {
    try (Program program = start("--format=json", "-B512")) {
      program.awaitListening();
      sendAtOnce(1);
      program.signal("STOP");
      sendAtOnce(SENT);
      program.signal("CONT");
      int sent = 1 + SENT + sendUntilPrinted(program);
      assertThat(program.signal("INT").status()).isZero();
      long lost =
          GAP.matcher(program.out()).results().mapToLong(gap -> Long.parseLong(gap.group(1))).sum();
      long shown = program.out().lines().filter(line -> !GAP.matcher(line).matches()).count();
      assertThat(lost).isGreaterThan(SENT / 10);
      assertThat(program.err()).contains("\n" + lost + " packets dropped by kernel\n");
      assertThat(shown + lost).isEqualTo(sent);
    }
  }
}

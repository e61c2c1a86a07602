package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.savefile.SavefileReader;
import io.framering.testing.Namespace;
import io.framering.testing.Traffic;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each packet has an address of its own, so that none can be taken for another. */
@DisplayName("framering sniff --threads")
class ThreadsIT {
  private static final int SENT = 20_000;
  private static final int LIMIT = 15_000;
  private static final int LENGTH = 60;
  private static final Pattern SOURCE = Pattern.compile("10\\.\\d+\\.\\d+\\.\\d+(?=\\.1024|\")");
  private static final Pattern GAP = Pattern.compile("\\{\"gap\":(\\d+)}");

  @TempDir private Path folder;
  private Namespace namespace;

  @BeforeEach
  void create() {
    namespace = Namespace.withVeth();
  }

  @AfterEach
  void delete() {
    if (namespace != null) {
      namespace.close();
    }
  }

  private void send(int count) throws Exception {
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
    Traffic.send(namespace, "right", frames);
  }

  private Program start(String... arguments) throws Exception {
    List<String> line = new ArrayList<>(List.of("sniff", "-ileft", "--threads", "2"));
    line.addAll(List.of(arguments));
    return Program.start(namespace, line.toArray(String[]::new)).awaitListening();
  }

  private static void closeAll(Collection<Program> programs) throws Exception {
    for (Program program : programs) {
      program.close();
    }
  }

  private static List<String> sources(Program program) {
    return program.out().lines().map(ThreadsIT::source).toList();
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
      for (String format : List.of("line", "json")) {
        programs.put(format, start("-B8192", "--format", format));
        programs.put(format + " -c", start("-B8192", "--format", format, "-c", Integer.toString(LIMIT)));
      }
      programs.put("count", start("-B8192", "--count"));
      for (String kind : List.of("pcap", "pcapng")) {
        programs.put(kind, start("-B8192", "-w", folder.resolve("trace." + kind).toString()));
        programs.put(kind + " -c", start("-B8192", "-w", folder.resolve("part." + kind).toString(), "-c15000"));
      }
      assertThat(programs.get("line").threads("Name")).filteredOn("framering-sniff"::equals).hasSize(2);
      send(SENT);
      for (String format : List.of("line", "json")) {
        Program program = programs.get(format);
        while (program.out().lines().count() < SENT) {
          Thread.sleep(20);
        }
      }
      for (Map.Entry<String, Program> each : programs.entrySet()) {
        Program program = each.getValue();
        if (!each.getKey().endsWith("-c")) {
          program.signal("INT");
          assertThat(program.status()).isZero();
          assertThat(program.err())
              .contains(SENT + " packets captured\n" + SENT + " packets received by filter\n0 packets");
        }
        assertThat(program.status()).isZero();
      }
      for (String format : List.of("line", "json")) {
        assertThat(sources(programs.get(format))).hasSize(SENT).doesNotHaveDuplicates();
        assertThat(sources(programs.get(format + " -c"))).hasSize(LIMIT).doesNotHaveDuplicates();
        assertThat(programs.get(format + " -c").err()).contains("\n15000 packets captured\n");
      }
      assertThat(programs.get("count").out()).isEqualTo(SENT + " packets\n");
      for (String kind : List.of("pcap", "pcapng")) {
        assertThat(addresses("trace." + kind)).hasSize(SENT).doesNotHaveDuplicates();
        assertThat(addresses("part." + kind)).hasSize(LIMIT).doesNotHaveDuplicates();
      }
    } finally {
      closeAll(programs.values());
    }
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

  /** Who is stopped does not read its rings. */
  @Test
  void gapsAddUpToWhatWasLost() throws Exception {
    try (Program program = start("--format=json", "-B512")) {
      send(1);
      program.signal("STOP");
      send(SENT);
      program.signal("CONT");
      for (int length = -1; program.out().length() != length; ) {
        length = program.out().length();
        Thread.sleep(700);
      }
      assertThat(program.signal("INT").status()).isZero();
      long lost = GAP.matcher(program.out()).results().mapToLong(gap -> Long.parseLong(gap.group(1))).sum();
      long shown = program.out().lines().filter(line -> !GAP.matcher(line).matches()).count();
      assertThat(lost).isGreaterThan(SENT / 10);
      assertThat(program.err()).contains("\n" + lost + " packets dropped by kernel\n");
      assertThat(shown + lost).isEqualTo(SENT + 1);
    }
  }
}

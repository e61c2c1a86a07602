// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.savefile.SavefileInterface;
import io.framering.savefile.SavefileReader;
import io.framering.testing.Namespace;
import java.nio.file.Path;
import java.util.ArrayList;
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

@DisplayName("framering sniff, with more packets than there is room for")
class LossIT {
  private static final int SENT_AT_ONCE = 10_000;
  private static final Pattern GAP = Pattern.compile("\\{\"gap\":(\\d+)}");
  private static final Pattern COMMENT = Pattern.compile("(\\d+) packets? lost before this one");

  @TempDir private Path folder;
  @AutoClose private final Namespace namespace = Namespace.withVeth();

  private Program start(String... arguments) throws Exception {
    String[] line =
        Stream.concat(Stream.of("sniff", "-ileft", "-B512"), Stream.of(arguments))
            .toArray(String[]::new);
    return Program.start(namespace, line);
  }

  private static long count(Program program, String what) {
    Matcher line = Pattern.compile("(?m)^(\\d+) packets? " + what + "$").matcher(program.err());
    assertThat(line.find()).as(program.err()).isTrue();
    return Long.parseLong(line.group(1));
  }

  private static long sum(Pattern number, String text) {
    return number.matcher(text).results().mapToLong(found -> Long.parseLong(found.group(1))).sum();
  }

  /** All at once, so that they cost the time of one. Who is stopped does not read its ring. */
  @Test
  void deliveredAndLostAreWhatWasSentInEachFormat() throws Exception {
    Tools.require("tshark", "capinfos");
    Path pcap = folder.resolve("trace.pcap");
    Path pcapng = folder.resolve("trace.pcapng");
    Map<String, Program> programs = new TreeMap<>();
    int sent;
    try {
      for (String format : List.of("classic", "tree", "line", "json")) {
        programs.put(format, start("--format", format));
      }
      programs.put("pcap", start("-w", pcap.toString(), "--print", "--format=line"));
      programs.put("pcapng", start("-w", pcapng.toString(), "--print", "--format=line"));
      for (Program program : programs.values()) {
        program.awaitListening();
      }
      sent = Frames.sendUntilPrinted(namespace, "right", programs.values());
      for (int i = 0; i < 2; i++) {
        for (Program program : programs.values()) {
          program.signal("STOP");
        }
        Frames.send(namespace, "right", SENT_AT_ONCE);
        for (Program program : programs.values()) {
          program.signal("CONT");
        }
        sent += SENT_AT_ONCE + Frames.sendUntilPrinted(namespace, "right", programs.values());
      }
      for (Program program : programs.values()) {
        assertThat(program.signal("INT").status()).isZero();

        long lost = count(program, "dropped by kernel");
        assertThat(lost).isGreaterThan(SENT_AT_ONCE / 10);
        assertThat(count(program, "captured") + lost).isEqualTo(sent);
        assertThat(count(program, "received by filter")).isEqualTo(sent);
        assertThat(program.err()).containsPattern("\n\\d+ times? the buffer was full\n");
      }
      checkText(programs);
      checkJson(programs.get("json"));
    } finally {
      for (Program program : programs.values()) {
        program.close();
      }
    }
    checkPcapng(pcapng, sent);
  }

  private static void checkText(Map<String, Program> programs) {
    for (String format : List.of("classic", "tree", "line", "pcap", "pcapng")) {
      assertThat(programs.get(format).err())
          .containsPattern("\nframering: \\d+ packets lost after");
      assertThat(programs.get(format).out()).doesNotContain("lost", "gap");
    }
    long packets =
        programs.get("line").out().lines().filter(line -> !line.startsWith("\t")).count();
    assertThat(packets).isEqualTo(count(programs.get("line"), "captured"));
  }

  private static void checkJson(Program json) {
    List<String> lines = new ArrayList<>(json.out().lines().toList());
    assertThat(sum(GAP, json.out())).isEqualTo(count(json, "dropped by kernel"));
    assertThat(json.err()).doesNotContain("lost after");
    assertThat(lines.getFirst()).doesNotContain("gap");
    assertThat(lines.removeIf(line -> GAP.matcher(line).matches())).isTrue();
    assertThat(lines).hasSize((int) count(json, "captured"));
  }

  private static void checkPcapng(Path file, int sent) throws Exception {
    long[] packets = new long[1];
    List<SavefileInterface> interfaces;
    try (SavefileReader reader = SavefileReader.open(file)) {
      reader.run(frame -> packets[0]++);
      interfaces = reader.interfaces();
    }
    String comments =
        Tools.succeed(
                "tshark",
                "-r",
                file.toString(),
                "-Y",
                "frame.comment",
                "-Tfields",
                "-eframe.comment",
                "-eframe.number")
            .out();
    long lost = sum(COMMENT, comments);
    assertThat(packets[0] + lost).isEqualTo(sent);
    assertThat(interfaces).singleElement().returns(lost, SavefileInterface::dropped);
    assertThat(Tools.succeed("capinfos", "-M", "-c", file.toString()).out())
        .contains("" + packets[0]);
  }
}

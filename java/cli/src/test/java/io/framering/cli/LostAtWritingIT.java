// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.testing.Namespace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * However writing fails, the packets that were captured are those in the files and those that are
 * reported as lost; and in the files is what others count there.
 */
@DisplayName("framering sniff -w, where writing fails")
class LostAtWritingIT {
  private static final int PACKETS = 12_000;
  private static final int LENGTH = 100;

  // Each script runs "$@" in the folder that the capture files are to be in.
  private static final String DISK =
      "exec unshare -m bash -c 'out=$PWD; mkdir disk; mount -t tmpfs -o size=1m none disk; cd disk;"
          + " \"$@\"; status=$?; cp * \"$out\"; exit $status' bash \"$@\"";
  private static final String LIMIT = "ulimit -f 1024; exec \"$@\"";
  private static final String PIPE =
      "mkfifo pipe; head -c 300000 pipe >read.part & \"$@\"; status=$?; wait; rm pipe; exit $status";
  private static final String FULL = "exec \"$@\" >/dev/full";
  private static final String STALLED =
      "mkfifo pipe; exec 3<>pipe; \"$@\" >pipe 3>&-; status=$?;"
          + " dd if=pipe of=t.pcap bs=1M count=1 iflag=nonblock status=none; exit $status";

  @TempDir private Path folder;

  @BeforeEach
  void require() {
    Tools.require("tcpdump", "unshare");
  }

  private static String script(String name) {
    return switch (name) {
      case "disk" -> DISK;
      case "limit" -> LIMIT;
      case "pipe" -> PIPE;
      default -> FULL;
    };
  }

  /** What the closing lines say. */
  private record Reported(long captured, long inFile, long inFilesBefore, long lost, long refused) {
    static Reported of(String out, String err) {
      return new Reported(
          number("(?m)^(\\d+) packets?( captured)?$", err + "\n" + out),
          number("; (\\d+) whole packets are in the file", err),
          number(", (\\d+) went to files before it", err),
          number(", (\\d+) are lost", err),
          number("framering: (\\d+) packets could not be written", err));
    }

    private static long number(String pattern, String text) {
      List<MatchResult> found = Pattern.compile(pattern).matcher(text).results().toList();
      assertThat(found.size()).as(text).isLessThanOrEqualTo(1);
      return found.stream().mapToLong(number -> Long.parseLong(number.group(1))).sum();
    }

    void check(String err) {
      assertThat(inFile + inFilesBefore + lost + refused).as(err).isEqualTo(captured);
    }
  }

  /** What tcpdump finds in all files together: where one ends amid a packet, up to there. */
  private long packetsInFiles() throws IOException, InterruptedException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files =
          all.filter(file -> file.getFileName().toString().matches("t\\.pcap.*|read\\.part"))
              .filter(file -> file.toFile().length() > 0)
              .sorted()
              .toList();
    }
    long packets = 0;
    for (Path file : files) {
      List<String> line = List.of("tcpdump", "-n", "-t", "-r", file.toString());
      packets += Tools.run(line).out().lines().filter(text -> !text.startsWith("\t")).count();
    }
    return packets;
  }

  private String[] line(Object source, String options) {
    List<String> line = new ArrayList<>(List.of("sniff"));
    line.addAll(List.of(source.toString().split(" ")));
    line.addAll(List.of(options.split(" ")));
    return line.toArray(String[]::new);
  }

  private String in(Path where, String script) {
    return "cd " + where + "; " + script;
  }

  private void check(String failure, String out, String err) throws Exception {
    Reported reported = Reported.of(out, err);
    reported.check(err);
    long there = packetsInFiles();
    if (failure.equals("pipe")) { // what its reader did not read is gone
      assertThat(there).as(err).isBetween(1L, reported.inFile());
    } else {
      assertThat(there).as(err).isEqualTo(reported.inFile() + reported.inFilesBefore());
    }
    assertThat(err).containsOnlyOnce(" are lost");
  }

  private Path source(String format) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(24 + PACKETS * (16 + LENGTH)).order(ByteOrder.LITTLE_ENDIAN);
    int magic = format.equals("nanos") ? 0xA1B23C4D : 0xA1B2C3D4;
    bytes.putInt(magic).putInt(0x00040002).putLong(0).putInt(65_535).putInt(1);
    for (int i = 0; i < PACKETS; i++) {
      bytes.putInt(1_700_000_000 + i).putInt(i).putInt(LENGTH).putInt(LENGTH);
      bytes.put(new byte[12]).putShort((short) 0xB588).put(new byte[LENGTH - 14]);
    }
    return Files.write(folder.resolve("source." + format), bytes.array());
  }

  @ParameterizedTest(name = "{0}, from a file in {1}: {2}")
  @CsvSource({
    "disk, nanos, -w t.pcap",
    "disk, micros, -w t.pcap",
    "disk, nanos, -w t.pcap -U",
    "disk, nanos, -w t.pcap -C 300k",
    "disk, nanos, -w t.pcapng -C 300k",
    "limit, micros, -w t.pcapng -G 3600",
    "limit, nanos, -w t.pcapng -U",
    "pipe, nanos, -w pipe",
    "full, nanos, -w /dev/full",
    "full, nanos, -w - --file-format pcapng"
  })
  void allPacketsOfAFileAreCounted(String failure, String format, String options) throws Exception {
    String[] sniff = line("-r " + source(format), options + " --count");
    if (failure.equals("full")) {
      sniff = line("-r " + source(format), options);
    }
    Tools.Result result = Tools.run(shell(in(folder, script(failure)), sniff));

    assertThat(result.status()).as(result.err()).isEqualTo(1);
    check(failure, result.out(), result.err());
  }

  private static List<String> shell(String script, String... arguments) {
    List<String> line = new ArrayList<>(List.of("bash", "-c", script, "bash"));
    line.addAll(Program.line(arguments));
    return line;
  }

  @ParameterizedTest(name = "{0}, live: {1}")
  @CsvSource({
    "disk, -w t.pcap",
    "disk, -w t.pcap -U",
    "disk, -w t.pcap -C 300k",
    "disk, -w t.pcap --threads 2",
    "disk, -w t.pcap -C 300k --threads 2",
    "disk, -w t.pcapng -G 3600 --threads 2",
    "limit, -w t.pcapng --threads 2",
    "pipe, -w pipe",
    "pipe, -w pipe -U --threads 2"
  })
  void allPacketsOfACaptureAreCounted(String failure, String options) throws Exception {
    String[] sniff = line("-i left -B 16384", options);
    try (Namespace namespace = Namespace.withVeth();
        Program program = Program.startInShell(namespace, in(folder, script(failure)), sniff)) {
      program.awaitListening();
      Frames.send(namespace, "right", PACKETS);

      assertThat(program.status()).as(program.err()).isEqualTo(1);
      assertThat(program.err()).contains(" packets captured\n");
      check(failure, "", program.err());
    }
  }

  @ParameterizedTest
  @CsvSource({"-w -", "-w - -U", "-w - --threads 2"})
  void allPacketsAreCountedWhereNobodyReads(String options) throws Exception {
    String[] sniff = line("-i left -B 16384", options);
    try (Namespace namespace = Namespace.withVeth();
        Program program = Program.startInShell(namespace, in(folder, STALLED), sniff)) {
      program.awaitListening();
      Frames.send(namespace, "right", PACKETS);
      program.awaitBlockedWrite();

      assertThat(program.signalUntilItEnds("INT").status()).isEqualTo(1);
      check("stalled", "", program.err());
    }
  }
}

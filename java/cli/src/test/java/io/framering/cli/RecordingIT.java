// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.savefile.SavefileInterface;
import io.framering.savefile.SavefileReader;
import io.framering.testing.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("framering sniff -w, on a pair of interfaces of its own")
class RecordingIT {

  /** Of the C library: what tcpdump holds back until it ends. */
  private static final int OUTPUT_BUFFER = 64 << 10;

  private static final int PER_SECOND = 100_000;

  @TempDir private Path folder;
  @AutoClose private final Namespace namespace = Namespace.withVeth();

  @BeforeEach
  void require() {
    Tools.require("tcpdump", "tshark", "capinfos");
  }

  private Program record(String... arguments) throws Exception {
    String[] line =
        Stream.concat(Stream.of("sniff", "-i", "left"), Stream.of(arguments))
            .toArray(String[]::new);
    return Program.start(namespace, line).awaitListening();
  }

  @Test
  void everyPacketIsInTheFileWithItsInterfaceAndTheCounts() throws Exception {
    Path file = folder.resolve("trace.pcapng");
    try (Program program =
        record("-w", file.toString(), "-c", "5100", "--comment", "for the record")) {
      Frames.send(namespace, "right", 5000);
      Frames.send(namespace, "left", 100);

      assertThat(program.status()).isZero();

      assertThat(program.out()).isEmpty();
      assertThat(program.err()).contains("\n5100 packets captured\n");
    }
    assertThat(Tools.packets(file)).isEqualTo(5100);
    String about = Tools.succeed("capinfos", "-M", file.toString()).out();
    assertThat(about)
        .contains("Name = left", "Time precision = nanoseconds (9)", "Number of stat entries = 1")
        .containsPattern("Capture comment: +for the record\n")
        .doesNotContain("Interface #1");
    try (SavefileReader reader = SavefileReader.open(file)) {
      reader.run(frame -> {});
      assertThat(reader.interfaces())
          .singleElement()
          .returns(5100L, SavefileInterface::received)
          .returns(0L, SavefileInterface::dropped);
    }
    String[] tshark = {"tshark", "-r", file + "", "-Tfields", "-eframe.packet_flags_direction"};
    assertThat(Tools.succeed(tshark).lines())
        .areExactly(5000, new Condition<>("0x00000001"::equals, "inbound"))
        .areExactly(100, new Condition<>("0x00000002"::equals, "outbound"));
  }

  /**
   * At the start a JVM interprets. With these flags it goes on so: what takes frames one by one
   * needs ten times tcpdump's processor time. The rings have room for all, so that none is lost
   * however slow the machine is.
   */
  @ParameterizedTest
  @ValueSource(strings = {"pcap", "pcapng"})
  void aJvmThatInterpretsRecordsNearlyAsTcpdumpDoes(String format) throws Exception {
    int frames = 300_000;
    Path file = folder.resolve("ours");
    Path theirs = folder.resolve("theirs");
    String interpreted = "JAVA_TOOL_OPTIONS=-Xint exec \"$@\"";
    String[] sniff = {"sniff", Program.ALL_FIT, "-i=left", "--file-format=" + format, "-w=" + file};
    String[] tcpdump = {"tcpdump", "-Zroot", Program.ALL_FIT, "-ileft", "-w" + theirs};
    try (Program program = Program.startInShell(namespace, interpreted, sniff);
        Program other = Program.startOther(namespace, tcpdump)) {
      program.awaitListening();
      other.awaitListening();
      Duration before = program.cpuTime();
      for (int i = 0; i < 3; i++) {
        Frames.send(namespace, "right", frames / 3);
      }
      Tools.awaitSize(file, frames * (16L + 60));
      Tools.awaitSize(theirs, frames * (16L + 60) - OUTPUT_BUFFER);
      double ratio = (double) program.cpuTime().minus(before).toNanos() / other.cpuTime().toNanos();

      System.err.printf("interpreted, %s: %.2f of tcpdump's processor time%n", format, ratio);
      assertThat(ratio).isLessThan(4);
      assertThat(program.signal("INT").status()).isZero();
      assertThat(program.err())
          .contains(frames + " packets captured", "0 packets dropped by kernel");
    }
  }

  @Test
  void everyInterfaceHasABlockOfItsOwn() throws Exception {
    Path file = folder.resolve("trace.pcapng");
    try (Program program = record("-i", "right", "-i", "lo", "-w", file.toString(), "-c", "20")) {
      Frames.send(namespace, "right", 10);
      assertThat(program.status()).isZero();
    }
    assertThat(Tools.succeed("capinfos", file.toString()).out())
        .contains("Name = left", "Name = right", "Name = lo", "Number of interfaces in file: 3")
        .containsSubsequence("Number of packets = 10", "Number of packets = 10");
  }

  @Test
  void isReadableAfterSigkillUnderLoad() throws Exception {
    for (String name : List.of("killed.pcap", "killed.pcapng")) {
      Path file = folder.resolve(name);
      Process sender;
      try (Program program = record("-w", file.toString())) {
        sender = Frames.startSending(namespace, "right", 10 * PER_SECOND, PER_SECOND);
        Tools.awaitSize(file, 5_000_000);
        program.signal("KILL");
        assertThat(program.status()).isEqualTo(128 + 9);
      }
      sender.destroy();

      long before = Tools.packets(whole(file));
      Tools.Result result = Tools.sniff("-r", file.toString(), "--count");

      assertThat(before).isGreaterThan(30_000);
      assertThat(result.out()).isEqualTo(before + " packets\n");
      assertThat(result.status()).isIn(0, 1);
    }
  }

  /** tcpdump reads a file that is cut off up to the cut, but fails; a copy of that is whole. */
  private Path whole(Path file) throws IOException, InterruptedException {
    Path copy = folder.resolve("whole");
    Files.deleteIfExists(copy);
    Tools.run(List.of("tcpdump", "-Z", "root", "-r", file.toString(), "-w", copy.toString()));
    return copy;
  }

  @Test
  void tellsOfAFullDiskOnceAndLeavesAReadableFile() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    Tools.succeed("mount", "-t", "tmpfs", "-o", "size=1m", "framering-test", disk.toString());
    try {
      Path file = disk.resolve("trace.pcap");
      try (Program program = record("-w", file.toString())) {
        Frames.send(namespace, "right", 20_000);

        assertThat(program.status()).isEqualTo(1);

        Matcher told =
            Pattern.compile(
                    "framering: .*: (.*); (\\d+) whole packets are in the file, (\\d+) are lost")
                .matcher(program.errLines().getLast());
        assertThat(told.matches()).as(program.err()).isTrue();
        assertThat(told.group(1)).isEqualTo("No space left on device");
        assertThat(Long.parseLong(told.group(2)))
            .isEqualTo(Tools.packets(file))
            .isGreaterThan(5000);
        assertThat(Long.parseLong(told.group(3))).isPositive();
        assertThat(program.err()).containsOnlyOnce("No space left").contains("packets captured");
      }
    } finally {
      Tools.succeed("umount", disk.toString());
    }
  }

  @Test
  void rotatesBySizeAndByTime() throws Exception {
    Path bySize = folder.resolve("size.pcap");
    try (Program program = record("-w", bySize.toString(), "-C", "100k", "-W", "3", "-c", "5000")) {
      Frames.send(namespace, "right", 5000);
      assertThat(program.status()).isZero();
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("size.pcap0", "size.pcap1", "size.pcap2");
    }

    Path byTime = folder.resolve("time-%s.pcap");
    // The first file is open, and its second runs, before anything can be started after it.
    Process sender = Frames.startSending(namespace, "right", 20_000, 1000);
    try (Program program = record("-w", byTime.toString(), "-G", "1", "-W", "2")) {
      assertThat(program.status()).as("it ends by itself").isZero();
      assertThat(program.err()).contains("framering: the number of files of -W is reached\n");
    } finally {
      sender.destroy();
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> written =
          files.filter(file -> file.getFileName().toString().matches("time-\\d+\\.pcap")).toList();
      assertThat(written).hasSize(2);
      // A second may pass before the first packet is read: in which file it is, nobody can say.
      assertThat(Tools.packets(written.get(0)) + Tools.packets(written.get(1)))
          .isBetween(1L, 19_999L);
    }
  }

  @Test
  void givesUpRootAndWritesFilesInTurnAsTheUser() throws Exception {
    Path open = Files.createDirectory(folder.resolve("open"));
    Tools.succeed("chmod", "777", open.toString(), folder.toString());
    Path file = open.resolve("trace.pcap");
    try (Program program = record("-Z", "nobody", "-w", file.toString(), "-C", "2k", "-c", "50")) {
      program.assertNoThreadHasRights(Tools.idOf("nobody", "-u"), Tools.idOf("nobody", "-g"));
      Frames.send(namespace, "right", 50);

      assertThat(program.status()).isZero();
    }
    try (Stream<Path> files = Files.list(open)) {
      List<Path> written = files.toList();
      assertThat(written).hasSizeGreaterThan(1);
      long packets = 0;
      for (Path each : written) {
        packets += Tools.packets(each);
        assertThat(Tools.succeed("stat", "-c", "%U %a", each.toString()).out())
            .isEqualTo("nobody 600\n");
      }
      assertThat(packets).isEqualTo(50);
    }
  }

  @Test
  void tellsEverySecondHowFarItIs() throws Exception {
    try (Program program = record("--statistics", "-w", folder.resolve("x.pcap").toString())) {
      Frames.send(namespace, "right", 1000);
      program.awaitErr("framering: 1000 packets, ");
      program.awaitErr("framering: 1000 packets, 0 packets/s, 0 bytes/s, 0 dropped\n");
      // All in one second, most times.
      assertThat(sum("(\\d+) packets/s", program.err())).isEqualTo(1000);
      assertThat(sum("(\\d+) bytes/s", program.err())).isEqualTo(100_000);
      program.signal("INT").status();
    }
  }

  private static long sum(String number, String text) {
    return Pattern.compile(number)
        .matcher(text)
        .results()
        .mapToLong(found -> Long.parseLong(found.group(1)))
        .sum();
  }

  @Test
  void countsInPlaceOnATerminal() throws Exception {
    Path file = folder.resolve("terminal.pcap");
    String script = "script -qec \"$(printf '%q ' \"$@\")\" /dev/null";
    try (Program program =
        Program.startInShell(namespace, script, "sniff", "-i", "left", "-w", file.toString())) {
      program.awaitOut("listening on");
      Frames.send(namespace, "right", 700);

      program.awaitOut("\r700 packets, ");

      program.signal("INT").status();
      assertThat(program.out()).contains("\r\u001B[K700 packets captured");
    }
  }
}

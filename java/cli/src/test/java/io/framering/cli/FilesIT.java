// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.framering.cli.Tools.Result;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("framering sniff, on capture files")
class FilesIT {
  @TempDir private static Path folder;
  private static String corpus;

  @BeforeAll
  static void build() throws Exception {
    Tools.require("tcpdump", "capinfos", "zstd", "python3");
    corpus = Tools.corpus(folder.resolve("corpus")).resolve("ethernet.pcap").toString();
  }

  private static List<String> tcpdump(String... arguments) throws Exception {
    String[] line =
        Stream.concat(Stream.of("tcpdump", "-n"), Arrays.stream(arguments)).toArray(String[]::new);
    return Tools.succeed(line).lines();
  }

  @ParameterizedTest(name = "sniff {0}")
  @ValueSource(
      strings = {
        "--format line -nnec 20 -r FILE udp and port 53",
        "-r FILE --format=line -n -n -e -c20 'udp and port 53'",
        "udp and port 53 -enc20 -rFILE --format line",
        "udp -r FILE --format line and -ec 20 port 53"
      })
  void takesOptionsInEveryOrderAndInOneWord(String line) throws Exception {
    String[] arguments =
        Stream.of(line.split(" (?=(?:[^']*'[^']*')*[^']*$)"))
            .map(word -> word.replace("'", "").replace("FILE", corpus))
            .toArray(String[]::new);

    Result result = Tools.sniff(arguments);

    assertThat(result.err()).startsWith("framering: reading from ");
    assertThat(result.status()).isZero();
    assertThat(result.lines())
        .hasSize(20)
        .isEqualTo(tcpdump("-e", "-c", "20", "-r", corpus, "udp and port 53"));
  }

  @ParameterizedTest(name = "-c {0} --count {1}")
  @CsvSource({"1, ip, 1 packet", "500, ip6, 500 packets", "999999, arp, ''", "999999, '', ''"})
  void countsExactly(String count, String expression, String expected) throws Exception {
    Result result = Tools.sniff("-r", corpus, "-c", count, "--count", expression);

    String all = tcpdump("-r", corpus, "--count", expression).getFirst();
    assertThat(result.out()).isEqualTo((expected.isEmpty() ? all : expected) + "\n");
    assertThat(result.status()).isZero();
  }

  @ParameterizedTest(name = "{0}: read by its content")
  @CsvSource({
    "gzip, cat FILE | gzip -c",
    "two gzip members, (head -c 5000 FILE | gzip -c; tail -c +5001 FILE | gzip -c)",
    "zstd, zstd -qc FILE",
    "plain, cat FILE"
  })
  void readsCompressedFilesAndPipes(String name, String command) throws Exception {
    Path file = folder.resolve("compressed");
    Tools.succeed("bash", "-c", command.replace("FILE", corpus) + " > " + file);

    Result fromFile = Tools.sniff("-r", file.toString(), "--format", "line", "-t");
    Result fromPipe = Tools.shell("cat " + file + " | \"$@\"", "-r", "-", "--format=line", "-t");

    assertThat(fromFile.lines()).hasSizeGreaterThan(6000).isEqualTo(fromPipe.lines());
    assertThat(fromFile.out()).isEqualTo(Tools.sniff("-r", corpus, "--format", "line", "-t").out());
    assertThat(List.of(fromFile.status(), fromPipe.status())).containsOnly(0);
  }

  @ParameterizedTest(name = "-w {0}")
  @ValueSource(strings = {"copy.pcap", "copy.pcapng", "copy"})
  void writesWhatOthersReadWithoutAComplaint(String name) throws Exception {
    String copy = folder.resolve(name).toString();

    assertThat(Tools.sniff("-r", corpus, "-w", copy).status()).isZero();

    assertThat(tcpdump("-r", copy, "-e", "--nano", "-tt", "-xx"))
        .isEqualTo(tcpdump("-r", corpus, "-e", "--nano", "-tt", "-xx"));
    assertThat(Tools.succeed("capinfos", "-M", "-c", "-d", copy).out())
        .isEqualTo(Tools.succeed("capinfos", "-M", "-c", "-d", corpus).out().replace(corpus, copy));
    assertThat(Tools.succeed("stat", "-c", "%a", copy).out()).isEqualTo("600\n");
  }

  @Test
  void standardOutputTakesNothingButTheCapture() throws Exception {
    String script = "\"$@\" | tcpdump -n -tt -r -";
    Result result = Tools.shell(script, "-r", corpus, "-w", "-", "--file-format=pcapng", "arp");

    assertThat(result.lines()).hasSizeGreaterThan(50).isEqualTo(tcpdump("-ttr", corpus, "arp"));
  }

  @Test
  void writesEachPacketByItselfWhenAsked() throws Exception {
    long together = writeCalls("-r", corpus, "-w", folder.resolve("buffered.pcap").toString());
    long each = writeCalls("-Ur", corpus, "-w", folder.resolve("unbuffered.pcap").toString());

    assertThat(each - together).isCloseTo(Tools.packets(Path.of(corpus)), withPercentage(10));
  }

  /**
   * Write system calls of the program, which Linux adds to those of the shell that waits for it.
   */
  private static long writeCalls(String... arguments) throws Exception {
    Result result = Tools.shell("\"$@\"; cat /proc/$$/io", arguments);
    return result.lines().stream()
        .filter(line -> line.startsWith("syscw: "))
        .mapToLong(line -> Long.parseLong(line.substring("syscw: ".length())))
        .sum();
  }

  @Test
  void printsTooWhenAsked() throws Exception {
    String copy = folder.resolve("printed.pcap").toString();

    Result result = Tools.sniff("-r", corpus, "-w", copy, "--print", "--format=line", "-c", "9");

    assertThat(result.lines()).hasSize(9).isEqualTo(tcpdump("-r", copy));
  }

  @Test
  void aFileThatIsCutOffIsReadUpToTheCut() throws Exception {
    Path cut = folder.resolve("cut.pcap");
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(Path.of(corpus)), 5000));

    Result result = Tools.sniff("-r", cut.toString(), "--format", "line", "-t");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.lines()).isEqualTo(tcpdump("-tr", corpus, "-c", "65"));
    assertThat(result.err().lines().toList().getLast())
        .isEqualTo(
            "framering: "
                + cut
                + ": truncated dump file; tried to read 82 captured bytes, only got 16"
                + " (packet 66, at byte 4968)");
    assertThat(Tools.sniff("-r", cut.toString(), "--count").out()).isEqualTo("65 packets\n");
  }

  @ParameterizedTest(name = "-r {0}")
  @CsvSource({
    "missing.pcap, No such file or directory",
    "/, Is a directory",
    "/dev/null, is empty"
  })
  void whatCannotBeReadIsOneLine(String file, String reason) throws Exception {
    Result result = Tools.sniff("-r", file);

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).isEqualTo("framering: " + file + ": " + reason + "\n");
  }

  @ParameterizedTest(name = "-{0}")
  @ValueSource(strings = {"d", "dd", "ddd", "Od", "Oddd"})
  void showsTheFilterProgramAsTcpdumpDoes(String letters) throws Exception {
    String expression = "vlan and tcp port 80 or ip6 host fe80::1";

    assertThat(Tools.sniff("-" + letters, expression).lines())
        .hasSizeGreaterThan(9)
        .isEqualTo(tcpdump("-y", "EN10MB", "-" + letters, expression));
    String raw = Path.of(corpus).resolveSibling("raw.pcap").toString();
    assertThat(Tools.sniff("-r", raw, "-" + letters, "udp port 53").lines())
        .isEqualTo(tcpdump("-r", raw, "-" + letters, "udp port 53"));
  }

  /** Classical IP over ATM (106), which is not decoded: libpcap knows what it is. */
  @Test
  void selectsFromFilesOfALinkTypeThatIsNotDecoded() throws Exception {
    String atm = file("atm.pcap", pcap(106, "aaaa030000000800"));

    Result result = Tools.sniff("-r", atm, "--format", "line", "-n", "udp port 53");

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.lines().getFirst()).endsWith(" UNSUPPORTED");
    assertThat(result.lines()).filteredOn(line -> line.endsWith(" UNSUPPORTED")).hasSize(1);
    assertThat(Tools.sniff("-r", atm, "-d", "udp port 53").lines())
        .isEqualTo(tcpdump("-r", atm, "-d", "udp port 53"));
    String copy = folder.resolve("atm-53.pcap").toString();
    assertThat(Tools.sniff("-r", atm, "-w", copy, "udp port 53").status()).isZero();
    assertThat(tcpdump("-e", "-r", copy)).isEqualTo(tcpdump("-e", "-r", atm, "udp port 53"));
  }

  /** The link types of a file may be mixed, and be none that libpcap knows, also the first. */
  @Test
  void selectsFromFilesThatMixLinkTypes() throws Exception {
    String mixed = file("mixed.pcapng", pcapngOfMixedLinkTypes());

    Result result = Tools.sniff("-r", mixed, "--count", "udp port 53");

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.out()).isEqualTo("3 packets\n");
  }

  @Test
  void saysInTheWordsOfLibpcapWhichLinkTypeItDoesNotKnow() throws Exception {
    String unknown = file("unknown.pcap", pcap(300, "ff030021"));

    Result result = Tools.sniff("-r", unknown, "udp port 53");

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).startsWith("framering: filter expression: unknown data link type 300");
  }

  private static String file(String name, ByteBuffer content) throws IOException {
    return Files.write(folder.resolve(name), Arrays.copyOf(content.array(), content.position()))
        .toString();
  }

  private static byte[] udp(String header, int port) {
    String packet = "%s450000200000000040110000" + "0a0000010a000002" + "0009%04x000c000061626364";
    return HexFormat.of().parseHex(packet.formatted(header, port));
  }

  /** One packet to port 53 and one to port 80. */
  private static ByteBuffer pcap(int linkType, String header) {
    ByteBuffer bytes = ByteBuffer.allocate(500).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(0xA1B2C3D4).putShort((short) 2).putShort((short) 4).putLong(0);
    bytes.putInt(262_144).putInt(linkType);
    for (int port : new int[] {53, 80}) {
      byte[] packet = udp(header, port);
      bytes.putLong(1).putInt(packet.length).putInt(packet.length).put(packet);
    }
    return bytes;
  }

  /** The same of an unknown link type, PPP, Ethernet, Cisco HDLC and another unknown one. */
  private static ByteBuffer pcapngOfMixedLinkTypes() {
    int[] linkTypes = {300, 9, 1, 104, 301};
    String[] headers = {"11223344", "ff030021", "0".repeat(24) + "0800", "0f000800", "11223344"};
    ByteBuffer bytes = ByteBuffer.allocate(2_000).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(0x0A0D0D0A).putInt(28).putInt(0x1A2B3C4D).putShort((short) 1).putShort((short) 0);
    bytes.putLong(-1).putInt(28);
    for (int linkType : linkTypes) {
      bytes
          .putInt(1)
          .putInt(20)
          .putShort((short) linkType)
          .putShort((short) 0)
          .putInt(0)
          .putInt(20);
    }
    for (int i = 0; i < linkTypes.length; i++) {
      for (int port : new int[] {53, 80}) {
        byte[] packet = udp(headers[i], port);
        int padded = packet.length + 3 & -4;
        bytes.putInt(6).putInt(32 + padded).putInt(i).putLong(0);
        bytes.putInt(packet.length).putInt(packet.length).put(Arrays.copyOf(packet, padded));
        bytes.putInt(32 + padded);
      }
    }
    return bytes;
  }

  @Test
  void takesTheExpressionFromAFile() throws Exception {
    Path file = folder.resolve("expression");
    Files.writeString(file, "udp # only these\nand port 53\n");

    Result result = Tools.sniff("-r", corpus, "-F", file.toString(), "--count");

    assertThat(result.lines())
        .isEqualTo(tcpdump("-r", corpus, "--count", "-F", file.toString()))
        .doesNotContain("0 packets");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "-F missing, '-F missing: no such file'",
    "-F /, '-F /: Is a directory'",
    "-Z nobody-of-that-name, '-Z: nobody-of-that-name: no such user'",
    "-w /, '/: Is a directory'",
    "-w /missing/file, '/missing/file: No such file or directory'"
  })
  void whatCannotBeDoneIsOneLine(String options, String reason) throws Exception {
    String[] arguments = ("-r " + corpus + " " + options).split(" ");

    Result result = Tools.sniff(arguments);

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).isEqualTo("framering: " + reason + "\n");
  }

  @Test
  void doesNotEmptyTheFileThatItReads() throws Exception {
    Path copy = Files.copy(Path.of(corpus), folder.resolve("precious.pcap"));

    Result result = Tools.sniff("-r", copy.toString(), "-w", folder + "/./precious.pcap");

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).startsWith("framering: -r and -w: the same file, ").hasLineCount(1);
    assertThat(Files.mismatch(copy, Path.of(corpus))).isEqualTo(-1);
  }

  @Test
  void aLinkTypeThatIsNotKnownIsShownByItsNumberAndCopied() throws Exception {
    byte[] bytes = Arrays.copyOf(Files.readAllBytes(Path.of(corpus)), 24 + 16 + 60);
    bytes[20] = 107; // LINKTYPE_FRELAY
    Path file = Files.write(folder.resolve("unknown.pcap"), bytes);
    Path copy = folder.resolve("copy-of-unknown.pcap");

    Result result = Tools.sniff("-r", file.toString(), "-w", copy.toString());

    assertThat(result.err()).contains("link-type unknown (107), ");
    assertThat(Files.mismatch(file, copy)).isEqualTo(-1);
  }

  @Test
  void aFullStandardOutputIsToldOnce() throws Exception {
    Result result = Tools.shell("\"$@\" >/dev/full", "-r", corpus, "-w", "-");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err())
        .startsWith("framering: -w -: standard output: No space left on device; 0 whole packets")
        .hasLineCount(1);
  }

  @Test
  void aWrongExpressionIsWrongUsage() throws Exception {
    Result result = Tools.sniff("-r", corpus, "port", "nonsense port");

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).isEqualTo("framering: filter expression: unknown port 'nonsense'\n");
  }

  @Test
  void dumpsBytesBelowEveryTextFormat() throws Exception {
    List<String> dump = tcpdump("-r", corpus, "-c", "1", "-XX").stream().skip(1).toList();

    for (String format : List.of("line", "tree", "classic")) {
      assertThat(Tools.sniff("-r", corpus, "-c1", "-XX", "--format", format).lines())
          .as(format)
          .containsSubsequence(dump);
    }
  }

  @Tag("alone")
  @Test
  void aMillionPacketsNeedNoMoreMemoryThanOneAndNoMoreTimeThanTcpdump() throws Exception {
    Path file = folder.resolve("million.pcap");
    Tools.succeed("python3", "src/test/python/million.py", corpus, file.toString());
    Path theirs = folder.resolve("theirs");
    Path ours = folder.resolve("ours");
    List<String> tcpdump = List.of("tcpdump", "-n", "-r", file.toString());
    List<String> sniff =
        new ArrayList<>(Program.line("sniff", "-r", file.toString(), "--format", "line"));
    sniff.add(1, "-Xmx16m");
    double ratio = Double.POSITIVE_INFINITY;

    // Another try is for a machine that did other things at the wrong time.
    for (int round = 0; round < 3 && ratio >= 1; round++) {
      long begin = System.nanoTime();
      Tools.succeedInto(theirs, tcpdump);
      long middle = System.nanoTime();
      Tools.succeedInto(ours, sniff);
      ratio = (double) (System.nanoTime() - middle) / (middle - begin);
      assertThat(Files.mismatch(ours, theirs)).isEqualTo(-1);
    }

    System.err.printf("a million packets: %.2f of tcpdump's time%n", ratio);
    assertThat(Files.size(ours)).isGreaterThan(80_000_000);
    assertThat(ratio).isLessThan(1);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.CapturedFrame;
import io.framering.frame.LinkType;
import io.framering.savefile.SavefileFormat;
import io.framering.savefile.SavefileInterface;
import io.framering.savefile.SavefileOptions;
import io.framering.savefile.SavefileReader;
import io.framering.savefile.SavefileWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("framering sniff -V, beside tcpdump -V")
class FileListIT {
  @TempDir private static Path corpus;
  private static List<Path> files;
  private static long packets;

  @TempDir private Path folder;
  private Path list;

  @BeforeAll
  static void build() throws Exception {
    Tools.require("tcpdump");
    Tools.corpus(corpus);
    files = List.of(corpus.resolve("ethernet.pcap"), corpus.resolve("raw.pcap"));
    for (Path file : files) {
      packets += Tools.packets(file);
    }
  }

  @BeforeEach
  void write() throws Exception {
    list = folder.resolve("list");
    Files.writeString(list, files.stream().map(file -> file + "\n").collect(Collectors.joining()));
  }

  private List<String> line(String options) {
    return List.of((options + " -V " + list).strip().split(" "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--count", "--count -c 7", "--count tcp port 80", "--count -c 1"})
  void countsAllFiles(String options) throws Exception {
    String[] arguments = line(options).toArray(String[]::new);
    List<String> tcpdump = new ArrayList<>(List.of("tcpdump", "-Z", "root"));
    tcpdump.addAll(line(options));

    Tools.Result ours = Tools.sniff(arguments);

    assertThat(ours.status()).as(ours.err()).isZero();
    if (!options.contains("-c ")) { // there tcpdump takes N of each file
      assertThat(ours.out()).isEqualTo(Tools.run(tcpdump).out());
    } else {
      assertThat(ours.out()).matches("[17] packets?\n");
    }
  }

  @Test
  void numbersAndTimesGoOnFromFileToFile() throws Exception {
    Path two = folder.resolve("two");
    Path first = folder.resolve("first.pcap");
    assertThat(Tools.sniff("-r", corpusFile(), "-c", "2", "-w", first.toString()).status())
        .isZero();
    Files.writeString(two, first + "\n" + first + "\n");

    Tools.Result ours = Tools.sniff("--format=line", "-#n", "-ttt", "-V", two.toString());

    String theirs =
        Tools.succeed("tcpdump", "-Z", "root", "-#n", "-ttt", "-V", two.toString()).out();
    assertThat(ours.out()).isEqualTo(theirs);
    assertThat(ours.lines()).hasSizeGreaterThanOrEqualTo(4);
    assertThat(ours.err().lines()).hasSize(2).allMatch(line -> line.contains("reading from "));
  }

  private String corpusFile() throws Exception {
    return Files.readAllLines(list).getFirst();
  }

  @Test
  void writesThemIntoOneFile() throws Exception {
    Path out = folder.resolve("all.pcapng");

    Tools.Result ours = Tools.sniff("-V", list.toString(), "-w", out.toString());

    assertThat(ours.status()).as(ours.err()).isZero();
    long[] read = new long[1];
    try (SavefileReader reader = SavefileReader.open(out)) {
      reader.run(frame -> read[0]++);
      assertThat(reader.interfaces())
          .extracting(SavefileInterface::linkTypeNumber)
          .containsExactly(1, 101);
    }
    assertThat(read[0]).isEqualTo(packets);
  }

  private Path pcapng(String interfaceName) {
    Path file = folder.resolve(interfaceName + ".pcapng");
    SavefileOptions options = SavefileOptions.of(SavefileFormat.PCAPNG);
    try (SavefileWriter writer = SavefileWriter.create(file, options)) {
      writer.add(SavefileInterface.of(0, interfaceName, LinkType.ETHERNET, 99));
      writer.write(CapturedFrame.ofEthernet(new byte[60]));
    }
    return file;
  }

  @ParameterizedTest
  @CsvSource({"eth0, wlan0, eth0 wlan0", "eth0, eth0, eth0"})
  void namesTheInterfacesOfAllFilesAsMergecap(String one, String two, String names)
      throws Exception {
    Tools.require("mergecap");
    Tools.require("tshark");
    Path out = folder.resolve("all.pcapng");
    Path merged = folder.resolve("merged.pcapng");
    Files.writeString(list, pcapng(one) + "\n" + pcapng(two) + "\n");
    // -a: packets of the same time, too, come in the order of the files.
    Tools.succeed(
        "mergecap", "-a", "-w", merged.toString(), pcapng(one).toString(), pcapng(two).toString());

    Tools.Result ours = Tools.sniff("-V", list.toString(), "-w", out.toString());

    assertThat(ours.status()).as(ours.err()).isZero();
    assertThat(interfacesOfPackets(out))
        .isEqualTo(interfacesOfPackets(merged))
        .isEqualTo(one + "\n" + two + "\n");
    try (SavefileReader reader = SavefileReader.open(out)) {
      reader.run(frame -> {});
      assertThat(reader.interfaces())
          .extracting(SavefileInterface::name)
          .containsExactly(names.split(" "));
    }
  }

  private static String interfacesOfPackets(Path file) throws Exception {
    return Tools.succeed(
            "tshark", "-r", file.toString(), "-T", "fields", "-e", "frame.interface_name")
        .out();
  }

  @Test
  void aFileWithoutAnInterfaceHasNoPackets() throws Exception {
    Path file = pcapng("eth0");
    byte[] bytes = Files.readAllBytes(file);
    int section = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
    Files.write(file, Arrays.copyOf(bytes, section));

    Tools.Result ours = Tools.sniff("-r", file.toString(), "--count");

    assertThat(ours.out()).isEqualTo("0 packets\n");
    assertThat(ours.err())
        .isEqualTo(
            "framering: reading from " + file + ", which has no interface, and so no packets\n");
  }

  @Test
  void readsTheListFromStandardInput() throws Exception {
    Tools.Result ours = Tools.shell("\"$@\" <" + list, "-V", "-", "--count");

    assertThat(ours.out()).as(ours.err()).isEqualTo(packets + " packets\n");
  }

  @Test
  void aFileThatIsMissingIsAFailureAfterThoseBefore() throws Exception {
    Files.writeString(list, corpusFile() + "\n" + folder.resolve("none") + "\n");

    Tools.Result ours = Tools.sniff("-V", list.toString(), "--count");

    assertThat(ours.status()).isEqualTo(1);
    assertThat(ours.out()).isEqualTo(Tools.packets(Path.of(corpusFile())) + " packets\n");
    assertThat(ours.err()).contains("framering: " + folder.resolve("none") + ": No such file");
  }

  @Test
  void aListWithoutAFileOrThatIsNotThereIsAFailure() throws Exception {
    Files.writeString(list, "\n");
    assertThat(Tools.sniff("-V", list.toString()).err())
        .isEqualTo("framering: -V " + list + ": names no file\n");
    Files.delete(list);
    assertThat(Tools.sniff("-V", list.toString()).err())
        .isEqualTo("framering: -V " + list + ": no such file\n");
  }

  @Test
  void aFileOfTheListIsNotWrittenOver() throws Exception {
    byte[] before = Files.readAllBytes(Path.of(corpusFile()));
    Path file = Files.write(folder.resolve("precious.pcap"), before);
    Files.writeString(list, file + "\n");

    Tools.Result ours = Tools.sniff("-V", list.toString(), "-w", file.toString());

    assertThat(ours.status()).isEqualTo(2);
    assertThat(ours.err()).contains("the same file, which would be lost");
    assertThat(file).hasBinaryContent(before);
  }
}

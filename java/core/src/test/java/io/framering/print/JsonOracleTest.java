// SPDX-License-Identifier: Apache-2.0
package io.framering.print;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.CapturedFrame;
import io.framering.frame.Frame;
import io.framering.print.text.TextBuffer;
import io.framering.savefile.SavefileFormat;
import io.framering.savefile.SavefileOptions;
import io.framering.savefile.SavefileReader;
import io.framering.savefile.SavefileWriter;
import io.framering.testing.Namespace;
import io.framering.testing.Sweeps;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@link OutputFormat#JSON} beside {@code tshark -T fields}, for every field and every packet of
 * the corpus: {@code src/test/python/json_oracle.py} compares, and has the reasons for what is
 * different.
 */
class JsonOracleTest {
  private static final Path SCRIPTS = Path.of("src/test/python");
  private static final String VERSION = "TShark (Wireshark) 4.0.";
  private static final int MUTATIONS = Sweeps.cases(3_000, 50_000);

  /** Every packet of a corpus, or each third one. */
  private static final int STEP = Sweeps.cases(6, 1);

  private static final Pattern SUMMARY =
      Pattern.compile("(\\d+) packets, (\\d+) fields, (\\d+) values, .*, 0 others\n$");

  @TempDir private static Path folder;

  @BeforeAll
  static void buildCorpus() {
    for (String program : List.of("tshark", "python3", "jq")) {
      require(program);
    }
    Namespace.run(List.of("python3", SCRIPTS.resolve("corpus.py").toString(), folder.toString()));
  }

  private static void require(String program) {
    try {
      String said = Namespace.run(List.of(program, "--version"));
      if (program.equals("tshark") && !said.contains(VERSION)) {
        Namespace.skip("json is not compared: needs " + VERSION + "x, and this is " + said);
      }
    } catch (IllegalStateException e) {
      Namespace.skip("json is not compared: " + program + " is not installed: " + e.getMessage());
    }
  }

  private static final String NOT_READ_BY_TSHARK = "ppp_pppd.pcap";

  @Test
  void everyFieldHasTheValueThatTsharkPrints() throws IOException {
    List<Path> captures;
    try (Stream<Path> files = Files.list(folder)) {
      captures =
          files
              .filter(file -> file.toString().endsWith(".pcap"))
              .filter(file -> !file.endsWith(NOT_READ_BY_TSHARK))
              .sorted()
              .toList();
    }
    compare(sample(captures), 9000 / STEP, 200, 250_000 / STEP);
  }

  @Test
  void everyFieldThatIsNotCutOffHasTheValueThatTsharkPrints() throws IOException {
    Path cut = folder.resolve("cut");
    try (SavefileWriter writer =
        SavefileWriter.create(cut, SavefileOptions.of(SavefileFormat.PCAP))) {
      List<CapturedFrame> frames = read(folder.resolve("ethernet.pcap"));
      for (int i = 0; i < frames.size(); i += 50 * STEP) {
        for (int length = 1; length < frames.get(i).capturedLength(); length++) {
          writer.write(cut(frames.get(i), length));
        }
      }
    }
    compare(cut, 10_000 / STEP, 100, 100_000 / STEP);
  }

  @Test
  void jqReadsEveryLine() throws IOException {
    Path printed = print(folder.resolve("ethernet.pcap"));

    String sources = Namespace.run(List.of("jq", "-c", ".ip.src", printed.toString()));

    assertThat(sources.lines().count()).isEqualTo(Files.readAllLines(printed).size());
    assertThat(sources).startsWith("\"10.0.0.1\"\n");
  }

  @Test
  void jqReadsEveryLineWhateverTheBytesAre() throws IOException {
    long seed = Long.getLong("framering.seed", 1);
    Random random = new Random(seed);
    List<GoldenCase> corpus = GoldenCase.all();
    FramePrinter printer = OutputFormat.JSON.printer(GoldenTest.OPTIONS);
    TextBuffer text = new TextBuffer();
    PlacedFrame frame = new PlacedFrame();
    byte[] bytes = new byte[HostileInputTest.LONGEST];
    for (int i = 0; i < MUTATIONS; i++) {
      CapturedFrame original = corpus.get(random.nextInt(corpus.size())).frame();
      int length = HostileInputTest.mutate(original.toByteArray(), bytes, random);
      frame.linkType = original.linkType();
      printer.print(frame.at(MemorySegment.ofArray(bytes), 0, length), text);
    }
    Path printed = Files.write(folder.resolve("mutated.json"), text.toByteArray());

    String numbers = Namespace.run(List.of("jq", "-r", ".frame.number", printed.toString()));

    assertThat(numbers.lines())
        .as("-Dframering.seed=" + seed)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, MUTATIONS).mapToObj(Integer::toString).toList());
  }

  @Test
  void everyKnownDifferenceIsInTheManual() throws IOException {
    String manual = Files.readString(Path.of("../../docs/FORMATS.md"));
    Matcher reasons =
        Pattern.compile("\n    \\(\"(.+)\",\n")
            .matcher(Files.readString(SCRIPTS.resolve("json_oracle.py")));

    List<String> known = reasons.results().map(reason -> reason.group(1)).toList();

    assertThat(known).hasSizeGreaterThan(20);
    assertThat(known).allSatisfy(reason -> assertThat(manual).contains("- " + reason + "."));
  }

  private static void compare(Path capture, int packets, int fields, int values)
      throws IOException {
    String oracle = SCRIPTS.resolve("json_oracle.py").toString();

    String said =
        Namespace.run(List.of("python3", oracle, capture.toString(), print(capture).toString()));

    Matcher summary = SUMMARY.matcher(said);
    assertThat(summary.find()).as(said).isTrue();
    System.out.print("json and tshark: " + summary.group());
    assertThat(Integer.parseInt(summary.group(1))).as("packets").isGreaterThan(packets);
    assertThat(Integer.parseInt(summary.group(2))).as("fields").isGreaterThan(fields);
    assertThat(Integer.parseInt(summary.group(3))).as("values").isGreaterThan(values);
  }

  private static Path print(Path capture) throws IOException {
    FramePrinter printer = OutputFormat.JSON.printer(PrintOptions.defaults());
    TextBuffer text = new TextBuffer();
    try (SavefileReader reader = SavefileReader.open(capture)) {
      reader.run(frame -> printer.print(frame, text));
    }
    return Files.write(Path.of(capture + ".json"), text.toByteArray());
  }

  /** One file of all link types, for tshark, whose start takes longer than to read them. */
  private static Path sample(List<Path> captures) {
    Path sample = folder.resolve("sample");
    try (SavefileWriter writer =
        SavefileWriter.create(sample, SavefileOptions.of(SavefileFormat.PCAPNG))) {
      for (Path capture : captures) {
        List<CapturedFrame> frames = read(capture);
        for (int i = 0; i < frames.size(); i += STEP) {
          writer.write(frames.get(i));
        }
      }
    }
    return sample;
  }

  private static List<CapturedFrame> read(Path capture) {
    List<CapturedFrame> frames = new ArrayList<>();
    try (SavefileReader reader = SavefileReader.open(capture)) {
      reader.run(frame -> frames.add(frame.copy()));
    }
    return frames;
  }

  private static Frame cut(CapturedFrame whole, int length) {
    byte[] bytes = Arrays.copyOf(whole.memory().toArray(ValueLayout.JAVA_BYTE), length);
    return new CapturedFrame(
        whole.timestampNanos(),
        whole.originalLength(),
        whole.interfaceIndex(),
        whole.direction(),
        whole.linkType(),
        whole.vlanTag(),
        whole.vlanTpid(),
        whole.vlanTci(),
        whole.checksum(),
        whole.offloaded(),
        MemorySegment.ofArray(bytes).asReadOnly());
  }
}

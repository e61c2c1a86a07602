// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.Frame;
import io.framering.print.line.Comparison.Difference;
import io.framering.testing.Sweeps;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets by the thousand, printed by tcpdump and by us: not one differs. */
@Timeout(600)
class LineOracleTest {
  private static final int CUT_FRAMES = 60;
  private static final int MUTATED_FRAMES = Sweeps.cases(2_000, 5_000);
  private static final double MOST_OUT_OF_SCOPE = 0.05;

  @TempDir static Path folder;
  private static List<Path> corpus = List.of();
  private static List<Path> cut = List.of();
  private static List<Path> mutated = List.of();

  @BeforeAll
  static void writeFiles() throws IOException, InterruptedException {
    Tcpdump.require();
    // The same ones each time: whether an unknown one is in scope can't always be told from its
    // text.
    long seed = Long.getLong("framering.seed", 1);
    System.out.println("LineOracleTest: -Dframering.seed=" + seed);
    Random random = new Random(seed);
    corpus = Corpus.write(folder);
    cut = new ArrayList<>();
    mutated = new ArrayList<>();
    for (Path file : corpus) {
      List<Frame> frames = PcapFrames.read(file);
      cut.add(written("cut", file, Corpus.cutEverywhere(frames, CUT_FRAMES)));
      mutated.add(written("mutated", file, Corpus.mutated(frames, MUTATED_FRAMES, random)));
    }
  }

  private static Path written(String what, Path file, List<Frame> frames) throws IOException {
    Path result = folder.resolve(what + "-" + file.getFileName());
    PcapFrames.write(result, frames);
    return result;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-e",
        "-q",
        "-v",
        "-vv",
        "-vvv",
        "-S",
        "-t",
        "-ttt",
        "-ttt --nano",
        "-e -q",
        "-e -v",
        "-e -vv -S",
        "-K -vvv",
        "-q -vvv",
        "-q -q -v",
        "-e -vvv -tttt --nano",
        "-x",
        "-xx -e",
        "-X -vv",
        "-XX -e -v -tt",
        "-A",
        "-AA -e -q",
        "-X -A -S -ttttt",
      })
  void everyPacketOfTheCorpus(String options) throws IOException {
    assertSame(corpus, options);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-e", "-e -vv", "-vvv -X", "-q -e -xx"})
  void packetsCutAtEveryLength(String options) throws IOException {
    assertSame(cut, options);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-e -vvv", "-v -x", "-K -vv", "-q -v", "-e -vv -S -AA"})
  void mutatedPackets(String options) throws IOException {
    assertSame(mutated, options);
  }

  @Test
  void aFileWithoutNumbers() throws IOException {
    List<Frame> frames = PcapFrames.read(folder.resolve("loop.pcap")).subList(0, 100);
    Path file = written("first", folder.resolve("loop.pcap"), frames);

    assertThat(Tcpdump.printOurs(frames, "-S -xx")).isEqualTo(Tcpdump.print(file, "-S -xx"));
  }

  private static void assertSame(List<Path> files, String options) throws IOException {
    List<Difference> differences = Comparison.of(files, options);
    for (Path file : files) {
      long count = differences.stream().filter(each -> each.file().equals(file)).count();
      assertThat(count).as("out of scope").isLessThan(most(file));
    }
    differences.removeIf(Comparison::isOutOfScope);
    assertThat(differences).isEmpty();
  }

  private static int most(Path file) throws IOException {
    return (int) (PcapFrames.read(file).size() * MOST_OUT_OF_SCOPE);
  }
}

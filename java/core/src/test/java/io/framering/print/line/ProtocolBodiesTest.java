package io.framering.print.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.Frame;
import io.framering.print.line.Comparison.Difference;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * ARP, IPv6, ICMPv6, IGMP, SCTP and DNS, beside tcpdump: as they were built, cut at every length,
 * and with bytes changed behind the headers that lead to them, so that nothing else is meant.
 */
class ProtocolBodiesTest {
  private static final List<String> MANY_OPTIONS =
      List.of(
          ("|-v|-vv|-vvv|-q|-qq|-e|-e -q|-e -v|-e -vv -t|-q -v|-q -vvv|-x|-xx -v|-X -vv|-XX -vvv"
                  + "|-A -v|-AA|-S -v|-# -tt|-ttt -vv|-tttt -e|-ttttt --nano -vvv|-e -q -vv -X")
              .split("\\|"));
  private static final List<String> OPTIONS = List.of("", "-v", "-vv -e", "-vvv", "-vvv -X", "-q");
  private static final int CUT = 200;
  private static final int MUTATED = 30_000;

  @TempDir static Path folder;
  private static final Map<Kind, List<Frame>> FRAMES = new TreeMap<>();

  private enum Kind {
    ARP(14, "^ARP, "),
    ICMPV6(54, "^IP6 [^ ]+ > [^ ]+: ICMP6, "),
    IGMP(34, "^IP [^ ]+ > [^ ]+: igmp"),
    SCTP(46, ": sctp"),
    DNS(42, "^IP 10.0.0.1\\.(53 > [^ ]+\\.7777|40000 > [^ ]+\\.53|5353 > [^ ]+\\.5353): [^F]"),
    DNS_OVER_TCP(66, "^IP 10.0.0.1\\.40000 > [^ ]+\\.53: Flags"),
    EXTENSION_HEADERS(54, "^IP6 [^ ]+ > [^ ]+: .*(HBH|DSTOPT|RT6|frag|mobility|AH)");

    final int bodyAt;
    private final Pattern line;

    Kind(int bodyAt, String line) {
      this.bodyAt = bodyAt;
      this.line = Pattern.compile(line);
    }

    boolean isOne(String text) {
      return line.matcher(text).find();
    }
  }

  @BeforeAll
  static void readCorpus() throws IOException, InterruptedException {
    Tcpdump.require();
    Path ethernet =
        Corpus.write(folder).stream().filter(f -> f.endsWith("ethernet.pcap")).findAny().get();
    for (Frame frame : PcapFrames.read(ethernet)) {
      String text = Tcpdump.printOurs(List.of(frame), "-t");
      for (Kind kind : Kind.values()) {
        if (kind.isOne(text)) {
          FRAMES.computeIfAbsent(kind, k -> new ArrayList<>()).add(frame);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void asTheyWereBuilt(Kind kind) throws IOException {
    assertThat(FRAMES.get(kind)).hasSizeGreaterThan(50);
    assertSame(kind, FRAMES.get(kind), MANY_OPTIONS);
  }

  @ParameterizedTest
  @EnumSource
  void cutAtEveryLength(Kind kind) throws IOException {
    assertSame(kind, Corpus.cutEverywhere(FRAMES.get(kind), CUT), OPTIONS);
  }

  @ParameterizedTest
  @EnumSource
  void withBytesChanged(Kind kind) throws IOException {
    // The same ones each time: whether an unknown one is in scope can't always be told from its
    // text.
    long seed = Long.getLong("framering.seed", 1);
    Random random = new Random(seed);
    List<Frame> frames = FRAMES.get(kind);
    List<Frame> changed = new ArrayList<>();
    for (int i = 0; i < MUTATED; i++) {
      Frame frame = frames.get(random.nextInt(frames.size()));
      byte[] bytes = frame.bytes().toArray(ValueLayout.JAVA_BYTE);
      byte[] body = Arrays.copyOfRange(bytes, Math.min(kind.bodyAt, bytes.length), bytes.length);
      Corpus.mutate(body, random);
      System.arraycopy(body, 0, bytes, bytes.length - body.length, body.length);
      int captured = i % 4 == 0 ? 1 + random.nextInt(bytes.length) : bytes.length;
      byte[] cut = Arrays.copyOf(bytes, captured);
      changed.add(
          PcapFrames.frame(frame.linkType(), frame.timestampNanos() + i, cut, bytes.length));
    }
    assertSame(kind, changed, OPTIONS);
  }

  private static void assertSame(Kind kind, List<Frame> frames, List<String> combinations)
      throws IOException {
    Path file = folder.resolve(kind + ".frames");
    PcapFrames.write(file, frames);
    for (String options : combinations) {
      List<Difference> differences =
          Comparison.of(file, options).stream()
              .filter(difference -> !Comparison.isOutOfScope(difference))
              .toList();
      assertThat(differences).as(options).isEmpty();
    }
  }
}

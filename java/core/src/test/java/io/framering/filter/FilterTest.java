// SPDX-License-Identifier: Apache-2.0
package io.framering.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framering.capture.CaptureOptions;
import io.framering.filter.Filter.Listing;
import io.framering.filter.FilterException.Reason;
import io.framering.filter.FilterTraffic.Part;
import io.framering.frame.CapturedFrame;
import io.framering.frame.Checksum;
import io.framering.frame.Direction;
import io.framering.frame.LinkType;
import io.framering.frame.VlanTag;
import io.framering.testing.Allocated;
import io.framering.testing.Namespace;
import io.framering.testing.Sweeps;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Filters beside tcpdump: which packets of a file they select. */
@Timeout(600)
class FilterTest {
  private static final int FRAMES = Sweeps.cases(1_000, 3_000);

  /** Of the packets that are built, each third is one of the sample. */
  private static final int STEP = Sweeps.cases(3, 1);

  private static final int SNAP_LENGTH = CaptureOptions.MAXIMUM_SNAP_LENGTH;

  /** Frames cut to some length, and packets at every edge of every header of a link type. */
  private static final List<Part> PARTS = new ArrayList<>();

  private static final Map<LinkType, Part> CORPUS = new EnumMap<>(LinkType.class);

  /** What tcpdump selects, by expression and file. */
  private static final Map<String, Map<Path, List<Integer>>> SELECTED = new HashMap<>();

  /** The filters of the expressions that mean something on a link type. */
  private static final Map<LinkType, Map<String, Filter>> FILTERS = new EnumMap<>(LinkType.class);

  @TempDir private static Path folder;

  @BeforeAll
  static void prepare() throws Exception {
    FilterTraffic.requireTcpdump();
    Namespace.run(List.of("python3", "src/test/python/corpus.py", folder.toString()));
    List<byte[]> frames = FilterTraffic.frames(FRAMES);
    for (int snapLength : new int[] {SNAP_LENGTH, 60, 20}) {
      addPart(LinkType.ETHERNET, frames, snapLength);
    }
    Map<String, LinkType> files =
        Map.of(
            "ethernet", LinkType.ETHERNET,
            "raw", LinkType.RAW,
            "null", LinkType.NULL,
            "loop", LinkType.LOOP,
            "sll", LinkType.LINUX_SLL,
            "sll2", LinkType.LINUX_SLL2);
    for (Map.Entry<String, LinkType> file : files.entrySet()) {
      LinkType linkType = file.getValue();
      List<byte[]> all = FilterTraffic.readCorpus(folder.resolve(file.getKey() + ".pcap"));
      List<byte[]> packets =
          IntStream.range(0, all.size()).filter(i -> i % STEP == 0).mapToObj(all::get).toList();
      FILTERS.put(linkType, compiled(linkType));
      CORPUS.put(linkType, addPart(linkType, packets, SNAP_LENGTH));
    }
  }

  private static Part addPart(LinkType linkType, List<byte[]> frames, int snapLength)
      throws IOException {
    Path file = folder.resolve("part" + PARTS.size());
    Part part = new Part(linkType, frames, snapLength, file).write();
    PARTS.add(part);
    return part;
  }

  private static Part partOf(LinkType linkType, int snapLength) {
    return PARTS.stream()
        .filter(part -> part.linkType() == linkType && part.snapLength() == snapLength)
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, Filter> compiled(LinkType linkType) {
    Map<String, Filter> compiled = new HashMap<>();
    for (String expression : FilterTraffic.expressions()) {
      try {
        compiled.put(expression, Filter.compile(expression, linkType));
      } catch (FilterException e) {
        assertThat(e.reason()).isEqualTo(Reason.SYNTAX);
      }
    }
    return compiled;
  }

  private static boolean compiles(String expression, LinkType linkType) {
    return FILTERS.get(linkType).containsKey(expression);
  }

  /** One tcpdump reads all the parts: its start takes longer than the packets. */
  private static List<Integer> selectedByTcpdump(Part part, String expression) {
    return SELECTED
        .computeIfAbsent(
            expression,
            _ -> {
              try {
                return FilterTraffic.selectedByTcpdump(
                    PARTS.stream().filter(each -> compiles(expression, each.linkType())).toList(),
                    expression);
              } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
              }
            })
        .get(part.file());
  }

  @ParameterizedTest
  @CsvSource({"262144", "60", "20"})
  void fileGivesThePacketsThatItGivesTcpdump(int snapLength) {
    Part part = partOf(LinkType.ETHERNET, snapLength);
    int packets = part.frames().size();
    Set<String> all = new TreeSet<>();
    Set<String> none = new TreeSet<>();
    for (String expression : FilterTraffic.expressions()) {
      Filter filter = FILTERS.get(LinkType.ETHERNET).get(expression);
      List<Integer> selected = select(filter, part.frames(), snapLength);
      assertThat(selected).as(expression).isEqualTo(selectedByTcpdump(part, expression));
      if (selected.isEmpty()) {
        none.add(expression);
      } else if (selected.size() == packets) {
        all.add(expression);
      }
    }
    if (snapLength == SNAP_LENGTH) { // else nothing would be shown
      assertThat(all).isEmpty();
      assertThat(none).isEmpty();
    }
  }

  private static List<Integer> select(Filter filter, List<byte[]> frames, int snapLength) {
    List<Integer> selected = new ArrayList<>();
    for (int i = 0; i < frames.size(); i++) {
      byte[] frame = frames.get(i);
      int captured = Math.min(frame.length, snapLength);
      if (filter.matches(MemorySegment.ofArray(frame), 0, captured, frame.length)) {
        selected.add(i);
      }
    }
    return selected;
  }

  /** What means nothing on a link type, neither compiles. */
  @ParameterizedTest
  @CsvSource({"ETHERNET", "RAW", "NULL", "LOOP", "LINUX_SLL", "LINUX_SLL2"})
  void packetsOfEveryKindAreThoseThatTcpdumpSelects(LinkType linkType) {
    Part part = CORPUS.get(linkType);
    int compiled = 0;
    for (String expression : FilterTraffic.expressions()) {
      if (!compiles(expression, linkType)) {
        if (Sweeps.ALL || isAsked(expression, linkType)) {
          assertThatThrownBy(() -> FilterTraffic.selectedByTcpdump(part.file(), expression))
              .as(expression)
              .isInstanceOf(IOException.class);
        }
        continue;
      }
      compiled++;
      assertThat(select(FILTERS.get(linkType).get(expression), part.frames(), SNAP_LENGTH))
          .as(expression)
          .isEqualTo(selectedByTcpdump(part, expression));
    }
    assertThat(compiled).isGreaterThan(90);
  }

  /** Each fourth expression is refused once in a run, for one link type after the other. */
  private static boolean isAsked(String expression, LinkType linkType) {
    List<LinkType> refused =
        CORPUS.keySet().stream().filter(each -> !compiles(expression, each)).toList();
    int place = FilterTraffic.expressions().indexOf(expression);
    return place % 4 == 0 && refused.get(place / 4 % refused.size()) == linkType;
  }

  @Test
  void fewerExpressionsThan120ShowTooLittle() {
    assertThat(FilterTraffic.expressions())
        .hasSizeGreaterThanOrEqualTo(120)
        .doesNotHaveDuplicates();
  }

  private static CapturedFrame frame(Direction direction, int interfaceIndex, VlanTag tag) {
    return new CapturedFrame(
        0,
        60,
        interfaceIndex,
        direction,
        LinkType.ETHERNET,
        tag,
        0x8100,
        100,
        Checksum.UNKNOWN,
        false,
        MemorySegment.ofArray(new byte[60]));
  }

  private static boolean matches(String expression, CapturedFrame frame) {
    return Filter.compile(expression, LinkType.ETHERNET).matches(frame);
  }

  @Test
  void directionAndInterfaceAreTheFramesOwn() {
    CapturedFrame in = frame(Direction.BROADCAST, 3, VlanTag.NOT_STRIPPED);
    CapturedFrame out = frame(Direction.OUTGOING, 4, VlanTag.NOT_STRIPPED);
    CapturedFrame unknown = frame(Direction.UNKNOWN, 0, VlanTag.NOT_STRIPPED);
    assertThat(matches("inbound", in)).isTrue();
    assertThat(matches("inbound", out)).isFalse();
    assertThat(matches("outbound", in)).isFalse();
    assertThat(matches("outbound", out)).isTrue();
    assertThat(matches("ifindex 3", in)).isTrue();
    assertThat(matches("ifindex 3", out)).isFalse();
    for (String expression : List.of("inbound", "outbound", "ifindex 3", "not ifindex 3")) {
      assertThat(matches(expression, unknown)).as(expression).isFalse();
      assertThat(
              Filter.compile(expression, LinkType.ETHERNET)
                  .matches(MemorySegment.ofArray(new byte[60]), 0, 60, 60))
          .as(expression)
          .isFalse();
    }
  }

  @Test
  void frameOfAnotherLinkTypeIsNotSelected() {
    CapturedFrame frame = frame(Direction.TO_US, 1, VlanTag.NOT_STRIPPED);
    assertThat(Filter.compile("", LinkType.ETHERNET).matches(frame)).isTrue();
    assertThat(Filter.compile("", LinkType.RAW).matches(frame)).isFalse();
  }

  @Test
  void frameThatDoesNotLieInItsMemoryIsRefused() {
    Filter filter = Filter.compile("ip", LinkType.ETHERNET);
    MemorySegment memory = MemorySegment.ofArray(new byte[60]);
    assertThatThrownBy(() -> filter.matches(memory, 1, 60, 60))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> filter.matches(memory, -1, 14, 60))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void runningAllocatesNothing() {
    MemorySegment frame = MemorySegment.ofArray(FilterTraffic.frames(1).getFirst());
    int length = (int) frame.byteSize();
    Filter withScratch =
        Filter.compile("len - ip[2:2] > 20 or ip6[0:4] & 7 = len", LinkType.ETHERNET);
    assertThat(withScratch.listing(Listing.ASSEMBLY)).contains("M[");
    int[] selected = new int[1];
    Runnable filtering =
        () -> {
          for (int i = 0; i < 100_000; i++) {
            selected[0] += withScratch.matches(frame, 0, length, length) ? 1 : 0;
          }
        };
    assertThat(Allocated.onceCompiled(10_000, filtering)).isLessThan(10_000);
    assertThat(selected[0]).isNotNegative();
  }
}

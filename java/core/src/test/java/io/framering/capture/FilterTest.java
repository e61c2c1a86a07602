package io.framering.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.framering.capture.Filter.Listing;
import io.framering.capture.FilterException.Reason;
import io.framering.frame.CapturedFrame;
import io.framering.frame.Checksum;
import io.framering.frame.Direction;
import io.framering.frame.LinkType;
import io.framering.frame.VlanTag;
import io.framering.testing.Allocated;
import io.framering.testing.Namespace;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Filters beside tcpdump: what a program looks like, and which packets of a file it selects. */
@Timeout(600)
class FilterTest {
  private static final int SNAP_LENGTH = CaptureOptions.MAXIMUM_SNAP_LENGTH;

  /** Packets at every edge of every header, a file for each link type. */
  @TempDir private static Path corpus;

  @BeforeAll
  static void prepare() {
    try {
      Namespace.run(List.of("tcpdump", "--version"));
    } catch (IllegalStateException e) {
      Namespace.skip("no tcpdump, so no filter is compared: " + e.getMessage());
    }
    Namespace.run(List.of("python3", "src/test/python/corpus.py", corpus.toString()));
  }

  private static String tcpdumpListing(String... arguments) {
    List<String> command = new ArrayList<>(List.of("tcpdump"));
    command.addAll(List.of(arguments));
    return Namespace.run(command);
  }

  @ParameterizedTest
  @CsvSource({"ASSEMBLY, -d", "INITIALIZERS, -dd", "NUMBERS, -ddd"})
  void listingsAreThoseOfTcpdump(Listing listing, String option) {
    for (String expression : FilterTraffic.expressions()) {
      assertThat(Filter.compile(expression, LinkType.ETHERNET).listing(listing))
          .as(expression)
          .isEqualTo(tcpdumpListing("-y", "EN10MB", option, "--", expression));
    }
  }

  @ParameterizedTest
  @CsvSource({"true, -d", "false, -Od"})
  void listingsOfOtherOptionsAreThoseOfTcpdump(boolean optimize, String option) {
    for (String expression :
        List.of("", "tcp port 80", "ip[8] * 2 % 7 ^ 3 = -ip[1] << 2", "len/3=4")) {
      assertThat(
              new FilterExpression(expression, optimize)
                  .compile(LinkType.RAW, 96)
                  .listing(Listing.ASSEMBLY))
          .as(expression)
          .isEqualTo(tcpdumpListing("-s", "96", "-y", "RAW", option, "--", expression));
    }
    for (int field = 0; field <= 64; field++) {
      String expression = "ether[" + (0xFFFFF000L + field) + "] = 1";
      assertThat(Filter.compile(expression, LinkType.ETHERNET).listing(Listing.ASSEMBLY))
          .isEqualTo(tcpdumpListing("-y", "EN10MB", "-d", expression));
    }
  }

  @ParameterizedTest
  @CsvSource({"262144", "60", "20"})
  void fileGivesThePacketsThatItGivesTcpdump(int snapLength, @TempDir Path folder)
      throws Exception {
    List<byte[]> frames = FilterTraffic.frames(3_000);
    Path file =
        FilterTraffic.writePcap(frames, snapLength, LinkType.ETHERNET, folder.resolve("file.pcap"));
    Set<String> all = new TreeSet<>();
    Set<String> none = new TreeSet<>();
    for (String expression : FilterTraffic.expressions()) {
      Filter filter = Filter.compile(expression, LinkType.ETHERNET);
      List<Integer> selected = select(filter, frames, snapLength);
      assertThat(selected)
          .as(expression)
          .isEqualTo(FilterTraffic.selectedByTcpdump(file, expression));
      if (selected.isEmpty()) {
        none.add(expression);
      } else if (selected.size() == frames.size()) {
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
  @CsvSource({
    "ethernet, ETHERNET",
    "raw, RAW",
    "null, NULL",
    "loop, LOOP",
    "sll, LINUX_SLL",
    "sll2, LINUX_SLL2"
  })
  void packetsOfEveryKindAreThoseThatTcpdumpSelects(
      String name, LinkType linkType, @TempDir Path folder) throws Exception {
    List<byte[]> frames = FilterTraffic.readCorpus(corpus.resolve(name + ".pcap"));
    Path file =
        FilterTraffic.writePcap(frames, SNAP_LENGTH, linkType, folder.resolve("numbered.pcap"));
    int compiled = 0;
    for (String expression : FilterTraffic.expressions()) {
      Filter filter;
      try {
        filter = Filter.compile(expression, linkType);
      } catch (FilterException e) {
        assertThatThrownBy(() -> FilterTraffic.selectedByTcpdump(file, expression))
            .as(expression)
            .isInstanceOf(IOException.class);
        continue;
      }
      compiled++;
      assertThat(select(filter, frames, SNAP_LENGTH))
          .as(expression)
          .isEqualTo(FilterTraffic.selectedByTcpdump(file, expression));
    }
    assertThat(compiled).isGreaterThan(90);
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tcp prot 80       | ETHERNET  | syntax error",
        "portrange 80-     | ETHERNET  | syntax error",
        "host nö.invalid   | ETHERNET  | host",
        "vlan 5000         | ETHERNET  | VLAN tag 5000 greater than maximum 4095",
        "vlan              | RAW       | no VLAN support for",
        "ether[0] = 1      | IPV4      | ",
        "len & 1 = 2 / 0   | ETHERNET  | division by zero"
      })
  void whatIsWrongIsSaidInTheWordsOfLibpcap(String expression, LinkType type, String words) {
    FilterException failure =
        catchThrowableOfType(FilterException.class, () -> Filter.compile(expression, type));
    if (words == null) {
      assertThat(failure).isNull();
      return;
    }
    assertThat(failure.reason()).isEqualTo(Reason.SYNTAX);
    assertThat(failure.getMessage()).contains(words).doesNotContain("\n");
  }

  @Test
  void frameOfUnknownLinkTypeCannotBeFiltered() {
    assertThatThrownBy(() -> Filter.compile("ip", LinkType.UNKNOWN))
        .isInstanceOf(FilterException.class)
        .extracting(e -> ((FilterException) e).reason())
        .isEqualTo(Reason.LINK_TYPE);
    assertThatThrownBy(() -> FilterExpression.of("ip\0or arp"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource(names = "UNKNOWN", mode = EnumSource.Mode.EXCLUDE)
  void everyLinkTypeHasACompiler(LinkType type) {
    assertThat(Filter.compile("not host 10.0.0.1", type).linkType()).isEqualTo(type);
  }

  /** Else it would be the whole process that ends here. */
  @Test
  void longExpressionNeedsNoStackOfTheCaller() throws Exception {
    String hosts =
        IntStream.range(0, 1_000)
            .mapToObj(i -> "host 10.1.%d.%d".formatted(i / 250, i % 250))
            .collect(Collectors.joining(" or ", "tcp port 80 and not (", ")"));
    AtomicInteger length = new AtomicInteger();
    Runnable compile =
        () -> length.set(Filter.compile(hosts, LinkType.ETHERNET).program().length());
    Thread narrow = new Thread(null, compile, "narrow", 256 << 10);
    narrow.start();
    narrow.join();
    assertThat(length.get()).isGreaterThan(2_000);
  }

  @Test
  void runningAllocatesNothing() {
    MemorySegment frame = MemorySegment.ofArray(FilterTraffic.frames(1).getFirst());
    int length = (int) frame.byteSize();
    Filter withScratch =
        Filter.compile("len - ip[2:2] > 20 or ip6[0:4] & 7 = len", LinkType.ETHERNET);
    assertThat(withScratch.listing(Listing.ASSEMBLY)).contains("M[");
    int selected = 0;
    for (int round = 0; round < 2; round++) {
      long before = Allocated.bytes();
      for (int i = 0; i < 100_000; i++) {
        selected += withScratch.matches(frame, 0, length, length) ? 1 : 0;
      }
      if (round == 1) {
        assertThat(Allocated.bytes() - before).isLessThan(10_000);
      }
    }
    assertThat(selected).isNotNegative();
  }

  /** In a JVM that cannot see libpcap: its files are covered in a mount namespace. */
  @Test
  void withoutLibpcapOnlyExpressionsFail() throws Exception {
    String cover =
        "for file in $(find /usr/lib /lib /usr/local/lib -name 'libpcap.so*' -type f); do"
            + " mount --bind /dev/null $file || exit 99; done; exec \"$@\"";
    List<String> command = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c", cover, "sh"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            WithoutLibpcap.class.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
    if (process.exitValue() == 99) {
      Namespace.skip("no mount namespace, so libpcap cannot be hidden: " + output);
    }
    assertThat(output)
        .startsWith(
            "true\ntrue\nNO_LIBPCAP a filter expression needs libpcap, which is not installed:"
                + " install libpcap0.8 (Debian, Ubuntu) or libpcap (Fedora, Arch, Alpine); ")
        .endsWith("\n");
    assertThat(process.exitValue()).isZero();
  }

  /** Run by {@link #withoutLibpcapOnlyExpressionsFail}. */
  static final class WithoutLibpcap {
    private WithoutLibpcap() {}

    public static void main(String[] arguments) throws IOException {
      System.out.println(NetworkInterfaces.name(1).equals("lo"));
      System.out.println(
          Filter.compile(" ", LinkType.ETHERNET)
              .matches(MemorySegment.ofArray(new byte[60]), 0, 60, 60));
      try {
        Filter.compile("ip", LinkType.ETHERNET);
      } catch (FilterException e) {
        System.out.println(e.reason() + " " + e.getMessage());
      }
    }
  }
}

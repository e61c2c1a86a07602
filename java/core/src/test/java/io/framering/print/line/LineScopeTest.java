// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import static io.framering.print.line.Sweep.bytes;
import static io.framering.print.line.Sweep.ethernet;
import static io.framering.print.line.Sweep.ipv4;
import static io.framering.print.line.Sweep.join;
import static io.framering.print.line.Sweep.tcp;
import static io.framering.print.line.Sweep.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.Frame;
import io.framering.frame.LinkType;
import io.framering.print.line.Comparison.Difference;
import io.framering.testing.Sweeps;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What docs/LINE.md lists is all that tcpdump takes further. Of fields of 16 bits the low numbers
 * are tried, those that are listed, their neighbours and a sample, or every number with {@code
 * -Dframering.sweep=all}.
 */
@Timeout(600)
class LineScopeTest {
  private static final int ETHERNET = 1;
  private static final int RAW = 101;
  private static final int LOOP = 108;
  private static final int COOKED = 113;
  private static final int COOKED_2 = 276;
  private static final int HIGHEST_KNOWN_TO_LIBPCAP = 289;

  /** Lower ones are lengths. */
  private static final IntPredicate IS_TYPE = number -> number >= 0x600;

  /** ARPHRD_IEEE80211_RADIOTAP. */
  private static final int RADIOTAP = 803;

  private static final Set<Integer> MAC_SECURITY_AND_BROADCOM = Set.of(0x88E5, 0xD28B);

  @BeforeAll
  static void require() {
    Tcpdump.require();
  }

  private static IntStream some16(Set<Integer> listed) {
    return IntStream.range(0, 1 << 16)
        .filter(n ->
            Sweeps.ALL
                || n < 0x100
                || n % 257 == 0
                || listed.contains(n - 1)
                || listed.contains(n)
                || listed.contains(n + 1));
  }

  private static TreeSet<Integer> union(TreeSet<Integer> first, TreeSet<Integer> second) {
    first.addAll(second);
    return first;
  }

  @Test
  void udpPorts() throws IOException {
    TreeSet<Integer> listed =
        union(LineDocument.numbers("UDP ports"), LineDocument.numbers("UDP ports of AppleTalk"));
    Set<Integer> known = Set.copyOf(listed);
    TreeSet<Integer> differing =
        union(
            Sweep.differing(RAW, some16(known), "", (n, data) -> udp(Sweep.NO_PORT, n, data)),
            Sweep.differing(RAW, some16(known), "", (n, data) -> udp(n, Sweep.NO_PORT, data)));
    assertThat(differing).isEqualTo(listed);
  }

  @Test
  void tcpPorts() throws IOException {
    TreeSet<Integer> listed = LineDocument.numbers("TCP ports");
    Set<Integer> known = Set.copyOf(listed);
    TreeSet<Integer> differing =
        union(
            Sweep.differing(RAW, some16(known), "", (n, data) -> tcp(Sweep.NO_PORT, n, data)),
            Sweep.differing(RAW, some16(known), "", (n, data) -> tcp(n, Sweep.NO_PORT, data)));
    assertThat(differing).isEqualTo(listed);
  }

  /** Where tcpdump sees one of our protocols we do, and nowhere else. */
  @Test
  void ofTwoUdpPortsTheOneDecidesThatDecidesWithTcpdump() throws IOException {
    assertPlainWhereDifferent(
        pairs(
            List.of(53, 69, 123, 514, 1701, 1985, 3784, 4789, 5060, 5353, 6081, 6635),
            LineDocument.numbers("UDP ports"),
            Sweep::udp),
        ".* UDP, length [0-9]+\n");
  }

  @Test
  void ofTwoTcpPortsTheOneDecidesThatDecidesWithTcpdump() throws IOException {
    assertPlainWhereDifferent(
        pairs(
            List.of(21, 22, 25, 43, 53, 80, 179, 554),
            LineDocument.numbers("TCP ports"),
            Sweep::tcp),
        ".*, length [0-9]+\n");
  }

  /** Makes a packet between two ports. */
  private interface Segment {
    byte[] between(int source, int destination, byte[] data);
  }

  private static List<Frame> pairs(List<Integer> names, Set<Integer> ports, Segment segment) {
    Set<Integer> others = new TreeSet<>(ports);
    others.addAll(names);
    others.addAll(List.of(137, 138, 139, 445, 200, 16_600));
    List<Frame> frames = new ArrayList<>();
    for (int name : names) {
      for (int other : others) {
        for (byte[] data : Sweep.messages()) {
          for (byte[] packet :
              List.of(segment.between(name, other, data), segment.between(other, name, data))) {
            frames.add(PcapFrames.frame(LinkType.RAW, 0, packet, packet.length));
          }
        }
      }
    }
    return frames;
  }

  private static void assertPlainWhereDifferent(List<Frame> frames, String plain)
      throws IOException {
    List<Difference> differences = Sweep.differences(RAW, frames, "");
    assertThat(differences)
        .allSatisfy(each -> {
          assertThat(each.ours()).matches(plain);
          assertThat(each.theirs())
              .doesNotContain(
                  "example.org. (",
                  " [0q]",
                  "TFTP",
                  "SYSLOG",
                  "SIP",
                  "NTPv",
                  "VXLAN,",
                  "Geneve",
                  "MPLS",
                  "l2tp",
                  "HSRP",
                  "BFD",
                  "BGP");
        });
    assertThat(differences).hasSizeLessThan(frames.size());
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 6})
  void ipProtocols(int version) throws IOException {
    Sweep.PacketMaker packet = version == 4 ? Sweep::ipv4 : Sweep::ipv6;
    assertThat(Sweep.differing(RAW, IntStream.range(0, 256), "", packet))
        .isEqualTo(LineDocument.numbers("IP protocols"));
  }

  @Test
  void etherTypes() throws IOException {
    TreeSet<Integer> listed = LineDocument.numbers("EtherTypes");
    IntStream types = some16(listed).filter(IS_TYPE);
    assertThat(Sweep.differing(ETHERNET, types, "", Sweep::ethernet)).isEqualTo(listed);
  }

  @Test
  void etherTypesOfQuietLinesWithTheirHeader() throws IOException {
    TreeSet<Integer> listed = LineDocument.numbers("EtherTypes");
    IntStream types = some16(listed).filter(IS_TYPE);
    assertThat(Sweep.differing(ETHERNET, types, "-e -q", Sweep::ethernet)).isEqualTo(listed);
  }

  @Test
  void greProtocols() throws IOException {
    Set<Integer> listed = LineDocument.numbers("GRE protocols");
    assertThat(
            Sweep.differing(
                RAW, some16(listed), "", (n, data) -> ipv4(47, join(bytes(0, 0, n >> 8, n), data))))
        .isEqualTo(listed);
    assertThat(
            Sweep.differing(
                RAW,
                some16(listed),
                "",
                (n, data) -> ipv4(47, join(bytes(0x30, 1, n >> 8, n, 0, 32, 0, 7), data))))
        .as("version 1")
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0x000000, EtherTypes",
    "0x0000f8, EtherTypes",
    "0x00000c, SNAP of Cisco",
    "0x0080c2, SNAP of 802.1",
    "0x080007, SNAP of Apple"
  })
  void snap(String organisation, String label) throws IOException {
    int code = Integer.decode(organisation);
    TreeSet<Integer> expected = LineDocument.numbers(label);
    Set<Integer> listed = Set.copyOf(expected);
    expected.removeAll(MAC_SECURITY_AND_BROADCOM);
    assertThat(
            Sweep.differing(
                ETHERNET,
                some16(listed),
                "",
                (n, data) ->
                    llc(bytes(0xAA, 0xAA, 3, code >> 16, code >> 8, code, n >> 8, n), data)))
        .isEqualTo(expected);
  }

  private static byte[] llc(byte[] header, byte[] data) {
    return ethernet(header.length + data.length, join(header, data));
  }

  @Test
  void serviceAccessPoints() throws IOException {
    TreeSet<Integer> pairs = new TreeSet<>();
    for (int point : LineDocument.numbers("LLC")) {
      for (int low = 0; low < 4; low++) {
        pairs.add((point | low >> 1) << 8 | point | low & 1);
      }
    }
    assertThat(
            Sweep.differing(
                ETHERNET, some16(pairs), "", (n, data) -> llc(bytes(n >> 8, n, 3), data)))
        .isEqualTo(pairs);
    assertThat(pairs)
        .containsAll(
            Sweep.differing(
                ETHERNET, some16(pairs), "", (n, data) -> llc(bytes(n >> 8, n, 0), data)));
  }

  @ParameterizedTest
  @ValueSource(ints = {COOKED, COOKED_2})
  void cookedProtocols(int linkType) throws IOException {
    TreeSet<Integer> expected = LineDocument.numbers("EtherTypes");
    expected.addAll(LineDocument.numbers("Linux cooked"));
    Set<Integer> listed = Set.copyOf(expected);
    expected.removeAll(MAC_SECURITY_AND_BROADCOM);
    assertThat(
            Sweep.differing(
                linkType, some16(listed), "", (n, data) -> join(cooked(linkType, 1, n), data)))
        .isEqualTo(expected);
    assertThat(
            Sweep.differing(
                linkType,
                some16(Set.of(RADIOTAP)),
                "",
                (n, data) -> join(cooked(linkType, n, 0x0800), data)))
        .as("hardware types")
        .isEmpty();
  }

  private static byte[] cooked(int linkType, int hardware, int protocol) {
    byte[] address = bytes(2, 0, 0, 0, 0, 1, 0, 0);
    return linkType == COOKED
        ? join(
            bytes(0, 0, hardware >> 8, hardware, 0, 6),
            join(address, bytes(protocol >> 8, protocol)))
        : join(
            bytes(protocol >> 8, protocol, 0, 0, 0, 0, 0, 1, hardware >> 8, hardware, 0, 6),
            address);
  }

  @Test
  void addressFamilies() throws IOException {
    TreeSet<Integer> listed = LineDocument.numbers("BSD loopback");
    assertThat(
            Sweep.differing(
                LOOP, some16(listed), "", (n, data) -> join(bytes(0, 0, n >> 8, n), data)))
        .isEqualTo(listed);
  }

  @Test
  void linkTypes() throws IOException {
    List<Integer> compared =
        IntStream.rangeClosed(0, HIGHEST_KNOWN_TO_LIBPCAP)
            .filter(number -> LinkType.ofNumber(number) == LinkType.UNKNOWN)
            .filter(LineScopeTest::isReadByTcpdump)
            .boxed()
            .toList();
    TreeSet<Integer> differing = Sweep.differingLinkTypes(compared, zeros(), "");
    assertThat(differing).isEqualTo(LineDocument.numbers("Link types"));
    assertThat(compared.size() - differing.size()).as("not known to tcpdump").isGreaterThan(80);
  }

  private static List<Frame> zeros() {
    return Stream.of(1, 2, 15, 16, 17, 64, 300)
        .map(length -> PcapFrames.frame(LinkType.UNKNOWN, 0, new byte[length], length + 1))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-e", "-q", "-v", "-x", "-xx", "-X -e", "-XX", "-A", "-AA -q", "-tt"})
  void anUnsupportedLinkTypeUnderEachOption(String options) throws IOException {
    assertThat(Sweep.differingLinkTypes(List.of(147, 187, 227), zeros(), options)).isEmpty();
  }

  /** It has to compile a filter, also where there is none, and libpcap refuses some numbers. */
  private static boolean isReadByTcpdump(int linkType) {
    return linkType >= 104 || LineDocument.numbers("Link types").contains(linkType);
  }
}

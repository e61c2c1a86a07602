// SPDX-License-Identifier: Apache-2.0
package io.framering.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framering.capture.CaptureOptions;
import io.framering.filter.Filter.Listing;
import io.framering.filter.FilterException.Reason;
import io.framering.frame.LinkType;
import io.framering.savefile.SavefileReader;
import io.framering.testing.Namespace;
import io.framering.testing.Sweeps;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Filters for link types that are not decoded here, beside tcpdump. */
@Timeout(600)
class UndecodedFilterTest {
  private static final int SNAP_LENGTH = CaptureOptions.MAXIMUM_SNAP_LENGTH;
  private static final int ETHERNET_HEADER = 14;
  private static final int HIGHEST_KNOWN_TO_LIBPCAP = 289;

  private static final List<String> EXPRESSIONS =
      List.of("ip", "udp port 53", "not host 10.0.0.1", "len > 200");

  @TempDir Path folder;

  @BeforeAll
  static void require() {
    FilterTraffic.requireTcpdump();
  }

  /** Numbers of files, of which some are not those that libpcap's compiler has. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "PPP, 9, ff030021",
    "ATM, 11, aaaa030000000800",
    "raw IP, 12, ''",
    "PPP in HDLC framing, 50, ff030021",
    "PPP over Ethernet, 51, 1100000101000021",
    "ATM, 100, aaaa030000000800",
    "Cisco HDLC, 104, 0f000800",
    "802.11, 105, 080000000200000000010200000000020200000000030000aaaa030000000800",
    "Classical IP over ATM, 106, aaaa030000000800",
    "Frame Relay, 107, 184103cc",
    "IPsec encapsulation, 109, 020000000000000000000000",
    "Linux IrDA, 144, 00",
    "ARCNET, 129, 000000000000d4",
    "radiotap, 127, 0000080000000000080000000200000000010200000000020200000000030000aaaa030000000800",
    "Prism, 119, 00",
    "packet filter log, 117, 3d020001",
    "PPP with direction, 204, 00ff030021",
    "CAN, 227, 000001230400000001020304",
    "IP over InfiniBand, 242, 00"
  })
  void selectsWhatTcpdumpSelects(String name, int linkType, String header) throws Exception {
    List<byte[]> frames = frames(HexFormat.of().parseHex(header));
    Path file = FilterTraffic.writePcap(frames, SNAP_LENGTH, linkType, folder.resolve("file.pcap"));
    for (String expression : EXPRESSIONS) {
      List<Integer> theirs;
      try {
        theirs = FilterTraffic.selectedByTcpdump(file, expression);
      } catch (IOException e) {
        assertThatThrownBy(() -> Filter.compile(expression, linkType))
            .as(expression)
            .isInstanceOf(FilterException.class);
        continue;
      }
      Filter filter = Filter.compile(expression, linkType);
      assertThat(selectedByMemory(filter, frames)).as(expression).isEqualTo(theirs);
      assertThat(selectedFromFile(filter, file)).as(expression).isEqualTo(theirs);
    }
  }

  /** IP packets under another header. */
  private static List<byte[]> frames(byte[] header) {
    return FilterTraffic.frames(300).stream()
        .map(frame -> {
          byte[] packet = Arrays.copyOfRange(frame, ETHERNET_HEADER, frame.length);
          byte[] all = Arrays.copyOf(header, header.length + packet.length);
          System.arraycopy(packet, 0, all, header.length, packet.length);
          return all;
        })
        .toList();
  }

  private static List<Integer> selectedByMemory(Filter filter, List<byte[]> frames) {
    List<Integer> selected = new ArrayList<>();
    for (int i = 0; i < frames.size(); i++) {
      byte[] frame = frames.get(i);
      if (filter.matches(MemorySegment.ofArray(frame), 0, frame.length, frame.length)) {
        selected.add(i);
      }
    }
    return selected;
  }

  private static List<Integer> selectedFromFile(Filter filter, Path file) throws IOException {
    List<Integer> selected = new ArrayList<>();
    int[] place = {0};
    try (SavefileReader reader = SavefileReader.open(file)) {
      reader.run(frame -> {
        if (filter.matches(frame)) {
          selected.add(place[0]);
        }
        place[0]++;
      });
    }
    return selected;
  }

  @Test
  void theProgramForEveryNumberIsThatOfTcpdump() throws IOException {
    TreeSet<Integer> compiled = new TreeSet<>();
    for (int number = 0; number <= HIGHEST_KNOWN_TO_LIBPCAP + 2; number++) {
      if (LinkType.ofNumber(number) != LinkType.UNKNOWN || !isAsked(number)) {
        continue;
      }
      int linkType = number;
      Path file =
          FilterTraffic.writePcap(List.of(), SNAP_LENGTH, number, folder.resolve("empty.pcap"));
      String expression = number % 2 == 0 ? "link[0] = 1" : "tcp port 80";
      String theirs;
      try {
        theirs = Namespace.run(List.of("tcpdump", "-r", file.toString(), "-d", "--", expression));
      } catch (IllegalStateException e) {
        assertThatThrownBy(() -> Filter.compile(expression, linkType))
            .as("%d", number)
            .isInstanceOfSatisfying(
                FilterException.class,
                failure -> {
                  assertThat(failure.reason()).isEqualTo(Reason.SYNTAX);
                  assertThat(e.getMessage())
                      .contains(failure.getMessage().replaceFirst("^filter expression: ", ""));
                });
        continue;
      }
      compiled.add(number);
      assertThat(Filter.compile(expression, number).listing(Listing.ASSEMBLY))
          .as("%d", number)
          .isEqualTo(theirs.substring(theirs.indexOf("(000)")));
    }
    assertThat(compiled).hasSizeGreaterThan(Sweeps.cases(40, 100));
  }

  /** Up to 110 some numbers are not those of libpcap's compiler; above, all are. */
  private static boolean isAsked(int number) {
    return Sweeps.ALL || number <= 110 || number % 6 == 0 || number >= HIGHEST_KNOWN_TO_LIBPCAP;
  }

  @Test
  void aFilterKnowsItsLinkTypeAndTakesFramesOfNoOther() throws IOException {
    Filter relay = Filter.compile("ip", 107);
    assertThat(relay.linkType()).isEqualTo(LinkType.UNKNOWN);
    assertThat(relay.linkTypeNumber()).isEqualTo(107);
    assertThat(Filter.compile("ip", 12).linkType()).isEqualTo(LinkType.RAW);
    assertThat(Filter.compile("ip", 1).linkTypeNumber()).isEqualTo(1);
    List<byte[]> frames = frames(HexFormat.of().parseHex("184103cc"));
    Path asRelay = FilterTraffic.writePcap(frames, SNAP_LENGTH, 107, folder.resolve("relay.pcap"));
    Path asSlip = FilterTraffic.writePcap(frames, SNAP_LENGTH, 8, folder.resolve("slip.pcap"));
    assertThat(selectedFromFile(relay, asRelay)).isNotEmpty();
    assertThat(selectedFromFile(relay, asSlip)).isEmpty();
    assertThat(selectedFromFile(Filter.compile("", 107), asSlip)).isEmpty();
  }

  @Test
  void whereLibpcapHasNoSuchTypeItsWordsAreGiven() {
    assertThatThrownBy(() -> Filter.compile("ip", 290))
        .isInstanceOf(FilterException.class)
        .hasMessageStartingWith("filter expression: unknown data link type 290");
  }
}

package io.framering.print;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.CapturedFrame;
import io.framering.frame.Checksum;
import io.framering.frame.Direction;
import io.framering.frame.LinkType;
import io.framering.frame.VlanTag;
import io.framering.testing.Allocated;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shape of the objects; their values are tshark's, see {@link JsonOracleTest}. */
class JsonPrinterTest {
  private final FramePrinter printer =
      OutputFormat.JSON.printer(
          PrintOptions.defaults()
              .withInterfaceNames(index -> index == 2 ? "eth2" : "a\"\\\n\u00e9"));

  @Test
  void namesAreNestedAndNumbersAreNumbers() {
    assertThat(print(golden("udp.txt", 0).frame()))
        .isEqualTo(
            """
            {"frame":{"number":1,"time_epoch":"1795000000.123456789","len":71,"cap_len":71,\
            "direction":"in","protocols":"eth:ip:udp"},\
            "eth":{"dst":"02:00:5e:10:00:fe","src":"02:00:5e:10:00:01","type":"0x0800"},\
            "ip":{"version":4,"hdr_len":20,"ttl":64,"proto":17,"src":"192.0.2.1",\
            "dst":"198.51.100.7","len":57,"id":"0x1c46",\
            "flags":{"value":"0x02","mf":0,"df":1,"rb":0},"frag_offset":0,\
            "dsfield":{"value":"0x00","dscp":0,"ecn":0},\
            "checksum":{"value":"0x3232","status":1}},\
            "udp":{"srcport":40000,"dstport":53,"length":37,\
            "checksum":{"value":"0x8e38","status":2}}}
            """);
  }

  @Test
  void whatOccursSeveralTimesIsAnArray() {
    assertThat(print(golden("icmp.txt", "port unreachable, and what it is about")))
        .contains("\"src\":[\"192.0.2.1\",\"192.0.2.1\"]")
        .contains(
            "\"flags\":{\"value\":[\"0x02\",\"0x02\"],\"mf\":[0,0],\"df\":[1,1],\"rb\":[0,0]}")
        .contains("\"icmp\":{\"type\":3,\"code\":3,");
  }

  @Test
  void theHeadersOfIpv6AreWithinIpv6() {
    assertThat(print(golden("ipv6.txt", "all extension headers")))
        .contains(
            "\"hopopts\":{\"nxt\":43,\"len\":0},\"opt\":{\"type\":[\"0x05\",\"0x01\",\"0x01\"],")
        .contains("},\"ah\":{\"next_header\":60,");
  }

  @Test
  void whatIsWrongIsTold() {
    assertThat(print(golden("broken.txt", "IPv4 with a header length below 20")))
        .endsWith(",\"problem\":\"ip: header length below 20\"}\n");
    assertThat(print(golden("arp.txt", "cut before the addresses")))
        .endsWith(",\"problem\":\"arp: truncated\"}\n");
  }

  @Test
  void everyFrameIsCounted() {
    CapturedFrame frame = CapturedFrame.ofEthernet(new byte[0]);

    for (int i = 1; i <= 3; i++) {
      assertThat(print(frame)).startsWith("{\"frame\":{\"number\":" + i + ",");
    }
  }

  @Test
  void aFrameOfAnUnknownLinkTypeIsAFrame() {
    assertThat(print(frame(0, 0, Direction.UNKNOWN)))
        .isEqualTo(
            """
            {"frame":{"number":1,"time_epoch":"0.000000000","len":9,"cap_len":0}}
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0.000000001",
    "1795000000123456789, 1795000000.123456789",
    "-1, -0.000000001",
    "-1000000000, -1.000000000",
    "-1500000000, -1.500000000",
    "9223372036854775807, 9223372036.854775807",
    "-9223372036854775808, -9223372036.854775808",
  })
  void timesHaveAllTheirDigits(long nanos, String seconds) {
    assertThat(print(frame(nanos, 0, Direction.UNKNOWN)))
        .contains("\"time_epoch\":\"" + seconds + "\"");
  }

  @Test
  void anInterfaceNameIsEscaped() {
    assertThat(print(frame(0, 2, Direction.OUTGOING)))
        .contains("\"interface_name\":\"eth2\",\"direction\":\"out\"");
    assertThat(print(frame(0, 3, Direction.OUTGOING)))
        .contains("\"interface_name\":\"a\\\"\\\\??\"");
  }

  @Test
  void aChecksumThatTheCardFillsInIsNotCalledBad() {
    CapturedFrame wrong = golden("ipv4.txt", "a wrong checksum");

    assertThat(print(wrong)).contains("\"status\":0");
    assertThat(print(notReady(wrong))).contains("\"status\":2").doesNotContain("\"status\":0");
  }

  /** More lists of options than layouts are kept, and some of them again. */
  @Test
  void whatWasPrintedBeforeChangesNothing() {
    Random random = new Random(1);
    for (int i = 0; i < 4000; i++) {
      CapturedFrame frame = withOptions(random, i % 3 == 0 ? 2 : 6);

      assertThat(numberless(printer, frame))
          .isEqualTo(numberless(OutputFormat.JSON.printer(PrintOptions.defaults()), frame));
    }
  }

  /** A TCP segment with as many options of any kind that are known by their type alone. */
  private static CapturedFrame withOptions(Random random, int words) {
    byte[] options = new byte[words * Integer.BYTES];
    for (int at = 0; at < options.length; at += Short.BYTES) {
      options[at] = random.nextBoolean() ? (byte) 1 : (byte) (4 + random.nextInt(30));
      options[at + 1] = options[at] == 1 ? (byte) 1 : (byte) 2;
    }
    byte[] headers =
        HexFormat.of()
            .parseHex(
                "0200000000020200000000010800"
                    + "4500%04x0000400040060000".formatted(40 + options.length)
                    + "%08x0a000002d43101bb".formatted(random.nextInt())
                    + "0000000100000002%x010fff000000000".formatted(5 + words));
    byte[] bytes = Arrays.copyOf(headers, headers.length + options.length);
    System.arraycopy(options, 0, bytes, headers.length, options.length);
    return CapturedFrame.ofEthernet(bytes);
  }

  /** However many lists of however many options there are. */
  @Test
  void whatIsKeptOfPacketsHasALimit() {
    Random random = new Random(1);
    List<CapturedFrame> frames =
        Stream.generate(() -> routerAdvertisement(random, 1000)).limit(300).toList();
    TextBuffer text = new TextBuffer();
    long before = 0;
    for (int i = 0; i < frames.size(); i++) {
      if (i == frames.size() / 3) {
        before = Allocated.bytes();
      }
      text.clear();
      printer.print(frames.get(i), text);
      assertThat(text.length()).isGreaterThan(10_000);
    }
    assertThat(Allocated.bytes() - before).isLessThan(4 << 20); // a kept one has 30 KB and more
  }

  /** With so many options, of kinds that have different fields. */
  private static CapturedFrame routerAdvertisement(Random random, int options) {
    byte[] headers =
        HexFormat.of()
            .parseHex(
                "33330000000102000000000186dd"
                    + "60000000%04x3aff".formatted(16 + 8 * options)
                    + "fe80000000000000000000000000000aff020000000000000000000000000001"
                    + "8600000040000708".repeat(2));
    byte[] bytes = Arrays.copyOf(headers, headers.length + 8 * options);
    for (int at = headers.length; at < bytes.length; at += 8) {
      bytes[at] = (byte) (random.nextBoolean() ? 1 : 5); // link-layer address, MTU
      bytes[at + 1] = 1;
    }
    return CapturedFrame.ofEthernet(bytes);
  }

  private static String numberless(FramePrinter printer, CapturedFrame frame) {
    TextBuffer text = new TextBuffer();
    printer.print(frame, text);
    return text.toString().replaceFirst("\"number\":[0-9]+,", "");
  }

  private String print(CapturedFrame frame) {
    TextBuffer text = new TextBuffer();
    printer.print(frame, text);
    return text.toString();
  }

  private static CapturedFrame golden(String file, String name) {
    return cases(file).stream()
        .filter(golden -> golden.name().equals(name))
        .findFirst()
        .orElseThrow()
        .frame();
  }

  private static GoldenCase golden(String file, int index) {
    return cases(file).get(index);
  }

  private static List<GoldenCase> cases(String file) {
    return GoldenCase.read(GoldenCase.FOLDER.resolve(file));
  }

  private static CapturedFrame frame(long nanos, int interfaceIndex, Direction direction) {
    return new CapturedFrame(
        nanos,
        9,
        interfaceIndex,
        direction,
        LinkType.UNKNOWN,
        VlanTag.NOT_STRIPPED,
        0,
        0,
        Checksum.UNKNOWN,
        false,
        MemorySegment.ofArray(new byte[0]));
  }

  private static CapturedFrame notReady(CapturedFrame frame) {
    return new CapturedFrame(
        frame.timestampNanos(),
        frame.originalLength(),
        frame.interfaceIndex(),
        frame.direction(),
        frame.linkType(),
        frame.vlanTag(),
        frame.vlanTpid(),
        frame.vlanTci(),
        Checksum.NOT_READY,
        frame.offloaded(),
        frame.memory());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.print;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.CapturedFrame;
import io.framering.frame.Checksum;
import io.framering.frame.Direction;
import io.framering.frame.LinkType;
import io.framering.frame.VlanTag;
import io.framering.print.text.TextBuffer;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shape of the objects; their values are tshark's, see {@link JsonOracleTest}. */
class JsonPrinterTest {
  private final FramePrinter printer =
      OutputFormat.JSON.printer(
          PrintOptions.defaults().interfaceNames(index -> index == 2 ? "eth2" : "a\"\\\n\u00e9"));

  @Test
  void namesAreNestedAndNumbersAreNumbers() {
    assertThat(print(golden("udp.txt", 0).frame()))
        .isEqualTo(
            """
            {"frame":{"number":1,"time_epoch":"1795000000.123456789","len":71,"cap_len":71,\
            "direction":"in","protocols":"eth:ip:udp:dns"},\
            "eth":{"dst":"02:00:5e:10:00:fe","src":"02:00:5e:10:00:01","type":"0x0800"},\
            "ip":{"version":4,"hdr_len":20,"ttl":64,"proto":17,"src":"192.0.2.1",\
            "dst":"198.51.100.7","len":57,"id":"0x1c46",\
            "flags":{"value":"0x02","mf":0,"df":1,"rb":0},"frag_offset":0,\
            "dsfield":{"value":"0x00","dscp":0,"ecn":0},\
            "checksum":{"value":"0x3232","status":1}},\
            "udp":{"srcport":40000,"dstport":53,"length":37,\
            "checksum":{"value":"0x8e38","status":2}},\
            "dns":{"id":"0x1234","flags":{"value":"0x0100","opcode":0,"checkdisable":0,"z":0,\
            "recdesired":1,"truncated":0,"response":0},\
            "count":{"queries":1,"answers":0,"auth_rr":0,"add_rr":0}},\
            "problem":"dns: name with an unknown label"}
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
        .contains("\"interface_name\":\"a\\\"\\\\\\n\u00e9\"");
  }

  @Test
  void aChecksumThatTheCardFillsInIsNotCalledBad() {
    CapturedFrame wrong = golden("ipv4.txt", "a wrong checksum");

    assertThat(print(wrong)).contains("\"status\":0");
    assertThat(print(notReady(wrong))).contains("\"status\":2").doesNotContain("\"status\":0");
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

// SPDX-License-Identifier: Apache-2.0
package io.framering.cli.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.framering.flow.Flow;
import io.framering.flow.TcpState;
import io.framering.print.text.TextBuffer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Flows as text")
class FlowFormatTest {
  /**
   * What a malicious peer may send as a name: ESC, quotes, comma, line ends, a turn of direction.
   */
  private static final String HOSTILE = "a\u001b[2J\",=b\r\n\\\u202e\0";

  private static final Flow.Side TX =
      new Flow.Side(5, 500, 80, 1, 2, 64, 64, 0, 3, 1, 0, 2, 4, 1, 0, 0, 0);
  private static final Flow.Side RX =
      new Flow.Side(4, 4000, 3700, 1, 2, 64, 64, 0, 7, 0, 0, 0, 0, 0, 0, 0, 1);

  private static Flow udp() throws UnknownHostException {
    Flow flow = mock(Flow.class);
    when(flow.protocolName()).thenReturn("udp");
    when(flow.source()).thenReturn(InetAddress.getByName("10.0.0.1"));
    when(flow.destination()).thenReturn(InetAddress.getByName("2001:db8:0:0:0:0:0:1"));
    when(flow.sourcePort()).thenReturn(5353);
    when(flow.destinationPort()).thenReturn(53);
    when(flow.vlan()).thenReturn(-1);
    when(flow.startNanos()).thenReturn(1_795_000_000_000_000_001L);
    when(flow.endNanos()).thenReturn(1_795_000_061_500_000_000L);
    when(flow.tx()).thenReturn(TX);
    when(flow.rx()).thenReturn(RX);
    when(flow.packets()).thenReturn(9L);
    when(flow.bytes()).thenReturn(4500L);
    when(flow.initialRttNanos()).thenReturn(-1L);
    when(flow.smoothedRttNanos()).thenReturn(-1L);
    when(flow.dnsTimeNanos()).thenReturn(-1L);
    when(flow.communityId()).thenReturn("1:abc=");
    return flow;
  }

  private static Flow tcp(String name) throws UnknownHostException {
    Flow flow = udp();
    when(flow.protocolName()).thenReturn("tcp");
    when(flow.tcpState()).thenReturn(TcpState.ESTABLISHED);
    when(flow.initialRttNanos()).thenReturn(30_470_000L);
    when(flow.smoothedRttNanos()).thenReturn(31_000_000L);
    when(flow.tlsServerName()).thenReturn(name);
    return flow;
  }

  private static String written(FlowFormat format, Flow flow) {
    TextBuffer text = new TextBuffer();
    format.write(new FlowLine(flow, "end", null), text);
    return text.toString();
  }

  @Test
  void jsonNestsNamesAndLeavesOutWhatIsUnknown() throws Exception {
    assertThat(written(new FlowJson(), udp()))
        .isEqualTo(
            "{\"proto\":\"udp\",\"src\":\"10.0.0.1\",\"srcport\":5353,\"dst\":\"2001:db8::1\",\"dstport\":53,"
                + "\"start\":\"1795000000.000000001\",\"end\":\"1795000061.500000000\","
                + "\"packets\":{\"tx\":5,\"rx\":4},\"bytes\":{\"tx\":500,\"rx\":4000},"
                + "\"payload\":{\"tx\":80,\"rx\":3700},\"community_id\":\"1:abc=\",\"end_reason\":\"end\"}\n");
  }

  @Test
  void jsonOfTcpHasItsAnalysis() throws Exception {
    assertThat(written(new FlowJson(), tcp("a.example")))
        .contains(
            ",\"tcp\":{\"state\":\"established\",\"initial_rtt\":0.030470000,\"srtt\":0.031000000,"
                + "\"retransmissions\":{\"tx\":3,\"rx\":7},\"out_of_order\":{\"tx\":2,\"rx\":0},"
                + "\"duplicate_acks\":{\"tx\":4,\"rx\":0},\"zero_windows\":{\"tx\":1,\"rx\":0},"
                + "\"resets\":{\"tx\":0,\"rx\":1}},\"tls\":{\"sni\":\"a.example\"},");
  }

  @Test
  void hostileNamesStayInsideTheirString() throws Exception {
    assertThat(written(new FlowJson(), tcp(HOSTILE)))
        .contains("\"sni\":\"a\\u001b[2J\\\",=b\\r\\n\\\\\\u202e\\u0000\"")
        .matches(Pattern.compile("\\P{Cntrl}+\n"));
    assertThat(written(new FlowCsv(), tcp(HOSTILE)))
        .contains(",\"a\\u001b[2J\"\",=b\\r\\n\\\\u202e\\u0000\",")
        .matches(Pattern.compile("\\P{Cntrl}+\r\n"));
    assertThat(String.join("\n", FlowListing.lines(List.of(tcp(HOSTILE)), 120)))
        .contains("a?[2J\",=b??\\??")
        .matches(Pattern.compile("[\\P{Cntrl}\n]+"));
  }

  @Test
  void csvHasAHeaderAndACellForEachField() throws Exception {
    TextBuffer text = new TextBuffer();
    new FlowCsv().writeHeader(text);
    String header = text.toString();

    assertThat(header)
        .startsWith("proto,src,srcport,dst,dstport,")
        .contains(",tcp.retransmissions.tx,")
        .endsWith("\r\n");
    assertThat(written(new FlowCsv(), udp()).split(",", -1)).hasSameSizeAs(header.split(","));
  }

  @Test
  void everyFieldIsDocumented() throws Exception {
    String page = Files.readString(Path.of("../../docs/FLOWS.md"));

    assertThat(FlowFields.ALL)
        .extracting(field -> field.name().replaceFirst("[.](tx|rx)$", ""))
        .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
  }

  @Test
  void theTableFitsItsWidth() throws Exception {
    List<Flow> flows = List.of(tcp("a-very-long-name-of-a-host.example.org"), udp());

    for (int width : new int[] {40, 60, 80, 100, 120}) {
      assertThat(FlowListing.lines(flows, width))
          .hasSize(3)
          .allMatch(line -> line.length() <= width)
          .element(1)
          .asString()
          .startsWith("tcp   10.0.0.1:5353");
    }
    assertThat(FlowListing.lines(flows, 120).get(1))
        .isEqualTo(
            "tcp   10.0.0.1:5353 [2001:db8::1]:53       9  500    4.00k 1m01s 31.0ms      10"
                + " established a-very-long-na~t.example.org");
  }
}

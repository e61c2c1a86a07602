// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.FrameBatch;
import io.framering.frame.FrameSource;
import io.framering.savefile.SavefileReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Flows beside tshark: each side of each conversation, with every count. The captures are of real
 * connections over a wire that loses, delays and repeats packets, from both of its ends. {@code
 * -Dframering.corpus=DIR} compares the captures of a folder instead.
 */
class FlowOracleTest {
  private static final List<String> MARKS =
      List.of(
          "tcp.analysis.retransmission",
          "tcp.analysis.fast_retransmission",
          "tcp.analysis.spurious_retransmission",
          "tcp.analysis.out_of_order",
          "tcp.analysis.duplicate_ack",
          "tcp.analysis.zero_window",
          "tcp.analysis.keep_alive",
          "tcp.analysis.lost_segment",
          "tcp.flags.reset");

  private static final List<String> FIELDS =
      List.of(
          "ip.src",
          "ip.dst",
          "ipv6.src",
          "ipv6.dst",
          "tcp.stream",
          "tcp.srcport",
          "tcp.dstport",
          "udp.stream",
          "udp.srcport",
          "udp.dstport",
          "frame.len",
          "tcp.len",
          "udp.length",
          "tcp.analysis.initial_rtt",
          "tls.handshake.extensions_server_name",
          "dns.time",
          "communityid",
          "ip.ttl",
          "ipv6.hlim",
          "http.request.method",
          "http.host",
          "dns.qry.name",
          "ssh.protocol",
          "tls.handshake.extensions_alpn_str");

  @TempDir Path folder;

  @BeforeAll
  static void needsTshark() {
    Tshark.require();
  }

  static Stream<String> captures() throws IOException {
    String corpus = System.getProperty("framering.corpus");
    if (corpus != null) {
      try (Stream<Path> files = Files.list(Path.of(corpus))) {
        return files.filter(Files::isRegularFile).map(Path::toString).sorted().toList().stream();
      }
    }
    return Stream.of("bulk-left", "bulk-right", "manners-left", "manners-right", "names");
  }

  @ParameterizedTest
  @MethodSource("captures")
  void everyNumberIsTsharks(String name) throws IOException {
    Path capture = Path.of(name);
    if (!capture.isAbsolute()) {
      capture = folder.resolve(name + ".pcap.gz");
      try (InputStream stream = getClass().getResourceAsStream(name + ".pcap.gz")) {
        Files.copy(stream, capture);
      }
    }

    List<String> ours = ours(capture);
    assertThat(ours).isEqualTo(theirs(capture));
    if (System.getProperty("framering.corpus") == null) {
      assertThat(ours).isNotEmpty();
    }
  }

  private static List<String> ours(Path capture) {
    FlowOptions options =
        FlowOptions.defaults().idleTimeout(Duration.ZERO).closedTimeout(Duration.ZERO);
    List<String> lines = new ArrayList<>();
    FlowOptions listening =
        options.listener((flow, end) -> {
          if (flow.protocolName().matches("tcp|udp") && flow.sourcePort() >= 0) {
            line(flow, flow.tx(), true, lines);
            line(flow, flow.rx(), false, lines);
          }
        });
    try (SavefileReader file = SavefileReader.open(capture);
        FlowTable table = new FlowTable(listening)) {
      while (file.next(FrameSource.FOREVER) instanceof FrameBatch batch) {
        table.addAll(batch);
      }
    }
    return lines.stream().sorted().toList();
  }

  private static void line(Flow flow, Flow.Side side, boolean source, List<String> lines) {
    if (side.packets() == 0) {
      return;
    }
    String from = flow.source().getHostAddress() + " " + flow.sourcePort();
    String to = flow.destination().getHostAddress() + " " + flow.destinationPort();
    List<Long> counts =
        List.of(
            side.packets(),
            side.bytes(),
            side.payloadBytes(),
            (long) side.minimumTtl(),
            (long) side.maximumTtl(),
            side.retransmissions(),
            side.fastRetransmissions(),
            side.spuriousRetransmissions(),
            side.outOfOrder(),
            side.duplicateAcks(),
            side.zeroWindows(),
            side.keepAlives(),
            side.lostSegments(),
            side.resets());
    lines.add(
        (source ? from + " " + to : to + " " + from)
            + " "
            + counts
            + " rtt "
            + flow.initialRttNanos()
            + " "
            + flow.tlsServerName()
            + " "
            + (flow.tlsAlpn() == null ? null : flow.tlsAlpn().split(",")[0])
            + " "
            + flow.httpHost()
            + " "
            + flow.dnsName()
            + " "
            + flow.dnsTimeNanos()
            + " "
            + flow.sshBanner()
            + " "
            + flow.communityId());
  }

  /** Of a conversation of tshark's; the names are those of the first packets that have one. */
  private static final class Conversation {
    private final Map<String, long[]> sides = new HashMap<>();
    private long rtt = -1;
    private long dnsTime = -1;
    private String community;
    private final Map<String, String> names = new HashMap<>();
  }

  private static List<String> theirs(Path capture) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--enable-protocol",
                "communityid",
                "-T",
                "fields",
                "-E",
                "occurrence=f",
                "-E",
                "separator=|",
                "-o",
                "ip.defragment:FALSE",
                "-o",
                "http.desegment_body:FALSE", // or a request without its body has no host
                "--disable-protocol",
                "snmp", // it begins new conversations within one
                "-Y",
                // Not the packets that errors quote: they belong to the flow of the errors.
                "(tcp || udp) && !icmp && !icmpv6"));
    for (String field : FIELDS) {
      options.addAll(List.of("-e", field));
    }
    for (String field : MARKS) {
      options.addAll(List.of("-e", field));
    }
    Map<String, Conversation> conversations = new TreeMap<>();
    for (String line : Tshark.run(capture, options.toArray(String[]::new)).lines().toList()) {
      add(line.split("\\|", -1), conversations);
    }
    List<String> lines = new ArrayList<>();
    for (Conversation each : conversations.values()) {
      each.sides.forEach((ends, counts) -> lines.add(line(ends, counts, each)));
    }
    return lines.stream().sorted().toList();
  }

  private static String line(String ends, long[] counts, Conversation of) {
    return ends
        + " "
        + java.util.Arrays.toString(counts)
        + " rtt "
        + of.rtt
        + " "
        + of.names.get("tls.handshake.extensions_server_name")
        + " "
        + of.names.get("tls.handshake.extensions_alpn_str")
        + " "
        + of.names.get("http.host")
        + " "
        + of.names.get("dns.qry.name")
        + " "
        + of.dnsTime
        + " "
        + of.names.get("ssh.protocol")
        + " "
        + of.community;
  }

  private static void add(String[] values, Map<String, Conversation> conversations) {
    Map<String, String> row = new HashMap<>();
    for (int i = 0; i < FIELDS.size(); i++) {
      if (!values[i].isEmpty()) {
        row.put(FIELDS.get(i), values[i]);
      }
    }
    boolean tcp = row.containsKey("tcp.stream");
    String kind = tcp ? "tcp" : "udp";
    Conversation in =
        conversations.computeIfAbsent(kind + row.get(kind + ".stream"), key -> new Conversation());
    String ends =
        String.join(
            " ",
            address(row, "src"),
            row.get(kind + ".srcport"),
            address(row, "dst"),
            row.get(kind + ".dstport"));
    long[] counts = in.sides.computeIfAbsent(ends, key -> new long[5 + MARKS.size()]);
    long ttl = Long.parseLong(row.getOrDefault("ip.ttl", row.get("ipv6.hlim")));
    counts[3] = counts[0] == 0 ? ttl : Math.min(counts[3], ttl);
    counts[4] = Math.max(counts[4], ttl);
    counts[0]++;
    counts[1] += Long.parseLong(row.get("frame.len"));
    counts[2] +=
        tcp
            ? Long.parseLong(row.getOrDefault("tcp.len", "0"))
            : Long.parseLong(row.get("udp.length")) - 8;
    for (int i = 0; i < MARKS.size(); i++) {
      String value = values[FIELDS.size() + i];
      counts[5 + i] += value.isEmpty() || value.equals("0") ? 0 : 1;
    }
    in.rtt = nanos(row, "tcp.analysis.initial_rtt", in.rtt);
    in.dnsTime = nanos(row, "dns.time", in.dnsTime);
    in.community = row.get("communityid");
    row.forEach(in.names::putIfAbsent);
  }

  private static String address(Map<String, String> row, String end) {
    String four = row.get("ip." + end);
    try {
      return four != null
          ? four
          : java.net.InetAddress.getByName(row.get("ipv6." + end)).getHostAddress();
    } catch (java.net.UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static long nanos(Map<String, String> row, String field, long known) {
    return known >= 0 || !row.containsKey(field)
        ? known
        : new java.math.BigDecimal(row.get(field)).movePointRight(9).longValue();
  }
}

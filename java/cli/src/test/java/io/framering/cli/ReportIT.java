// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("framering report, beside tshark")
class ReportIT {
  private static final Pattern DATA =
      Pattern.compile(
          "<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL);

  private static final List<String> FIELDS =
      List.of(
          "frame.len",
          "frame.time_epoch",
          "ip.version",
          "udp.srcport",
          "dns.time",
          "tcp.stream",
          "tcp.analysis.initial_rtt",
          "tcp.analysis.retransmission",
          "tls.handshake.extensions_server_name");

  @TempDir private static Path folder;
  private static Path capture;
  private static Path data;

  // Of tshark, which takes a second to start.
  private static List<String> frames;
  private static List<String> statistics;

  @BeforeAll
  static void report() throws Exception {
    Tools.require("tshark", "jq", "python3");
    capture = folder.resolve("trace.pcapng");
    Tools.succeed("python3", "src/test/python/report_capture.py", capture.toString(), "20");
    data = dataOf(report(capture.toString()), "data.json");
    List<String> line = new ArrayList<>(List.of("tshark", "-n", "-r", capture.toString()));
    line.addAll(List.of("-T", "fields", "-E", "separator=|", "-E", "occurrence=f"));
    FIELDS.forEach(field -> line.addAll(List.of("-e", field)));
    frames = Tools.succeed(line.toArray(String[]::new)).lines();
    String[] sums = {"tshark", "-n", "-r", capture + "", "-q", "-z", "io,phs", "-z", "plen,tree"};
    statistics = Tools.succeed(sums).lines();
  }

  /** The page that the command writes, in this JVM. */
  private static Path report(String... options) {
    Path page = folder.resolve("page.html");
    List<String> line = new ArrayList<>(List.of("report"));
    line.addAll(List.of(options));
    line.addAll(List.of("-o", page.toString()));
    Call call = Call.of(line.toArray(String[]::new));
    assertThat(call.status()).as(call.err()).isZero();
    assertThat(call.out()).isEmpty();
    assertThat(call.err()).containsOnlyOnce("\n").endsWith(" in " + page + "\n");
    return page;
  }

  private static Path dataOf(Path page, String name) throws Exception {
    Matcher matcher = DATA.matcher(Files.readString(page));
    assertThat(matcher.find()).isTrue();
    return Files.writeString(folder.resolve(name), matcher.group(1));
  }

  private static List<String> jq(Path from, String expression) throws Exception {
    return Tools.succeed("jq", "-r", expression, from.toString()).lines();
  }

  /** The frames for which tshark has this field, and its value. */
  private static List<String> tshark(String field) {
    int column = FIELDS.indexOf(field);
    return frames.stream()
        .map(line -> line.split("\\|", -1)[column])
        .filter(value -> !value.isEmpty())
        .toList();
  }

  @Test
  void countsPacketsAndBytesPerProtocol() throws Exception {
    Map<String, String> theirs = new TreeMap<>();
    Deque<String> path = new ArrayDeque<>();
    for (String line : statistics) {
      Matcher row = Pattern.compile("( *)(\\S+) +frames:(\\d+) bytes:(\\d+)").matcher(line);
      if (row.matches()) {
        put(theirs, path, row.group(1).length() / 2, row.group(2), row.group(3), row.group(4));
      }
    }
    Map<String, String> ours = new TreeMap<>();
    path.clear();
    for (String line : jq(data, ".protocols[] | \"\\(.depth) \\(.key) \\(.packets) \\(.bytes)\"")) {
      String[] row = line.split(" ");
      put(ours, path, Integer.parseInt(row[0]), row[1], row[2], row[3]);
    }

    assertThat(theirs).containsKeys("eth/ip/udp/dns", "eth/ipv6/tcp", "eth/arp");
    assertThat(ours).isEqualTo(theirs);
  }

  /** Above TCP, tshark counts where a message ends, and it knows protocols without their port. */
  private static void put(
      Map<String, String> to,
      Deque<String> path,
      int depth,
      String key,
      String packets,
      String bytes) {
    while (path.size() > depth) {
      path.removeLast();
    }
    path.add(key);
    String name = String.join("/", path);
    if (!name.matches(".*/tcp/.*")) {
      to.put(name, packets + " " + bytes);
    }
  }

  @Test
  void sumsAreThoseOfTheFile() throws Exception {
    List<String> lengths = tshark("frame.len");
    long bytes = lengths.stream().mapToLong(Long::parseLong).sum();

    assertThat(jq(data, ".packets, .bytes, .lost, (.timeline.lost | add)"))
        .containsExactly(lengths.size() + "", bytes + "", "45", "45");
    assertThat(
            jq(data, "(.timeline | (.packets | add), (.bytes | add)), ([.sizes[].packets] | add)"))
        .containsExactly(lengths.size() + "", bytes + "", lengths.size() + "");
    assertThat(jq(data, "[.flows.rows[] | .[7] + .[8]] | add").getFirst())
        .isEqualTo(tshark("ip.version").size() + "");
    List<String> times = tshark("frame.time_epoch");
    assertThat(jq(data, ".origin")).containsExactly(times.getFirst().replace(".", ""));
  }

  @Test
  void countsPacketSizesInTheSameRanges() throws Exception {
    Map<String, String> theirs = new TreeMap<>();
    for (String line : statistics) {
      Matcher row = Pattern.compile(" *(\\d+)-\\d+ +(\\d+) .*").matcher(line);
      if (row.matches() && !row.group(2).equals("0")) {
        theirs.put(row.group(1), row.group(2));
      }
    }
    Map<String, String> ours =
        jq(data, ".sizes[] | select(.packets > 0) | \"\\(.from) \\(.packets)\"").stream()
            .map(line -> line.split(" "))
            .collect(Collectors.toMap(row -> row[0], row -> row[1]));

    assertThat(theirs).hasSizeGreaterThan(3);
    assertThat(ours).isEqualTo(theirs);
  }

  @Test
  void timesOfDnsAndTcpAreTheSame() throws Exception {
    assertThat(jq(data, ".flows.rows[] | .[19] | values"))
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(nanos(tshark("dns.time")));
    Map<String, String> handshakes = new TreeMap<>();
    for (String line : frames) {
      String[] values = line.split("\\|", -1);
      if (!values[FIELDS.indexOf("tcp.analysis.initial_rtt")].isEmpty()) {
        handshakes.put(
            values[FIELDS.indexOf("tcp.stream")],
            values[FIELDS.indexOf("tcp.analysis.initial_rtt")]);
      }
    }
    assertThat(jq(data, ".flows.rows[] | .[22] | values"))
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(nanos(List.copyOf(handshakes.values())));
    assertThat(jq(data, ".rtt.count")).containsExactly(handshakes.size() + "");
    String resent = tshark("tcp.analysis.retransmission").size() + "";
    assertThat(resent).isNotEqualTo("0");
    assertThat(jq(data, ".tcp.retransmissions, (.timeline.retransmissions | add | round)"))
        .containsExactly(resent, resent);
  }

  private static List<String> nanos(List<String> seconds) {
    return seconds.stream()
        .map(each -> each.replace(".", "").replaceFirst("^0+(?=\\d)", ""))
        .toList();
  }

  @Test
  void namesFromPacketsAreNoMarkup() throws Exception {
    String page = Files.readString(report(capture.toString()), UTF_8);

    Matcher scripts = Pattern.compile("<script|<!--").matcher(page);
    assertThat(scripts.results().map(each -> each.group()))
        .containsExactly("<!--", "<script", "<script", "<script");
    assertThat(page.contains("http-equiv=\"Content-Security-Policy\"")).isTrue();
    assertThat(Files.readString(data)).contains("onerror=").doesNotContainPattern("[<>&\u2028]");
    assertThat(jq(data, ".interfaces.rows[1].name").getFirst()).startsWith("</script><script>");
    assertThat(jq(data, "[.names.rows[][0], .dns.slowest[][0]] | join(\" \")").getFirst())
        .contains("<");
  }

  @Test
  void anExpressionSelectsFramesAndLossesStay() throws Exception {
    long dns =
        frames.stream()
            .map(line -> line.split("\\|", -1)[3])
            .filter(each -> !each.isEmpty() && !each.equals("123"))
            .count();
    Path selected = dataOf(report("-r", capture.toString(), "udp", "port", "53"), "dns.json");

    assertThat(jq(selected, ".packets, .lost, (.timeline.lost | add), .filter"))
        .containsExactly(dns + "", "45", "45", "udp port 53");
  }

  /** As {@code sniff -i any} writes them: they may have been of any interface. */
  @Test
  void lossesOfNoSingleInterfaceAreMarked() throws Exception {
    Path plain = folder.resolve("plain.pcapng");
    Path commented = folder.resolve("commented.pcapng");
    String comment = "7:7 packets lost before this one";
    Tools.succeed("editcap", "-F", "pcapng", "-r", capture + "", plain + "", "1-20");
    Tools.succeed("editcap", "-a", comment, plain + "", commented + "");

    assertThat(jq(dataOf(report(commented + ""), "c.json"), ".lost, (.timeline.lost | add)"))
        .containsExactly("7", "7");
  }

  @Test
  void severalFilesAreMerged() throws Exception {
    Path first = folder.resolve("first.pcap");
    Path second = folder.resolve("second.pcap.gz");
    Tools.succeed("editcap", "-F", "nsecpcap", "-r", capture + "", first + "", "1-200");
    Tools.succeed("editcap", "-F", "nsecpcap", "-r", capture + "", folder + "/s.pcap", "201-300");
    Tools.succeed("bash", "-c", "gzip < " + folder + "/s.pcap > " + second);

    Path merged = dataOf(report(second + "", first + ""), "merged.json");
    assertThat(jq(merged, ".packets, .lost, (.files | join(\" \"))"))
        .containsExactly("300", "null", "second.pcap.gz first.pcap");
  }

  @Test
  void aFileWithoutPacketsIsAPageToo() throws Exception {
    Path empty = folder.resolve("empty.pcap");
    Tools.succeed("editcap", "-F", "pcap", "-r", capture + "", empty + "", "999999999");

    assertThat(jq(dataOf(report(empty + ""), "empty.json"), ".packets, (.flows.rows | length)"))
        .containsExactly("0", "0");
  }

  @Test
  void aTruncatedFileIsShownUpToItsEnd() throws Exception {
    Path cut = folder.resolve("cut.pcapng");
    byte[] bytes = Files.readAllBytes(capture);
    Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
    Path page = folder.resolve("cut.html");

    Call call = Call.of("report", cut.toString(), "-o", page.toString());

    assertThat(call.status()).isEqualTo(1);
    assertThat(call.err()).contains("cut.pcapng", "packets in ");
    assertThat(jq(dataOf(page, "cut.json"), ".notes[0]").getFirst()).contains("cut.pcapng");
  }

  @Test
  void thePageAppearsWhenItIsComplete() throws Exception {
    Path sub = Files.createDirectory(folder.resolve("pages"));
    Path page = Files.writeString(sub.resolve("page.html"), "old");

    Call failed = Call.of("report", folder + "/missing.pcap", "-o", page.toString());
    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.errLines()).singleElement().asString().contains("missing.pcap");
    assertThat(page).hasContent("old");

    assertThat(Call.of("report", capture + "", "-o", page + "").status()).isZero();
    assertThat(Files.readString(page)).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
    assertThat(Files.getPosixFilePermissions(page))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    try (Stream<Path> files = Files.list(sub)) {
      assertThat(files).containsExactly(page);
    }
  }

  @Test
  void standardStreamsWork() throws Exception {
    Path page = folder.resolve("stdout.html");
    Tools.Result result =
        Tools.run(
            List.of(
                "bash",
                "-c",
                String.join(" ", Program.line("report")) + " - -o - < " + capture + " > " + page));

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(jq(dataOf(page, "stdout.json"), ".packets, (.files | join(\" \"))"))
        .containsExactly(jq(data, ".packets").getFirst(), "standard input");
  }

  @Test
  void anInputFileIsNotOverwritten() throws Exception {
    long size = Files.size(capture);

    Call call = Call.of("report", capture.toString(), "-o", capture.toString());

    assertThat(call.status()).isEqualTo(2);
    assertThat(call.err()).contains("would be lost");
    assertThat(capture).hasSize(size);
  }
}

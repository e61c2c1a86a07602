// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.testing.Namespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("framering flows")
class FlowsIT {
  private static final String CAPTURE =
      "../flow/src/test/resources/io/framering/flow/bulk-left.pcap.gz";

  /** Adds to the sums of a sender: packets, bytes, payload. */
  private static void add(Map<String, long[]> sums, String sender, long... values) {
    long[] sum = sums.computeIfAbsent(sender, _ -> new long[values.length]);
    Arrays.setAll(sum, i -> sum[i] + values[i]);
  }

  private static Map<String, List<Long>> lists(Map<String, long[]> sums) {
    Map<String, List<Long>> lists = new TreeMap<>();
    sums.forEach((sender, sum) -> lists.put(sender, Arrays.stream(sum).boxed().toList()));
    return lists;
  }

  @Test
  void bothSidesOfEachFlowHaveTsharksSums() throws Exception {
    Tools.require("tshark");
    Map<String, long[]> theirs = new TreeMap<>();
    String[] fields = "ip.src ipv6.src tcp.srcport frame.len tcp.len".split(" ");
    List<String> line = new ArrayList<>(List.of("tshark", "-n", "-r", CAPTURE, "-Tfields"));
    for (String field : fields) {
      line.addAll(List.of("-e", field));
    }
    for (String row : Tools.succeed(line.toArray(String[]::new)).lines()) {
      String[] cells = row.split("\t", -1);
      add(theirs, cells[0] + cells[1] + " " + cells[2], 1, number(cells[3]), number(cells[4]));
    }

    Call call = Call.of("flows", "--format=csv", "-r", CAPTURE);
    assertThat(call.status()).as(call.err()).isZero();

    List<String[]> rows = call.out().lines().map(row -> row.split(",", -1)).toList();
    List<String> names = List.of(rows.getFirst());
    Map<String, long[]> ours = new TreeMap<>();
    for (String[] row : rows.subList(1, rows.size())) {
      for (String side : new String[] {"tx", "rx"}) {
        String end = side.equals("tx") ? "src" : "dst";
        add(
            ours,
            row[names.indexOf(end)] + " " + row[names.indexOf(end + "port")],
            number(row[names.indexOf("packets." + side)]),
            number(row[names.indexOf("bytes." + side)]),
            number(row[names.indexOf("payload." + side)]));
      }
    }
    assertThat(lists(ours)).hasSizeGreaterThan(5).isEqualTo(lists(theirs));
  }

  @Test
  void eachDirectionOfAStreamIsAFile(@TempDir Path folder) throws Exception {
    Tools.require("tshark");
    String followed =
        Tools.succeed("tshark", "-n", "-q", "-r", CAPTURE, "-z", "follow,tcp,raw,0").out();
    String sent =
        followed.lines().filter(line -> line.matches("[0-9a-f]+")).collect(Collectors.joining());

    Call call = Call.of("flows", "-r", CAPTURE, "--streams", folder.toString());

    assertThat(call.status()).as(call.err()).isZero();
    assertThat(call.err()).contains("framering: 5 files with 155000 bytes of TCP streams in ");
    Path first;
    try (Stream<Path> files = Files.list(folder)) {
      first = files.sorted().findFirst().orElseThrow();
    }
    assertThat(first.getFileName().toString()).matches("00000_10.9.0.1_\\d+_to_10.9.0.2_7001");
    assertThat(HexFormat.of().formatHex(Files.readAllBytes(first))).isNotEmpty().isEqualTo(sent);

    Call again = Call.of("flows", "-r", CAPTURE, "--streams", folder.toString());
    assertThat(again.status()).isEqualTo(1);
    assertThat(again.err()).contains("--streams " + folder + ": is not empty;");
    Call nowhere = Call.of("flows", "-r", CAPTURE, "--streams", folder + "/no/such");
    assertThat(nowhere.err()).endsWith("/no/such: no such file\n");
  }

  private static long number(String text) {
    return Long.parseLong(text);
  }

  @Test
  void liveFlowsAreListedNowAndThenAndAtTheEnd() throws Exception {
    Tools.require("ping");
    String[] line = {"flows", "-ilo", "--every=0.2", "--width=100"};
    try (Namespace namespace = Namespace.create()) {
      namespace.ip("link set lo up");
      try (Program program = Program.start(namespace, line).awaitListening()) {
        namespace.exec("ping", "-q", "-c5", "-i0.01", "127.0.0.1");
        program.awaitOut("icmp  127.0.0.1 127.0.0.1        10");

        assertThat(program.signal("INT").status()).isZero();
        assertThat(program.out().lines()).allMatch(each -> each.length() <= 100);
        assertThat(program.err()).contains("10 packets captured\n", "0 packets dropped by kernel");
      }
    }
  }
}

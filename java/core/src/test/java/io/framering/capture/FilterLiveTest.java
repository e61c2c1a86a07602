// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framering.filter.FilterException;
import io.framering.filter.FilterExpression;
import io.framering.filter.FilterTraffic;
import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import io.framering.frame.LinkType;
import io.framering.testing.Namespace;
import io.framering.testing.Traffic;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What filters let through of frames that are really sent, tags taken out by the kernel or not. */
@Timeout(600)
class FilterLiveTest {
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final CaptureOptions OPTIONS =
      CaptureOptions.defaults().ringBytes(2 << 20).blockBytes(128 << 10).promiscuous(true);

  /** Captures that are open at a time. */
  private static final int AT_ONCE = 25;

  private static Namespace namespace;

  /** Sees each frame after all others do: the kernel serves first what was opened last. */
  private static Capture lastAtRight;

  private static Capture lastAtLoopback;

  @BeforeAll
  static void createNamespace() throws Exception {
    namespace = Namespace.withVeth();
    lastAtRight = open(OPTIONS, "right");
    lastAtLoopback = open(OPTIONS, "lo");
  }

  @AfterAll
  static void deleteNamespace() {
    if (namespace != null) {
      lastAtRight.close();
      lastAtLoopback.close();
      namespace.close();
    }
  }

  private static Capture open(CaptureOptions options, String... interfaceNames) throws Exception {
    return namespace.call(() -> Capture.open(List.of(interfaceNames), options));
  }

  private static CaptureOptions filter(String expression) {
    return OPTIONS.filter(FilterExpression.of(expression));
  }

  /** Sends frames, and waits until every capture has them: {@code last} sees them last. */
  private static void send(String interfaceName, Capture last, List<byte[]> frames)
      throws Exception {
    Traffic.send(namespace, interfaceName, frames);
    await(last, frames.size());
  }

  private static void await(Capture last, int count) {
    for (int seen = 0; seen < count; ) {
      FrameBatch batch = last.next(SOON);
      assertThat(batch).as("%d of %d frames", seen, count).isNotNull();
      seen += batch.size();
      assertThat(seen).isLessThanOrEqualTo(count);
    }
  }

  /** All that has come. */
  private static List<byte[]> take(Capture capture) {
    capture.stop();
    List<byte[]> taken = new ArrayList<>();
    while (!capture.ended()) {
      if (capture.next(SOON) instanceof FrameBatch batch) {
        for (FrameCursor frame = batch.cursor(); frame.advance(); ) {
          taken.add(frame.bytes().toArray(ValueLayout.JAVA_BYTE));
        }
      }
    }
    return taken;
  }

  @Test
  void everyExpressionSelectsWhatTcpdumpSelectsOfTheFramesOnTheWire(@TempDir Path folder)
      throws Exception {
    List<byte[]> sent = FilterTraffic.frames(500);
    Path file =
        FilterTraffic.writePcap(
            sent, OPTIONS.snapLength(), LinkType.ETHERNET, folder.resolve("sent.pcap"));
    List<String> expressions = FilterTraffic.expressions();
    int byKernel = 0;
    for (int first = 0; first < expressions.size(); first += AT_ONCE) {
      List<String> some = expressions.subList(first, Math.min(first + AT_ONCE, expressions.size()));
      byKernel += compare(some, sent, file);
    }
    assertThat(byKernel).isGreaterThanOrEqualTo(2 * (expressions.size() - 5));
  }

  /**
   * Tags are taken out of what arrives at "right", and are in their place in what leaves "left".
   */
  private static int compare(List<String> expressions, List<byte[]> sent, Path file)
      throws Exception {
    Map<Capture, String> captures = new LinkedHashMap<>();
    int byKernel = 0;
    try {
      for (String expression : expressions) {
        captures.put(open(filter(expression), "left"), expression);
        captures.put(open(filter(expression), "right"), expression);
      }
      send("left", lastAtRight, sent);
      Map<String, List<Integer>> selected = new HashMap<>();
      for (String expression : expressions) {
        selected.put(expression, FilterTraffic.selectedByTcpdump(file, expression));
      }
      for (Map.Entry<Capture, String> entry : captures.entrySet()) {
        List<byte[]> expected = selected.get(entry.getValue()).stream().map(sent::get).toList();
        List<byte[]> taken = take(entry.getKey());
        assertThat(numbers(taken)).as(entry.getValue()).isEqualTo(numbers(expected));
        assertThat(taken).as(entry.getValue()).containsExactlyElementsOf(expected);
        byKernel += entry.getKey().filteredByKernel() ? 1 : 0;
        assertThat(entry.getKey().statistics().dropped()).isZero();
      }
    } finally {
      closeAll(captures.keySet());
    }
    return byKernel;
  }

  /** At once, as each mostly waits for the kernel. */
  private static void closeAll(Set<Capture> captures) throws InterruptedException {
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      threads.invokeAll(captures.stream().map(each -> Executors.callable(each::close)).toList());
    }
  }

  private static List<Integer> numbers(List<byte[]> frames) {
    return frames.stream()
        .map(frame -> ByteBuffer.wrap(frame).getInt(frame.length - 4) & 0xFFFFFF)
        .toList();
  }

  /** A packet of 60 bytes: an Ethernet header with a tag or without, or none, then IPv4 and TCP. */
  private static byte[] tcp(boolean ethernet, int vlan, int port) {
    ByteBuffer frame = ByteBuffer.allocate(60);
    if (ethernet) {
      frame.putLong(0x0200000000010200L).putInt(2);
      if (vlan > 0) {
        frame.putShort((short) 0x8100).putShort((short) vlan);
      }
      frame.putShort((short) 0x0800);
    }
    frame.putInt(0x45000028).putInt(0).putInt(0x40060000).putInt(0x0A000001).putInt(0x0A000002);
    frame.putShort((short) 40_000).putShort((short) port).putLong(0).putInt(0x50020000).putInt(0);
    return frame.array();
  }

  /** Sends from an Ethernet interface and from one without a header, and says how many came in. */
  private static int countBoth(Process tun, Capture lastAtTunnel, Capture capture)
      throws Exception {
    for (int port : new int[] {80, 81}) {
      send("left", lastAtRight, List.of(tcp(true, 0, port), tcp(true, 7, port)));
      String packet = HexFormat.of().formatHex(tcp(false, 0, port));
      tun.getOutputStream().write((packet + '\n').getBytes(StandardCharsets.US_ASCII));
      tun.getOutputStream().flush();
      await(lastAtTunnel, 1);
    }
    return take(capture).size();
  }

  @Test
  void expressionIsCompiledForEachLinkType() throws Exception {
    Path script = Path.of("src/test/python/tun_packets.py").toAbsolutePath();
    Process tun =
        namespace
            .process(List.of("python3", script.toString(), "tun0"))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(tun.inputReader().readLine()).isEqualTo("up");
    try (Capture lastAtTunnel = open(OPTIONS, "tun0")) {
      CaptureOptions in = OPTIONS.direction(CaptureOptions.Traffic.IN);
      String[] both = {"right", "tun0"};
      String[] all = {};
      // Of each port: one frame without a tag, one with, one packet of the tunnel.
      Object[][] cases = {
        {"tcp port 80", both, 2},
        {"tcp port 80", all, 2},
        {"tcp port 80", new String[] {"tun0"}, 1},
        {"tcp or vlan", both, 4}, // means nothing on the tunnel
        {"not tcp port 80", all, 4},
        {"ether host 02:00:00:00:00:01", all, 4},
        {"vlan and tcp port 80", all, 1},
        {"ip[0] = 0x45", new String[] {"tun0"}, 2},
      };
      for (Object[] one : cases) {
        int expected = (int) one[2];
        CaptureOptions options = in.filter(FilterExpression.of((String) one[0]));
        try (Capture capture = open(options, (String[]) one[1])) {
          assertThat(capture.filteredByKernel()).isTrue();
          assertThat(countBoth(tun, lastAtTunnel, capture)).as((String) one[0]).isEqualTo(expected);
        }
      }
      assertThatThrownBy(() -> open(filter("vlan"), "tun0"))
          .isInstanceOf(FilterException.class)
          .hasMessageContaining("no VLAN support");
    } finally {
      tun.destroyForcibly().waitFor();
    }
  }

  @Test
  void whatIsWrongWithAnExpressionIsSaidBeforeAnythingIsOpened() {
    assertThatThrownBy(() -> open(filter("tcp prot 80"), "right"))
        .isInstanceOf(FilterException.class)
        .hasMessageContaining("syntax error");
    assertThatThrownBy(() -> open(filter("tcp prot 80")))
        .isInstanceOf(FilterException.class)
        .hasMessageContaining("syntax error");
  }

  @Test
  void framesAsTheKernelHasThemAreFilteredAsTheKernelHasThem() throws Exception {
    CaptureOptions delivered = filter("ether[12:2] = 0x8100").restoreVlanTags(false);
    CaptureOptions inner = filter("tcp port 80").restoreVlanTags(false);
    try (Capture arriving = open(delivered, "right");
        Capture leaving = open(delivered, "left");
        Capture stripped = open(inner, "right")) {
      send("left", lastAtRight, List.of(tcp(true, 7, 80), tcp(true, 0, 80)));
      assertThat(take(stripped)).hasSize(2);
      assertThat(take(leaving)).hasSize(1);
      assertThat(take(arriving)).isEmpty();
    }
  }

  @Test
  void loopbackIsFilteredOnceOrTwiceAsAsked() throws Exception {
    try (Capture once = open(filter("port 80"), "lo");
        Capture twice = open(filter("port 80").loopbackTwice(true), "lo");
        Capture leaving = open(filter("port 80 and outbound").loopbackTwice(true), "lo")) {
      send("lo", lastAtLoopback, List.of(tcp(true, 0, 80), tcp(true, 0, 81)));
      assertThat(take(twice)).hasSize(2);
      assertThat(take(once)).hasSize(1);
      assertThat(take(leaving)).hasSize(1);
    }
  }

  @Test
  void snapLengthCutsWhatTheFilterHasSeenWhole() throws Exception {
    byte[] tagged = tcp(true, 7, 80);
    for (int snapLength : new int[] {1, 11, 12, 14, 16, 17, 30}) {
      try (Capture capture =
          open(filter("vlan 7 and tcp port 80").snapLength(snapLength), "right")) {
        send("left", lastAtRight, List.of(tcp(true, 0, 80), tagged));
        assertThat(take(capture)).containsExactly(Arrays.copyOf(tagged, snapLength));
      }
    }
  }

  /** Too long for any kernel, chains of headers, or more than the kernel's option memory. */
  @Test
  void whatTheKernelDoesNotTakeIsFilteredAllTheSame() throws Exception {
    String hosts =
        IntStream.range(0, 1_000)
            .mapToObj(i -> "host 10.1.%d.%d".formatted(i / 250, i % 250))
            .collect(Collectors.joining(" or ", "tcp port 80 and not (", ")"));
    namespace.exec("sh", "-c", "echo 1024 > /proc/sys/net/core/optmem_max");
    try {
      for (String expression :
          List.of(hosts, "ip protochain 6 and tcp port 80", "port 80 and not udp and not sctp")) {
        int vlan = expression.startsWith("ip") ? 0 : 7;
        CaptureOptions options = filter("(" + expression + ") or (vlan and tcp port 80)");
        try (Capture capture = open(options.snapLength(20), "right")) {
          assertThat(capture.filteredByKernel()).as(expression).isFalse();
          byte[] selected = tcp(true, vlan, 80);
          byte[] other = tcp(true, 7, 81);
          send(
              "left",
              lastAtRight,
              List.of(other, selected, selected, other, other, selected, other));
          assertEveryWayShows(capture, Arrays.copyOf(selected, 20), 3);
          assertThat(capture.statistics().received()).isEqualTo(7);
        }
      }
    } finally {
      namespace.exec("sh", "-c", "echo 131072 > /proc/sys/net/core/optmem_max");
    }
  }

  private static void assertEveryWayShows(Capture capture, byte[] frame, int count) {
    int seen = 0;
    while (seen < count && capture.next(SOON) instanceof FrameBatch batch) {
      int before = seen;
      for (Frame each : batch) {
        assertThat(each.bytes().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(frame);
        assertThat(each.copy().toByteArray()).isEqualTo(frame);
        assertThat(each.originalLength()).isEqualTo(60);
        seen++;
      }
      assertThat(batch.size()).isEqualTo(seen - before);
      int again = 0;
      for (FrameCursor cursor = batch.cursor(); cursor.advance(); again++) {
        assertThat(cursor.bytes().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(frame);
      }
      assertThat(again).isEqualTo(batch.size());
    }
    assertThat(seen).isEqualTo(count);
  }

  @Test
  void runDeliversWhatJavaSelects() throws Exception {
    List<byte[]> delivered = new ArrayList<>();
    try (Capture capture = open(filter("ip protochain 6 and tcp port 80"), "right")) {
      byte[] selected = tcp(true, 0, 80);
      byte[] other = tcp(true, 0, 81);
      send("left", lastAtRight, List.of(other, selected, other, selected, other));
      capture.run(frame -> {
        delivered.add(frame.bytes().toArray(ValueLayout.JAVA_BYTE));
        if (delivered.size() == 2) {
          capture.stop();
        }
      });
      assertThat(delivered).containsExactly(selected, selected);
    }
  }
}

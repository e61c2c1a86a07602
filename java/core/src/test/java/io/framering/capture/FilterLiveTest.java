package io.framering.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import io.framering.testing.Namespace;
import io.framering.testing.Traffic;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What filters let through of frames that are really sent, tags taken out by the kernel or not. */
@Timeout(120)
class FilterLiveTest {
  private static final Duration SOON = Duration.ofSeconds(2);
  private static final Duration SILENCE = Duration.ofMillis(30);
  private static final CaptureOptions OPTIONS =
      CaptureOptions.defaults().ringBytes(2 << 20).blockBytes(128 << 10).promiscuous(true);

  /** Captures that are open at a time. */
  private static final int AT_ONCE = 25;

  private static Namespace namespace;

  @BeforeAll
  static void createNamespace() {
    namespace = Namespace.withVeth();
  }

  @AfterAll
  static void deleteNamespace() {
    if (namespace != null) {
      namespace.close();
    }
  }

  private static Capture open(CaptureOptions options, String... interfaceNames) throws Exception {
    return namespace.call(() -> Capture.open(List.of(interfaceNames), options));
  }

  private static CaptureOptions filter(String expression) {
    return OPTIONS.filter(FilterExpression.of(expression));
  }

  /** The frames that come, until {@code count} are there and it is silent. */
  private static List<byte[]> take(Capture capture, int count) {
    List<byte[]> taken = new ArrayList<>();
    while (capture.next(taken.size() < count ? SOON : SILENCE) instanceof FrameBatch batch) {
      for (FrameCursor frame = batch.cursor(); frame.advance(); ) {
        taken.add(frame.bytes().toArray(ValueLayout.JAVA_BYTE));
      }
    }
    return taken;
  }

  @Test
  void everyExpressionSelectsWhatTcpdumpSelectsOfTheFramesOnTheWire(@TempDir Path folder)
      throws Exception {
    List<byte[]> sent = FilterTraffic.frames(500);
    Path file = FilterTraffic.writePcap(sent, OPTIONS.snapLength(), folder.resolve("sent.pcap"));
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
      Traffic.send(namespace, "left", sent);
      for (Map.Entry<Capture, String> entry : captures.entrySet()) {
        List<Integer> selected = FilterTraffic.selectedByTcpdump(file, entry.getValue());
        List<byte[]> expected = selected.stream().map(sent::get).toList();
        List<byte[]> taken = take(entry.getKey(), expected.size());
        assertThat(numbers(taken)).as(entry.getValue()).isEqualTo(numbers(expected));
        assertThat(taken).as(entry.getValue()).containsExactlyElementsOf(expected);
        byKernel += entry.getKey().filteredByKernel() ? 1 : 0;
        assertThat(entry.getKey().statistics().dropped()).isZero();
      }
    } finally {
      captures.keySet().forEach(Capture::close);
    }
    return byKernel;
  }

  private static List<Integer> numbers(List<byte[]> frames) {
    return frames.stream()
        .map(frame -> ByteBuffer.wrap(frame).getInt(frame.length - 4) & 0xFFFFFF)
        .toList();
  }
}

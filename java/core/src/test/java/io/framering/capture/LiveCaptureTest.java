// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.CapturedFrame;
import io.framering.frame.Checksum;
import io.framering.frame.Direction;
import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import io.framering.frame.LinkType;
import io.framering.frame.VlanTag;
import io.framering.testing.Namespace;
import io.framering.testing.Traffic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a capture delivers of frames that are really sent. */
@Timeout(600)
class LiveCaptureTest {
  private static final InetAddress LOCALHOST = InetAddress.ofLiteral("127.0.0.1");
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final CaptureOptions OPTIONS = CaptureOptions.defaults().ringBytes(8 << 20);

  private static Namespace namespace;

  private Process sending;

  @BeforeAll
  static void createNamespace() {
    namespace = Namespace.withVeth();
  }

  @AfterEach
  void stopSending() throws InterruptedException {
    if (sending != null) {
      sending.destroyForcibly().waitFor();
    }
  }

  @AfterAll
  static void deleteNamespace() {
    if (namespace != null) {
      namespace.close();
    }
  }

  private static Capture open(List<String> interfaceNames, CaptureOptions options)
      throws Exception {
    return namespace.call(() -> Capture.open(interfaceNames, options));
  }

  private static Capture open(String interfaceName) throws Exception {
    return open(List.of(interfaceName), OPTIONS);
  }

  /** Copies of the next frames, as many as that, that come soon. */
  private static List<CapturedFrame> take(Capture capture, int count) {
    List<CapturedFrame> taken = new ArrayList<>();
    while (taken.size() < count) {
      try (FrameBatch batch = capture.next(SOON)) {
        assertThat(batch).as("frame %d of %d", taken.size(), count).isNotNull();
        batch.forEach(frame -> taken.add(frame.copy()));
      }
    }
    assertThat(taken.size()).isEqualTo(count);
    return taken;
  }

  private static byte[] frame(int length, int etherType) {
    byte[] frame = new byte[length];
    ByteBuffer.wrap(frame).putLong(0x0200000000010200L).putInt(2).putShort((short) etherType);
    return frame;
  }

  @Test
  void everyFrameArrivesInOrderWithItsBytes() throws Exception {
    List<byte[]> sent = Traffic.mix(5_000);
    try (Capture capture =
        open(List.of("right"), OPTIONS.direction(CaptureOptions.Traffic.IN).ringBytes(64 << 20))) {
      Traffic.send(namespace, "left", sent);
      List<CapturedFrame> received = take(capture, sent.size());
      for (int i = 0; i < sent.size(); i++) {
        assertThat(received.get(i).toByteArray()).as("frame %d", i).isEqualTo(sent.get(i));
        assertThat(received.get(i).originalLength()).isEqualTo(sent.get(i).length);
      }
      assertThat(capture.statistics()).isEqualTo(new CaptureStatistics(sent.size(), 0, 0));
    }
  }

  @Test
  void twoHundredThousandFramesAtASteadyRateAreAllThere(@TempDir Path folder) throws Exception {
    int count = 200_000;
    List<byte[]> mix = Traffic.mix(2_000);
    List<byte[]> sent = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      byte[] frame = mix.get(i % mix.size()).clone();
      if (frame.length >= 18) {
        ByteBuffer.wrap(frame).putInt(frame.length - 4, i);
      }
      sent.add(frame.length > 600 ? Arrays.copyOf(frame, 600) : frame);
    }
    // The ring has room for each part, however late it is read; it is gone through more than once.
    int part = count / 4;
    try (Capture capture = open(List.of("right"), OPTIONS.ringBytes(32 << 20))) {
      for (int from = 0; from < count; from += part) {
        Path file = Traffic.write(sent.subList(from, from + part), folder.resolve("frames"));
        sending = Traffic.send(namespace, "left", file, 100_000);
        for (int next = from; next < from + part; ) {
          FrameBatch batch = capture.next(SOON);
          assertThat(batch).as("frame %d", next).isNotNull();
          next = compare(batch, sent, next);
        }
        String said = new String(sending.getInputStream().readAllBytes());
        assertThat(sending.waitFor()).as(said).isZero();
      }
      assertThat(capture.statistics()).isEqualTo(new CaptureStatistics(count, 0, 0));
    }
  }

  private static int compare(FrameBatch batch, List<byte[]> sent, int first) {
    int next = first;
    for (FrameCursor frame = batch.cursor(); frame.advance(); next++) {
      ByteBuffer expected = ByteBuffer.wrap(sent.get(next));
      ByteBuffer actual = frame.bytes().asByteBuffer();
      assertThat(actual.mismatch(expected)).as("first wrong byte of frame %d", next).isEqualTo(-1);
    }
    batch.close();
    return next;
  }

  @Test
  void frameKnowsWhereItWasSeenAndWhen() throws Exception {
    try (Capture capture = open(List.of(), OPTIONS)) {
      long before = nowNanos();
      Traffic.send(namespace, "left", List.of(frame(60, 0x88B5)));
      List<CapturedFrame> frames = take(capture, 2);
      long after = nowNanos();
      List<NetworkInterfaces.Interface> interfaces = namespace.call(NetworkInterfaces::list);
      assertThat(frames)
          .extracting(frame -> interfaces.get(frame.interfaceIndex() - 1).name())
          .containsExactly("left", "right");
      assertThat(frames)
          .extracting(CapturedFrame::direction)
          .containsExactly(Direction.OUTGOING, Direction.TO_OTHERS);
      for (CapturedFrame frame : frames) {
        assertThat(frame.timestampNanos()).isBetween(before, after);
        assertThat(frame.linkType()).isEqualTo(LinkType.ETHERNET);
        assertThat(frame.vlanTag()).isEqualTo(VlanTag.NOT_STRIPPED);
        assertThat(frame.offloaded()).isFalse();
      }
    }
  }

  private static long nowNanos() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000 + now.getNano();
  }

  @Test
  void directionIsRecognised() throws Exception {
    byte[] broadcast = frame(60, 0x88B5);
    Arrays.fill(broadcast, 0, 6, (byte) 0xFF);
    byte[] multicast = frame(60, 0x88B5);
    multicast[0] = 0x03;
    String right =
        namespace.ip("-o link show dev right").replaceAll("(?s).*link/ether (\\S+).*", "$1");
    byte[] toUs = frame(60, 0x88B5);
    String[] octets = right.split(":");
    for (int i = 0; i < 6; i++) {
      toUs[i] = (byte) Integer.parseInt(octets[i], 16);
    }
    try (Capture capture = open("right")) {
      Traffic.send(namespace, "left", List.of(broadcast, multicast, toUs));
      assertThat(take(capture, 3))
          .extracting(CapturedFrame::direction)
          .containsExactly(Direction.BROADCAST, Direction.MULTICAST, Direction.TO_US);
    }
  }

  @Test
  void vlanTagIsPutBackOrLeftOutAsAsked() throws Exception {
    byte[] tagged = frame(64, 0x8100);
    ByteBuffer.wrap(tagged).putInt(14, 0x6064_0800);
    byte[] stacked = frame(68, 0x88A8);
    ByteBuffer.wrap(stacked).putLong(14, 0x0007_8100_0008_0800L);
    try (Capture capture = open("right")) {
      Traffic.send(namespace, "left", List.of(tagged, stacked));
      List<CapturedFrame> frames = take(capture, 2);
      assertThat(frames.get(0).toByteArray()).isEqualTo(tagged);
      assertThat(frames.get(0).vlanTag()).isEqualTo(VlanTag.RESTORED);
      assertThat(frames.get(0).vlanTpid()).isEqualTo(0x8100);
      assertThat(frames.get(0).vlanTci()).isEqualTo(0x6064);
      assertThat(frames.get(1).toByteArray()).isEqualTo(stacked);
      assertThat(frames.get(1).vlanTpid()).isEqualTo(0x88A8);
      assertThat(frames.get(1).vlanTci()).isEqualTo(7);
    }
    try (Capture capture = open(List.of("right"), OPTIONS.restoreVlanTags(false))) {
      Traffic.send(namespace, "left", List.of(tagged));
      CapturedFrame frame = take(capture, 1).getFirst();
      assertThat(frame.vlanTag()).isEqualTo(VlanTag.STRIPPED);
      assertThat(frame.originalLength()).isEqualTo(60);
      assertThat(frame.vlanTci()).isEqualTo(0x6064);
    }
  }

  @Test
  void snapLengthLeavesTheOriginalLength() throws Exception {
    try (Capture capture = open(List.of("right"), OPTIONS.snapLength(20))) {
      Traffic.send(namespace, "left", List.of(frame(1514, 0x88B5), frame(15, 0x88B5)));
      List<CapturedFrame> frames = take(capture, 2);
      assertThat(frames).extracting(CapturedFrame::capturedLength).containsExactly(20, 15);
      assertThat(frames).extracting(CapturedFrame::originalLength).containsExactly(1514L, 15L);
    }
  }

  @Test
  void frameThatSegmentationMakesIsCalledOffloaded() throws Exception {
    namespace.ip("link set lo mtu 1500");
    try (Capture capture = open("lo")) {
      byte[] message = new byte[100_000];
      namespace.run(() -> {
        try (ServerSocket server = new ServerSocket(0, 1, LOCALHOST);
            Socket client = new Socket(LOCALHOST, server.getLocalPort());
            Socket peer = server.accept()) {
          Thread writer = Thread.startVirtualThread(() -> write(client, message));
          peer.getInputStream().readNBytes(message.length);
          writer.join();
        }
      });
      int large = 0;
      while (capture.next(large == 0 ? SOON : Duration.ofMillis(100)) instanceof FrameBatch batch) {
        for (Frame frame : batch) {
          assertThat(frame.offloaded()).isEqualTo(frame.originalLength() > 1514);
          large += frame.offloaded() ? 1 : 0;
        }
      }
      assertThat(large).isPositive();
    } finally {
      namespace.ip("link set lo mtu 65536");
    }
  }

  private static void write(Socket socket, byte[] message) {
    try {
      socket.getOutputStream().write(message);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void checksumThatTheCardWasToFillInIsNotReady() throws Exception {
    try (Capture capture = open(List.of("lo"), OPTIONS)) {
      namespace.run(() -> {
        try (java.net.DatagramSocket socket = new java.net.DatagramSocket()) {
          socket.send(new DatagramPacket(new byte[8], 8, LOCALHOST, socket.getLocalPort()));
        }
      });
      assertThat(take(capture, 1).getFirst().checksum()).isEqualTo(Checksum.NOT_READY);
    }
  }

  @Test
  void loopbackIsSeenOnceOrTwiceAsAsked() throws Exception {
    try (Capture once = open(List.of("lo"), OPTIONS);
        Capture twice = open(List.of("lo"), OPTIONS.loopbackTwice(true))) {
      Traffic.send(namespace, "lo", List.of(frame(60, 0x88B5), frame(61, 0x88B5)));
      assertThat(take(once, 2)).extracting(CapturedFrame::originalLength).containsExactly(60L, 61L);
      assertThat(take(twice, 4))
          .extracting(CapturedFrame::originalLength)
          .containsExactly(60L, 60L, 61L, 61L);
      assertThat(once.next(Duration.ofMillis(50))).isNull();
    }
  }

  @Test
  void severalInterfacesAreOneSource() throws Exception {
    namespace.addVeth("third", "fourth");
    try (Capture capture = open(List.of("lo", "right", "lo"), OPTIONS)) {
      Traffic.send(namespace, "third", List.of(frame(60, 0x88B5)));
      Traffic.send(namespace, "left", List.of(frame(61, 0x88B5)));
      Traffic.send(namespace, "lo", List.of(frame(62, 0x88B5)));
      assertThat(take(capture, 2))
          .extracting(CapturedFrame::originalLength)
          .containsExactly(61L, 62L);
      assertThat(promiscuity("right")).isEqualTo(1);
      assertThat(promiscuity("third")).isZero();
    } finally {
      namespace.ip("link delete third");
    }
  }

  private static int promiscuity(String interfaceName) {
    String details = namespace.ip("-d link show dev " + interfaceName);
    return Integer.parseInt(details.replaceAll("(?s).*promiscuity (\\d+).*", "$1"));
  }

  @Test
  void promiscuousModeLastsAsLongAsTheCapture() throws Exception {
    try (Capture capture = open("right")) {
      assertThat(promiscuity("right")).isEqualTo(1);
      assertThat(capture.ended()).isFalse();
    }
    assertThat(promiscuity("right")).isZero();
    try (Capture capture = open(List.of("right"), OPTIONS.promiscuous(false))) {
      assertThat(promiscuity("right")).isZero();
      assertThat(capture.ended()).isFalse();
    }
  }

  @Test
  void interfaceThatGoesDownAndUpGoesOnBeingCaptured() throws Exception {
    try (Capture capture = open("right")) {
      namespace.ip("link set right down");
      assertThat(capture.next(Duration.ofMillis(300))).isNull();
      assertThat(capture.ended()).isFalse();
      namespace.ip("link set right up");
      assertThat(nextWhileSending(capture).size()).isPositive();
    }
  }

  /** It takes the other end up to a second to see that there is a carrier again. */
  private static FrameBatch nextWhileSending(Capture capture) throws Exception {
    for (int i = 0; i < 600; i++) {
      Traffic.send(namespace, "left", List.of(frame(60, 0x88B5)));
      if (capture.next(Duration.ofMillis(100)) instanceof FrameBatch batch) {
        return batch;
      }
    }
    throw new AssertionError("nothing comes any more");
  }
}

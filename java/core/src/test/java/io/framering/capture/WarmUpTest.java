// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.framering.frame.CapturedFrame;
import io.framering.frame.Direction;
import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import io.framering.frame.FrameSource;
import io.framering.frame.LinkType;
import io.framering.packet.Arp;
import io.framering.packet.Icmp;
import io.framering.packet.Icmpv6;
import io.framering.packet.Ipv4;
import io.framering.packet.Ipv6;
import io.framering.packet.Packet;
import io.framering.packet.Problem;
import io.framering.packet.Tcp;
import io.framering.packet.Udp;
import io.framering.packet.Vlan;
import io.framering.testing.Allocated;
import io.framering.testing.FrameAccess;
import io.framering.testing.Resources;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That a warm-up is a capture like any other, of frames as they are on most networks. */
@Timeout(600)
class WarmUpTest {
  private static final int MEASURED = 1_000_000;
  private static final List<Class<?>> KINDS =
      List.of(
          Arp.class,
          Icmp.class,
          Icmpv6.class,
          Ipv4.class,
          Ipv6.class,
          Tcp.class,
          Udp.class,
          Vlan.class);

  private static void assertIsWhole(Packet packet, Frame frame) {
    assertThat(packet.cut()).isNull();
    assertThat(packet.size()).isGreaterThanOrEqualTo(2);
    for (int i = 0; i < packet.size(); i++) {
      assertThat(packet.layer(i).problem()).isEqualTo(Problem.NONE);
    }
    assertThat(packet.payloadEnd()).isLessThanOrEqualTo(frame.end());
    if (packet.find(Ipv4.class) instanceof Ipv4 ip) {
      assertThat(ip.headerChecksum()).isEqualTo(ip.expectedHeaderChecksum());
      assertFills(frame, ip.offset() + ip.totalLength(), packet.find(Udp.class));
    }
    if (packet.find(Ipv6.class) instanceof Ipv6 ip) {
      assertFills(frame, ip.payloadOffset() + ip.payloadLengthField(), packet.find(Udp.class));
    }
  }

  /** The frame ends with the packet, or is the shortest and padded; the datagram ends with both. */
  private static void assertFills(Frame frame, long packetEnd, Udp udp) {
    assertThat(packetEnd).isLessThanOrEqualTo(frame.end());
    if (frame.capturedLength() > 60) {
      assertThat(packetEnd).isEqualTo(frame.end());
    }
    if (udp != null) {
      assertThat(udp.offset() + udp.length()).isEqualTo(packetEnd);
    }
  }

  @Test
  void everyFrameIsOneOfAnOrdinaryNetwork() {
    Packet packet = new Packet();
    Set<Class<?>> seen = new HashSet<>();
    AtomicLong last = new AtomicLong();
    try (Capture warmUp = Capture.warmUp(FrameSource.FOREVER)) {
      warmUp.run(frame -> {
        packet.wrap(frame);
        assertIsWhole(packet, frame);
        for (int i = 0; i < packet.size(); i++) {
          seen.add(packet.layer(i).getClass());
        }
        assertThat(frame.linkType()).isEqualTo(LinkType.ETHERNET);
        assertThat(frame.interfaceIndex()).isEqualTo(1);
        assertThat(frame.direction()).isEqualTo(Direction.TO_US);
        assertThat(frame.capturedLength()).isBetween(60, 1514);
        assertThat(frame.originalLength()).isEqualTo(frame.capturedLength());
        assertThat(frame.offloaded()).isFalse();
        assertThat(frame.timestampNanos()).isGreaterThanOrEqualTo(last.get());
        last.set(frame.timestampNanos());
        if (seen.containsAll(KINDS)) {
          warmUp.stop();
        }
      });
      assertThat(warmUp.interfaceName(1)).isEqualTo("lo");
    }
  }

  @Test
  void endsAfterItsDuration() {
    long start = System.nanoTime();
    try (Capture warmUp = Capture.warmUp(Duration.ofMillis(50))) {
      assertThat(warmUp.ended()).isFalse();
      while (warmUp.next(FrameSource.FOREVER) != null) {
        assertThat(warmUp.ended()).isFalse();
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThanOrEqualTo(Duration.ofMillis(49)); // by a clock of milliseconds
      assertThat(warmUp.ended()).isTrue();
      assertThat(warmUp.next(Duration.ZERO)).isNull();
      assertThat(warmUp.awaitInterface()).isFalse();
    }
    try (Capture none = Capture.warmUp(Duration.ZERO)) {
      assertThat(none.next(FrameSource.FOREVER)).isNull();
      assertThat(none.ended()).isTrue();
    }
  }

  @Test
  void anotherThreadEndsOneWithoutAnEnd() throws Exception {
    try (Capture warmUp = Capture.warmUp(FrameSource.FOREVER)) {
      Thread stopper = Thread.ofPlatform().start(warmUp::stop);
      warmUp.run(frame -> {});
      stopper.join();
      assertThat(warmUp.ended()).isTrue();
    }
    Capture warmUp = Capture.warmUp(FrameSource.FOREVER);
    Thread closer = Thread.ofPlatform().start(warmUp::close);
    warmUp.run(frame -> {});
    closer.join();
    assertThat(warmUp.next(Duration.ZERO)).isNull();
  }

  @Test
  void negativeDurationIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Capture.warmUp(Duration.ofMillis(-1)))
        .withMessageContaining("PT-0.001S");
  }

  @Test
  void nothingIsCountedAndNothingLost() {
    Capture warmUp = Capture.warmUp(FrameSource.FOREVER);
    for (int i = 0; i < 10; i++) {
      assertThat(warmUp.next(FrameSource.FOREVER).lostBefore()).isZero();
    }
    assertThat(warmUp.statistics()).isEqualTo(CaptureStatistics.NONE);
    warmUp.close();
    assertThat(warmUp.statistics()).isEqualTo(CaptureStatistics.NONE);
  }

  @Test
  void framesAreLentAsAnyAre() {
    Capture warmUp = Capture.warmUp(FrameSource.FOREVER);
    Frame first = warmUp.next(FrameSource.FOREVER).iterator().next();
    CapturedFrame copy = first.copy();
    Frame second = warmUp.next(FrameSource.FOREVER).iterator().next();
    assertEveryLookFails(first);
    assertThat(copy.toByteArray()).hasSize(copy.capturedLength());
    warmUp.close();
    assertEveryLookFails(second);
  }

  private static void assertEveryLookFails(Frame frame) {
    for (Consumer<Frame> look : FrameAccess.ALL) {
      assertThatIllegalStateException().isThrownBy(() -> look.accept(frame));
    }
  }

  @Test
  void nothingIsLeftOpen() throws Exception {
    Capture.warmUp(Duration.ZERO).close(); // loads what stays
    long descriptors = Resources.descriptors();
    for (int i = 0; i < 50; i++) {
      try (Capture warmUp = Capture.warmUp(FrameSource.FOREVER)) {
        warmUp.next(FrameSource.FOREVER);
      }
    }
    assertThat(Resources.descriptors()).isEqualTo(descriptors);
  }

  /** A warm-up takes the frame path of a capture: it allocates nothing per frame. */
  @Test
  void cursorAllocatesNothingPerFrame() {
    try (Capture warmUp = Capture.warmUp(FrameSource.FOREVER)) {
      visit(warmUp);
      long before = Allocated.bytes();
      int batches = visit(warmUp);
      assertThat(Allocated.bytes() - before)
          .as("%d frames, %d batches", MEASURED, batches)
          .isLessThan(100_000 + batches * 1024L);
    }
  }

  private static int visit(Capture warmUp) {
    int batches = 0;
    for (int frames = 0; frames < MEASURED; batches++) {
      try (FrameBatch batch = warmUp.next(FrameSource.FOREVER)) {
        for (FrameCursor frame = batch.cursor(); frame.advance(); ) {
          frames++;
        }
      }
    }
    return batches;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.transmit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.framering.capture.Capture;
import io.framering.capture.CaptureOptions;
import io.framering.frame.CapturedFrame;
import io.framering.frame.FrameBatch;
import io.framering.frame.VlanTag;
import io.framering.testing.Allocated;
import io.framering.testing.Namespace;
import io.framering.transmit.TransmitException.Reason;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What leaves a transmitter, as a capture at the other end of a veth pair sees it. */
@Timeout(600)
class TransmitterTest {
  private static final int ETHER_TYPE = 0x88B5;
  private static final int EMSGSIZE = 90;
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final TransmitOptions PATIENT = TransmitOptions.defaults().patience(SOON);

  private Namespace namespace;

  @BeforeEach
  void createNamespace() {
    namespace = Namespace.withVeth();
  }

  @AfterEach
  void deleteNamespace() {
    namespace.close();
  }

  private Transmitter open(TransmitOptions options) {
    return Transmitter.open("left", options.networkNamespace(namespace.name()));
  }

  private Capture capture() {
    return Capture.open(
        "right", CaptureOptions.defaults().ringBytes(8 << 20).networkNamespace(namespace.name()));
  }

  /** A frame of this length whose payload starts with this number. */
  private static byte[] frame(int length, int number) {
    byte[] bytes = new byte[length];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).putShort(12, (short) ETHER_TYPE);
    for (int i = 18; i < length; i++) {
      bytes[i] = (byte) (i * number);
    }
    if (length >= 18) {
      buffer.putInt(14, number);
    }
    return bytes;
  }

  private static List<CapturedFrame> take(Capture capture, int count) {
    List<CapturedFrame> taken = new ArrayList<>();
    while (taken.size() < count) {
      try (FrameBatch batch = capture.next(SOON)) {
        assertThat(batch).as("frame %d of %d", taken.size(), count).isNotNull();
        batch.forEach(frame -> taken.add(frame.copy()));
      }
    }
    assertThat(taken).hasSize(count);
    return taken;
  }

  @Test
  void framesArriveAsTheyAreAndInOrder() {
    int count = 1000;
    long bytes = 0;
    try (Capture capture = capture();
        Transmitter transmitter = open(PATIENT);
        Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(9014);
      for (int i = 0; i < count; i++) {
        byte[] frame = frame(14 + i * 9, i);
        bytes += frame.length;
        if (i % 2 == 0) {
          transmitter.send(MemorySegment.ofArray(frame));
        } else { // its memory changes as soon as send returns
          memory.copyFrom(MemorySegment.ofArray(frame));
          transmitter.send(memory.asSlice(0, frame.length).asReadOnly());
          memory.fill((byte) -1);
        }
      }
      transmitter.flush();
      assertThat(transmitter.statistics()).isEqualTo(new TransmitStatistics(count, bytes, 0, 0, 0));
      List<CapturedFrame> taken = take(capture, count);
      for (int i = 0; i < count; i++) {
        assertThat(taken.get(i).toByteArray()).as("frame %d", i).isEqualTo(frame(14 + i * 9, i));
      }
    }
  }

  @Test
  void lentFramesMayBeSentAndReleased() {
    try (Capture capture = capture();
        Transmitter first = open(PATIENT);
        Transmitter back = Transmitter.open("right", PATIENT.networkNamespace(namespace.name()));
        Capture end =
            Capture.open(
                "left",
                CaptureOptions.defaults()
                    .direction(CaptureOptions.Traffic.IN)
                    .networkNamespace(namespace.name()))) {
      for (int i = 0; i < 100; i++) {
        first.send(CapturedFrame.ofEthernet(frame(100, i)));
      }
      first.flush();
      for (int sent = 0; sent < 100; ) {
        try (FrameBatch batch = capture.next(SOON)) {
          back.send(batch);
          sent += batch.size();
        }
      }
      back.flush();
      List<CapturedFrame> taken = take(end, 100);
      for (int i = 0; i < 100; i++) {
        assertThat(taken.get(i).toByteArray()).as("frame %d", i).isEqualTo(frame(100, i));
      }
      assertThat(back.statistics().sent()).isEqualTo(100);
    }
  }

  @Test
  void aStrippedTagIsPutBack() {
    byte[] tagged = frame(64, 7);
    ByteBuffer.wrap(tagged).putInt(12, 0x8100_2005);
    try (Capture stripping =
            Capture.open(
                "right",
                CaptureOptions.defaults()
                    .restoreVlanTags(false)
                    .networkNamespace(namespace.name()));
        Capture capture = capture();
        Transmitter transmitter = open(PATIENT)) {
      transmitter.send(MemorySegment.ofArray(tagged));
      transmitter.flush();
      CapturedFrame stripped = take(stripping, 1).getFirst();
      assertThat(stripped.vlanTag()).isEqualTo(VlanTag.STRIPPED);
      assertThat(stripped.capturedLength()).isEqualTo(60);
      transmitter.send(stripped);
      transmitter.flush();
      assertThat(take(capture, 2)).allMatch(each -> Arrays.equals(each.toByteArray(), tagged));
    }
  }

  @Test
  void framesThatCannotLeaveAreCountedAndTold() {
    List<Integer> refused = new ArrayList<>();
    try (Transmitter transmitter = open(PATIENT.listener((errno, time) -> refused.add(errno)))) {
      for (int length : new int[] {60, 9015, 13, 60}) {
        transmitter.send(MemorySegment.ofArray(frame(Math.max(length, 14), 1)).asSlice(0, length));
      }
      transmitter.flush();
      assertThat(transmitter.statistics()).isEqualTo(new TransmitStatistics(2, 120, 2, 0, 0));
      assertThat(transmitter.statistics().refused()).isEqualTo(2);
      assertThat(refused).containsExactly(0, EMSGSIZE, 22, 0);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> transmitter.send(MemorySegment.ofArray(new byte[200_000])))
          .withMessageContaining("200000 bytes");
    }
  }

  @Test
  void anInterfaceThatIsDownIsNamedAndTheFramesWait() {
    namespace.ip("link set left down");
    try (Transmitter transmitter = open(PATIENT)) {
      transmitter.send(MemorySegment.ofArray(frame(60, 1)));
      assertThatExceptionOfType(TransmitException.class)
          .isThrownBy(transmitter::flush)
          .withMessage("left: the interface is down; bring it up with: ip link set left up")
          .extracting(TransmitException::reason)
          .isEqualTo(Reason.INTERFACE_DOWN);
      assertThat(transmitter.statistics()).isEqualTo(new TransmitStatistics(0, 0, 0, 0, 1));
      namespace.ip("link set left up");
      transmitter.flush(); // waits for the carrier
      assertThat(transmitter.statistics().sent()).isEqualTo(1);
      namespace.ip("link delete left");
      transmitter.send(MemorySegment.ofArray(frame(60, 1)));
      assertThatExceptionOfType(TransmitException.class)
          .isThrownBy(transmitter::close)
          .withMessage("left: the interface was deleted");
      assertThat(transmitter.statistics()).isEqualTo(new TransmitStatistics(1, 60, 0, 0, 1));
    }
  }

  @Test
  void openingNamesWhatIsMissing() {
    assertThatExceptionOfType(TransmitException.class)
        .isThrownBy(() ->
            Transmitter.open(
                "nosuch", TransmitOptions.defaults().networkNamespace(namespace.name())))
        .withMessageMatching("nosuch: no such interface; this host has lo, .*")
        .extracting(TransmitException::reason)
        .isEqualTo(Reason.NO_SUCH_INTERFACE);
    assertThatExceptionOfType(TransmitException.class)
        .isThrownBy(() ->
            namespace.run(
                () -> Transmitter.open("left", TransmitOptions.defaults().helper("/nosuch"))))
        .withMessageStartingWith("/nosuch: the helper gave no socket: posix_spawn failed");
  }

  @Test
  void framesLeaveWhenTheyAreDue() {
    List<Long> times = new ArrayList<>();
    try (Transmitter transmitter = open(PATIENT.listener((errno, time) -> times.add(time)))) {
      long start = System.nanoTime();
      byte[] frame = frame(60, 1);
      for (int i = 0; i < 20; i++) {
        transmitter.send(MemorySegment.ofArray(frame), start + i * 2_000_000L);
      }
      transmitter.flush();
      assertThat(System.nanoTime()).isGreaterThanOrEqualTo(start + 38_000_000L);
      for (int i = 0; i < 20; i++) {
        assertThat(times.get(i)).isGreaterThanOrEqualTo(start + i * 2_000_000L);
      }
      assertThat(times.getFirst()).isLessThan(start + 38_000_000L);
    }
  }

  @Test
  void closingSendsWhatWaits() {
    try (Capture capture = capture()) {
      Transmitter transmitter = open(PATIENT);
      transmitter.send(MemorySegment.ofArray(frame(60, 5)));
      assertThat(transmitter.statistics().waiting()).isEqualTo(1);
      transmitter.close();
      transmitter.close();
      assertThat(take(capture, 1).getFirst().toByteArray()).isEqualTo(frame(60, 5));
      assertThat(transmitter.statistics()).isEqualTo(new TransmitStatistics(1, 60, 0, 0, 0));
      transmitter.send(MemorySegment.ofArray(frame(60, 5)));
      assertThatIllegalStateException()
          .isThrownBy(transmitter::flush)
          .withMessage("the transmitter is closed");
    }
  }

  /** The sender waits for a carrier that does not come, or for a time that is far away. */
  @Test
  void closingEndsASenderThatWaits() throws Exception {
    namespace.ip("link set right down");
    for (long hour : new long[] {0, 3_600_000_000_000L}) {
      Transmitter transmitter = open(TransmitOptions.defaults().patience(LONG));
      CountDownLatch begun = new CountDownLatch(1);
      FutureTask<Void> sending =
          new FutureTask<>(() -> {
            long due = hour == 0 ? 0 : System.nanoTime() + hour;
            transmitter.send(MemorySegment.ofArray(frame(60, 1)), due);
            begun.countDown();
            transmitter.flush();
            return null;
          });
      Thread thread = Thread.ofPlatform().start(sending);
      begun.await();
      while (thread.getState() == Thread.State.NEW
          || Arrays.stream(thread.getStackTrace())
              .noneMatch(each -> each.getMethodName().equals("transmit0"))) {
        Thread.onSpinWait();
      }
      transmitter.close();
      thread.join();
      assertThat(sending.exceptionNow()).hasMessage("the transmitter is closed");
      assertThat(transmitter.statistics()).isEqualTo(new TransmitStatistics(0, 0, 0, 0, 1));
    }
  }

  @Test
  void nothingIsAllocatedPerFrame() {
    try (Arena arena = Arena.ofConfined();
        Transmitter transmitter = open(PATIENT)) {
      MemorySegment frame = arena.allocate(60);
      frame.set(ValueLayout.JAVA_SHORT_UNALIGNED, 12, Short.reverseBytes((short) ETHER_TYPE));
      // An object has at least 16 bytes. Some per batch are Mockito's, once a test of this JVM has
      // mocked a class with the same base.
      long half = 20_000 * 8;
      long allocated = Allocated.onceCompiled(half, () -> send(transmitter, frame, 20_000));
      assertThat(allocated).isLessThan(half);
      assertThat(transmitter.statistics().sent()).isPositive();
    }
  }

  private static void send(Transmitter transmitter, MemorySegment frame, int count) {
    for (int i = 0; i < count; i++) {
      transmitter.send(frame);
    }
    transmitter.flush();
  }

  /** Whoever writes frames and lengths at the same time must not make C read outside. */
  @Test
  void threadsShareATransmitter() throws Exception {
    List<Thread> threads = new ArrayList<>();
    try (Transmitter transmitter = open(PATIENT)) {
      for (int number = 0; number < 4; number++) {
        byte[] frame = frame(60 + number * 1000, number);
        threads.add(
            Thread.ofPlatform()
                .start(() -> send(transmitter, MemorySegment.ofArray(frame), 2_000)));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(transmitter.statistics())
          .isEqualTo(new TransmitStatistics(8_000, 2_000L * (60 + 1060 + 2060 + 3060), 0, 0, 0));
    }
  }

  @Test
  void wrongOptionsAreRefused() {
    TransmitOptions options = TransmitOptions.defaults();
    assertThatIllegalArgumentException().isThrownBy(() -> options.sendBuffer(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> options.patience(Duration.ofMillis(-1)));
    assertThatIllegalArgumentException().isThrownBy(() -> options.patience(Duration.ofDays(30)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options.helper("/bin/true").networkNamespace("blue"));
  }
}

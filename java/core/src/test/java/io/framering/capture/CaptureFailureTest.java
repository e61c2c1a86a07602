// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.framering.capture.CaptureException.Reason;
import io.framering.jni.Errno;
import io.framering.jni.Ring;
import io.framering.jni.Ring.LastError;
import io.framering.jni.RingBatch;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Failures that no kernel produces on demand: a ring that answers for it. */
class CaptureFailureTest {
  private static final int EIO = 5;
  private static final LastError TIMEOUT = new LastError(Errno.ETIMEDOUT, null, null);

  private final Ring ring = mock(Ring.class);
  private Capture capture;

  @BeforeEach
  void open() {
    when(ring.interfaces(any())).thenReturn(ByteBuffer.allocate(0));
    capture = new Capture(ring, List.of("eth0"));
  }

  @Test
  void damagedRingNamesTheFieldAndGoesOn() {
    when(ring.lastError()).thenReturn(new LastError(Errno.EBADMSG, "next", "tp_snaplen"));
    assertThatThrownBy(() -> capture.next(Duration.ofSeconds(1)))
        .hasMessage("eth0: a block of the ring is damaged: tp_snaplen is out of range")
        .extracting(e -> ((CaptureException) e).reason())
        .isEqualTo(Reason.DAMAGED_RING);
    assertThat(capture.ended()).isFalse();
    when(ring.lastError()).thenReturn(TIMEOUT);
    assertThat(capture.next(Duration.ofSeconds(1))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"poll", "recv(RTMGRP_LINK)", "getsockname"})
  void failedCallIsNamedAndEndsTheCapture(String call) {
    when(ring.lastError()).thenReturn(new LastError(EIO, call, null));
    assertThatThrownBy(() -> capture.next(Duration.ofSeconds(1)))
        .hasMessage("eth0: " + call + " failed: Input/output error")
        .extracting(e -> ((CaptureException) e).errno())
        .isEqualTo(EIO);
    assertThat(capture.ended()).isTrue();
  }

  @Test
  void waitGoesOnWithWhatIsLeftOfItWhenTheInterfaceGoesDown() {
    when(ring.lastError()).thenReturn(new LastError(Errno.ENETDOWN, "poll", null), TIMEOUT);
    assertThat(capture.next(Duration.ofMillis(50))).isNull();
    verify(ring).next(50);
    verify(ring, times(2)).next(anyInt());
    assertThat(capture.ended()).isFalse();
  }

  @Test
  void batchIsTakenBackWhenTheCaptureWasClosedMeanwhile() throws Exception {
    // Not a mock, which would slow down the methods of all batches in this JVM.
    RingBatch batch = Ring.warmUp(new byte[60], new int[] {60}, -1).next(0);
    when(ring.next(anyInt())).thenReturn(batch);
    when(ring.isClosed()).thenReturn(true);
    assertThat(capture.next(Duration.ofSeconds(1))).isNull();
    assertThatIllegalStateException().isThrownBy(batch::cursor);
  }

  static Stream<Arguments> failedCalls() {
    return Stream.of(
        Arguments.of(
            Errno.EPERM,
            "socket(AF_PACKET)",
            Reason.NOT_PERMITTED,
            "eth0: capturing needs the capability CAP_NET_RAW: run as root (sudo), or grant it with"
                + " setpriv --inh-caps +net_raw --ambient-caps +net_raw"),
        Arguments.of(
            Errno.ENOMEM,
            "setsockopt(PACKET_RX_RING)",
            Reason.NO_MEMORY,
            "eth0: the kernel has no memory for a ring of 32 MiB, nor for the smallest one"
                + " (setsockopt(PACKET_RX_RING)); free some, or ask for smaller blocks"),
        Arguments.of(
            Errno.ENODEV,
            "bind",
            Reason.INTERFACE_GONE,
            "eth0: the interface has just been deleted"),
        Arguments.of(
            Errno.ENETDOWN,
            "bind",
            Reason.INTERFACE_DOWN,
            "eth0: the interface is down; bring it up with: ip link set eth0 up"),
        Arguments.of(
            24,
            "socket(AF_PACKET)",
            Reason.SYSTEM,
            "eth0: socket(AF_PACKET) failed: Too many open files; raise the limit with:"
                + " ulimit -n"),
        Arguments.of(
            Errno.EPERM,
            "setsockopt(SO_ATTACH_FILTER)",
            Reason.SYSTEM,
            "eth0: setsockopt(SO_ATTACH_FILTER) failed: Operation not permitted; does a sandbox,"
                + " such as seccomp, forbid it?"),
        Arguments.of(
            Errno.ENOMEM,
            "malloc",
            Reason.SYSTEM,
            "eth0: malloc failed: Cannot allocate memory; free some memory"),
        Arguments.of(
            Errno.ENAMETOOLONG,
            "setns",
            Reason.SYSTEM,
            "blue: setns failed: File name too long; a path has at most 4095 bytes"),
        Arguments.of(
            Errno.EPERM,
            "setns",
            Reason.NOT_PERMITTED,
            "blue: entering a network namespace needs the capability CAP_SYS_ADMIN: run as root"
                + " (sudo)"),
        Arguments.of(
            Errno.EINVAL,
            "options",
            Reason.SYSTEM,
            "eth0: the native library refuses these options: is it of this version?"));
  }

  static Stream<Arguments> failedListing() {
    return Stream.of(
        Arguments.of(
            Errno.EPERM,
            "netlink(RTM_GETLINK)",
            "the list of interfaces: netlink(RTM_GETLINK) failed: Operation not permitted; does a"
                + " sandbox, such as seccomp, forbid it?"),
        Arguments.of(
            Errno.EMFILE,
            "setns",
            "blue: setns failed: Too many open files; raise the limit with: ulimit -n"),
        Arguments.of(
            Errno.EPERM,
            "setns",
            "blue: entering a network namespace needs the capability CAP_SYS_ADMIN: run as root"
                + " (sudo)"));
  }

  @ParameterizedTest
  @MethodSource("failedListing")
  void failedListingNamesTheCall(int errno, String call, String message) {
    assertThat(CaptureErrors.onListing(errno, call, "blue")).hasMessage(message);
  }

  static Stream<Arguments> failedFollowing() {
    return Stream.of(
        Arguments.of(
            Errno.ENOMEM,
            "setsockopt(SO_ATTACH_FILTER)",
            "eth0: the capture could not follow the interface, which has changed:"
                + " setsockopt(SO_ATTACH_FILTER) failed: Cannot allocate memory; start a new"
                + " capture"),
        Arguments.of(
            Errno.EPERM,
            "bind",
            "eth0: the capture could not follow the interface, which has changed: bind failed:"
                + " Operation not permitted; start a new capture"),
        Arguments.of(
            Errno.EPERM,
            "setsockopt(SO_LOCK_FILTER)",
            "eth0: an interface was created again, which the filter locked by the helper does"
                + " not include: start a new capture"));
  }

  @ParameterizedTest
  @MethodSource("failedFollowing")
  void failedFollowingIsASentence(int errno, String call, String message) {
    assertThat(CaptureErrors.onFollow(errno, call, List.of("eth0"))).hasMessage(message);
  }

  @Test
  void countsThatAreNotKnownAreAnError() {
    when(ring.statistics(any())).thenReturn(Errno.EPERM);
    assertThatThrownBy(capture::statistics)
        .hasMessage(
            "eth0: getsockopt(PACKET_STATISTICS) failed: Operation not permitted; does a sandbox,"
                + " such as seccomp, forbid it?");
  }

  @ParameterizedTest
  @MethodSource("failedCalls")
  void failedOpenSaysWhatToDo(int errno, String call, Reason reason, String message) {
    CaptureException failure =
        CaptureErrors.onOpen(
            errno, call, List.of("eth0"), CaptureOptions.defaults().networkNamespace("blue"));
    assertThat(failure).hasMessage(message);
    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure.errno()).isEqualTo(errno);
  }

  static Stream<CaptureOptionsMistake> mistakes() {
    return Stream.of(
        () -> CaptureOptions.defaults().snapLength(0),
        () -> CaptureOptions.defaults().snapLength(262_145),
        () -> CaptureOptions.defaults().ringBytes(0),
        () -> CaptureOptions.defaults().blockBytes(5000),
        () -> CaptureOptions.defaults().blockBytes(4096),
        () -> CaptureOptions.defaults().blockTimeout(Duration.ZERO),
        () -> CaptureOptions.defaults().blockTimeout(Duration.ofMillis(1001)),
        () -> CaptureOptions.defaults().direction(null));
  }

  interface CaptureOptionsMistake {
    CaptureOptions make();
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void optionOutOfItsRangeIsRefused(CaptureOptionsMistake mistake) {
    assertThatThrownBy(mistake::make)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must");
  }

  @Test
  void timeoutsAreRoundedUpToMilliseconds() {
    assertThat(Timeout.toMillis(Duration.ZERO)).isZero();
    assertThat(Timeout.toMillis(Duration.ofNanos(1))).isEqualTo(1);
    assertThat(Timeout.toMillis(Duration.ofMillis(7))).isEqualTo(7);
    assertThat(Timeout.toMillis(Capture.FOREVER)).isEqualTo(-1);
    assertThatThrownBy(() -> Timeout.toMillis(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

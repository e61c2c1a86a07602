// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framering.frame.FrameHandler;
import io.framering.testing.Namespace;
import io.framering.testing.Resources;
import io.framering.testing.Traffic;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a handler throws comes out, whatever another thread does meanwhile; and interrupts. */
@Timeout(600)
class HandlerFailureTest {
  @AutoClose private final Namespace namespace = Namespace.withVeth();

  private Capture open() throws Exception {
    return namespace.call(() -> Capture.open("right"));
  }

  private CaptureGroup openGroup() throws Exception {
    return namespace.call(
        () -> CaptureGroup.open(List.of("right"), CaptureOptions.defaults().ringBytes(1 << 20), 2));
  }

  private void send() throws Exception {
    Traffic.send(namespace, "left", Traffic.mix(5));
  }

  /** Of the handler's own accord, after another thread has closed what it reads. */
  private static FrameHandler failingAfter(Runnable close) {
    return _ -> {
      CompletableFuture.runAsync(close).join();
      throw new IllegalStateException("of the handler");
    };
  }

  @Test
  void itsIllegalStateIsNotTakenForOurs() throws Exception {
    Capture capture = open();
    send();
    assertThatThrownBy(() -> capture.run(failingAfter(capture::close)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("of the handler");
    assertThat(Resources.ringMappings()).isZero();
  }

  @Test
  void itsIllegalStateInAGroupIsNotTakenForOurs() throws Exception {
    CaptureGroup group = openGroup();
    send();
    assertThatThrownBy(() -> group.run(() -> failingAfter(group::close)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("of the handler");
    assertThat(Resources.ringMappings()).isZero();
  }

  /** Ours, but not of the batch that is being delivered: the handler has kept it for too long. */
  @Test
  void frameOfAnotherCaptureThatIsOverIsTold() throws Exception {
    Capture other = open();
    send();
    var kept = other.next(Capture.FOREVER).iterator().next();
    other.close();
    Capture capture = open();
    send();
    assertThatThrownBy(() ->
            capture.run(_ -> {
              CompletableFuture.runAsync(capture::close).join();
              kept.timestampNanos();
            }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("released");
  }

  @Test
  void interruptEndsNeitherRunNorWaitingAndIsKept() throws Exception {
    try (Capture capture = open()) {
      CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
      Thread reader =
          Thread.ofPlatform()
              .start(() -> {
                capture.run(_ -> capture.stop());
                interrupted.complete(Thread.currentThread().isInterrupted());
              });
      reader.interrupt();
      send(); // and so the handler is called, which ends it
      assertThat(interrupted.get()).isTrue();
      reader.join();
    }
  }

  @Test
  void interruptEndsNeitherAGroupNorClosing() throws Exception {
    CaptureGroup group = openGroup();
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread runner =
        Thread.ofPlatform()
            .start(() -> {
              group.run(() -> _ -> group.stop());
              group.close();
              interrupted.complete(Thread.currentThread().isInterrupted());
            });
    runner.interrupt();
    send();
    assertThat(interrupted.get()).isTrue();
    assertThat(Resources.ringMappings()).isZero();
  }

  @Test
  void interruptDoesNotEndWaitingForAnInterface() throws Exception {
    CaptureOptions options = CaptureOptions.defaults().absence(CaptureOptions.Absence.AWAIT);
    try (Capture capture = namespace.call(() -> Capture.open("one", options))) {
      CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
      Thread waiter =
          Thread.ofPlatform()
              .start(() -> {
                boolean up = capture.awaitInterface();
                interrupted.complete(up && Thread.currentThread().isInterrupted());
              });
      waiter.interrupt();
      namespace.addVeth("one", "two");
      assertThat(interrupted.get()).isTrue();
    }
  }
}

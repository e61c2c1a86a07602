// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framering.capture.CaptureException.Reason;
import io.framering.capture.CaptureOptions.Absence;
import io.framering.capture.InterfaceEvent.Kind;
import io.framering.frame.CapturedFrame;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameSource;
import io.framering.testing.Namespace;
import io.framering.testing.Resources;
import io.framering.testing.Traffic;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Interfaces that come and go, and those of another network namespace. */
@Timeout(600)
class InterfaceChangesTest {
  private static Namespace namespace;

  private final List<Kind> told = new ArrayList<>();

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

  /** A failed test's pair would fail the next ones too. */
  @AfterEach
  void deleteVeth() {
    if (namespace.ip("-o link").contains("fourth")) {
      namespace.ip("link delete fourth");
    }
  }

  /** By the namespace's name: this thread, and every other of the JVM, stays where it is. */
  private static CaptureOptions options(Absence absence) {
    return CaptureOptions.defaults()
        .ringBytes(4 << 20)
        .absence(absence)
        .networkNamespace(namespace.name());
  }

  private Capture open(Absence absence, String... names) {
    Capture capture = Capture.open(List.of(names), options(absence));
    capture.onInterfaceEvent(event -> told.add(event.kind()));
    return capture;
  }

  private static byte[] frame(int length) {
    byte[] frame = new byte[length];
    ByteBuffer.wrap(frame).putLong(0x0200000000010200L).putInt(2).putShort((short) 0x88B5);
    return frame;
  }

  /** Sends until a frame of this length comes: a new interface needs a moment for its carrier. */
  private static CapturedFrame awaitFrame(Capture capture, String sender, int length)
      throws Exception {
    for (int i = 0; i < 600; i++) {
      Traffic.send(namespace, sender, List.of(frame(length)));
      try (FrameBatch batch = capture.next(Duration.ofMillis(100))) {
        for (var frame : batch == null ? List.<CapturedFrame>of() : batch) {
          if (frame.originalLength() == length) {
            return frame.copy();
          }
        }
      }
    }
    throw new AssertionError("no frame of " + length + " bytes");
  }

  private static void readUntil(Capture capture, BooleanSupplier condition) {
    for (int i = 0; i < 600 && !condition.getAsBoolean(); i++) {
      capture.next(Duration.ofMillis(100));
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  @Test
  void anInterfaceThatIsDeletedAndMadeAgainIsCapturedOn() throws Exception {
    namespace.addVeth("third", "fourth");
    try (Capture capture = open(Absence.OUTLIVE, "third")) {
      int before = awaitFrame(capture, "fourth", 60).interfaceIndex();
      long received = capture.statistics().received();

      namespace.ip("link delete third");
      readUntil(capture, () -> told.contains(Kind.DELETED));
      while (capture.next(Duration.ofMillis(50)) != null) {
        // A frame may have been sent once more than needed.
      }
      assertThat(capture.ended()).isFalse();

      namespace.addVeth("third", "fourth");
      CapturedFrame after = awaitFrame(capture, "fourth", 61);
      assertThat(after.interfaceIndex()).isNotEqualTo(before);
      assertThat(capture.interfaceName(after.interfaceIndex())).isEqualTo("third");
      assertThat(capture.statistics().received()).isGreaterThan(received);
      assertThat(told).endsWith(Kind.DELETED, Kind.CREATED, Kind.UP);
    }
  }

  @Test
  void oneOfSeveralIsTakenUpAgainWhileTheOthersGoOn() throws Exception {
    namespace.addVeth("third", "fourth");
    try (Capture capture = open(Absence.OUTLIVE, "right", "third")) {
      awaitFrame(capture, "fourth", 60);
      namespace.ip("link delete third");
      readUntil(capture, () -> told.contains(Kind.DELETED));
      awaitFrame(capture, "left", 61);
      namespace.addVeth("third", "fourth");
      awaitFrame(capture, "fourth", 62);
      awaitFrame(capture, "left", 63);
      assertThat(told).endsWith(Kind.DELETED, Kind.CREATED, Kind.UP);
    }
  }

  @Test
  void anInterfaceThatIsNotThereYetIsAwaitedAndCapturedFromItsFirstFrame() throws Exception {
    try (Capture capture = open(Absence.AWAIT, "third")) {
      assertThat(capture.next(Duration.ofMillis(20))).isNull();
      CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(capture::awaitInterface);
      namespace.addVeth("third", "fourth");
      assertThat(waiting.get()).isTrue();
      awaitFrame(capture, "fourth", 60);
      assertThat(told).startsWith(Kind.CREATED);
    }
    namespace.ip("link delete third");
    try (Capture capture = open(Absence.AWAIT, "third")) {
      CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(capture::awaitInterface);
      capture.stop();
      assertThat(waiting.get()).isFalse();
    }
  }

  @Test
  void upAndDownAndAnotherNameAreToldAndCaptureGoesOn() throws Exception {
    namespace.addVeth("third", "fourth");
    try (Capture capture = open(Absence.OUTLIVE, "third")) {
      namespace.ip("link set third down");
      readUntil(capture, () -> told.contains(Kind.DOWN));
      namespace.ip("link set third name renamed");
      readUntil(capture, () -> told.contains(Kind.RENAMED));
      namespace.ip("link set renamed up");
      CapturedFrame frame = awaitFrame(capture, "fourth", 60);
      assertThat(capture.interfaceName(frame.interfaceIndex())).isEqualTo("renamed");
      assertThat(told).containsExactly(Kind.DOWN, Kind.RENAMED, Kind.UP);
    }
  }

  /** It is called amid a wait of the thread that reads, which must not wait for itself. */
  @Test
  void aListenerMayCloseItsCapture() throws Exception {
    namespace.addVeth("third", "fourth");
    for (boolean await : List.of(false, true)) {
      Capture capture = open(await ? Absence.AWAIT : Absence.OUTLIVE, await ? "later" : "third");
      capture.onInterfaceEvent(event -> capture.close());
      CompletableFuture<Object> reading =
          CompletableFuture.supplyAsync(
              () -> await ? capture.awaitInterface() : capture.next(FrameSource.FOREVER));
      namespace.ip(await ? "link set third name later" : "link set third down");
      assertThat(reading.get(5, TimeUnit.MINUTES)).isEqualTo(await ? false : null);
      assertThat(capture.ended()).isTrue();
      assertThat(Resources.ringMappings()).isZero();
    }
  }

  @Test
  void aFrameThatARaisedMtuAllowsIsWholeAndNotCalledOffloaded() throws Exception {
    namespace.addVeth("third", "fourth");
    try (Capture capture = open(Absence.OUTLIVE, "third")) {
      assertThat(awaitFrame(capture, "fourth", 1514).offloaded()).isFalse();
      namespace.ip("link set third mtu 60000");
      namespace.ip("link set fourth mtu 60000");
      CapturedFrame frame = awaitFrame(capture, "fourth", 60_014);
      assertThat(frame.capturedLength()).isEqualTo(60_014);
      assertThat(frame.offloaded()).isFalse();
    }
  }

  @Test
  void namespacesAreFoundByNameByProcessAndByPath() throws Exception {
    Process inside = namespace.process(List.of("sleep", "100")).start();
    try {
      String process = Long.toString(inside.pid());
      String path = "/run/netns/" + namespace.name();
      awaitNamespaceOf(process);
      for (String name : List.of(namespace.name(), process, path)) {
        assertThat(NetworkInterfaces.list(name))
            .extracting(NetworkInterfaces.Interface::name)
            .contains("left", "right");
        CaptureOptions options = options(Absence.FAIL).networkNamespace(name);
        try (Capture capture = Capture.open("right", options)) {
          awaitFrame(capture, "left", 60);
        }
      }
      assertThat(NetworkInterfaces.list())
          .extracting(NetworkInterfaces.Interface::name)
          .doesNotContain("left", "right");
    } finally {
      inside.destroyForcibly().waitFor();
    }
  }

  /** {@code ip netns exec} is inside once it has entered. */
  private static void awaitNamespaceOf(String process) throws Exception {
    Path link = Path.of("/proc/" + process + "/ns/net");
    String ours = Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString();
    while (Files.readSymbolicLink(link).toString().equals(ours)) {
      Thread.sleep(10);
    }
  }

  @Test
  void noNamespaceIsAnErrorThatNamesThoseThereAre() {
    assertThatThrownBy(() -> NetworkInterfaces.list("nowhere"))
        .isInstanceOfSatisfying(
            CaptureException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NO_SUCH_NAMESPACE))
        .hasMessageContaining("nowhere: no such network namespace")
        .hasMessageContaining(namespace.name());
    assertThatThrownBy(() -> NetworkInterfaces.list("/dev/null"))
        .hasMessage("/dev/null: not a network namespace");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.framering.capture.CaptureException.Reason;
import io.framering.testing.Namespace;
import java.time.Duration;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is said when there is nothing to capture from, or nothing any more. */
@Timeout(600)
class CaptureErrorsTest {
  private static final CaptureOptions OPTIONS = CaptureOptions.defaults().ringBytes(8 << 20);

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

  @Test
  void interfaceThatIsDeletedEndsTheCaptureWithAnError() throws Exception {
    namespace.ip("link add gone type veth peer name other");
    namespace.ip("link set gone up");
    try (Capture capture = namespace.call(() -> Capture.open("gone", OPTIONS))) {
      namespace.ip("link delete gone");
      assertThatThrownBy(() -> capture.next(Duration.ofMinutes(1)))
          .isInstanceOf(CaptureException.class)
          .hasMessage("gone: the interface was deleted while capturing")
          .extracting(e -> ((CaptureException) e).reason())
          .isEqualTo(Reason.INTERFACE_GONE);
      assertThat(capture.ended()).isTrue();
    }
  }

  @Test
  void whatCannotBeOpenedSaysWhy() throws Exception {
    assertFails(Reason.NO_SUCH_INTERFACE, "nope", OPTIONS)
        .matches("nope: no such interface; this host has lo, .*left.*");
    namespace.ip("link add sleeping type veth peer name other");
    assertFails(Reason.INTERFACE_DOWN, "sleeping", OPTIONS)
        .matches("sleeping: the interface is down; .* ip link set sleeping up");
    namespace.ip("link delete sleeping");
    assertFails(Reason.NO_MEMORY, "right", OPTIONS.ringBytes(1L << 40))
        .matches("a ring of 1048576 MiB does not fit: .*");
  }

  @Test
  void pathThatIsTooLongIsNamed() throws Exception {
    String path = "/nowhere".repeat(600);
    CaptureOptions options = OPTIONS.helper(path);
    assertFails(Reason.SYSTEM, "left", options)
        .isEqualTo("left: posix_spawn failed: File name too long; a path has at most 4095 bytes");
  }

  private static AbstractStringAssert<?> assertFails(
      Reason reason, String interfaceName, CaptureOptions options) throws Exception {
    CaptureException failure =
        namespace.call(() ->
            catchThrowableOfType(
                CaptureException.class, () -> Capture.open(interfaceName, options)));
    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure.getMessage()).doesNotContain("\n");
    return assertThat(failure.getMessage());
  }
}

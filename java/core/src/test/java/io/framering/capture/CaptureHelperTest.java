// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framering.capture.CaptureException.Reason;
import io.framering.filter.FilterExpression;
import io.framering.frame.FrameBatch;
import io.framering.testing.Namespace;
import io.framering.testing.Traffic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A capture whose socket another program opens; here as root, in the command's tests as nobody. */
@Timeout(600)
class CaptureHelperTest {
  private static final String BUILT =
      Path.of(System.getProperty("framering.native.build"), "native/helper/framering-helper")
          .toString();

  @TempDir Path folder;
  @AutoClose private final Namespace namespace = Namespace.withVeth();

  private static CaptureOptions with(String helper) {
    return CaptureOptions.defaults().ringBytes(1 << 20).helper(helper);
  }

  @Test
  void filtersFromTheFirstFrameOn() throws Exception {
    namespace.run(() -> {
      CaptureOptions udp = with(BUILT).filter(FilterExpression.of("ether proto 0x88b5"));
      try (Capture capture = Capture.open("left", udp)) {
        byte[] other = new byte[60];
        byte[] wanted = new byte[61];
        wanted[12] = (byte) 0x88;
        wanted[13] = (byte) 0xB5;
        Traffic.send(namespace, "right", List.of(other, wanted, other));
        FrameBatch batch = capture.next(Duration.ofMinutes(1));
        assertThat(batch.size()).isEqualTo(1);
        assertThat(batch.iterator().next().originalLength()).isEqualTo(61);
        assertThat(capture.filteredByKernel()).isTrue();
      }
    });
  }

  @Test
  void failureSaysWhatToDo() throws Exception {
    Path closed = Files.copy(Path.of(BUILT), folder.resolve("closed"));
    Files.setPosixFilePermissions(closed, java.util.Set.of());
    assertFails("/no/such", Reason.SYSTEM, "there is no helper; docs/SECURITY.md describes");
    assertFails(closed.toString(), Reason.NOT_PERMITTED, "may not run the helper; its group may:");
    assertFails("/bin/true", Reason.SYSTEM, "the helper did not answer");
    assertThatThrownBy(() -> with(BUILT).networkNamespace("blue"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not in another");
  }

  private void assertFails(String helper, Reason reason, String message) throws Exception {
    namespace.run(() ->
        assertThatThrownBy(() -> Capture.open("left", with(helper)))
            .hasMessageStartingWith(helper + ": ")
            .hasMessageContaining(message)
            .extracting(e -> ((CaptureException) e).reason())
            .isEqualTo(reason));
  }
}

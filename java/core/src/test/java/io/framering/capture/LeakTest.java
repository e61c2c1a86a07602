// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.testing.Namespace;
import io.framering.testing.Resources;
import io.framering.testing.Sweeps;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That nothing stays behind, in this process or in the kernel. */
@Timeout(600)
class LeakTest {
  private static final int THREADS = 40;
  private static final int CAPTURES = Sweeps.cases(2_000, 10_000);
  private static final CaptureOptions SMALL =
      CaptureOptions.defaults().ringBytes(1 << 20).blockBytes(64 << 10);

  /** Each closing waits for the kernel, some 10 ms: so by many threads, whose waits overlap. */
  @Test
  void thousandsOfCapturesLeaveNothingBehind() throws Exception {
    try (Namespace namespace = Namespace.withVeth();
        ExecutorService threads = Executors.newCachedThreadPool()) {
      namespace.run(() -> Capture.open("right", SMALL).close()); // loads what stays
      long descriptors = Resources.descriptors();
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        tasks.add(() -> {
          namespace.run(() -> {
            for (int round = 0; round < CAPTURES / THREADS; round++) {
              Capture.open("right", SMALL).close();
            }
          });
          return null;
        });
      }
      for (Future<Void> done : threads.invokeAll(tasks)) {
        done.get();
      }
      assertThat(Resources.descriptors()).isEqualTo(descriptors);
      assertThat(Resources.ringMappings()).isZero();
      String details = namespace.ip("-d link show dev right");
      assertThat(details).contains("promiscuity 0");
      assertThat(namespace.exec("cat", "/proc/net/packet").lines()).hasSize(1); // the heading
    }
  }
}

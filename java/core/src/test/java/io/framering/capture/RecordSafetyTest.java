// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.framering.filter.FilterExpression;
import io.framering.frame.FrameBatch;
import io.framering.internal.RecordCursor;
import io.framering.internal.RecordMemory;
import io.framering.testing.Namespace;
import io.framering.testing.Traffic;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What only this module is to call, called by any program of the class path: nothing is crushed.
 */
@Timeout(600)
class RecordSafetyTest {
  @AutoClose private final Namespace namespace = Namespace.withVeth();

  private static void assertOutOfBounds(RecordCursor cursor, RecordMemory to, long at, long room) {
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> cursor.writeRecords(RecordCursor.PCAP, to, at, room));
  }

  @Test
  void recordsAreWrittenToMemoryThatIsThereOrNotAtAll() throws Exception {
    RecordMemory memory = new RecordMemory(1 << 16);
    try (Capture capture = namespace.call(() -> Capture.open("right"))) {
      Traffic.send(namespace, "left", Traffic.mix(10));
      FrameBatch batch = capture.next(Capture.FOREVER);
      RecordCursor cursor = (RecordCursor) batch.cursor();
      assertOutOfBounds(cursor, memory, 0, 1 << 16); // it stands on no frame yet
      assertThat(cursor.advance()).isTrue();
      for (long[] wrong :
          List.of(
              new long[] {-1, 100},
              new long[] {0, (1 << 16) + 1},
              new long[] {1, 1 << 16},
              new long[] {1 << 16, 1},
              new long[] {0, -1},
              new long[] {Long.MAX_VALUE, Long.MAX_VALUE})) {
        assertOutOfBounds(cursor, memory, wrong[0], wrong[1]);
      }
      assertThat(cursor.writeRecords(RecordCursor.PCAP, memory, 1 << 16, 0)).isZero();
      int written = cursor.writeRecords(RecordCursor.PCAP, memory, 0, 1 << 16);
      assertThat(written).isPositive();
      while (cursor.advance()) {
        assertThat(cursor.writeRecords(RecordCursor.PCAP, memory, 0, 1 << 16)).isPositive();
      }
      for (int i = 0; i < 3; i++) { // at the end it still stands on the last one
        assertThat(cursor.writeRecords(RecordCursor.PCAP, memory, 0, 1 << 16)).isPositive();
        assertThat(cursor.advance()).isFalse();
      }
      batch.close();
      assertThatIllegalStateException()
          .isThrownBy(() -> cursor.writeRecords(RecordCursor.PCAP, memory, 0, 1 << 16));
    }
  }

  /** The kernel takes no loops, so the frames are selected here. */
  @Test
  void selectedFramesAreNotWrittenAtOnce() throws Exception {
    CaptureOptions options =
        CaptureOptions.defaults().filter(FilterExpression.of("ip protochain 17"));
    RecordMemory memory = new RecordMemory(1 << 16);
    try (Capture capture = namespace.call(() -> Capture.open("right", options))) {
      Traffic.send(namespace, "left", Traffic.mix(500));
      boolean found = false;
      while (!found) {
        RecordCursor cursor = (RecordCursor) capture.next(Capture.FOREVER).cursor();
        assertThat(cursor.writesRecords()).isFalse();
        while (cursor.advance()) {
          found = true;
          assertThatIllegalStateException()
              .isThrownBy(() -> cursor.writeRecords(RecordCursor.PCAP, memory, 0, 1 << 16));
        }
      }
    }
  }
}

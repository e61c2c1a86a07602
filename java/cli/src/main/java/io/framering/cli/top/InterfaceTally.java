// SPDX-License-Identifier: Apache-2.0
package io.framering.cli.top;

import io.framering.frame.Direction;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts frames by interface, without an allocation per frame. It belongs to one thread. Interfaces
 * beyond the first {@value #MOST} are counted together.
 */
public final class InterfaceTally {
  static final int MOST = 64;

  private final int[] indices = new int[MOST + 1];
  private final long[] packetsReceived = new long[MOST + 1];
  private final long[] bytesReceived = new long[MOST + 1];
  private final long[] packetsSent = new long[MOST + 1];
  private final long[] bytesSent = new long[MOST + 1];
  private int known;
  private int last;

  /** Counts the frames of a batch. */
  public void addAll(FrameBatch batch) {
    for (FrameCursor frame = batch.cursor(); frame.advance(); ) {
      add(frame.interfaceIndex(), frame.direction() == Direction.OUTGOING, frame.originalLength());
    }
  }

  void add(int index, boolean sent, long bytes) {
    if (last == known || indices[last] != index) {
      last = place(index);
    }
    if (sent) {
      packetsSent[last]++;
      bytesSent[last] += bytes;
    } else {
      packetsReceived[last]++;
      bytesReceived[last] += bytes;
    }
  }

  private int place(int index) {
    for (int i = 0; i < known; i++) {
      if (indices[i] == index) {
        return i;
      }
    }
    if (known < MOST) {
      indices[known] = index;
      return known++;
    }
    return MOST; // its index stays 0
  }

  /** {@return the counts so far} */
  public List<InterfaceTotals> totals() {
    List<InterfaceTotals> totals = new ArrayList<>();
    for (int i = 0; i <= MOST; i++) {
      if (i < known || packetsReceived[i] + packetsSent[i] > 0) {
        totals.add(
            new InterfaceTotals(
                indices[i], packetsReceived[i], bytesReceived[i], packetsSent[i], bytesSent[i]));
      }
    }
    return totals;
  }
}

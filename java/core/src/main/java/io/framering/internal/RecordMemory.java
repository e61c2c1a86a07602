// SPDX-License-Identifier: Apache-2.0
package io.framering.internal;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Memory outside the heap that cannot be freed while it is reachable, so that native code may write
 * to it for any caller.
 */
public final class RecordMemory {
  private final MemorySegment segment;

  /** Memory of this many bytes, all 0. */
  public RecordMemory(long bytes) {
    segment = Arena.ofAuto().allocate(bytes);
  }

  /** All of it. */
  public MemorySegment segment() {
    return segment;
  }
}

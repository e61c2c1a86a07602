// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import io.framering.testing.Allocated;

/**
 * Counts frames on {@code right} with a handler, as a user's program would, in a JVM that does
 * nothing else, until it is ended.
 */
final class CountingProgram {
  private static long frames;
  private static long bytes;
  private static long allocatedBefore = Allocated.bytes();

  private CountingProgram() {}

  /** Argument: after how many frames to print frames, bytes, and what was allocated since then. */
  public static void main(String[] args) {
    long step = Long.parseLong(args[0]);
    try (Capture capture = Capture.open("right")) {
      System.out.println("listening");
      capture.run(frame -> {
        bytes += frame.originalLength();
        frames++;
        if (frames % step == 0) {
          long allocated = Allocated.bytes() - allocatedBefore;
          System.out.println(frames + " " + bytes + " " + allocated);
          allocatedBefore = Allocated.bytes();
        }
      });
    }
  }
}

package io.framering.capture;

import io.framering.testing.Allocated;

/**
 * Counts frames on {@code right} with a handler, as a user's program would, in a JVM that does
 * nothing else. Prints what its thread has allocated after the warm-up.
 */
final class CountingProgram {
  private static long frames;
  private static long bytes;
  private static long allocatedBefore;

  private CountingProgram() {}

  /** Arguments: frames to warm up with, frames to measure, frames after which to say how many. */
  public static void main(String[] args) {
    long warmUp = Long.parseLong(args[0]);
    long total = warmUp + Long.parseLong(args[1]);
    long step = Long.parseLong(args[2]);
    try (Capture capture = Capture.open("right")) {
      System.out.println("listening");
      capture.run(frame -> {
        bytes += frame.originalLength();
        frames++;
        if (frames % step == 0) {
          System.out.println(frames);
        }
        if (frames == warmUp) {
          allocatedBefore = Allocated.bytes();
        } else if (frames == total) {
          capture.stop();
        }
      });
      long allocated = Allocated.bytes() - allocatedBefore;
      System.out.println(frames + " " + bytes + " " + allocated);
    }
  }
}

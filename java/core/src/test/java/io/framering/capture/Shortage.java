// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import io.framering.testing.Resources;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A program that runs short of something, and prints what comes of opening captures: an error's
 * message, or the bytes of the ring.
 */
final class Shortage {
  /** Of a process that is not to get more than this. */
  private static final long MEMORY_LEFT = 16 << 20;

  private Shortage() {}

  public static void main(String[] args) throws Exception {
    open(CaptureOptions.defaults().ringBytes(1)); // with all classes that it takes
    try {
      Capture.open("nosuch0").close();
    } catch (CaptureException e) {
      e.getMessage();
    }
    switch (args[0]) {
      case "descriptors" -> withoutDescriptors();
      case "memory" -> withLittleMemory();
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static boolean open(CaptureOptions options) {
    try (Capture capture = Capture.open("lo", options)) {
      System.out.println("ring of " + capture.ringBytes());
      return true;
    } catch (CaptureException e) {
      System.out.println(e.reason() + ": " + e.getMessage());
      return false;
    }
  }

  /** All are in use; then one more is free each time, until there are enough. */
  private static void withoutDescriptors() throws Exception {
    Resources.descriptors(); // with all classes that it takes
    Deque<Closeable> others = new ArrayDeque<>();
    try {
      while (true) {
        others.push(new FileInputStream("/dev/null"));
      }
    } catch (IOException e) {
      // No more.
    }
    while (!open(CaptureOptions.defaults().ringBytes(1))) {
      others.pop().close();
    }
    others.pop().close(); // looking takes one, too
    long used = Resources.descriptors();
    open(CaptureOptions.defaults().ringBytes(1));
    System.out.println(Resources.descriptors() - used + " descriptors left open");
  }

  private static void withLittleMemory() throws Exception {
    // First with all classes that it takes: the thread that reaps the process still loads some
    // while the ring uses up what is left.
    limitMemory(1L << 40);
    limitMemory(MEMORY_LEFT);
    open(CaptureOptions.defaults().ringBytes(64 << 20));
    open(CaptureOptions.defaults().ringBytes(64 << 20).blockBytes(16 << 20));
  }

  private static void limitMemory(long left) throws Exception {
    // Measured by the process that sets the limit: starting it costs this one a thread and memory.
    String limit =
        "size=$(sed -n 's/^VmSize:[^0-9]*\\([0-9]*\\).*/\\1/p' /proc/$PPID/status);"
            + " exec prlimit --pid $PPID --as=$((size * 1024 + "
            + left
            + "))";
    if (new ProcessBuilder("sh", "-c", limit).inheritIO().start().waitFor() != 0) {
      throw new IllegalStateException("no limit could be set");
    }
  }
}

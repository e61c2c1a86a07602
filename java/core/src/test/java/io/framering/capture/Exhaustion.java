// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import io.framering.testing.Resources;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A program in which each call fails for want of stack, at every depth, or of memory outside the
 * heap. Prints what is left of the captures when they are closed: nothing.
 */
final class Exhaustion {
  /** So many calls in a row that have enough of it, and it is over. */
  private static final int ENOUGH = 20;

  private static final CaptureOptions SMALL =
      CaptureOptions.defaults().ringBytes(1 << 20).blockBytes(64 << 10);

  private static int failed;
  private static int succeeded;

  private Exhaustion() {}

  public static void main(String[] args) throws Exception {
    use(Exhaustion::callAll); // with all classes that it takes
    try (Capture warmUp = Capture.warmUp(Duration.ofSeconds(1))) {
      callAll(warmUp);
    }
    useOnce();
    long descriptors = descriptors();
    switch (args[0]) {
      case "stack" -> withoutStack();
      case "memory" -> withoutMemory();
      default -> throw new IllegalArgumentException(args[0]);
    }
    System.out.println(failed > 0 ? "calls failed" : "no call failed");
    System.out.println(descriptors() - descriptors + " descriptors");
    System.out.println(Resources.ringMappings() + " mappings");
    System.out.println(Files.readAllLines(Path.of("/proc/net/packet")).size() - 1 + " sockets");
  }

  /** Those of rings: what the JVM opens and fails to close, its garbage collector does. */
  private static long descriptors() throws IOException {
    return Resources.openFiles().stream()
        .filter(file -> file.contains("socket:") || file.contains("eventfd"))
        .count();
  }

  private static void use(Consumer<Capture> user) {
    try (Capture capture = Capture.open("lo", SMALL)) {
      user.accept(capture);
    }
  }

  /** At any depth of the stack. */
  private static void useOnce() {
    use(_ -> {});
    use(Capture::statistics);
  }

  private static final List<Consumer<Capture>> CALLS =
      List.of(
          Capture::statistics,
          Capture::interfaces,
          capture -> capture.interfaceName(4711),
          capture -> capture.next(Duration.ZERO),
          capture -> capture.next(Duration.ofMillis(1)),
          Capture::stop,
          capture -> {
            capture.stop();
            capture.run(_ -> {});
          },
          Capture::close);

  private static void callAll(Capture capture) {
    CALLS.forEach(call -> call.accept(capture));
  }

  /** Also for a warm-up, which has frames to lend. */
  private static void withoutStack() {
    for (Consumer<Capture> call : CALLS) {
      use(capture -> dive(() -> call.accept(capture)));
      try (Capture warmUp = Capture.warmUp(Duration.ofSeconds(1))) {
        dive(() -> call.accept(warmUp));
      }
    }
    dive(Exhaustion::useOnce);
  }

  private static void dive(Runnable call) {
    succeeded = 0;
    deeper(call);
  }

  /** To the end of the stack, and on the way back up the call at each depth. */
  private static void deeper(Runnable call) {
    try {
      deeper(call);
    } catch (StackOverflowError e) {
      // Here is the end.
    }
    if (succeeded < ENOUGH) {
      try {
        call.run();
        succeeded++;
      } catch (StackOverflowError e) {
        failed++;
        succeeded = 0;
      }
    }
  }

  /** All that {@code -XX:MaxDirectMemorySize} allows is in use: for the calls, and for closing. */
  private static void withoutMemory() {
    List<Capture> captures = new ArrayList<>();
    CALLS.forEach(_ -> captures.add(Capture.open("lo", SMALL)));
    List<ByteBuffer> taken = new ArrayList<>();
    for (int size : new int[] {1 << 20, 1 << 10}) {
      try {
        while (true) {
          taken.add(ByteBuffer.allocateDirect(size));
        }
      } catch (OutOfMemoryError e) {
        // No more of this size.
      }
    }
    for (int i = 0; i < CALLS.size(); i++) {
      try (Capture capture = captures.get(i)) {
        CALLS.get(i).accept(capture);
      } catch (OutOfMemoryError e) {
        failed++;
      }
    }
    taken.clear();
  }
}

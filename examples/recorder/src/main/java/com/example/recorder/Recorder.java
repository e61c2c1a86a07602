// SPDX-License-Identifier: Apache-2.0
package com.example.recorder;

import module io.framering;
import module java.base;

/** Records an interface into files that rotate by size and time, and keeps the last files. */
final class Recorder {
  private static final Duration FLUSH_AFTER = Duration.ofSeconds(1);

  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private final Queue<Path> finished = new ArrayDeque<>();
  private final int kept;

  private Recorder(int kept) {
    this.kept = kept;
  }

  /** {@code Recorder INTERFACE FILTER PREFIX MEGABYTES SECONDS FILES} */
  public static void main(String[] arguments) {
    if (arguments.length != 6) {
      System.err.println("usage: Recorder INTERFACE FILTER PREFIX MEGABYTES SECONDS FILES");
      System.exit(2);
    }
    long bytes = Long.parseLong(arguments[3]) * 1_000_000;
    Rotation rotation = new Rotation(bytes, Long.parseLong(arguments[4]), 0);
    Recorder recorder = new Recorder(Integer.parseInt(arguments[5]));
    try {
      recorder.record(arguments[0], arguments[1], arguments[2], rotation);
    } catch (CaptureException | FilterException | SavefileException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private void record(String name, String filter, String prefix, Rotation rotation) {
    CaptureOptions options = CaptureOptions.defaults().filter(FilterExpression.of(filter));
    try (Capture capture = Capture.open(name, options);
        RotatingWriter files = open(prefix, rotation, capture)) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(capture)));
      System.out.println("recording " + name);
      copy(capture, files);
      long dropped = capture.statistics().dropped();
      System.out.printf("%d frames recorded, %d dropped%n", files.frames(), dropped);
    } finally {
      closed.complete(null);
    }
  }

  private RotatingWriter open(String prefix, Rotation rotation, Capture capture) {
    SavefileOptions options =
        SavefileOptions.of(SavefileFormat.PCAPNG).interfaceNames(capture::interfaceName);
    String pattern = prefix + "-%Y%m%d-%H%M%S.pcapng";
    RotatingWriter files = RotatingWriter.create(pattern, rotation, options, file -> {});
    files.onRotation(this::deleteOldest);
    return files;
  }

  private static void copy(Capture capture, RotatingWriter files) {
    while (!capture.ended()) {
      try (FrameBatch batch = capture.next(FLUSH_AFTER)) {
        if (batch == null) {
          files.flush(); // on a quiet interface, recorded frames can be read after a second
        } else {
          files.lost(0, batch.lostBefore()); // the file says where frames are missing
          files.writeAll(batch);
        }
      }
    }
  }

  /** Called for each finished file, before the next one is created. */
  private void deleteOldest(Path file) {
    finished.add(file);
    if (finished.size() >= kept) {
      finished.remove().toFile().delete(); // it may have been moved away already
    }
  }

  /** Runs on Ctrl-C. The JVM exits when this returns: after the last frame is in the file. */
  private void stop(Capture capture) {
    capture.stop();
    closed.join();
  }
}

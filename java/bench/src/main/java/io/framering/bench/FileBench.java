// SPDX-License-Identifier: Apache-2.0
package io.framering.bench;

import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import io.framering.frame.FrameSource;
import io.framering.savefile.SavefileReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Reads a capture file and decodes each frame, as {@code native/bench/file_loop.c} does: some
 * rounds in one process, so that the last ones show what compiled code does.
 */
final class FileBench {
  private FileBench() {}

  /** Arguments: the file, rounds. */
  public static void main(String[] arguments) {
    run(Path.of(arguments[0]), Integer.parseInt(arguments[1]), System.out);
  }

  static void run(Path file, int rounds, PrintStream out) {
    for (int round = 0; round < rounds; round++) {
      read(file, out);
    }
  }

  private static void read(Path file, PrintStream out) {
    long began = System.nanoTime();
    Addresses addresses = new Addresses();
    long frames = 0;
    long sum = 0;
    try (SavefileReader reader = SavefileReader.open(file)) {
      for (FrameBatch batch; (batch = reader.next(FrameSource.FOREVER)) != null; ) {
        for (FrameCursor frame = batch.cursor(); frame.advance(); frames++) {
          sum += addresses.sum(frame);
        }
      }
    }
    out.printf(
        Locale.ROOT,
        "frames %d sum %s seconds %.6f%n",
        frames,
        Long.toUnsignedString(sum),
        (System.nanoTime() - began) / 1e9);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.bench;

import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import io.framering.frame.FrameSource;
import io.framering.savefile.SavefileFormat;
import io.framering.savefile.SavefileOptions;
import io.framering.savefile.SavefileReader;
import io.framering.savefile.SavefileWriter;
import java.nio.file.Path;

/**
 * How fast capture files are read and written, without decoding. Arguments: the file, and a copy to
 * write, if any.
 */
final class SavefileSpeed {
  private SavefileSpeed() {}

  public static void main(String[] arguments) {
    for (int round = 0; round < 5; round++) {
      read(Path.of(arguments[0]));
    }
    for (int round = 0; round < 5 && arguments.length > 1; round++) {
      copy(Path.of(arguments[0]), Path.of(arguments[1]));
    }
  }

  private static void read(Path file) {
    long began = System.nanoTime();
    long packets = 0;
    long sum = 0;
    try (SavefileReader reader = SavefileReader.open(file)) {
      for (FrameBatch batch; (batch = reader.next(FrameSource.FOREVER)) != null; ) {
        for (FrameCursor frame = batch.cursor(); frame.advance(); packets++) {
          sum += frame.capturedLength() + frame.originalLength() + frame.timestampNanos();
        }
      }
    }
    report("read", packets, sum, began);
  }

  private static void copy(Path from, Path to) {
    long began = System.nanoTime();
    SavefileOptions options = SavefileOptions.of(SavefileFormat.ofName(to.toString()));
    long packets;
    try (SavefileReader reader = SavefileReader.open(from);
        SavefileWriter writer = SavefileWriter.create(to, options)) {
      for (FrameBatch batch; (batch = reader.next(FrameSource.FOREVER)) != null; ) {
        for (FrameCursor frame = batch.cursor(); frame.advance(); ) {
          writer.write(frame);
        }
      }
      packets = writer.frames();
    }
    report("copied", packets, 0, began);
  }

  private static void report(String what, long packets, long sum, long began) {
    double seconds = (System.nanoTime() - began) / 1e9;
    System.out.printf(
        "%s %d packets (%d), %.1f million a second%n", what, packets, sum, packets / seconds / 1e6);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.savefile.FrameWriter;
import io.framering.savefile.RotatingWriter;
import io.framering.savefile.SavefileWriter;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** The capture files that a run of {@code sniff} writes, if it writes any. */
final class OutputFiles implements AutoCloseable {
  private final Environment environment;
  private final Consumer<FrameWriter> atEndOfFile;
  private final FrameWriter writer;
  private final RotationCommand command;

  /**
   * Creates the first file.
   *
   * @param linkType the link type of a pcap file
   * @param names the name of the interface that has this index
   * @param atEndOfFile called before a file is closed
   */
  OutputFiles(
      Environment environment,
      RecordArguments recording,
      int linkType,
      int snapLength,
      IntFunction<String> names,
      Consumer<FrameWriter> atEndOfFile) {
    this.environment = environment;
    this.atEndOfFile = atEndOfFile;
    writer =
        recording.writes()
            ? recording.create(environment.out(), linkType, snapLength, names, atEndOfFile)
            : null;
    command =
        recording.command.get() == null
            ? null
            : new RotationCommand(environment, recording.command.get());
    if (command != null && writer instanceof RotatingWriter files) {
      files.onRotation(command::accept);
    }
  }

  /** Takes the frames; null if none are written. */
  FrameWriter writer() {
    return writer;
  }

  /** Closes the file before the counts are printed, so that a write error is reported first. */
  void finish() {
    if (writer instanceof SavefileWriter single) {
      atEndOfFile.accept(single);
    }
    if (writer != null) {
      writer.close();
    }
  }

  /** Reports what the files lack. */
  void report() {
    if (writer != null && writer.finished()) {
      environment.tell("the number of files of -W is reached");
    }
    if (writer != null && writer.unwritable() > 0) {
      environment.tell(
          ClosingLines.packets(writer.unwritable())
              + " could not be written: a pcap file holds one link type; pcapng holds all");
    }
  }

  @Override
  public void close() {
    try (command;
        writer) {
      // Both are closed, the writer first.
    }
  }
}

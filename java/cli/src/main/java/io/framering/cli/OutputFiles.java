// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.savefile.FrameWriter;
import io.framering.savefile.LeftOut;
import io.framering.savefile.RotatingWriter;
import io.framering.savefile.SavefileWriter;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** The capture files that a run of {@code sniff} writes, if it writes any. */
final class OutputFiles implements AutoCloseable {
  private static final String ONE_LINK_TYPE = "a pcap file holds one link type; pcapng holds all";
  private static final String UNKNOWN =
      "unknown or damaged ones in big-endian byte order cannot be converted";

  private final Environment environment;
  private final Consumer<FrameWriter> atEndOfFile;
  private final FrameWriter writer;
  private final boolean isPcapng;
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
    isPcapng = recording.writesBlocks();
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

  /**
   * Reports what the files lack.
   *
   * @param skippedBlocks the number of blocks that were too large to be copied
   * @param sectionComments the number of comments on sections that have become part of another one
   */
  void report(long skippedBlocks, long sectionComments) {
    if (writer == null) {
      return;
    }
    if (writer.finished()) {
      environment.tell("the number of files of -W is reached");
    }
    report(
        writer.leftOut(LeftOut.LINK_TYPE),
        "packet",
        "written: " + (isPcapng ? "their link type has no number" : ONE_LINK_TYPE));
    report(
        writer.leftOut(LeftOut.TIME),
        "packet",
        "written: " + (isPcapng ? "pcapng begins in 1970" : "the times of pcap are 1970 to 2106"));
    report(
        writer.leftOut(LeftOut.BLOCK),
        "block",
        "copied: " + (isPcapng ? UNKNOWN : "pcap has only packets"));
    report(writer.leftOut(LeftOut.OPTION), "option", "copied: " + UNKNOWN);
    report(writer.leftOut(LeftOut.COMMENT), "comment", "copied: pcap has none");
    report(sectionComments, "comment", "copied: several files become one section");
    report(skippedBlocks, "block", "copied: the maximum is 16 MiB");
  }

  private void report(long count, String what, String why) {
    if (count > 0) {
      environment.tell(count + " " + what + (count == 1 ? "" : "s") + " could not be " + why);
    }
  }

  /**
   * Whether the files have everything that was to be written.
   *
   * @param more the number of things that were not passed to the writer
   */
  boolean isWhole(long more) {
    return writer == null
        || more == 0
            && Arrays.stream(LeftOut.values()).allMatch(reason -> writer.leftOut(reason) == 0);
  }

  @Override
  public void close() {
    try (command;
        writer) {
      // Both are closed, the writer first.
    }
  }
}

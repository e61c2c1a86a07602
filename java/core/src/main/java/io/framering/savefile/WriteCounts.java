// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

/**
 * Counts of the frames passed to a writer, shared by the files of a rotation. Each frame is in a
 * file, buffered, unwritable or lost.
 */
final class WriteCounts {
  /** Frames passed to the writer; a batch is counted at once. */
  long given;

  /** Frames that are in a file or in the buffer. */
  long accepted;

  /** By the number of the reason. */
  private final long[] leftOut = new long[LeftOut.values().length];

  /** Frames that are in a file. */
  long written;

  // Likewise, when the current file began.
  private long writtenBefore;
  private final long[] leftOutBefore = leftOut.clone();

  /** The next file begins; everything before it has been flushed. */
  void beginFile() {
    writtenBefore = written;
    System.arraycopy(leftOut, 0, leftOutBefore, 0, leftOut.length);
  }

  void leaveOut(LeftOut reason) {
    leaveOut(reason, 1);
  }

  void leaveOut(LeftOut reason, int count) {
    leftOut[reason.ordinal()] += count;
  }

  long leftOut(LeftOut reason) {
    return leftOut[reason.ordinal()];
  }

  /** What was left out of the current file. */
  long leftOutOfFile(LeftOut reason) {
    return leftOut(reason) - leftOutBefore[reason.ordinal()];
  }

  /** Frames that the format cannot represent. */
  long unwritable() {
    return leftOut(LeftOut.LINK_TYPE) + leftOut(LeftOut.TIME);
  }

  /** The counts of what was left out, by the number of the reason. */
  long[] leftOut() {
    return leftOut.clone();
  }

  /** Sets the counts of what was left out before blocks were repeated. */
  void forgetRepeated(long[] before) {
    System.arraycopy(before, 0, leftOut, 0, leftOut.length);
  }

  /** Frames that are in the current file or in the buffer. */
  long framesInFile() {
    return accepted - writtenBefore;
  }

  /** Frames that could not be written to the current file. */
  long unwritableInFile() {
    return leftOutOfFile(LeftOut.LINK_TYPE) + leftOutOfFile(LeftOut.TIME);
  }

  /** Frames that are in no file; once writing has failed, they are lost. */
  long lost() {
    return given - unwritable() - written;
  }

  /** Says where the frames are that are not in the current file, once writing has failed. */
  String fate() {
    String before = writtenBefore > 0 ? writtenBefore + " went to files before it, " : "";
    return before + lost() + " are lost";
  }

  /** Writing has failed. */
  void forgetBuffer() {
    accepted = written;
  }
}

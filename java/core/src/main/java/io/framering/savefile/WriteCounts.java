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

  /** Frames that the format cannot represent. */
  long unwritable;

  /** Frames that are in a file. */
  long written;

  // Likewise, when the current file began.
  private long writtenBefore;
  private long unwritableBefore;

  /** The next file begins; everything before it has been flushed. */
  void beginFile() {
    writtenBefore = written;
    unwritableBefore = unwritable;
  }

  /** Frames that are in the current file or in the buffer. */
  long framesInFile() {
    return accepted - writtenBefore;
  }

  /** Frames that could not be written to the current file. */
  long unwritableInFile() {
    return unwritable - unwritableBefore;
  }

  /** Frames that are in no file; once writing has failed, they are lost. */
  long lost() {
    return given - unwritable - written;
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

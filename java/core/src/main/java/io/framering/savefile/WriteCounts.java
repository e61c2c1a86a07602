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

  /** Frames that are in no file; once writing has failed, they are lost. */
  long lost() {
    return given - unwritable - written;
  }

  /** Writing has failed. */
  void forgetBuffer() {
    accepted = written;
  }
}

package io.framering.savefile;

/**
 * What became of the frames that a writer was given. The files of one rotation share it, and each
 * frame that was given is in a file, on its way to one, unwritable, or lost.
 */
final class WriteCounts {
  /** Frames that were given, those of a batch all at once. */
  long given;

  /** Frames that are in a file or in the buffer. */
  long accepted;

  /** Frames for which the format had no place. */
  long unwritable;

  /** Frames that are in a file. */
  long written;

  /** Those that are in no file, and will never be once writing has failed. */
  long lost() {
    return given - unwritable - written;
  }

  /** Writing has failed. */
  void forgetBuffer() {
    accepted = written;
  }
}

package io.framering.cli;

/** How far a run has come: for another thread than the one that takes frames. */
interface Progress {
  /** Frames that went where they go; up to the last whole batch. */
  long frames();

  /** Bytes that these frames had on the wire. */
  long bytes();
}

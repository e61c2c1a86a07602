package io.framering.frame;

/** What the kernel knows of a frame's transport checksum. */
public enum Checksum {
  /** Nothing: compute it to know. */
  UNKNOWN,
  /** It was verified. */
  VALID,
  /** It is not there yet: the card was to fill it in. It must not be called wrong. */
  NOT_READY
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.frame;

/** The kernel's knowledge of a frame's transport checksum. */
public enum Checksum {
  /** Unknown: compute it to verify it. */
  UNKNOWN,
  /** It was verified. */
  VALID,
  /** Not computed yet: the network card fills it in later. It must not be reported as wrong. */
  NOT_READY
}

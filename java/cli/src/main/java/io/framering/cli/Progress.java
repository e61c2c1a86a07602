// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

/** The progress of a run, for any thread. */
interface Progress {
  /** Frames delivered, up to the last complete batch. */
  long frames();

  /** Bytes of these frames on the wire. */
  long bytes();
}

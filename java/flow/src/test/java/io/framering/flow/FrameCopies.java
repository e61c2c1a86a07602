// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import io.framering.frame.CapturedFrame;
import io.framering.frame.Frame;

/** Frames that differ from others. */
final class FrameCopies {
  private FrameCopies() {}

  /** A frame of which some bytes at its end were not captured. */
  static Frame truncated(Frame frame, int bytes) {
    return new CapturedFrame(
        frame.timestampNanos(),
        frame.originalLength(),
        frame.interfaceIndex(),
        frame.direction(),
        frame.linkType(),
        frame.vlanTag(),
        frame.vlanTpid(),
        frame.vlanTci(),
        frame.checksum(),
        frame.offloaded(),
        frame.bytes().asSlice(0, frame.capturedLength() - bytes));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.frame;

/** Processes frames. */
@FunctionalInterface
public interface FrameHandler {
  /**
   * Called for each frame, in the thread that runs the source.
   *
   * @param frame lent until its batch is released, at the latest until the next batch arrives: keep
   *     {@link Frame#copy()}, not the frame
   */
  void onFrame(Frame frame);
}

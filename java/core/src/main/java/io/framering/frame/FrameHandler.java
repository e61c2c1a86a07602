package io.framering.frame;

/** What is done with each frame. */
@FunctionalInterface
public interface FrameHandler {
  /**
   * Called for each frame, in the thread that runs the source.
   *
   * @param frame lent until this call's batch is released, at the latest until the next call's
   *     batch arrives: keep {@link Frame#copy()}, not the frame
   */
  void onFrame(Frame frame);
}

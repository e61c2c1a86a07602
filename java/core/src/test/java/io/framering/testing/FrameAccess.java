// SPDX-License-Identifier: Apache-2.0
package io.framering.testing;

import io.framering.frame.Frame;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.function.Consumer;

/** Every way to look at a frame. */
public final class FrameAccess {
  /** Each throws once the frame is not lent any more, and in another thread than its own. */
  public static final List<Consumer<Frame>> ALL =
      List.of(
          Frame::timestampNanos,
          Frame::capturedLength,
          Frame::originalLength,
          Frame::interfaceIndex,
          Frame::direction,
          Frame::linkType,
          Frame::vlanTag,
          Frame::vlanTpid,
          Frame::vlanTci,
          Frame::checksum,
          Frame::offloaded,
          Frame::comments,
          frame -> frame.memory().get(ValueLayout.JAVA_BYTE, 0),
          Frame::offset,
          Frame::end,
          Frame::bytes,
          Frame::copy);

  private FrameAccess() {}
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import io.framering.frame.CapturedFrame;
import io.framering.frame.Frame;
import io.framering.frame.LinkType;
import java.util.Arrays;

/** An input of a fuzz target, read as numbers; after its end all are 0. */
final class FuzzInput {
  private final byte[] bytes;
  private int at;

  FuzzInput(byte[] bytes) {
    this.bytes = bytes;
  }

  boolean hasMore() {
    return at < bytes.length;
  }

  int next() {
    return hasMore() ? bytes[at++] & 0xFF : 0;
  }

  int next16() {
    return next() << Byte.SIZE | next();
  }

  /** A frame of these bytes: its length, what is not captured, and itself. */
  Frame frame(long time) {
    int length = next();
    int missing = next() & 7;
    int end = Math.min(bytes.length, at + length);
    byte[] frame = Arrays.copyOfRange(bytes, Math.min(at, end), end);
    at = end;
    Frame whole = CapturedFrame.of(time, LinkType.ETHERNET, frame);
    return FrameCopies.truncated(whole, Math.min(missing, frame.length));
  }

  /** What stands at a place of a stream or packet, so that a byte at another place is found out. */
  static byte content(int position) {
    return (byte) (position * 0x9E37_79B1 >>> 24);
  }

  static byte[] content(int from, int length) {
    byte[] content = new byte[length];
    for (int i = 0; i < length; i++) {
      content[i] = content(from + i);
    }
    return content;
  }
}

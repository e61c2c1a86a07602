// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import java.util.Arrays;

/**
 * Where parts of names lead that print nothing. Thousands of names of a message may end alike, in
 * thousands of pointers and labels: what one of them has passed, the others need not pass again.
 */
final class DnsPaths {
  private static final int KIND = 0xC0;
  private static final int POINTER = 0xC0;
  private static final int OFFSET = 0x3FFF;
  private static final int LONGEST_MESSAGE = 0x10000;

  private final CapturedBytes in;
  private final boolean labelsToo;

  // By offset in the message, each more by 1 than what it says; 0 where nothing is known yet.
  private int[] labelEnds = {};
  private int[] stops = {};
  private int[] bounds = {};

  private long message;
  private boolean used;

  /** Where {@link #follow} has led, and the bound of pointers there. */
  private int stop;

  private int bound;

  /** Labels and pointers that were looked at. */
  private long steps;

  /**
   * @param labelsToo whether labels print nothing either, as in a name that is too long
   */
  DnsPaths(CapturedBytes in, boolean labelsToo) {
    this.in = in;
    this.labelsToo = labelsToo;
  }

  /** Forgets the message before. */
  void begin() {
    if (used) {
      Arrays.fill(labelEnds, 0);
      Arrays.fill(stops, 0);
      used = false;
    }
  }

  private void use(long newMessage) {
    if (used && message != newMessage) {
      begin();
    }
    if (stops.length == 0) {
      labelEnds = new int[labelsToo ? LONGEST_MESSAGE : 0];
      stops = new int[OFFSET + 1];
      bounds = new int[OFFSET + 1];
    }
    message = newMessage;
    used = true;
  }

  /**
   * Goes from where a pointer leads to the first byte that prints something, or ends the name.
   *
   * @param newMessage where offsets are counted from
   * @param target the pointer's offset, which is also the bound of the next pointer
   */
  void follow(long newMessage, int target) {
    use(newMessage);
    int at = target;
    while (stops[at] == 0) {
      int end = endOfLabels(at);
      int next = pointer(end);
      if (next < 0 || next >= at) {
        stops[at] = end + 1;
        bounds[at] = at;
      } else {
        at = next;
      }
      steps++;
    }
    stop = stops[at] - 1;
    bound = bounds[at];
    for (int i = target; i != at; i = pointer(endOfLabels(i))) {
      stops[i] = stop + 1;
      bounds[i] = bound;
      steps++;
    }
  }

  int stop() {
    return stop;
  }

  int bound() {
    return bound;
  }

  /** The first byte after the labels that stand at {@code at}, for names that are too long. */
  long endOfLabels(long newMessage, long at) {
    use(newMessage);
    long offset = at - newMessage;
    boolean inside = offset >= 0 && offset < labelEnds.length;
    return inside ? newMessage + endOfLabels((int) offset) : at;
  }

  private int endOfLabels(int offset) {
    int at = offset;
    while (at < labelEnds.length && labelEnds[at] == 0 && isLabel(at)) {
      at = afterLabel(at);
    }
    int end = at < labelEnds.length && labelEnds[at] != 0 ? labelEnds[at] - 1 : at;
    for (int i = offset; i != at; i = afterLabel(i)) {
      labelEnds[i] = end + 1;
    }
    return end;
  }

  /** With a byte after its first one: without it a name is over. */
  private boolean isLabel(int offset) {
    if (!in.has(message + offset, 2)) {
      return false;
    }
    int first = in.u8(message + offset);
    return first != 0 && (first & KIND) == 0;
  }

  private int afterLabel(int offset) {
    steps++;
    return offset + 1 + in.u8(message + offset);
  }

  /** The offset that the pointer at {@code offset} has, or -1 if none is there. */
  private int pointer(int offset) {
    if (!in.has(message + offset, 2)) {
      return -1;
    }
    int pointer = in.u16(message + offset);
    return pointer >> 8 >= POINTER ? pointer & OFFSET : -1;
  }

  long steps() {
    return steps;
  }
}

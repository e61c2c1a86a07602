package io.framering.capture;

/**
 * With which other rings a ring shares the frames of its interfaces.
 *
 * @param isInGroup false: with none
 * @param member a ring of the group that it joins, which stays entered until the other is open;
 *     null for the first of a new group
 */
record RingShare(boolean isInGroup, Ring member) {
  static final RingShare NONE = new RingShare(false, null);
  static final RingShare FIRST = new RingShare(true, null);

  static RingShare with(Ring member) {
    return new RingShare(true, member);
  }
}

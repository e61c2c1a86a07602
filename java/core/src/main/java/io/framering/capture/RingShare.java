package io.framering.capture;

/**
 * The fanout group of a ring.
 *
 * @param isInGroup false: no group
 * @param member a ring of the group to join, which stays entered until the new ring is open; null
 *     for the first of a new group
 */
record RingShare(boolean isInGroup, Ring member) {
  static final RingShare NONE = new RingShare(false, null);
  static final RingShare FIRST = new RingShare(true, null);

  static RingShare with(Ring member) {
    return new RingShare(true, member);
  }
}

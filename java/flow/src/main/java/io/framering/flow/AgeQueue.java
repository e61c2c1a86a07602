// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

/**
 * Entries in the order in which they were added, the oldest first.
 *
 * @param <T> the type of the entries
 */
final class AgeQueue<T extends Keyed> {
  private Keyed oldest;
  private Keyed newest;

  /** The entry that was added first, or null. */
  @SuppressWarnings("unchecked") // all are of this type
  T oldest() {
    return (T) oldest;
  }

  void add(T entry) {
    entry.queue = this;
    entry.older = newest;
    entry.newer = null;
    if (newest == null) {
      oldest = entry;
    } else {
      newest.newer = entry;
    }
    newest = entry;
  }

  void remove(Keyed entry) {
    if (entry.older == null) {
      oldest = entry.newer;
    } else {
      entry.older.newer = entry.newer;
    }
    if (entry.newer == null) {
      newest = entry.older;
    } else {
      entry.newer.older = entry.older;
    }
    entry.queue = null;
    entry.older = null;
    entry.newer = null;
  }
}

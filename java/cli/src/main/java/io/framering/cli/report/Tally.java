// SPDX-License-Identifier: Apache-2.0
package io.framering.cli.report;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Counts per name, of which only the largest are kept when there are too many. Texts are the keys,
 * because a {@link HashMap} orders them if their hashes collide.
 */
final class Tally {
  private final int capacity;
  private final Map<String, Row> rows = new HashMap<>();
  private long dropped;

  /** The counts of a name. */
  static final class Row {
    private final String name;
    private final Set<String> kinds = new TreeSet<>();
    long flows;
    long packetsSent;
    long bytesSent;
    long packetsReceived;
    long bytesReceived;

    private Row(String name) {
      this.name = name;
    }

    String name() {
      return name;
    }

    /** What it is a name of: words of ours. */
    Set<String> kinds() {
      return kinds;
    }

    long bytes() {
      return bytesSent + bytesReceived;
    }
  }

  Tally(int capacity) {
    this.capacity = capacity;
  }

  /** The counts of a name; the caller changes them at once. */
  Row row(String name) {
    Row row = rows.get(name);
    if (row == null) {
      if (rows.size() == capacity) {
        keepLargerHalf();
      }
      row = new Row(name);
      rows.put(name, row);
    }
    return row;
  }

  private void keepLargerHalf() {
    List<Row> smaller = sorted().subList(capacity / 2, capacity);
    smaller.forEach(each -> rows.remove(each.name));
    dropped += smaller.size();
  }

  private List<Row> sorted() {
    return rows.values().stream()
        .sorted(Comparator.comparingLong(Row::bytes).reversed().thenComparing(Row::name))
        .toList();
  }

  /** The rows with the most bytes. */
  List<Row> largest(int most) {
    return sorted().stream().limit(most).toList();
  }

  /** The number of names; if some were {@link #hasDropped dropped}, there may be fewer or more. */
  long size() {
    return rows.size() + dropped;
  }

  boolean hasDropped() {
    return dropped > 0;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import java.util.Arrays;
import java.util.List;

/** The order of the frames that several files have lent: by time, files that are first first. */
final class MergeOrder {
  private final List<MergedFile> files;

  /** For each frame, its file in {@link #files} and its number in the file's batch. */
  private int[] fileOf = new int[0];

  private int[] numberOf = new int[0];
  private int size;

  MergeOrder(List<MergedFile> files) {
    this.files = files;
  }

  int size() {
    return size;
  }

  MergedFile file(int place) {
    return files.get(fileOf[place]);
  }

  int number(int place) {
    return numberOf[place];
  }

  /**
   * Passes the frames in order until a file has passed its last one: its next one, which has not
   * been read, may be earlier than those of the other files.
   *
   * @return the number of frames; 0 if no file has any
   */
  int merge() {
    size = 0;
    reserve(files.stream().mapToInt(MergedFile::left).sum());
    boolean complete = true;
    while (complete && earliest(-1) instanceof MergedFile first) {
      MergedFile second = earliest(first.position);
      do {
        fileOf[size] = first.position;
        numberOf[size++] = first.pass();
        complete = first.left() > 0;
      } while (complete && (second == null || first.isBefore(second)));
    }
    return size;
  }

  private MergedFile earliest(int except) {
    MergedFile earliest = null;
    for (int i = 0; i < files.size(); i++) {
      MergedFile each = files.get(i);
      if (i != except && each.left() > 0 && (earliest == null || each.isBefore(earliest))) {
        earliest = each;
      }
    }
    return earliest;
  }

  private void reserve(int count) {
    if (fileOf.length < count) {
      fileOf = Arrays.copyOf(fileOf, count);
      numberOf = Arrays.copyOf(numberOf, count);
    }
  }
}

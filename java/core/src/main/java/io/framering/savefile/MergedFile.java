// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** One of several files that are merged, and the frames that it has lent. */
final class MergedFile {
  /** Its position among the files. */
  final int position;

  final SavefileReader reader;

  /** The interfaces of all files, by their number among them minus 1. */
  private final List<FileInterface> all;

  /** The numbers in {@link #all} of this file's interfaces. */
  private int[] numbers = new int[0];

  private FileBatch batch;
  private FrameIndex index;
  private int next;
  private int size;

  MergedFile(int position, SavefileReader reader, List<FileInterface> all) {
    this.position = position;
    this.reader = reader;
    this.all = all;
    numberInterfaces();
  }

  private void numberInterfaces() {
    List<FileInterface> own = reader.described();
    int known = numbers.length;
    if (known < own.size()) {
      numbers = Arrays.copyOf(numbers, own.size());
      for (int i = known; i < numbers.length; i++) {
        all.add(own.get(i));
        numbers[i] = all.size();
      }
    }
  }

  /**
   * Reads more frames if all have been passed.
   *
   * @return whether there are any, or none will come
   */
  boolean fill(Duration timeout) {
    if (left() > 0) {
      return true;
    }
    next = 0;
    size = 0;
    batch = (FileBatch) reader.next(timeout);
    if (batch != null) {
      numberInterfaces();
      index = batch.index();
      size = batch.size();
    }
    return batch != null || reader.ended();
  }

  FileBatch batch() {
    return batch;
  }

  /** The number of frames that have not been passed. */
  int left() {
    return size - next;
  }

  /** Passes a frame, and returns its number in the batch. */
  int pass() {
    return next++;
  }

  /** Whether its next frame comes before that of another file. */
  boolean isBefore(MergedFile other) {
    long time = index.timestampNanos(next);
    long otherTime = other.index.timestampNanos(other.next);
    return time < otherTime || time == otherTime && position < other.position;
  }

  int interfaceNumber(int numberInFile) {
    return numbers[numberInFile - 1];
  }
}

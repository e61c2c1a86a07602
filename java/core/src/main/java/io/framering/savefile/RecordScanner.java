// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import io.framering.savefile.SavefileException.Reason;
import java.util.ArrayList;
import java.util.List;

/** Finds the packets in a window; one subclass per file format. */
abstract class RecordScanner {
  final Window window;
  final FrameIndex index = new FrameIndex();
  final List<FileInterface> interfaces = new ArrayList<>();

  private final String name;
  private long packetsBefore;
  private SavefileException damage;

  /**
   * @param name of the file, for messages
   */
  RecordScanner(String name, Window window) {
    this.name = name;
    this.window = window;
  }

  /** The file format. */
  abstract SavefileFormat format();

  /**
   * The offset of the first record of the indexed frames, if they are contiguous and in the format
   * of {@link PcapEncoder}; else -1.
   */
  int firstRecord() {
    return -1;
  }

  /** Whether the part before the first packet has been scanned. */
  abstract boolean isReady();

  /**
   * Continues scanning: consumes complete records and adds packets to the index, until the index is
   * full or a record is incomplete or {@linkplain #damage() damaged}.
   */
  final void scan() {
    packetsBefore += index.size();
    index.clear();
    if (damage == null) {
      scanRecords();
    }
  }

  abstract void scanRecords();

  /**
   * From now on, blocks that are no packets are collected, each before the frames after it.
   *
   * @return whether scanning begins again at the beginning of the file
   */
  boolean collectBlocks() {
    return false;
  }

  /** The collected block after the frames scanned last, which is forgotten then; or null. */
  SavefileBlock takeBlock() {
    return null;
  }

  /** The number of blocks that were skipped. */
  long skippedBlocks() {
    return 0;
  }

  /** Forgets everything scanned so far: scanning begins again at the window's position. */
  final void restart() {
    packetsBefore = 0;
    index.clear();
    interfaces.clear();
    damage = null;
  }

  /** The damage of the current record, or null. */
  final SavefileException damage() {
    return damage;
  }

  /** The error if the file ends here, or null if this is a valid end. */
  abstract SavefileException truncation();

  /** Ends scanning because the current record is wrong; false, so that callers can return it. */
  final boolean damaged(String what) {
    damage = exception(Reason.DAMAGED, what);
    return false;
  }

  /** The error for a file that ends too early. */
  final SavefileException truncated(String what, long wanted, long got) {
    String text = "truncated dump file; tried to read %d %s bytes, only got %d";
    return exception(Reason.TRUNCATED, text.formatted(wanted, what, got));
  }

  private SavefileException exception(Reason reason, String what) {
    String text = name + ": " + what + place();
    return new SavefileException(reason, recordOffset(), packets(), text, null);
  }

  /** Packets before the current record. */
  final long packets() {
    return packetsBefore + index.size();
  }

  /** The position of the current record, for messages. */
  final String place() {
    return " (packet %d, at byte %d)".formatted(packets() + 1, recordOffset());
  }

  /** The offset of the current record in the file. */
  long recordOffset() {
    return window.offsetInFile();
  }
}

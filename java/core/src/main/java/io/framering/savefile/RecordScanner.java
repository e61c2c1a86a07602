package io.framering.savefile;

import io.framering.savefile.SavefileException.Reason;
import java.util.ArrayList;
import java.util.List;

/** Finds the packets in a window. One file format each. */
abstract class RecordScanner {
  final Window window;
  final FrameIndex index = new FrameIndex();
  final List<FileInterface> interfaces = new ArrayList<>();

  private final String name;
  private long packetsBefore;
  private SavefileException damage;

  /**
   * @param name of the file, for people
   */
  RecordScanner(String name, Window window) {
    this.name = name;
    this.window = window;
  }

  /** The file format. */
  abstract SavefileFormat format();

  /**
   * Where the records of the indexed frames begin, if they lie one behind the other as {@link
   * PcapEncoder} writes them; -1 otherwise.
   */
  int firstRecord() {
    return -1;
  }

  /** Whether what has to come before the first packet has been scanned. */
  abstract boolean isReady();

  /**
   * Scans on: consumes whole records, and puts packets into the index, until that is full, a record
   * is not there as a whole, or one is {@linkplain #damage() damaged}.
   */
  final void scan() {
    packetsBefore += index.size();
    index.clear();
    if (damage == null) {
      scanRecords();
    }
  }

  abstract void scanRecords();

  /** What is wrong with the record at hand; null when nothing is. */
  final SavefileException damage() {
    return damage;
  }

  /** What is wrong with a file that ends here; null when nothing is. */
  abstract SavefileException truncation();

  /** Ends scanning: the record at hand is wrong. */
  final void damaged(String what) {
    damage = exception(Reason.DAMAGED, what);
  }

  /** What to say of a file that ends too early. */
  final SavefileException truncated(String what, long wanted, long got) {
    String text = "truncated dump file; tried to read %d %s bytes, only got %d";
    return exception(Reason.TRUNCATED, text.formatted(wanted, what, got));
  }

  private SavefileException exception(Reason reason, String what) {
    String text = name + ": " + what + place();
    return new SavefileException(reason, recordOffset(), packets(), text, null);
  }

  /** Packets before the record at hand. */
  final long packets() {
    return packetsBefore + index.size();
  }

  /** Where the record at hand is, for people. */
  final String place() {
    return " (packet %d, at byte %d)".formatted(packets() + 1, recordOffset());
  }

  /** Where in the file the record at hand begins. */
  long recordOffset() {
    return window.offsetInFile();
  }
}

package io.framering.savefile;

import io.framering.frame.Frame;
import io.framering.records.RecordCursor;
import java.util.List;

/** Puts records into a buffer, in one file format. The buffer has room for what is put into it. */
abstract class Encoder {
  /** Frames have to be put one by one. */
  static final int SINGLY = -2;

  final RecordBuffer out;
  final SavefileOptions options;

  Encoder(RecordBuffer out, SavefileOptions options) {
    this.out = out;
    this.options = options;
  }

  static Encoder of(RecordBuffer out, SavefileOptions options) {
    return switch (options.format()) {
      case PCAP -> new PcapEncoder(out, options);
      case PCAPNG -> new PcapngEncoder(out, options);
    };
  }

  /** What the file begins with, as far as it is known. */
  abstract void begin();

  /** The most bytes that {@link #describe} puts. */
  abstract int mostBytesOfInterface();

  /** Whether frames of this one's interface and kind can be put. */
  abstract boolean knows(Frame frame);

  /** An interface; nothing if it is described already. */
  abstract void describe(SavefileInterface described);

  /** How many interfaces of a file that is read are described, the first ones. */
  abstract int known(List<FileInterface> source);

  /** The first interface of the file that is not {@link #known}. */
  abstract void describeNext(List<FileInterface> source);

  /** Forgets what a file that is read has been {@link #known} by. */
  abstract void forget(List<FileInterface> source);

  /** The most bytes that {@link #put} adds for a frame of this captured length. */
  abstract long mostBytesOf(int length);

  /**
   * A frame.
   *
   * @param length its captured length
   * @return false when the format has no place for it
   */
  abstract boolean put(Frame frame, int length);

  /** Whether records of pcap, with frames such as this one, can be put as they are. */
  boolean takesRecords(Frame frame) {
    return false;
  }

  /**
   * The number of this frame's interface for {@link RecordCursor#writeRecords}, when the frame and
   * those like it can be put so; or {@link #SINGLY}.
   */
  abstract int recordId(Frame frame);

  /** Remembers that frames were lost, for the next one of this interface. */
  abstract void lost(int interfaceIndex, long frames);

  /** Counts of an interface. */
  abstract void statistics(int interfaceIndex, long received, long dropped);

  /** What a file that is read has counted of one of its interfaces. */
  abstract void statistics(List<FileInterface> source, FileInterface of);

  /** Whatever the file needs to be whole. */
  abstract void end();

  /**
   * Bytes of the record that begins there.
   *
   * @param atBeginning whether that is the beginning of the file
   */
  abstract long recordBytes(int at, boolean atBeginning);

  /** Whether the record that begins there is a packet. */
  abstract boolean isPacket(int at, boolean atBeginning);
}

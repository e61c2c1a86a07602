package io.framering.savefile;

import io.framering.frame.Frame;
import io.framering.records.RecordCursor;
import java.util.List;

/** Encodes records of one file format into a buffer, which must have room for them. */
abstract class Encoder {
  /** Frames must be encoded one by one. */
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

  /** Encodes the beginning of the file, as far as it is known. */
  abstract void begin();

  /** The maximum number of bytes that {@link #describe} adds. */
  abstract int mostBytesOfInterface();

  /** Whether frames of this frame's interface and kind can be encoded. */
  abstract boolean knows(Frame frame);

  /** Encodes an interface; does nothing if it is described already. */
  abstract void describe(SavefileInterface described);

  /** The number of interfaces of an input file that are described, from the first one. */
  abstract int known(List<FileInterface> source);

  /** Encodes the first interface of an input file that is not {@link #known}. */
  abstract void describeNext(List<FileInterface> source);

  /** Forgets an input file and its {@link #known} interfaces. */
  abstract void forget(List<FileInterface> source);

  /** The maximum number of bytes that {@link #put} adds for a frame of this captured length. */
  abstract long mostBytesOf(int length);

  /**
   * Encodes a frame.
   *
   * @param length its captured length
   * @return false if the format cannot represent it
   */
  abstract boolean put(Frame frame, int length);

  /** Whether pcap records of frames like this one can be copied unchanged. */
  boolean takesRecords(Frame frame) {
    return false;
  }

  /**
   * The number of this frame's interface for {@link RecordCursor#writeRecords}, if that can encode
   * the frame and similar ones; or {@link #SINGLY}.
   */
  abstract int recordId(Frame frame);

  /** Remembers lost frames for the next frame of this interface. */
  abstract void lost(int interfaceIndex, long frames);

  /** Encodes the counts of an interface. */
  abstract void statistics(int interfaceIndex, long received, long dropped);

  /** Encodes the counts that an input file has for one of its interfaces. */
  abstract void statistics(List<FileInterface> source, FileInterface of);

  /** Encodes the end of the file, if the format has one. */
  abstract void end();

  /**
   * The size of the record at this offset.
   *
   * @param atBeginning whether the offset is the beginning of the file
   */
  abstract long recordBytes(int at, boolean atBeginning);

  /** Whether the record at this offset is a packet. */
  abstract boolean isPacket(int at, boolean atBeginning);
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import io.framering.frame.Frame;
import io.framering.internal.RecordCursor;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Encodes records of one format into a file, each interface before its first frame. */
abstract class Encoder implements RecordFile.Records {
  /** Frames must be encoded one by one. */
  static final int SINGLY = -2;

  final RecordFile file;
  final RecordBuffer out;
  final SavefileOptions options;

  Encoder(RecordFile file, SavefileOptions options) {
    this.file = file;
    this.options = options;
    out = file.buffer;
  }

  static Encoder of(RecordFile file, SavefileOptions options, WriteCounts counts) {
    return switch (options.format()) {
      case PCAP -> new PcapEncoder(file, options, counts);
      case PCAPNG -> new PcapngEncoder(file, options, counts);
    };
  }

  /** Encodes the beginning of the file, as far as it is known. */
  abstract void begin();

  /** Makes room for a record of this many bytes. */
  final void reserve(long count) {
    file.reserve(count, this);
  }

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

  private void describeInterfaceOf(Frame frame) {
    if (knows(frame)) {
      return;
    }
    if (frame instanceof FileFrame of) {
      describe(of.batch.interfaces, of.numberInFile());
    } else {
      int index = frame.interfaceIndex();
      String name = options.interfaceNames().apply(index);
      describe(SavefileInterface.of(index, name, frame.linkTypeNumber(), options.snapLength()));
    }
  }

  /** Also describes the interfaces of a file before the needed one, which keeps their order. */
  final void describe(List<FileInterface> source, int count) {
    while (known(source) < count) {
      describeNext(source);
    }
  }

  /** Encodes what is left of an input file: interfaces without frames, and counts. */
  final void complete(List<FileInterface> source) {
    describe(source, source.size());
    boolean areEncoded = hasBlocks(source);
    for (FileInterface each : source) {
      if (each.statistics() != null && !areEncoded) {
        put(each.statistics());
      }
    }
    forget(source);
  }

  /** Whether blocks of an input file have been encoded, its statistics among them. */
  abstract boolean hasBlocks(List<FileInterface> source);

  /** The maximum size of a frame of this captured length. */
  abstract long mostBytesOf(int length);

  /**
   * Encodes a frame, for which there is room.
   *
   * @param comments besides its own
   * @return why the format cannot represent it; null if it can
   */
  abstract LeftOut put(Frame frame, int length, List<byte[]> comments);

  /**
   * Encodes a frame.
   *
   * @param comments besides its own; a format without comments counts them
   * @return why the format cannot represent it; null if it can
   */
  final LeftOut put(Frame frame, List<byte[]> comments) {
    describeInterfaceOf(frame);
    int length = frame.capturedLength();
    reserve(mostBytesOf(length));
    return put(frame, length, comments);
  }

  /** Whether pcap records of frames like this one can be copied unchanged. */
  boolean takesRecords(Frame frame) {
    return false;
  }

  /**
   * Copies the records of a batch unchanged.
   *
   * @return false if they do not have the format of this file
   */
  final boolean copy(FileBatch batch, Frame first) {
    describeInterfaceOf(first);
    MemorySegment records = batch.records();
    if (records == null || !takesRecords(first)) {
      return false;
    }
    reserve(records.byteSize());
    out.put(records);
    return true;
  }

  /**
   * The number of this frame's interface for {@link RecordCursor#writeRecords}, if that can encode
   * the frame and similar ones; or {@link #SINGLY}.
   */
  abstract int recordId(Frame frame);

  /**
   * Encodes the current frame and the similar ones after it that end before the file has {@code
   * most} bytes; moves to the last one encoded.
   *
   * @return number of frames; 0 if this is not possible
   */
  final int putRecords(RecordCursor frames, long most) {
    describeInterfaceOf(frames);
    int interfaceId = recordId(frames);
    if (interfaceId == SINGLY) {
      return 0;
    }
    reserve(mostBytesOf(frames.capturedLength()));
    int before = frames.passed();
    long room = Math.min(out.room(), most - file.bytes());
    int bytes = room > 0 ? frames.writeRecords(interfaceId, out.memory(), out.length(), room) : 0;
    out.added(bytes);
    return bytes > 0 ? frames.passed() - before + 1 : 0;
  }

  /**
   * Encodes a block.
   *
   * @return why it cannot be written; null if it can
   */
  abstract LeftOut put(SavefileBlock block);

  /** Remembers lost frames for the next frame of this interface. */
  abstract void lost(int interfaceIndex, long frames);

  /** Encodes the counts of an interface. */
  abstract void statistics(int interfaceIndex, long received, long dropped);

  /** Encodes the end of the file, if the format has one. */
  abstract void end();
}

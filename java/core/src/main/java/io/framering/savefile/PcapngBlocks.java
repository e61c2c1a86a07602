// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import static io.framering.savefile.Pcapng.BLOCK_HEADER_BYTES;
import static io.framering.savefile.Pcapng.BLOCK_TRAILER_BYTES;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Encodes blocks of pcapng into a buffer, which must have room for them: new ones field by field,
 * and copies of those of an input file.
 */
final class PcapngBlocks {
  private static final int END_OF_OPTIONS = 0;
  private static final int MOST_OBSOLETE_ID = 0xFFFF;

  private final RecordBuffer out;
  private final BlockConverter converter;

  /**
   * @param counts counts the options that cannot be converted
   */
  PcapngBlocks(RecordBuffer out, WriteCounts counts) {
    this.out = out;
    converter = new BlockConverter(out, counts);
  }

  /** Begins a block, and returns its offset. */
  int begin(int type) {
    int at = out.length();
    out.putInt(type);
    out.putInt(0); // until end()
    return at;
  }

  void end(int at) {
    int length = out.length() - at + BLOCK_TRAILER_BYTES;
    out.setInt(at + Integer.BYTES, length);
    out.putInt(length);
  }

  void put(int type, ByteBuffer body) {
    int at = begin(type);
    out.put(MemorySegment.ofBuffer(body));
    out.pad();
    end(at);
  }

  /** The body of the block that describes an interface whose times are in nanoseconds. */
  byte[] description(SavefileInterface described) {
    int at = out.length();
    out.putShort(described.linkTypeNumber());
    out.putShort(0);
    out.putInt(described.snapLength());
    out.putTextOption(Pcapng.IF_NAME, RecordBuffer.utf8(described.name()));
    out.putTextOption(Pcapng.IF_DESCRIPTION, RecordBuffer.utf8(described.description()));
    putByteOption(Pcapng.IF_TSRESOL, Timescale.NANOSECONDS);
    out.putTextOption(Pcapng.IF_OS, RecordBuffer.utf8(described.operatingSystem()));
    if (described.fcsBits() >= 0 && described.fcsBits() <= 0xFF) {
      putByteOption(Pcapng.IF_FCSLEN, described.fcsBits());
    }
    out.putTextOption(Pcapng.IF_HARDWARE, RecordBuffer.utf8(described.hardware()));
    endOptions();
    return out.cut(at, out.length());
  }

  /** The body of an interface description of an input file, in this file's byte order. */
  byte[] converted(ByteBuffer description) {
    int at = out.length();
    out.put(MemorySegment.ofBuffer(description));
    ByteOrder order = description.order();
    int end = converter.convert(Pcapng.INTERFACE_DESCRIPTION, at, out.length(), order);
    return out.cut(at, end);
  }

  private void putByteOption(int code, int value) {
    out.putShort(code);
    out.putShort(1);
    out.putByte(value);
    out.pad();
  }

  void putIntOption(int code, int value) {
    out.putShort(code);
    out.putShort(Integer.BYTES);
    out.putInt(value);
  }

  void putLongOption(int code, long value) {
    out.putShort(code);
    out.putShort(Long.BYTES);
    out.putLong(value);
  }

  void endOptions() {
    out.putInt(END_OF_OPTIONS);
  }

  /**
   * Adds options on losses, and comments, with their end.
   *
   * @param dropped the frames that only this frame's interface has lost
   * @param lostBefore all lost frames
   */
  void putOptions(long dropped, long lostBefore, List<byte[]> comments) {
    if (dropped > 0) {
      putLongOption(Pcapng.EPB_DROPCOUNT, dropped);
    }
    if (lostBefore > 0) {
      String packets = lostBefore == 1 ? " packet" : " packets";
      String comment = lostBefore + packets + " lost before this one";
      out.putOption(Pcapng.COMMENT, RecordBuffer.utf8(comment));
    }
    for (int i = 0; i < comments.size(); i++) { // an iterator would be an object per frame
      out.putOption(Pcapng.COMMENT, comments.get(i));
    }
    endOptions();
  }

  /** The bytes of these comments as options. */
  static long bytesOf(List<byte[]> comments) {
    long bytes = 0;
    for (int i = 0; i < comments.size(); i++) {
      bytes += PcapngOptions.HEADER_BYTES + PcapngOptions.padded(comments.get(i).length);
    }
    return bytes;
  }

  /**
   * Copies a block of an input file.
   *
   * @param interfaceId the interface of statistics
   * @param comments added to its own
   * @return why it cannot be copied; null if it can
   */
  LeftOut copy(SavefileBlock block, int interfaceId, List<byte[]> comments) {
    ByteBuffer content = block.body();
    int at = begin(block.type());
    int body = out.length();
    out.put(MemorySegment.ofBuffer(content));
    int end = converter.convert(block.type(), body, out.length(), content.order());
    if (end == BlockConverter.UNKNOWN) {
      out.truncate(at);
      return LeftOut.BLOCK;
    }
    out.truncate(end);
    if (block.type() == Pcapng.INTERFACE_STATISTICS) {
      out.setInt(body, interfaceId);
    }
    if (!comments.isEmpty()) {
      removeEndOfOptions(block.type(), body);
      putOptions(0, 0, comments);
    }
    end(at);
    return null;
  }

  /**
   * Copies a packet of a pcapng file with all its options.
   *
   * @param dropped as in {@link #putOptions}, and not known to the input file
   * @param comments added to its own
   */
  void copy(FileFrame frame, int interfaceId, long dropped, long lost, List<byte[]> comments) {
    boolean hasMore = lost > 0 || !comments.isEmpty();
    ByteOrder order = frame.from().block.order();
    int at = out.length();
    int body = at + BLOCK_HEADER_BYTES;
    out.put(frame.memory(), frame.blockAt(), frame.blockLength() - BLOCK_TRAILER_BYTES);
    int type = out.view(order).getInt(at);
    out.truncate(converter.convert(type, body, out.length(), order));
    out.setInt(at, type);
    if (type == Pcapng.ENHANCED_PACKET) {
      out.setInt(body, interfaceId);
    } else if (type == Pcapng.OBSOLETE_PACKET && interfaceId <= MOST_OBSOLETE_ID) {
      out.setShort(body, interfaceId);
    } else if (type == Pcapng.OBSOLETE_PACKET || interfaceId != 0 || hasMore) {
      toEnhanced(frame, at, type, interfaceId);
    }
    if (hasMore) {
      removeEndOfOptions(out.intAt(at), body);
      putOptions(frame.lostBefore() > 0 ? 0 : dropped, lost, comments);
    }
    end(at);
  }

  /** Makes an enhanced packet block of another one, which cannot have this interface or options. */
  private void toEnhanced(FileFrame frame, int at, int type, int interfaceId) {
    int body = at + BLOCK_HEADER_BYTES;
    if (type == Pcapng.SIMPLE_PACKET) {
      int data = PcapngOptions.padded(frame.capturedLength());
      out.move(at + Pcapng.SIMPLE_PACKET_BYTES, at + Pcapng.PACKET_BYTES, data);
      out.truncate(body + Integer.BYTES);
      out.putHighLow(0); // no time
      out.putInt(frame.capturedLength());
      out.putInt((int) frame.originalLength());
      out.truncate(at + Pcapng.PACKET_BYTES + data);
    }
    out.setInt(at, Pcapng.ENHANCED_PACKET);
    out.setInt(body, interfaceId);
  }

  /** Removes the end of the options of the block that the buffer ends with: more will be added. */
  private void removeEndOfOptions(int type, int body) {
    ByteBuffer view = out.view(ByteOrder.LITTLE_ENDIAN);
    int at = BlockLayout.optionsAt(type, view, body, out.length());
    int end = BlockLayout.endOfList(view, at, out.length());
    if (end != BlockLayout.NONE) {
      out.truncate(end - PcapngOptions.HEADER_BYTES);
    }
  }
}

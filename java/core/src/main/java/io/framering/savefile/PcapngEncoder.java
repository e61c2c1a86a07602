// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import static io.framering.savefile.Pcapng.BLOCK_HEADER_BYTES;
import static io.framering.savefile.Pcapng.BLOCK_TRAILER_BYTES;

import io.framering.frame.Frame;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes pcapng: draft-ietf-opsawg-pcapng. An interface is described before its first packet; times
 * are in nanoseconds. Packets, interfaces and blocks of a pcapng file are copied as they are.
 */
final class PcapngEncoder extends Encoder {
  private static final int MOST_BYTES_OF_DESCRIPTION = 8 << 10;
  private static final int MOST_BYTES_OF_STATISTICS = 64;

  /** Besides comments. */
  private static final int MOST_BYTES_OF_OPTIONS = 128;

  private static final int END_OF_OPTIONS = 0;
  private static final long LENGTH_UNKNOWN = -1;
  private static final int MOST_OBSOLETE_ID = 0xFFFF;

  private final InterfaceIds interfaces = new InterfaceIds();
  private final BlockConverter converter;

  // Frames lost before the next packet of an interface: by its position in the file, or by its
  // number until it is described.
  private final Map<Integer, Long> lost = new HashMap<>();
  private final Map<Integer, Long> lostBeforeDescription = new HashMap<>();
  private long lostOfAny;

  /** Blocks that wait for the first interface. */
  private final List<SavefileBlock> early = new ArrayList<>();

  private long lastNanos;

  /** The bytes of this file's own section header. */
  private long bytesOfHeader;

  /** Whether the current section is one of an input file. */
  private boolean copiesSection;

  PcapngEncoder(RecordFile file, SavefileOptions options, WriteCounts counts) {
    super(file, options);
    converter = new BlockConverter(out, counts);
  }

  private int beginBlock(int type) {
    int at = out.length();
    out.putInt(type);
    out.putInt(0); // until endBlock
    return at;
  }

  private void endBlock(int at) {
    int length = out.length() - at + BLOCK_TRAILER_BYTES;
    out.setInt(at + Integer.BYTES, length);
    out.putInt(length);
  }

  @Override
  void begin() {
    reserve(MOST_BYTES_OF_DESCRIPTION + bytesOf(comments()));
    int at = beginBlock(Pcapng.SECTION_HEADER);
    out.putInt(Pcapng.BYTE_ORDER_MAGIC);
    out.putShort(1);
    out.putShort(0);
    out.putLong(LENGTH_UNKNOWN);
    out.putTextOption(Pcapng.SHB_OS, RecordBuffer.utf8(operatingSystem()));
    out.putTextOption(Pcapng.SHB_USERAPPL, RecordBuffer.utf8(options.application()));
    putOptions(0, 0, 0, comments());
    if (comments().isEmpty()) {
      out.putInt(END_OF_OPTIONS);
    }
    endBlock(at);
    bytesOfHeader = out.length();
  }

  /** The comments for the first section of the file. */
  private List<byte[]> comments() {
    return options.comment().isEmpty()
        ? List.of()
        : List.of(RecordBuffer.comment(options.comment()));
  }

  private static String operatingSystem() {
    return System.getProperty("os.name") + " " + System.getProperty("os.version");
  }

  @Override
  boolean knows(Frame frame) {
    return interfaces.knows(frame);
  }

  @Override
  void describe(SavefileInterface described) {
    byte[] description = description(described);
    if (interfaces.add(described, description)) {
      putDescription(described, description);
    }
  }

  @Override
  int known(List<FileInterface> source) {
    return interfaces.known(source);
  }

  @Override
  void describeNext(List<FileInterface> source) {
    FileInterface next = source.get(interfaces.known(source));
    byte[] description = next.block == null ? description(next.snapshot()) : converted(next.block);
    if (interfaces.addNext(source, description)) {
      putDescription(next.described, description);
    }
  }

  @Override
  void forget(List<FileInterface> source) {
    interfaces.forget(source);
  }

  /** The body of the block that describes an interface whose times are in nanoseconds. */
  private byte[] description(SavefileInterface described) {
    reserve(MOST_BYTES_OF_DESCRIPTION);
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
    out.putInt(END_OF_OPTIONS);
    return out.cut(at, out.length());
  }

  /** The body of an interface description of an input file, in this file's byte order. */
  private byte[] converted(ByteBuffer description) {
    reserve(description.capacity());
    int at = out.length();
    out.put(MemorySegment.ofBuffer(description));
    int end =
        converter.convert(Pcapng.INTERFACE_DESCRIPTION, at, out.length(), description.order());
    return out.cut(at, end);
  }

  private void putDescription(SavefileInterface described, byte[] description) {
    Long before = lostBeforeDescription.remove(described.number());
    if (before != null) {
      lost.put(interfaces.size() - 1, before);
    }
    putBlock(Pcapng.INTERFACE_DESCRIPTION, ByteBuffer.wrap(description));
    putEarlyBlocks();
  }

  private void putBlock(int type, ByteBuffer body) {
    reserve(
        (long) BLOCK_HEADER_BYTES + PcapngOptions.padded(body.remaining()) + BLOCK_TRAILER_BYTES);
    int at = beginBlock(type);
    out.put(MemorySegment.ofBuffer(body));
    out.pad();
    endBlock(at);
  }

  private void putByteOption(int code, int value) {
    out.putShort(code);
    out.putShort(1);
    out.putByte(value);
    out.pad();
  }

  private void putLongOption(int code, long value) {
    out.putShort(code);
    out.putShort(Long.BYTES);
    out.putLong(value);
  }

  @Override
  long mostBytesOf(int length) {
    return (long) Pcapng.PACKET_BYTES + length + MOST_BYTES_OF_OPTIONS + BLOCK_TRAILER_BYTES;
  }

  @Override
  LeftOut put(Frame frame, int length, List<byte[]> comments) {
    int id = interfaces.of(frame);
    if (id == InterfaceIds.NONE) {
      return LeftOut.LINK_TYPE;
    }
    long nanos = frame.timestampNanos();
    lastNanos = Math.max(nanos, 0);
    if (frame instanceof FileFrame of && of.batch.hasBlocks) {
      putCopy(of, id, comments);
      return null;
    }
    if (nanos < 0) {
      return LeftOut.TIME;
    }
    List<byte[]> all = all(frame.comments(), comments);
    reserve(mostBytesOf(length) + bytesOf(all));
    int block = beginBlock(Pcapng.ENHANCED_PACKET);
    out.putInt(id);
    out.putHighLow(nanos);
    out.putInt(length);
    out.putInt((int) frame.originalLength());
    out.putFrame(frame, length);
    out.pad();
    long dropped = takeLost(id);
    putOptions(EpbFlags.of(frame.direction()), dropped, dropped + takeLostOfAny(), all);
    endBlock(block);
    return null;
  }

  private static List<byte[]> all(List<String> own, List<byte[]> comments) {
    if (own.isEmpty()) {
      return comments;
    }
    List<byte[]> all = new ArrayList<>();
    own.forEach(comment -> all.add(RecordBuffer.comment(comment)));
    all.addAll(comments);
    return all;
  }

  private static long bytesOf(List<byte[]> comments) {
    long bytes = 0;
    for (int i = 0; i < comments.size(); i++) { // an iterator would be an object per frame
      bytes += PcapngOptions.HEADER_BYTES + PcapngOptions.padded(comments.get(i).length);
    }
    return bytes;
  }

  /** Copies a packet of a pcapng file with all options. */
  private void putCopy(FileFrame frame, int id, List<byte[]> comments) {
    long dropped = takeLost(id);
    long droppedOfAny = takeLostOfAny();
    boolean hasMore = dropped + droppedOfAny > 0 || !comments.isEmpty();
    int length = frame.blockLength();
    reserve((long) length + MOST_BYTES_OF_OPTIONS + bytesOf(comments));
    ByteOrder order = frame.from().block.order();
    int block = out.length();
    int body = block + BLOCK_HEADER_BYTES;
    out.put(frame.memory(), frame.blockAt(), length - BLOCK_TRAILER_BYTES);
    int type = out.view(order).getInt(block);
    out.truncate(converter.convert(type, body, out.length(), order));
    out.setInt(block, type);
    if (type == Pcapng.ENHANCED_PACKET) {
      out.setInt(body, id);
    } else if (type == Pcapng.OBSOLETE_PACKET && id <= MOST_OBSOLETE_ID) {
      out.setShort(body, id);
    } else if (type == Pcapng.OBSOLETE_PACKET || id != 0 || hasMore) {
      toEnhanced(frame, block, type, id);
    }
    if (hasMore) {
      endOptions(out.intAt(block), body);
      putOptions(0, frame.droppedBefore() > 0 ? 0 : dropped, dropped + droppedOfAny, comments);
    }
    endBlock(block);
  }

  /** Makes an enhanced packet block of another one, which cannot have this interface or options. */
  private void toEnhanced(FileFrame frame, int block, int type, int id) {
    int body = block + BLOCK_HEADER_BYTES;
    if (type == Pcapng.SIMPLE_PACKET) {
      int data = PcapngOptions.padded(frame.capturedLength());
      out.move(block + Pcapng.SIMPLE_PACKET_BYTES, block + Pcapng.PACKET_BYTES, data);
      out.truncate(body);
      out.putInt(id);
      out.putHighLow(0);
      out.putInt(frame.capturedLength());
      out.putInt((int) frame.originalLength());
      out.truncate(block + Pcapng.PACKET_BYTES + data);
    }
    out.setInt(block, Pcapng.ENHANCED_PACKET);
    out.setInt(body, id);
  }

  /** Removes the end of the options of the block that the buffer ends with: more will be added. */
  private void endOptions(int type, int body) {
    ByteBuffer view = out.view(ByteOrder.LITTLE_ENDIAN);
    int at = BlockLayout.optionsAt(type, view, body, out.length());
    int end = BlockLayout.endOfList(view, at, out.length());
    if (end != BlockLayout.NONE) {
      out.truncate(end - PcapngOptions.HEADER_BYTES);
    }
  }

  /**
   * {@inheritDoc} Before the first interface, a program's own blocks wait, and so do secrets and
   * names: programs of Wireshark 4.0 that rewrite files expect an interface first.
   */
  @Override
  LeftOut put(SavefileBlock block) {
    boolean isEarly =
        block.source == null
            || block.type() == Pcapng.DECRYPTION_SECRETS
            || block.type() == Pcapng.NAME_RESOLUTION;
    if (isEarly && !copiesSection && interfaces.size() == 0) {
      early.add(block);
      return null;
    }
    if (block.source == null) {
      putBlock(block.type(), block.body());
      return null;
    }
    return switch (block.type()) {
      case Pcapng.SECTION_HEADER -> beginSection(block);
      case Pcapng.INTERFACE_DESCRIPTION -> {
        describe(block.source, block.interfaceNumber);
        yield null;
      }
      case Pcapng.INTERFACE_STATISTICS -> putStatistics(block);
      default -> putCopy(block, 0, List.of());
    };
  }

  private void putEarlyBlocks() {
    List<SavefileBlock> blocks = List.copyOf(early);
    early.clear();
    for (SavefileBlock block : blocks) {
      if (block.source == null) {
        putBlock(block.type(), block.body());
      } else {
        putCopy(block, 0, List.of());
      }
    }
  }

  /** Begins a section of an input file; in place of this file's own, if nothing follows that. */
  private LeftOut beginSection(SavefileBlock header) {
    boolean isFirst = out.length() == bytesOfHeader && file.bytes() == bytesOfHeader;
    if (isFirst) {
      out.truncate(0);
    } else {
      putEarlyBlocks();
    }
    interfaces.beginSection(header.source, header.interfaceNumber);
    interfaces.haveBlocks(header.source);
    lost.values().forEach(frames -> lostOfAny += frames);
    lost.clear();
    copiesSection = true;
    return putCopy(header, 0, isFirst ? comments() : List.of());
  }

  /** Copies statistics: the interface may have another number here. */
  private LeftOut putStatistics(SavefileBlock block) {
    int number = block.interfaceNumber;
    if (number >= 1 && number <= block.source.size()) {
      describe(block.source, number);
    }
    interfaces.haveBlocks(block.source);
    int id = interfaces.ofNumber(block.source, number);
    return id == InterfaceIds.NONE ? LeftOut.BLOCK : putCopy(block, id, List.of());
  }

  /**
   * Copies a block of an input file.
   *
   * @param id the interface of statistics
   * @param comments further ones
   */
  private LeftOut putCopy(SavefileBlock block, int id, List<byte[]> comments) {
    ByteBuffer content = block.body();
    reserve(block.bytes() + MOST_BYTES_OF_OPTIONS + bytesOf(comments));
    int at = beginBlock(block.type());
    int body = out.length();
    out.put(MemorySegment.ofBuffer(content));
    int end = converter.convert(block.type(), body, out.length(), content.order());
    if (end == BlockConverter.UNKNOWN) {
      out.truncate(at);
      return LeftOut.BLOCK;
    }
    out.truncate(end);
    if (block.type() == Pcapng.INTERFACE_STATISTICS) {
      out.setInt(body, id);
    }
    if (!comments.isEmpty()) {
      endOptions(block.type(), body);
      putOptions(0, 0, 0, comments);
    }
    endBlock(at);
    return null;
  }

  /** Losses are written with the next packet, which only {@link #put} does. */
  @Override
  int recordId(Frame frame) {
    int id = interfaces.of(frame);
    return id == InterfaceIds.NONE || lostOfAny > 0 || lost.containsKey(id) ? SINGLY : id;
  }

  /** The frames reported as lost before the next one of this interface. */
  private long takeLost(int id) {
    Long reported = lost.isEmpty() ? null : lost.remove(id);
    return reported == null ? 0 : reported;
  }

  private long takeLostOfAny() {
    long count = lostOfAny;
    lostOfAny = 0;
    return count;
  }

  private void putOptions(int flags, long dropped, long lostBefore, List<byte[]> comments) {
    int at = out.length();
    if (flags != 0) {
      out.putShort(Pcapng.EPB_FLAGS);
      out.putShort(Integer.BYTES);
      out.putInt(flags);
    }
    if (dropped > 0) {
      putLongOption(Pcapng.EPB_DROPCOUNT, dropped);
    }
    if (lostBefore > 0) {
      String packets = lostBefore == 1 ? " packet" : " packets";
      out.putTextOption(
          Pcapng.COMMENT, RecordBuffer.utf8(lostBefore + packets + " lost before this one"));
    }
    for (int i = 0; i < comments.size(); i++) { // an iterator would be an object per frame
      out.putOption(Pcapng.COMMENT, comments.get(i));
    }
    if (out.length() > at) {
      out.putInt(END_OF_OPTIONS);
    }
  }

  @Override
  void lost(int interfaceIndex, long frames) {
    int id = interfaces.ofNumber(interfaceIndex);
    if (interfaceIndex == 0) {
      lostOfAny += frames;
    } else if (id != InterfaceIds.NONE) {
      lost.merge(id, frames, Long::sum);
    } else {
      lostBeforeDescription.merge(interfaceIndex, frames, Long::sum);
    }
  }

  @Override
  void statistics(int interfaceIndex, long received, long dropped) {
    int id = interfaces.ofNumber(interfaceIndex);
    if (id == InterfaceIds.NONE) {
      return;
    }
    reserve(MOST_BYTES_OF_STATISTICS);
    int block = beginBlock(Pcapng.INTERFACE_STATISTICS);
    out.putInt(id);
    out.putHighLow(lastNanos);
    if (received >= 0) {
      putLongOption(Pcapng.ISB_IFRECV, received);
    }
    if (dropped >= 0) {
      putLongOption(Pcapng.ISB_IFDROP, dropped);
    }
    out.putInt(END_OF_OPTIONS);
    endBlock(block);
  }

  @Override
  boolean hasBlocks(List<FileInterface> source) {
    return interfaces.hasBlocks(source);
  }

  @Override
  void end() {
    putEarlyBlocks();
  }

  @Override
  public long recordBytes(int at, boolean atBeginning) {
    return Integer.toUnsignedLong(out.intAt(at + Integer.BYTES));
  }

  @Override
  public boolean isPacket(int at, boolean atBeginning) {
    return switch (out.intAt(at)) {
      case Pcapng.ENHANCED_PACKET, Pcapng.SIMPLE_PACKET, Pcapng.OBSOLETE_PACKET -> true;
      default -> false;
    };
  }
}

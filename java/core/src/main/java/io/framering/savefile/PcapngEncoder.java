// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import static io.framering.savefile.Pcapng.BLOCK_TRAILER_BYTES;

import io.framering.frame.Frame;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes pcapng, one section: draft-ietf-opsawg-pcapng. An interface is described before its first
 * packet; times are in nanoseconds.
 */
final class PcapngEncoder extends Encoder {
  private static final int MOST_BYTES_OF_INTERFACE = 8 << 10;
  private static final int MOST_BYTES_OF_STATISTICS = 64;
  private static final int MOST_BYTES_OF_OPTIONS = 128;
  private static final int END_OF_OPTIONS = 0;
  private static final long LENGTH_UNKNOWN = -1;

  private final InterfaceIds interfaces = new InterfaceIds();

  // Frames lost before the next packet of an interface: by its position in the file, or by its
  // number until it is described.
  private final Map<Integer, Long> lost = new HashMap<>();
  private final Map<Integer, Long> lostBeforeDescription = new HashMap<>();
  private long lostOfAny;

  /** Blocks that wait for the first interface. */
  private final List<SavefileBlock> early = new ArrayList<>();

  private long lastNanos;

  PcapngEncoder(RecordFile file, SavefileOptions options) {
    super(file, options);
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
    int at = beginBlock(Pcapng.SECTION_HEADER);
    out.putInt(Pcapng.BYTE_ORDER_MAGIC);
    out.putShort(1);
    out.putShort(0);
    out.putLong(LENGTH_UNKNOWN);
    out.putTextOption(Pcapng.SHB_OS, RecordBuffer.utf8(operatingSystem()));
    out.putTextOption(Pcapng.SHB_USERAPPL, RecordBuffer.utf8(options.application()));
    out.putInt(END_OF_OPTIONS);
    endBlock(at);
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
    int before = interfaces.size();
    interfaces.add(described);
    if (interfaces.size() > before) {
      putDescription(described);
    }
  }

  @Override
  int known(List<FileInterface> source) {
    return interfaces.known(source);
  }

  @Override
  void describeNext(List<FileInterface> source) {
    SavefileInterface described = interfaces.addNext(source);
    if (described != null) {
      putDescription(described);
    }
  }

  @Override
  void forget(List<FileInterface> source) {
    interfaces.forget(source);
  }

  private void putDescription(SavefileInterface described) {
    Long before = lostBeforeDescription.remove(described.number());
    if (before != null) {
      lost.put(interfaces.size() - 1, before);
    }
    reserve(MOST_BYTES_OF_INTERFACE);
    int block = beginBlock(Pcapng.INTERFACE_DESCRIPTION);
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
    endBlock(block);
    putEarlyBlocks();
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
  boolean put(Frame frame, int length) {
    int id = interfaces.of(frame);
    if (id == InterfaceIds.NONE) {
      return false;
    }
    lastNanos = Math.max(frame.timestampNanos(), 0);
    int block = beginBlock(Pcapng.ENHANCED_PACKET);
    out.putInt(id);
    out.putHighLow(lastNanos);
    out.putInt(length);
    out.putInt((int) frame.originalLength());
    out.putFrame(frame, length);
    out.pad();
    putOptions(EpbFlags.of(frame.direction()), takeLost(id, frame), takeLostOfAny());
    endBlock(block);
    return true;
  }

  /**
   * {@inheritDoc} Before the first interface, blocks wait: programs of Wireshark 4.0 that rewrite
   * files expect an interface first.
   */
  @Override
  boolean put(SavefileBlock block) {
    if (interfaces.size() == 0) {
      early.add(block);
    } else {
      putBlock(block);
    }
    return true;
  }

  private void putEarlyBlocks() {
    early.forEach(this::putBlock);
    early.clear();
  }

  private void putBlock(SavefileBlock block) {
    reserve(block.bytes());
    int at = beginBlock(block.type());
    out.put(MemorySegment.ofBuffer(block.body()));
    out.pad();
    endBlock(at);
  }

  /** Losses are written with the next packet, which only {@link #put} does. */
  @Override
  int recordId(Frame frame) {
    int id = interfaces.of(frame);
    return id == InterfaceIds.NONE || lostOfAny > 0 || lost.containsKey(id) ? SINGLY : id;
  }

  private long takeLost(int id, Frame frame) {
    long inFile = frame instanceof FileFrame file ? file.droppedBefore() : 0;
    Long reported = lost.isEmpty() ? null : lost.remove(id);
    return reported == null ? inFile : inFile + reported;
  }

  private long takeLostOfAny() {
    long count = lostOfAny;
    lostOfAny = 0;
    return count;
  }

  private void putOptions(int flags, long dropped, long droppedOfAny) {
    if (flags != 0) {
      out.putShort(Pcapng.EPB_FLAGS);
      out.putShort(Integer.BYTES);
      out.putInt(flags);
    }
    if (dropped > 0) {
      putLongOption(Pcapng.EPB_DROPCOUNT, dropped);
    }
    long lostBefore = dropped + droppedOfAny;
    if (lostBefore > 0) {
      String packets = lostBefore == 1 ? " packet" : " packets";
      out.putTextOption(
          Pcapng.COMMENT, RecordBuffer.utf8(lostBefore + packets + " lost before this one"));
    }
    if (flags != 0 || lostBefore > 0) {
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
    putStatistics(interfaces.ofNumber(interfaceIndex), received, dropped);
  }

  @Override
  void statistics(List<FileInterface> source, FileInterface of) {
    putStatistics(interfaces.ofNumber(source, of.number), of.received, of.dropped);
  }

  private void putStatistics(int id, long received, long dropped) {
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
  void end() {
    putEarlyBlocks();
  }

  @Override
  public long recordBytes(int at, boolean atBeginning) {
    return Integer.toUnsignedLong(out.intAt(at + Integer.BYTES));
  }

  @Override
  public boolean isPacket(int at, boolean atBeginning) {
    return out.intAt(at) == Pcapng.ENHANCED_PACKET;
  }
}

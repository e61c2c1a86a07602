// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import static io.framering.savefile.Pcapng.BLOCK_HEADER_BYTES;
import static io.framering.savefile.Pcapng.BLOCK_TRAILER_BYTES;

import io.framering.frame.Frame;
import java.nio.ByteBuffer;
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

  /** Of the blocks that wait for the first interface. */
  private static final long MOST_EARLY_BYTES = SavefileBlock.MOST_BYTES;

  private static final long LENGTH_UNKNOWN = -1;

  private final InterfaceIds interfaces = new InterfaceIds();
  private final PcapngBlocks blocks;

  // Frames lost before the next packet of an interface: by its position in the file, or by its
  // number until it is described.
  private final Map<Integer, Long> lost = new HashMap<>();
  private final Map<Integer, Long> lostBeforeDescription = new HashMap<>();
  private long lostOfAny;

  private final List<SavefileBlock> early = new ArrayList<>();
  private long earlyBytes;

  private long lastNanos;

  /** The bytes of this file's own section header. */
  private long bytesOfHeader;

  /** Whether the current section is one of an input file. */
  private boolean copiesSection;

  PcapngEncoder(RecordFile file, SavefileOptions options, WriteCounts counts) {
    super(file, options);
    blocks = new PcapngBlocks(out, counts);
  }

  @Override
  void begin() {
    List<byte[]> comments = comments();
    reserve(MOST_BYTES_OF_DESCRIPTION + PcapngBlocks.bytesOf(comments));
    int at = blocks.begin(Pcapng.SECTION_HEADER);
    out.putInt(Pcapng.BYTE_ORDER_MAGIC);
    out.putShort(1);
    out.putShort(0);
    out.putLong(LENGTH_UNKNOWN);
    out.putTextOption(Pcapng.SHB_OS, RecordBuffer.utf8(operatingSystem()));
    out.putTextOption(Pcapng.SHB_USERAPPL, RecordBuffer.utf8(options.application()));
    blocks.putOptions(0, 0, comments);
    blocks.end(at);
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

  private byte[] description(SavefileInterface described) {
    reserve(MOST_BYTES_OF_DESCRIPTION);
    return blocks.description(described);
  }

  private byte[] converted(ByteBuffer description) {
    reserve(description.capacity());
    return blocks.converted(description);
  }

  private void putDescription(SavefileInterface described, byte[] description) {
    Long before = lostBeforeDescription.remove(described.number());
    if (before != null) {
      lost.put(interfaces.size() - 1, before);
    }
    reserve((long) BLOCK_HEADER_BYTES + description.length + BLOCK_TRAILER_BYTES);
    blocks.put(Pcapng.INTERFACE_DESCRIPTION, ByteBuffer.wrap(description));
    putEarlyBlocks();
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
    if (frame instanceof FileFrame of && of.batch.hasBlocks) {
      lastNanos = Math.max(nanos, 0);
      long dropped = takeLost(id);
      reserve(of.blockLength() + MOST_BYTES_OF_OPTIONS + PcapngBlocks.bytesOf(comments));
      blocks.copy(of, id, dropped, dropped + takeLostOfAny(), comments);
      return null;
    }
    if (nanos < 0) {
      return LeftOut.TIME;
    }
    lastNanos = nanos;
    List<byte[]> all = all(frame.comments(), comments);
    reserve(mostBytesOf(length) + PcapngBlocks.bytesOf(all));
    int block = blocks.begin(Pcapng.ENHANCED_PACKET);
    out.putInt(id);
    out.putHighLow(nanos);
    out.putInt(length);
    out.putInt((int) frame.originalLength());
    out.putFrame(frame, length);
    out.pad();
    putOptions(EpbFlags.of(frame.direction()), id, all);
    blocks.end(block);
    return null;
  }

  private static List<byte[]> all(List<String> own, List<byte[]> comments) {
    if (own.isEmpty()) {
      return comments;
    }
    List<byte[]> all = new ArrayList<>();
    own.forEach(comment -> all.add(RecordBuffer.truncated(comment)));
    all.addAll(comments);
    return all;
  }

  private void putOptions(int flags, int id, List<byte[]> comments) {
    long dropped = takeLost(id);
    long lostBefore = dropped + takeLostOfAny();
    if (flags != 0) {
      blocks.putIntOption(Pcapng.EPB_FLAGS, flags);
    }
    if (flags != 0 || lostBefore > 0 || !comments.isEmpty()) {
      blocks.putOptions(dropped, lostBefore, comments);
    }
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

  /**
   * {@inheritDoc} Before the first interface, a program's own blocks wait, and so do secrets and
   * names: programs of Wireshark 4.0 that rewrite files expect an interface first.
   */
  @Override
  LeftOut put(SavefileBlock block) {
    boolean mayWait =
        block.source == null
            || block.type() == Pcapng.DECRYPTION_SECRETS
            || block.type() == Pcapng.NAME_RESOLUTION;
    if (mayWait && !copiesSection && interfaces.size() == 0) {
      early.add(block);
      earlyBytes += block.bytes();
      if (earlyBytes > MOST_EARLY_BYTES) {
        putEarlyBlocks();
      }
      return null;
    }
    return putNow(block);
  }

  private LeftOut putNow(SavefileBlock block) {
    if (block.source == null) {
      reserve(block.bytes());
      blocks.put(block.type(), block.body());
      return null;
    }
    return switch (block.type()) {
      case Pcapng.SECTION_HEADER -> beginSection(block);
      case Pcapng.INTERFACE_DESCRIPTION -> {
        describe(block.source, block.interfaceNumber);
        yield null;
      }
      case Pcapng.INTERFACE_STATISTICS -> putStatistics(block);
      default -> copy(block, 0, List.of());
    };
  }

  private void putEarlyBlocks() {
    if (!early.isEmpty()) {
      List<SavefileBlock> waiting = List.copyOf(early);
      early.clear();
      earlyBytes = 0;
      waiting.forEach(this::putNow);
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
    return copy(header, 0, isFirst ? comments() : List.of());
  }

  /** Copies statistics: the interface may have another number here. */
  private LeftOut putStatistics(SavefileBlock block) {
    int number = block.interfaceNumber;
    if (number >= 1 && number <= block.source.size()) {
      describe(block.source, number);
    }
    interfaces.haveBlocks(block.source);
    int id = interfaces.ofNumber(block.source, number);
    if (id == InterfaceIds.NONE && !copiesSection) {
      return LeftOut.BLOCK;
    }
    // If the file does not describe the interface, the copy does not either.
    return copy(block, id == InterfaceIds.NONE ? block.body().getInt() : id, List.of());
  }

  private LeftOut copy(SavefileBlock block, int id, List<byte[]> comments) {
    reserve(block.bytes() + MOST_BYTES_OF_OPTIONS + PcapngBlocks.bytesOf(comments));
    return blocks.copy(block, id, comments);
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
    int block = blocks.begin(Pcapng.INTERFACE_STATISTICS);
    out.putInt(id);
    out.putHighLow(lastNanos);
    if (received >= 0) {
      blocks.putLongOption(Pcapng.ISB_IFRECV, received);
    }
    if (dropped >= 0) {
      blocks.putLongOption(Pcapng.ISB_IFDROP, dropped);
    }
    blocks.endOptions();
    blocks.end(block);
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

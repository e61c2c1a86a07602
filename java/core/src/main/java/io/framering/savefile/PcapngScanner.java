// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import static io.framering.savefile.Pcapng.BLOCK_HEADER_BYTES;
import static io.framering.savefile.Pcapng.BLOCK_TRAILER_BYTES;

import io.framering.frame.Direction;
import java.nio.ByteBuffer;

/**
 * Reads pcapng: draft-ietf-opsawg-pcapng. A file is a sequence of blocks:
 *
 * <pre>
 *  type, length of the block, body, the same length again (4 bytes each, and the body)
 * </pre>
 *
 * <p>A section header defines the byte order of the following blocks and invalidates the interfaces
 * described before it.
 */
final class PcapngScanner extends RecordScanner {
  /** The maximum size of a known block, not counting its packet. */
  private static final int MOST_BYTES_BESIDES_PACKET = 16 << 20;

  // Both limit memory.
  private static final int MOST_INTERFACES = 1 << 18;
  private static final int MOST_TEXT = 64 << 20;

  private static final int SKIPPED = 0;

  /** The maximum size of a block whose contents are not parsed; larger ones are skipped. */
  private static final int MOST_BYTES_OF_OTHERS =
      SavefileBlock.MOST_BYTES + BLOCK_HEADER_BYTES + BLOCK_TRAILER_BYTES;

  private static final int SMALLEST_BLOCK = BLOCK_HEADER_BYTES + BLOCK_TRAILER_BYTES;

  /** The offset of the byte-order magic in a section header. */
  private static final int BYTE_ORDER_MAGIC_AT = 8;

  private static final int VERSION_AT = 12;
  private static final int NOT_COUNTED = 0xFFFF;

  private final PcapngOptions options;
  private int firstOfSection;
  private int mostPacketBytes;

  /** Total length of the descriptions of all interfaces. */
  private int text;

  /** Whether blocks are collected. */
  private boolean collects;

  /** The collected block; null: none. */
  private SavefileBlock block;

  private long skippedBlocks;

  // A block that is skipped, and may be larger than memory.
  private long skippedLength;
  private long skipLeft;

  /**
   * @param window at the beginning of a file that begins with a section header
   */
  PcapngScanner(String name, Window window) {
    super(name, window);
    options = new PcapngOptions(window);
  }

  @Override
  SavefileFormat format() {
    return SavefileFormat.PCAPNG;
  }

  @Override
  boolean collectBlocks() {
    collects = true;
    if (!window.hasAll()) {
      return false;
    }
    window.position = 0;
    restart();
    firstOfSection = 0;
    text = 0;
    skipLeft = 0;
    skippedBlocks = 0;
    return true;
  }

  @Override
  SavefileBlock takeBlock() {
    SavefileBlock taken = block;
    block = null;
    return taken;
  }

  @Override
  long skippedBlocks() {
    return skippedBlocks;
  }

  @Override
  boolean isReady() {
    return !interfaces.isEmpty();
  }

  @Override
  void scanRecords() {
    while (!index.isFull() && (skipLeft > 0 ? skip() : scanBlock())) {}
  }

  @Override
  long recordOffset() {
    return skipLeft > 0 ? window.offsetInFile() - (skippedLength - skipLeft) : super.recordOffset();
  }

  /** Returns whether there was a complete and correct block. */
  private boolean scanBlock() {
    int available = window.available();
    if (available < SMALLEST_BLOCK) {
      return false;
    }
    int type = window.intAt(0);
    if (type == Pcapng.SECTION_HEADER && !findByteOrder()) {
      return false;
    }
    long length = Integer.toUnsignedLong(window.intAt(4));
    if (length < SMALLEST_BLOCK || length % 4 != 0) {
      return damaged("a block cannot have a length of " + length + " bytes");
    }
    int needed = bytesBeforeOptions(type);
    if (needed == SKIPPED) {
      if (!collects || length > MOST_BYTES_OF_OTHERS) {
        skippedBlocks++;
        skippedLength = length;
        skipLeft = length;
        return true;
      }
      needed = BLOCK_HEADER_BYTES;
    }
    if (length > MOST_BYTES_BESIDES_PACKET + mostPacketBytes) {
      return damaged("block length " + length + " is more than any writer needs");
    }
    boolean complete =
        available >= length
            && isTrailer(window.intAt((int) length - BLOCK_TRAILER_BYTES), length)
            && fits((int) length, needed)
            && scanBody(type, (int) length);
    window.position += complete ? (int) length : 0;
    return complete;
  }

  private boolean findByteOrder() {
    window.swapped(false);
    int magic = window.intAt(BYTE_ORDER_MAGIC_AT);
    boolean swapped = magic == Integer.reverseBytes(Pcapng.BYTE_ORDER_MAGIC);
    window.swapped(swapped);
    return swapped
        || magic == Pcapng.BYTE_ORDER_MAGIC
        || damaged("a section header without a byte-order magic");
  }

  private boolean isTrailer(int trailer, long length) {
    return trailer == (int) length
        || damaged(
            "a block of %d bytes says at its end that it has %d"
                .formatted(length, Integer.toUnsignedLong(trailer)));
  }

  /** The bytes that a block has before its options or packet; or {@link #SKIPPED}. */
  private static int bytesBeforeOptions(int type) {
    return switch (type) {
      case Pcapng.SECTION_HEADER -> Pcapng.SECTION_BYTES;
      case Pcapng.INTERFACE_DESCRIPTION -> Pcapng.INTERFACE_BYTES;
      case Pcapng.ENHANCED_PACKET, Pcapng.OBSOLETE_PACKET -> Pcapng.PACKET_BYTES;
      case Pcapng.SIMPLE_PACKET -> Pcapng.SIMPLE_PACKET_BYTES;
      case Pcapng.INTERFACE_STATISTICS -> Pcapng.STATISTICS_BYTES;
      default -> SKIPPED;
    };
  }

  /** Skips the available part of a block; returns whether it was complete and correct. */
  private boolean skip() {
    long body = Math.min(skipLeft - BLOCK_TRAILER_BYTES, window.available());
    window.position += (int) body;
    skipLeft -= body;
    if (skipLeft > BLOCK_TRAILER_BYTES || window.available() < BLOCK_TRAILER_BYTES) {
      return false;
    }
    if (!isTrailer(window.intAt(0), skippedLength)) {
      return false;
    }
    window.position += BLOCK_TRAILER_BYTES;
    skipLeft = 0;
    return true;
  }

  private boolean scanBody(int type, int length) {
    return switch (type) {
      case Pcapng.ENHANCED_PACKET -> scanPacket(length, true);
      case Pcapng.OBSOLETE_PACKET -> scanPacket(length, false);
      case Pcapng.SIMPLE_PACKET -> scanSimplePacket(length);
      default -> scanOther(type, length);
    };
  }

  /**
   * Scans a block that is no packet. Scanning ends before it if there are frames to deliver first,
   * and after it if it is collected.
   */
  private boolean scanOther(int type, int length) {
    if (collects && index.size() > 0) {
      return false;
    }
    boolean scanned =
        switch (type) {
          case Pcapng.SECTION_HEADER -> scanSectionHeader();
          case Pcapng.INTERFACE_DESCRIPTION -> scanInterface(length);
          case Pcapng.INTERFACE_STATISTICS -> scanStatistics(length);
          default -> true;
        };
    if (scanned && collects) {
      block = block(type, length);
      window.position += length;
    }
    return scanned && !collects;
  }

  /** A copy of the current block. */
  private SavefileBlock block(int type, int length) {
    return new SavefileBlock(type, body(length), interfaces, interfaceOfBlock(type));
  }

  private ByteBuffer body(int length) {
    byte[] body = new byte[length - BLOCK_HEADER_BYTES - BLOCK_TRAILER_BYTES];
    window.bytes.get(window.position + BLOCK_HEADER_BYTES, body);
    return ByteBuffer.wrap(body).order(window.bytes.order());
  }

  /** See {@link SavefileBlock#interfaceNumber}. */
  private int interfaceOfBlock(int type) {
    return type == Pcapng.INTERFACE_STATISTICS
        ? firstOfSection + window.intAt(BLOCK_HEADER_BYTES) + 1
        : interfaces.size();
  }

  private boolean fits(int length, int needed) {
    return length >= needed + BLOCK_TRAILER_BYTES
        || damaged("a block of " + length + " bytes is too short for what its type needs");
  }

  private boolean scanSectionHeader() {
    int major = window.shortAt(VERSION_AT);
    if (major != 1) {
      return damaged(
          "pcapng version %d.%d is not supported".formatted(major, window.shortAt(VERSION_AT + 2)));
    }
    firstOfSection = interfaces.size();
    return true;
  }

  private boolean scanInterface(int length) {
    if (interfaces.size() == MOST_INTERFACES) {
      return damaged("more than " + MOST_INTERFACES + " interfaces");
    }
    String name = "";
    String description = "";
    String hardware = "";
    String operatingSystem = "";
    int resolution = Timescale.MICROSECONDS;
    int fcsBits = -1;
    long offsetSeconds = 0;
    options.over(Pcapng.INTERFACE_BYTES, length - BLOCK_TRAILER_BYTES);
    while (options.next()) {
      if (!hasExpectedLength()) {
        return false;
      }
      switch (options.code()) {
        case Pcapng.IF_NAME -> name = options.text();
        case Pcapng.IF_DESCRIPTION -> description = options.text();
        case Pcapng.IF_OS -> operatingSystem = options.text();
        case Pcapng.IF_HARDWARE -> hardware = options.text();
        case Pcapng.IF_TSRESOL -> resolution = options.byteValue();
        case Pcapng.IF_FCSLEN -> fcsBits = options.byteValue();
        case Pcapng.IF_TSOFFSET -> offsetSeconds = options.longValue();
        default -> {}
      }
    }
    text += length;
    if (text > MOST_TEXT) {
      return damaged("the interfaces have descriptions of more than " + MOST_TEXT + " bytes");
    }
    if (options.malformed() || !Timescale.isValid(resolution)) {
      return damaged("an interface description whose options make no sense");
    }
    FileInterface described =
        new FileInterface(
            new SavefileInterface(
                interfaces.size() + 1,
                name,
                description,
                hardware,
                operatingSystem,
                window.shortAt(8),
                Math.max(window.intAt(12), 0),
                resolution,
                fcsBits,
                -1,
                -1),
            offsetSeconds,
            body(length));
    mostPacketBytes = Math.max(mostPacketBytes, described.mostCapturedBytes());
    interfaces.add(described);
    return true;
  }

  /** Checks the options of an interface that contain numbers. */
  private boolean hasExpectedLength() {
    int expected =
        switch (options.code()) {
          case Pcapng.IF_TSRESOL, Pcapng.IF_FCSLEN -> 1;
          case Pcapng.IF_TSOFFSET -> 8;
          default -> options.length();
        };
    return options.length() == expected
        || damaged(
            "option %d has %d bytes, not %d".formatted(options.code(), options.length(), expected));
  }

  /** The interface with this number in the section, from 0; null, and damage, if there is none. */
  private FileInterface interfaceOf(int number) {
    int described = interfaces.size() - firstOfSection;
    if (Integer.compareUnsigned(number, described) >= 0) {
      damaged(
          "a packet of interface %d, of which there are %d"
              .formatted(Integer.toUnsignedLong(number), described));
      return null;
    }
    return interfaces.get(firstOfSection + number);
  }

  private boolean scanPacket(int length, boolean enhanced) {
    FileInterface from = interfaceOf(enhanced ? window.intAt(8) : window.shortAt(8));
    if (from == null) {
      return false;
    }
    int captured = window.intAt(20);
    int room = length - Pcapng.PACKET_BYTES - BLOCK_TRAILER_BYTES;
    if (!isCapturedLength(captured, Math.min(room, from.mostCapturedBytes()))) {
      return false;
    }
    int flags = 0;
    long dropped = enhanced || window.shortAt(10) == NOT_COUNTED ? 0 : window.shortAt(10);
    int optionsAt = Pcapng.PACKET_BYTES + PcapngOptions.padded(captured);
    if (optionsAt + PcapngOptions.HEADER_BYTES <= length - BLOCK_TRAILER_BYTES) {
      // Invalid options are ignored: the packet is complete without them.
      options.over(optionsAt, length - BLOCK_TRAILER_BYTES);
      while (options.next()) {
        if (options.code() == Pcapng.EPB_FLAGS && options.length() == 4) {
          flags = options.intValue();
        } else if (enhanced && options.code() == Pcapng.EPB_DROPCOUNT && options.length() == 8) {
          dropped = options.longValue();
        }
      }
    }
    int droppedBefore = Math.clamp(dropped, 0, Integer.MAX_VALUE);
    if (droppedBefore > 0) {
      from.addDroppedBetween(droppedBefore);
    }
    index.add(
        from.timescale.nanos(window.highLowAt(12)),
        window.position + Pcapng.PACKET_BYTES,
        captured,
        window.intAt(24),
        from.number,
        droppedBefore,
        FrameIndex.kinds(EpbFlags.direction(flags), from.linkType));
    return true;
  }

  private boolean isCapturedLength(int captured, int most) {
    return Integer.compareUnsigned(captured, most) <= 0
        || damaged(
            "captured length %d is more than %d".formatted(Integer.toUnsignedLong(captured), most));
  }

  /** A packet of the section's first interface, with only its length and bytes. */
  private boolean scanSimplePacket(int length) {
    FileInterface from = interfaceOf(0);
    if (from == null) {
      return false;
    }
    int original = window.intAt(8);
    int room = length - Pcapng.SIMPLE_PACKET_BYTES - BLOCK_TRAILER_BYTES;
    int snapLength = from.described.snapLength();
    int limit = snapLength > 0 ? Math.min(room, snapLength) : room;
    int captured = Integer.compareUnsigned(original, limit) < 0 ? original : limit;
    if (!isCapturedLength(captured, from.mostCapturedBytes())) {
      return false;
    }
    index.add(
        0,
        window.position + Pcapng.SIMPLE_PACKET_BYTES,
        captured,
        original,
        from.number,
        0,
        FrameIndex.kinds(Direction.UNKNOWN, from.linkType) | FrameIndex.SIMPLE);
    return true;
  }

  /**
   * Counts of an interface; implausible ones are ignored, since the packets are complete without
   * them.
   */
  private boolean scanStatistics(int length) {
    int number = window.intAt(8);
    if (Integer.compareUnsigned(number, interfaces.size() - firstOfSection) < 0) {
      FileInterface of = interfaces.get(firstOfSection + number);
      long received = -1;
      long accepted = -1;
      long dropped = -1;
      options.over(Pcapng.STATISTICS_BYTES, length - BLOCK_TRAILER_BYTES);
      while (options.next()) {
        if (options.length() == 8) {
          switch (options.code()) {
            case Pcapng.ISB_IFRECV -> received = options.longValue();
            case Pcapng.ISB_FILTERACCEPT -> accepted = options.longValue();
            case Pcapng.ISB_IFDROP, Pcapng.ISB_OSDROP ->
                dropped = Math.max(dropped, 0) + options.longValue();
            default -> {}
          }
        }
      }
      of.received = received >= 0 ? received : accepted;
      of.dropped = dropped;
      of.statistics(block(Pcapng.INTERFACE_STATISTICS, length));
    }
    return true;
  }

  @Override
  SavefileException truncation() {
    int available = window.available();
    if (skipLeft > 0) {
      return truncated("block", skippedLength, skippedLength - skipLeft + available);
    }
    if (available == 0) {
      return null;
    }
    boolean lengthIsThere = available >= SMALLEST_BLOCK;
    long wanted = lengthIsThere ? Integer.toUnsignedLong(window.intAt(4)) : SMALLEST_BLOCK;
    return truncated("block", wanted, available);
  }
}

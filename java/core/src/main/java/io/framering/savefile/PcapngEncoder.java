package io.framering.savefile;

import static io.framering.savefile.Pcapng.BLOCK_TRAILER_BYTES;

import io.framering.frame.Frame;
import io.framering.frame.LinkType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes pcapng, one section: draft-ietf-opsawg-pcapng. An interface is described before its first
 * packet; times are in nanoseconds.
 */
final class PcapngEncoder extends Encoder {
  private static final int MOST_LINK_TYPE = 0xFFFF;
  private static final int MOST_BYTES_OF_INTERFACE = 8 << 10;
  private static final int MOST_BYTES_OF_OPTIONS = 128;
  private static final int LINK_TYPE_BITS = 8;
  private static final int END_OF_OPTIONS = 0;
  private static final long LENGTH_UNKNOWN = -1;

  // Interfaces that were described: by number and link type, sorted; where each is in the file; and
  // what was lost before its next packet.
  private long[] keys = {};
  private int[] ids = {};
  private long[] lost = {};
  private final Map<Integer, Long> lostBeforeDescription = new HashMap<>();
  private long lostOfAny;
  private int last;
  private long lastNanos;

  PcapngEncoder(RecordBuffer out, SavefileOptions options) {
    super(out, options);
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
  int mostBytesOfInterface() {
    return MOST_BYTES_OF_INTERFACE;
  }

  private static long key(int interfaceIndex, LinkType linkType) {
    return (long) interfaceIndex << LINK_TYPE_BITS | linkType.ordinal();
  }

  /** Where the interface stands in {@link #keys}; negative when it was not described. */
  private int find(int interfaceIndex, LinkType linkType) {
    long key = key(interfaceIndex, linkType);
    if (last >= keys.length || keys[last] != key) {
      int at = Arrays.binarySearch(keys, key);
      if (at < 0) {
        return at;
      }
      last = at;
    }
    return last;
  }

  @Override
  boolean knows(Frame frame) {
    return find(frame.interfaceIndex(), frame.linkType()) >= 0;
  }

  @Override
  void describe(SavefileInterface described) {
    int at = find(described.number(), described.linkType());
    int linkType = described.linkTypeNumber();
    if (at >= 0 || linkType < 0 || linkType > MOST_LINK_TYPE) {
      return;
    }
    insert(-at - 1, key(described.number(), described.linkType()));
    int block = beginBlock(Pcapng.INTERFACE_DESCRIPTION);
    out.putShort(linkType);
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
  }

  private void insert(int at, long key) {
    int size = keys.length;
    keys = Arrays.copyOf(keys, size + 1);
    ids = Arrays.copyOf(ids, size + 1);
    lost = Arrays.copyOf(lost, size + 1);
    System.arraycopy(keys, at, keys, at + 1, size - at);
    System.arraycopy(ids, at, ids, at + 1, size - at);
    System.arraycopy(lost, at, lost, at + 1, size - at);
    keys[at] = key;
    ids[at] = size;
    Long before = lostBeforeDescription.remove((int) (key >> LINK_TYPE_BITS));
    lost[at] = before != null ? before : 0;
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
    int at = find(frame.interfaceIndex(), frame.linkType());
    if (at < 0) {
      return false;
    }
    lastNanos = Math.max(frame.timestampNanos(), 0);
    int block = beginBlock(Pcapng.ENHANCED_PACKET);
    out.putInt(ids[at]);
    out.putHighLow(lastNanos);
    out.putInt(length);
    out.putInt(frame.originalLength());
    out.putFrame(frame, length);
    out.pad();
    putOptions(EpbFlags.of(frame.direction()), takeLost(at, frame), takeLostOfAny());
    endBlock(block);
    return true;
  }

  /** A loss is told in the next packet, and only {@link #put} does that. */
  @Override
  int recordId(Frame frame) {
    int at = find(frame.interfaceIndex(), frame.linkType());
    return at < 0 || lost[at] + lostOfAny > 0 ? SINGLY : ids[at];
  }

  private long takeLost(int at, Frame frame) {
    long count = lost[at] + (frame instanceof FileFrame file ? file.droppedBefore() : 0);
    lost[at] = 0;
    return count;
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

  /** Where the first interface of this number stands in {@link #keys}; negative for nowhere. */
  private int findAnyOf(int interfaceIndex) {
    int at = Arrays.binarySearch(keys, (long) interfaceIndex << LINK_TYPE_BITS);
    int first = at >= 0 ? at : -at - 1;
    boolean found = first < keys.length && keys[first] >> LINK_TYPE_BITS == interfaceIndex;
    return found ? first : -1;
  }

  @Override
  void lost(int interfaceIndex, long frames) {
    int at = findAnyOf(interfaceIndex);
    if (interfaceIndex == 0) {
      lostOfAny += frames;
    } else if (at >= 0) {
      lost[at] += frames;
    } else {
      lostBeforeDescription.merge(interfaceIndex, frames, Long::sum);
    }
  }

  @Override
  void statistics(int interfaceIndex, long received, long dropped) {
    int at = findAnyOf(interfaceIndex);
    if (at < 0) {
      return;
    }
    int block = beginBlock(Pcapng.INTERFACE_STATISTICS);
    out.putInt(ids[at]);
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
  void end() {}

  @Override
  long recordBytes(int at, boolean atBeginning) {
    return Integer.toUnsignedLong(out.intAt(at + Integer.BYTES));
  }

  @Override
  boolean isPacket(int at, boolean atBeginning) {
    return out.intAt(at) == Pcapng.ENHANCED_PACKET;
  }
}

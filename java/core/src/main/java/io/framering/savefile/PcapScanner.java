// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import static io.framering.savefile.Timescale.MICROSECONDS;
import static io.framering.savefile.Timescale.NANOSECONDS;

import io.framering.frame.Direction;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads pcap, pcap-savefile(5), and its known variants.
 *
 * <pre>
 *  file header: magic, major and minor version (2 bytes each), time zone, accuracy,
 *               snap length, link type and FCS length
 *  record:      seconds, fraction, captured length, original length, bytes
 * </pre>
 */
final class PcapScanner extends RecordScanner {
  /** Times in microseconds. */
  static final int MAGIC = 0xA1B2C3D4;

  /** Times in nanoseconds. */
  static final int MAGIC_NANOS = 0xA1B23C4D;

  /** Records as in old Linux distributions, by Alexey Kuznetsov's patch. */
  private static final int MAGIC_KUZNETSOV = 0xA1B2CD34;

  /** Ixia's lcap files, captured by hardware and by software: the file header is longer. */
  private static final int MAGIC_IXIA_HARDWARE = 0x1C0001AC;

  private static final int MAGIC_IXIA_SOFTWARE = 0x1C0001AB;

  static final int FILE_HEADER_BYTES = 24;
  static final int RECORD_HEADER_BYTES = 16;
  private static final int IXIA_FILE_HEADER_BYTES = 28;
  private static final int KUZNETSOV_RECORD_HEADER_BYTES = 24;
  private static final int KUZNETSOV_PACKET_TYPE = 22;

  // The field that holds the link type, with LT_FCS_LENGTH_PRESENT and the FCS length in 16 bits.
  static final int FCS_PRESENT = 0x04000000;
  static final int FCS_SHIFT = 28;
  static final int LINK_TYPE_MASK = 0x03FFFFFF;

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** Whether the captured length comes after the original length. */
  private enum Lengths {
    IN_ORDER,
    SWAPPED,
    /** Files of version 2.3 have either order: the captured length is the smaller number. */
    UNCERTAIN
  }

  private int magic;
  private int recordHeader = RECORD_HEADER_BYTES;
  private int nanosPerUnit;
  private Lengths lengths;
  private FileInterface described;

  /**
   * @param window at the beginning of a file that {@link #isPcap}
   */
  PcapScanner(String name, Window window) {
    super(name, window);
  }

  /** Whether a file that begins with these four bytes, in either order, is pcap. */
  static boolean isPcap(int magic) {
    return isMagic(magic) || isMagic(Integer.reverseBytes(magic));
  }

  private static boolean isMagic(int value) {
    return switch (value) {
      case MAGIC, MAGIC_NANOS, MAGIC_KUZNETSOV, MAGIC_IXIA_HARDWARE, MAGIC_IXIA_SOFTWARE -> true;
      default -> false;
    };
  }

  @Override
  SavefileFormat format() {
    return SavefileFormat.PCAP;
  }

  @Override
  boolean isReady() {
    return described != null;
  }

  @Override
  int firstRecord() {
    boolean asWritten =
        magic == MAGIC_NANOS
            && lengths == Lengths.IN_ORDER
            && window.bytes.order() == ByteOrder.LITTLE_ENDIAN;
    return asWritten ? index.offset(0) - RECORD_HEADER_BYTES : -1;
  }

  @Override
  void scanRecords() {
    if (described == null) {
      scanFileHeader();
    }
    if (described != null) {
      if (lengths == Lengths.IN_ORDER && magic != MAGIC_KUZNETSOV) {
        scanCommonRecords();
      }
      // Uncommon records, and the one at which the common ones end.
      while (!index.isFull() && scanRecord()) {}
    }
  }

  /** Scans the common kind of record, up to an incomplete or wrong one. */
  private void scanCommonRecords() {
    ByteBuffer bytes = window.bytes;
    int position = window.position;
    int end = position + window.available() - RECORD_HEADER_BYTES;
    int most = described.mostCapturedBytes();
    int kinds = FrameIndex.kinds(Direction.UNKNOWN, described.linkType);
    while (position <= end && !index.isFull()) {
      int captured = bytes.getInt(position + 8);
      if (captured < 0 || captured > most || captured > end - position) {
        break;
      }
      index.add(
          nanos(bytes.getInt(position), bytes.getInt(position + 4)),
          position + RECORD_HEADER_BYTES,
          captured,
          bytes.getInt(position + 12),
          described.number,
          0,
          kinds);
      position += RECORD_HEADER_BYTES + captured;
    }
    window.position = position;
  }

  private long nanos(int seconds, int fraction) {
    return Integer.toUnsignedLong(seconds) * NANOS_PER_SECOND
        + Integer.toUnsignedLong(fraction) * nanosPerUnit;
  }

  private int fileHeaderBytes() {
    boolean ixia = magic == MAGIC_IXIA_HARDWARE || magic == MAGIC_IXIA_SOFTWARE;
    return ixia ? IXIA_FILE_HEADER_BYTES : FILE_HEADER_BYTES;
  }

  private void scanFileHeader() {
    if (window.available() < FILE_HEADER_BYTES) {
      return;
    }
    window.swapped(false);
    window.swapped(!isMagic(window.intAt(0)));
    magic = window.intAt(0);
    if (window.available() < fileHeaderBytes()) {
      return;
    }
    int major = window.shortAt(4);
    int minor = window.shortAt(6);
    if (!isKnown(major, minor)) {
      damaged("pcap version " + major + "." + minor + " is not supported");
      return;
    }
    if (major == 543 || minor < 3) {
      lengths = Lengths.SWAPPED;
    } else {
      lengths = minor == 3 ? Lengths.UNCERTAIN : Lengths.IN_ORDER;
    }
    recordHeader = magic == MAGIC_KUZNETSOV ? KUZNETSOV_RECORD_HEADER_BYTES : RECORD_HEADER_BYTES;
    nanosPerUnit = magic == MAGIC_NANOS ? 1 : 1000;
    describe(window.intAt(16), window.intAt(20));
    window.position += fileHeaderBytes();
  }

  /** Versions 2.0 to 2.4, and 543.0, which DG/UX's tcpdump wrote for 2.2. */
  private static boolean isKnown(int major, int minor) {
    return major == 2 && minor <= 4 || major == 543 && minor == 0;
  }

  private void describe(int snapLength, int linkType) {
    int limit = Math.max(snapLength, 0); // some writers use 0 for "no limit", others less
    int resolution = nanosPerUnit == 1 ? NANOSECONDS : MICROSECONDS;
    int fcsBits = (linkType & FCS_PRESENT) != 0 ? (linkType >>> FCS_SHIFT) * 16 : -1;
    int number = linkType & LINK_TYPE_MASK;
    described =
        new FileInterface(
            new SavefileInterface(1, "", "", "", "", number, limit, resolution, fcsBits, -1, -1));
    interfaces.add(described);
  }

  /** Returns whether there was a complete record. */
  private boolean scanRecord() {
    int available = window.available();
    if (available < recordHeader) {
      return false;
    }
    int captured = capturedLength();
    if (Integer.compareUnsigned(captured, described.mostCapturedBytes()) > 0) {
      return damaged(
          "captured length %d is more than %d"
              .formatted(Integer.toUnsignedLong(captured), described.mostCapturedBytes()));
    }
    if (available - recordHeader < captured) {
      return false;
    }
    index.add(
        nanos(window.intAt(0), window.intAt(4)),
        window.position + recordHeader,
        captured,
        lengths == Lengths.IN_ORDER ? window.intAt(12) : otherLength(captured),
        described.number,
        0,
        FrameIndex.kinds(direction(), described.linkType));
    window.position += recordHeader + captured;
    return true;
  }

  private int capturedLength() {
    int first = window.intAt(8);
    return switch (lengths) {
      case IN_ORDER -> first;
      case SWAPPED -> window.intAt(12);
      case UNCERTAIN -> {
        int second = window.intAt(12);
        yield Integer.compareUnsigned(first, second) <= 0 ? first : second;
      }
    };
  }

  private int otherLength(int captured) {
    int first = window.intAt(8);
    return lengths == Lengths.SWAPPED || first != captured ? first : window.intAt(12);
  }

  private Direction direction() {
    return magic == MAGIC_KUZNETSOV
        ? Direction.ofPacketType(window.byteAt(KUZNETSOV_PACKET_TYPE))
        : Direction.UNKNOWN;
  }

  @Override
  SavefileException truncation() {
    int available = window.available();
    if (described == null) {
      return truncated("file header", fileHeaderBytes(), available);
    }
    if (available == 0) {
      return null;
    }
    return available < recordHeader
        ? truncated("header", recordHeader, available)
        : truncated("captured", Integer.toUnsignedLong(capturedLength()), available - recordHeader);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import io.framering.frame.Frame;
import io.framering.frame.LinkType;
import io.framering.internal.RecordCursor;
import java.util.List;

/**
 * Writes pcap, version 2.4 with times in nanoseconds: pcap-savefile(5). It cannot represent
 * directions, interfaces and counts.
 */
final class PcapEncoder extends Encoder {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long MOST_SECONDS = 0xFFFFFFFFL;
  private static final int NO_LINK_TYPE = -1;

  private final WriteCounts counts;
  private int linkTypeNumber = NO_LINK_TYPE;
  private LinkType linkType = LinkType.UNKNOWN;

  PcapEncoder(RecordFile file, SavefileOptions options, WriteCounts counts) {
    super(file, options);
    this.counts = counts;
  }

  @Override
  void begin() {
    begin(options.linkTypeNumber(), options.snapLength(), -1);
  }

  private void begin(int number, int snapLength, int fcsBits) {
    if (linkTypeNumber != NO_LINK_TYPE || number < 0 || number > PcapScanner.LINK_TYPE_MASK) {
      return;
    }
    linkTypeNumber = number;
    linkType = LinkType.ofNumber(number);
    reserve(PcapScanner.FILE_HEADER_BYTES);
    out.putInt(PcapScanner.MAGIC_NANOS);
    out.putShort(2);
    out.putShort(4);
    out.putInt(0); // time zone
    out.putInt(0); // accuracy
    out.putInt(snapLength);
    boolean fcs = fcsBits >= 0 && fcsBits % 16 == 0;
    out.putInt(
        fcs ? number | PcapScanner.FCS_PRESENT | fcsBits / 16 << PcapScanner.FCS_SHIFT : number);
  }

  @Override
  boolean knows(Frame frame) {
    return linkTypeNumber != NO_LINK_TYPE;
  }

  @Override
  void describe(SavefileInterface described) {
    int snapLength = described.snapLength();
    begin(
        described.linkTypeNumber(),
        snapLength > 0 ? snapLength : options.snapLength(),
        described.fcsBits());
  }

  /** All interfaces, once the file has its header, which describes only one. */
  @Override
  int known(List<FileInterface> source) {
    return linkTypeNumber != NO_LINK_TYPE ? source.size() : 0;
  }

  @Override
  void describeNext(List<FileInterface> source) {
    describe(source.getFirst().snapshot());
  }

  @Override
  void forget(List<FileInterface> source) {}

  @Override
  long mostBytesOf(int length) {
    return (long) PcapScanner.RECORD_HEADER_BYTES + length;
  }

  @Override
  LeftOut put(Frame frame, int length, List<byte[]> comments) {
    long nanos = frame.timestampNanos();
    long seconds = Math.floorDiv(nanos, NANOS_PER_SECOND);
    if (!isOfLinkType(frame)) {
      return LeftOut.LINK_TYPE;
    }
    if (seconds < 0 || seconds > MOST_SECONDS) {
      return LeftOut.TIME;
    }
    out.putLong(seconds | nanos - seconds * NANOS_PER_SECOND << Integer.SIZE);
    out.putLong(length | frame.originalLength() << Integer.SIZE);
    out.putFrame(frame, length);
    counts.leaveOut(LeftOut.COMMENT, frame.comments().size() + comments.size());
    return null;
  }

  @Override
  boolean takesRecords(Frame frame) {
    return isOfLinkType(frame);
  }

  @Override
  int recordId(Frame frame) {
    return isOfLinkType(frame) ? RecordCursor.PCAP : SINGLY;
  }

  private boolean isOfLinkType(Frame frame) {
    LinkType type = frame.linkType();
    return linkTypeNumber != NO_LINK_TYPE
        && type == linkType
        && (type != LinkType.UNKNOWN || frame.linkTypeNumber() == linkTypeNumber);
  }

  @Override
  LeftOut put(SavefileBlock block) {
    return switch (block.type()) {
      case Pcapng.SECTION_HEADER, Pcapng.INTERFACE_DESCRIPTION, Pcapng.INTERFACE_STATISTICS -> {
        counts.leaveOut(LeftOut.COMMENT, block.comments().size());
        yield null;
      }
      default -> LeftOut.BLOCK;
    };
  }

  @Override
  boolean hasBlocks(List<FileInterface> source) {
    return true; // none can be written
  }

  @Override
  void lost(int interfaceIndex, long frames) {}

  @Override
  void statistics(int interfaceIndex, long received, long dropped) {}

  @Override
  void end() {
    begin(LinkType.ETHERNET.number(), options.snapLength(), -1);
  }

  @Override
  public long recordBytes(int at, boolean atBeginning) {
    return atBeginning
        ? PcapScanner.FILE_HEADER_BYTES
        : (long) PcapScanner.RECORD_HEADER_BYTES + out.intAt(at + 8);
  }

  @Override
  public boolean isPacket(int at, boolean atBeginning) {
    return !atBeginning;
  }
}

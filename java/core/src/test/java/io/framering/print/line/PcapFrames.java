// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.frame.CapturedFrame;
import io.framering.frame.Checksum;
import io.framering.frame.Direction;
import io.framering.frame.Frame;
import io.framering.frame.LinkType;
import io.framering.frame.VlanTag;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Frames in pcap files of this host's byte order: just what the comparisons need. */
final class PcapFrames {
  private static final int MAGIC_MICROS = 0xA1B2_C3D4;
  private static final int MAGIC_NANOS = 0xA1B2_3C4D;
  private static final int HEADER_LENGTH = 24;
  private static final int RECORD_LENGTH = 16;
  private static final int SNAP_LENGTH = 262_144;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private PcapFrames() {}

  static List<Frame> read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.getInt(0) != MAGIC_MICROS && bytes.getInt(0) != MAGIC_NANOS) {
      bytes.order(ByteOrder.BIG_ENDIAN);
    }
    int nanosPerUnit = bytes.getInt(0) == MAGIC_NANOS ? 1 : 1000;
    LinkType linkType = LinkType.ofNumber(bytes.getInt(20));
    List<Frame> frames = new ArrayList<>();
    for (bytes.position(HEADER_LENGTH); bytes.hasRemaining(); ) {
      long second = Integer.toUnsignedLong(bytes.getInt());
      long fraction = Integer.toUnsignedLong(bytes.getInt());
      byte[] captured = new byte[bytes.getInt()];
      long original = Integer.toUnsignedLong(bytes.getInt());
      bytes.get(captured);
      long time = second * NANOS_PER_SECOND + fraction * nanosPerUnit;
      frames.add(frame(linkType, time, captured, original));
    }
    return frames;
  }

  static Frame frame(LinkType linkType, long timestampNanos, byte[] captured, long originalLength) {
    return new CapturedFrame(
        timestampNanos,
        originalLength,
        0,
        Direction.TO_US,
        linkType,
        VlanTag.NOT_STRIPPED,
        0,
        0,
        Checksum.UNKNOWN,
        false,
        MemorySegment.ofArray(captured).asReadOnly());
  }

  /** Writes frames of one link type, with nanoseconds. */
  static void write(Path file, List<Frame> frames) throws IOException {
    write(file, frames.getFirst().linkType().number(), frames);
  }

  /** Writes frames of the link type that has this number, with nanoseconds. */
  static void write(Path file, int linkType, List<Frame> frames) throws IOException {
    int size = frames.stream().mapToInt(f -> RECORD_LENGTH + f.capturedLength()).sum();
    ByteBuffer bytes = ByteBuffer.allocate(HEADER_LENGTH + size).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(MAGIC_NANOS).putShort((short) 2).putShort((short) 4).putLong(0);
    bytes.putInt(SNAP_LENGTH).putInt(linkType);
    for (Frame frame : frames) {
      bytes.putInt((int) (frame.timestampNanos() / NANOS_PER_SECOND));
      bytes.putInt((int) (frame.timestampNanos() % NANOS_PER_SECOND));
      bytes.putInt(frame.capturedLength()).putInt((int) frame.originalLength());
      bytes.put(frame.bytes().asByteBuffer());
    }
    Files.write(file, bytes.array());
  }
}

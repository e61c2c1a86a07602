// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import io.framering.frame.CapturedFrame;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The bytes of a capture file in the making, field by field. */
final class FileBytes {
  private final ByteOrder order;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  FileBytes(ByteOrder order) {
    this.order = order;
  }

  static FileBytes little() {
    return new FileBytes(ByteOrder.LITTLE_ENDIAN);
  }

  static FileBytes big() {
    return new FileBytes(ByteOrder.BIG_ENDIAN);
  }

  FileBytes u8(int value) {
    out.write(value);
    return this;
  }

  FileBytes u16(int value) {
    return bytes(ByteBuffer.allocate(2).order(order).putShort((short) value).array());
  }

  FileBytes u32(long value) {
    return bytes(ByteBuffer.allocate(4).order(order).putInt((int) value).array());
  }

  FileBytes u64(long value) {
    return bytes(ByteBuffer.allocate(8).order(order).putLong(value).array());
  }

  FileBytes bytes(byte[] value) {
    out.writeBytes(value);
    return this;
  }

  FileBytes pad() {
    while (out.size() % 4 != 0) {
      out.write(0);
    }
    return this;
  }

  byte[] toArray() {
    return out.toByteArray();
  }

  // pcap

  /** A file header of version 2.4, Ethernet. */
  FileBytes pcap(long magic) {
    return pcap(magic, 2, 4, 1);
  }

  FileBytes pcap(long magic, int major, int minor, long linkType) {
    return u32(magic).u16(major).u16(minor).u32(0).u32(0).u32(65535).u32(linkType);
  }

  FileBytes record(long seconds, long fraction, long original, byte[] packet) {
    return u32(seconds).u32(fraction).u32(packet.length).u32(original).bytes(packet);
  }

  // pcapng

  FileBytes block(long type, FileBytes body) {
    byte[] bytes = body.pad().toArray();
    return u32(type).u32(bytes.length + 12).bytes(bytes).u32(bytes.length + 12);
  }

  /** An empty body in the same byte order. */
  FileBytes body() {
    return new FileBytes(order);
  }

  FileBytes option(int code, byte[] value) {
    return u16(code).u16(value.length).bytes(value).pad();
  }

  FileBytes option(int code, String value) {
    return option(code, value.getBytes(StandardCharsets.UTF_8));
  }

  FileBytes section() {
    return block(0x0A0D0D0AL, body().u32(0x1A2B3C4D).u16(1).u16(0).u64(-1));
  }

  FileBytes description(int linkType, int snapLength, FileBytes options) {
    return block(1, body().u16(linkType).u16(0).u32(snapLength).bytes(options.toArray()));
  }

  FileBytes enhanced(int id, long units, int original, byte[] packet, FileBytes options) {
    return block(
        6,
        body()
            .u32(id)
            .u32(units >>> 32)
            .u32(units)
            .u32(packet.length)
            .u32(original)
            .bytes(packet)
            .pad()
            .bytes(options.toArray()));
  }

  // Reading

  static ReadableByteChannel channel(byte[] bytes) {
    return new MemoryChannel(bytes);
  }

  static SavefileReader open(byte[] bytes) {
    return SavefileReader.open("memory", channel(bytes), null);
  }

  /** All frames of a file that is whole. */
  static List<CapturedFrame> read(byte[] bytes) {
    List<CapturedFrame> frames = new ArrayList<>();
    try (SavefileReader reader = open(bytes)) {
      reader.run(frame -> frames.add(frame.copy()));
    }
    return frames;
  }

  /** The number of frames in a file that is whole. */
  static int framesIn(Path file) {
    int[] count = new int[1];
    try (SavefileReader reader = SavefileReader.open(file)) {
      reader.run(frame -> count[0]++);
    }
    return count[0];
  }

  /** A packet of this many bytes, each other than its neighbours. */
  static byte[] packet(int length) {
    byte[] packet = new byte[length];
    for (int i = 0; i < length; i++) {
      packet[i] = (byte) (i * 7 + length);
    }
    return packet;
  }

  static ReadableByteChannel pipe(java.io.InputStream stream) {
    return Channels.newChannel(stream);
  }
}

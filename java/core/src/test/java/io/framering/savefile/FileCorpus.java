// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import static io.framering.savefile.FileBytes.big;
import static io.framering.savefile.FileBytes.little;

import io.framering.testing.Sweeps;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Small capture files with what their formats have, field by field. */
final class FileCorpus {
  static final int PACKET_BYTES = 60;
  static final long MICROS = 1_700_000_000_000_000L;

  /** Files that differ from others only in the byte order, the link type or the format. */
  private static final Set<String> REPEATING =
      Set.of(
          "big-interfaces.pcapng",
          "little-options.pcapng",
          "big-packets.pcapng",
          "raw.pcap",
          "wireless.pcap",
          "empty.pcapng");

  private FileCorpus() {}

  /** Files by name: all of them, or one of each kind. */
  static Map<String, byte[]> files() {
    Map<String, byte[]> files = new TreeMap<>();
    for (FileBytes order : new FileBytes[] {little(), big()}) {
      String name = order.body().u16(1).toArray()[0] == 1 ? "little" : "big";
      files.put(name + "-interfaces.pcapng", interfaces(order.body(), "eth0", MICROS, packet()));
      files.put(name + "-options.pcapng", options(order.body()));
      files.put(name + "-packets.pcapng", otherPackets(order.body()));
    }
    files.put("ethernet.pcap", pcap(little(), 0xA1B2C3D4L, 1));
    files.put("raw.pcap", pcap(big(), 0xA1B2C3D4L, 101));
    files.put("cooked.pcap", pcap(big(), 0xA1B23C4DL, 113));
    files.put("wireless.pcap", pcap(little(), 0xA1B2C3D4L, 105));
    files.put("fcs.pcap", pcap(little(), 0xA1B23C4DL, 0x24000001L));
    files.put("sections.pcapng", sections());
    files.put("blocks.pcapng", blocks(big()));
    files.put("all-blocks.pcapng", allBlocks(little(), true));
    files.put("other-blocks.pcapng", otherBlocks());
    files.put("empty.pcap", little().pcap(0xA1B23C4DL).toArray());
    files.put("empty.pcapng", big().section().toArray());
    if (!Sweeps.ALL) {
      files.keySet().removeAll(REPEATING);
    }
    return files;
  }

  /** Ethernet with a type that is for experiments: nobody looks further. */
  static byte[] packet() {
    byte[] packet = FileBytes.packet(PACKET_BYTES);
    packet[12] = (byte) 0x88;
    packet[13] = (byte) 0xB5;
    return packet;
  }

  private static byte[] pcap(FileBytes file, long magic, long linkType) {
    file.pcap(magic, 2, 4, linkType);
    file.record(1_700_000_000, 1, PACKET_BYTES, packet());
    file.record(1_700_000_000, 999_999, 1500, packet());
    file.record(1_600_000_000, 0, 14, packet()); // earlier, and longer than it was
    file.record(0xFFFFFFFFL, 5, PACKET_BYTES, packet());
    return file.toArray();
  }

  private static FileBytes ethernet(FileBytes file) {
    return file.section().description(1, 65535, file.body().option(2, "eth0"));
  }

  /** Of each resolution, with an offset, with names and descriptions. */
  static byte[] interfaces(FileBytes file, String name, long micros, byte[] packet) {
    file.section();
    file.description(1, 0, file.body().option(2, name).option(3, "the uplink"));
    file.description(1, 99, file.body().option(2, "wlan0").option(9, new byte[] {9}));
    file.description(101, 0, file.body().option(2, "tun0").option(9, new byte[] {3}));
    file.description(1, 0, file.body().option(9, new byte[] {(byte) 0x8A}));
    byte[] offset = ByteBuffer.wrap(file.body().u64(1000).toArray()).array();
    file.description(1, 0, file.body().option(2, "late").option(14, offset));
    file.enhanced(1, 1_700_000_000_123_456_789L, PACKET_BYTES, packet, file.body());
    file.enhanced(0, micros, 1500, packet, file.body());
    file.enhanced(2, 1_700_000_000_001L, PACKET_BYTES, packet, file.body());
    file.enhanced(3, (1_700_000_000L << 10) + 3, PACKET_BYTES, packet, file.body());
    file.enhanced(4, micros, PACKET_BYTES, packet, file.body());
    return file.toArray();
  }

  /** Packets with drop counts, flags and comments, and the counts of an interface. */
  private static byte[] options(FileBytes file) {
    ethernet(file);
    file.enhanced(0, MICROS, PACKET_BYTES, packet(), file.body());
    byte[] count = file.body().u64(7).toArray();
    file.enhanced(0, MICROS + 1, PACKET_BYTES, packet(), file.body().option(4, count));
    for (int flags : new int[] {0x2, 0x5, 0x9, 0xD, 0x11, 0x1, 0x80000005}) {
      byte[] value = file.body().u32(flags).toArray();
      file.enhanced(0, MICROS, PACKET_BYTES, packet(), file.body().option(2, value));
    }
    FileBytes comments = file.body().option(1, "seen at the gate").option(1, "twice");
    file.enhanced(0, MICROS, PACKET_BYTES, packet(), comments);
    FileBytes counts = file.body().u32(0).u32(MICROS >>> 32).u32(MICROS);
    file.block(5, counts.u16(4).u16(8).u64(100).u16(5).u16(8).u64(7).u32(0));
    return file.toArray();
  }

  private static byte[] otherPackets(FileBytes file) {
    ethernet(file);
    file.block(3, file.body().u32(PACKET_BYTES).bytes(packet()));
    FileBytes obsolete = file.body().u16(0).u16(0xFFFF).u32(MICROS >>> 32).u32(MICROS);
    file.block(2, obsolete.u32(PACKET_BYTES).u32(PACKET_BYTES).bytes(packet()));
    return file.toArray();
  }

  private static byte[] sections() {
    FileBytes file = ethernet(little());
    file.enhanced(0, MICROS, PACKET_BYTES, packet(), file.body());
    FileBytes second = big().section();
    second.description(1, 0, second.body().option(2, "eth1"));
    second.enhanced(0, MICROS + 1, PACKET_BYTES, packet(), second.body());
    return file.bytes(second.toArray()).toArray();
  }

  /** Names, secrets, what nobody knows, and what somebody does. */
  private static byte[] blocks(FileBytes file) {
    ethernet(file);
    byte[] name = {10, 0, 0, 1, 'a', 0};
    file.block(4, file.body().u16(1).u16(6).bytes(name).pad().u32(0));
    file.block(10, file.body().u32(0x544C534BL).u32(4).bytes("key\n".getBytes()));
    file.block(0x70000001L, file.body().u32(1));
    file.enhanced(0, MICROS, PACKET_BYTES, packet(), identifiers(file));
    file.block(0xBAD, file.body().u32(32473).u64(1));
    return file.toArray();
  }

  /** Three sections in two byte orders. */
  private static byte[] otherBlocks() {
    FileBytes file = little().bytes(allBlocks(little(), true));
    return file.bytes(allBlocks(big(), true)).bytes(allBlocks(little(), true)).toArray();
  }

  /**
   * A section with comments and custom options in every block, and names and secrets before,
   * between and after the packets.
   *
   * @param unknown whether it has an option of an interface, one of a packet, and a block, that
   *     nobody knows
   */
  static byte[] allBlocks(FileBytes file, boolean unknown) {
    FileBytes header = file.body().u32(0x1A2B3C4D).u16(1).u16(0).u64(-1);
    header.option(2, "a machine").option(1, "of the first day").option(4, "dumpcap");
    file.block(0x0A0D0D0AL, common(header));
    file.block(10, secrets(file, "CLIENT_RANDOM 00 11\n"));
    FileBytes described = file.body().option(2, "eth0").option(8, file.body().u64(1000).toArray());
    described.option(4, new byte[] {10, 0, 0, 1, -1, -1, -1, 0}).option(11, "\0tcp port 443");
    described.option(1, "of an interface");
    file.description(1, 65535, common(unknown ? described.option(2000, "what") : described));
    file.block(4, names(file, "first.example"));
    file.description(1, 0, file.body().option(2, "wlan0").option(9, new byte[] {9}));
    if (unknown) {
      file.block(0x70000001L, file.body().u32(1));
    }
    file.enhanced(0, MICROS, PACKET_BYTES, packet(), common(identifiers(file)));
    file.block(4, names(file, "second.example"));
    FileBytes options = file.body().option(1, "").option(3, new byte[] {2, 1, 2, 3, 4});
    options = unknown ? options.option(3000, "x") : options;
    file.enhanced(1, MICROS * 1000, PACKET_BYTES, packet(), options.u32(0));
    file.block(5, common(statistics(file, 1)));
    file.block(9, file.body().bytes("__REALTIME_TIMESTAMP=1\nMESSAGE=up\n\n".getBytes()));
    file.block(10, secrets(file, "CLIENT_RANDOM 22 33\n"));
    FileBytes drops = file.body().option(4, file.body().u64(7).toArray());
    file.enhanced(0, MICROS + 1, PACKET_BYTES, packet(), drops.option(2, flags(file)));
    file.block(3, file.body().u32(PACKET_BYTES).bytes(packet()));
    FileBytes obsolete = file.body().u16(1).u16(3).u32(MICROS >>> 32).u32(MICROS);
    obsolete.u32(PACKET_BYTES).u32(PACKET_BYTES).bytes(packet());
    file.block(2, common(obsolete.option(2, flags(file))));
    file.block(0xBAD, file.body().u32(32473).bytes(new byte[] {1, 2, 3, 4}));
    file.block(5, common(statistics(file, 0)));
    return file.toArray();
  }

  private static byte[] flags(FileBytes file) {
    return file.body().u32(5).toArray();
  }

  /** Options that every block may have. */
  private static FileBytes common(FileBytes options) {
    options.option(1, "à propos").option(1, "twice\nand more");
    options.option(2988, options.body().u32(32473).bytes("text".getBytes()).toArray());
    byte[] custom = options.body().u32(32473).bytes(new byte[] {0, 1}).toArray();
    return options.option(2989, custom).u32(0);
  }

  private static FileBytes secrets(FileBytes file, String lines) {
    byte[] bytes = lines.getBytes();
    return common(file.body().u32(0x544C534B).u32(bytes.length).bytes(bytes).pad());
  }

  private static FileBytes names(FileBytes file, String name) {
    byte[] record = ("\n\0\0\1" + name + "\0").getBytes();
    FileBytes records = file.body().u16(1).u16(record.length).bytes(record).pad().u32(0);
    return common(records.option(2, "a server"));
  }

  private static FileBytes statistics(FileBytes file, int number) {
    FileBytes counts = file.body().u32(number).u32(MICROS >>> 32).u32(MICROS);
    counts.u16(2).u16(8).u32(MICROS >>> 32).u32(MICROS);
    return counts.u16(4).u16(8).u64(100).u16(8).u16(8).u64(90);
  }

  private static FileBytes identifiers(FileBytes file) {
    FileBytes options = file.body().option(5, file.body().u64(4711).toArray());
    options.option(6, file.body().u32(3).toArray());
    return options.option(7, file.body().u8(1).u64(2).toArray());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import io.framering.frame.Frame;
import io.framering.packet.Header;
import io.framering.packet.Ipv4;
import io.framering.packet.Ipv6;
import io.framering.packet.Packet;

/**
 * {@link Defragmenter}: fragments with any numbers, whose bytes say where they belong, and frames
 * of any bytes. Each byte of a whole packet is at its place, and the bounds hold.
 */
public final class DefragmenterFuzz {
  private static final int MOST_PACKETS = 3;
  private static final int MEMORY = 1 << 20;

  private DefragmenterFuzz() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    boolean raw = input.next() % 4 == 3;
    FragmentPolicy[] policies = FragmentPolicy.values();
    DefragmenterOptions options =
        DefragmenterOptions.defaults()
            .maxPackets(MOST_PACKETS)
            .maxFragments(50)
            .memory(MEMORY)
            .overlaps(policies[input.next() % policies.length]);
    try (Defragmenter defragmenter = new Defragmenter(options)) {
      long time = 0;
      while (input.hasMore()) {
        time += 1L << input.next() % 40;
        Frame frame = raw ? input.frame(time) : fragment(input, time);
        Frame whole = defragmenter.add(frame);
        if (whole != null && whole != frame) {
          check(whole, !raw);
        }
        DefragmenterStatistics statistics = defragmenter.statistics();
        require(statistics.memory() <= MEMORY, "memory");
        require(statistics.waiting() <= MOST_PACKETS, "packets");
      }
    }
  }

  private static Frame fragment(FuzzInput input, long time) {
    int kind = input.next();
    Fragments fragments = new Fragments((kind & 1) != 0);
    fragments.identification = kind >> 1 & 3;
    fragments.time = time;
    int from = Math.min(8 * (kind < 224 ? input.next() : input.next16()), 65_528);
    int length = (kind & 16) == 0 ? 8 * (input.next() % 32) : input.next16() % 1_500;
    boolean more = (kind & 8) == 0;
    return fragments.of(from, more, FuzzInput.content(from, length));
  }

  private static void check(Frame whole, boolean marked) {
    Packet packet = new Packet();
    packet.wrap(whole);
    Header six = packet.find(Ipv6.class);
    Ipv4 four = packet.find(Ipv4.class);
    Header ip = six == null ? four : six;
    require(ip != null, "a packet of IP");
    require(ip.payloadEnd() == whole.end() || !marked, "its length is that of the frame");
    require(six != null || four.expectedHeaderChecksum() == four.headerChecksum(), "checksum");
    byte[] payload = ip.payloadBytes();
    for (int i = 0; marked && i < payload.length; i++) {
      require(payload[i] == FuzzInput.content(i), "byte at its place");
    }
  }

  private static void require(boolean condition, String what) {
    if (!condition) {
      throw new AssertionError("not so: " + what);
    }
  }
}

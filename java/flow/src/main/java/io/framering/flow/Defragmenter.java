// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import io.framering.frame.Frame;
import io.framering.packet.InternetChecksum;
import io.framering.packet.Ipv6;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Puts fragments of IPv4 (RFC 791) and IPv6 (RFC 8200) together.
 *
 * <pre>{@code
 * try (Defragmenter defragmenter = new Defragmenter();
 *     FlowTable table = new FlowTable()) {
 *   capture.run(frame -> {
 *     Frame whole = defragmenter.add(frame);
 *     if (whole != null) {
 *       table.add(whole);
 *     }
 *   });
 * }
 * }</pre>
 *
 * <p><b>The whole packet</b> is a frame with the link-layer header, the VLAN tags and the IP header
 * of the first fragment, and the timestamp of the fragment that came last. In the IP header, the
 * length, the flag for more fragments, the offset and the checksum are as if it had never been
 * fragmented; in IPv6 there is no fragment header. It was never on the wire in this form.
 *
 * <p><b>Fragments belong together</b> if their addresses, identification and outermost VLAN are
 * equal, and in IPv4 their protocol. Fragments that repeat one of the same range are ignored. If
 * IPv4 fragments overlap in another way, {@link DefragmenterOptions#overlaps} decides; an IPv6
 * packet with such fragments is dropped, with those that come later (RFC 5722). An IPv6 packet in a
 * single fragment is no fragment (RFC 6946). If fragments are repeated after their packet was
 * complete, they begin another packet, which is put together again or times out.
 *
 * <p><b>Bounds.</b> See {@link DefragmenterOptions} for memory, time, and numbers of packets and
 * fragments; {@link DefragmenterStatistics} counts what was dropped by reason. A fragment costs
 * time for its bytes, in whatever order they come, and addresses cannot be chosen to collide. The
 * fragments of a packet may have four times as many bytes as the longest packet.
 *
 * <p><b>Not done.</b> Only the outermost IP header is examined, not IP in a tunnel. Fragments that
 * were not captured completely are ignored. Checksums are not verified. The length field of an IEEE
 * 802.3 frame (LLC) is not changed.
 *
 * <p>Nothing is allocated for a frame that is no fragment. Not thread-safe: it belongs to one
 * thread at a time.
 */
public final class Defragmenter implements AutoCloseable {
  private static final int LONGEST = 65_535;
  private static final int LONGEST_PREFIX = 4096;
  private static final int MOST_BYTES = 4 * LONGEST;

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private static final int IPV4_LENGTH = 2;
  private static final int IPV4_FRAGMENT = 6;
  private static final int IPV4_CHECKSUM = 10;
  private static final int IPV6_LENGTH = 4;
  private static final int PPPOE_LENGTH = 4;
  private static final int PPPOE_HEADER = 6;

  /** The reserved flag and "don't fragment". */
  private static final int KEPT_FLAGS = 0xC000;

  private final DefragmenterOptions options;
  private final long timeoutNanos;

  private final Fragment fragment = new Fragment();
  private final KeyTable<IncompletePacket> table = new KeyTable<>();
  private final AgeQueue<IncompletePacket> queue = new AgeQueue<>();
  private final FragmentStore store;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment memory = arena.allocate(LONGEST_PREFIX + LONGEST);
  private final WholeFrame whole = new WholeFrame(memory);
  private final int[] records;
  private final long[] order;
  private boolean closed;

  private long frames;
  private long fragments;
  private long packets;
  private long overlapping;
  private long timedOut;
  private long evicted;
  private long tooManyFragments;
  private long tooLong;
  private long contradictory;
  private long malformedFragments;
  private long truncatedFragments;
  private long repeatedFragments;
  private long lateFragments;

  /** A defragmenter with default options. */
  public Defragmenter() {
    this(DefragmenterOptions.defaults());
  }

  /**
   * A defragmenter.
   *
   * @param options its bounds
   */
  public Defragmenter(DefragmenterOptions options) {
    this.options = options;
    timeoutNanos = options.timeout().toNanos();
    store = new FragmentStore(options.memory());
    records = new int[options.maxFragments()];
    order = new long[options.maxFragments()];
  }

  /**
   * Reads a frame. Packets that have waited too long by its timestamp are dropped first.
   *
   * @param frame read during the call
   * @return the frame itself if it is no fragment; the whole packet if the frame completes one;
   *     null if it is another fragment. The whole packet is lent until the next call of this
   *     method: then its bytes change, or it throws. Keep {@link Frame#copy()}.
   * @throws IllegalStateException if this defragmenter is closed, or the frame is no longer valid
   */
  public Frame add(Frame frame) {
    if (closed) {
      throw new IllegalStateException("the defragmenter is closed");
    }
    frames++;
    if (!fragment.read(frame)) {
      return frame;
    }
    fragments++;
    expire(frame.timestampNanos());
    if (fragment.truncated) {
      truncatedFragments++;
      return null;
    }
    if (isMalformed()) {
      malformedFragments++;
      return null;
    }
    IncompletePacket packet = packet(frame.timestampNanos());
    return add(packet, frame) && packet.isComplete() ? complete(packet, frame) : null;
  }

  private boolean isMalformed() {
    return fragment.length == 0
        || fragment.more && fragment.length % FragmentStore.UNIT != 0
        || fragment.from + fragment.length > LONGEST
        || fragment.prefixLength > LONGEST_PREFIX;
  }

  private void expire(long now) {
    while (queue.oldest() instanceof IncompletePacket packet
        && now - packet.startNanos > timeoutNanos) {
      timedOut += packet.dropped ? 0 : 1;
      remove(packet);
    }
  }

  private void remove(IncompletePacket packet) {
    queue.remove(packet);
    table.remove(packet);
    store.free(packet);
  }

  private void evictOldest() {
    IncompletePacket packet = queue.oldest();
    evicted += packet.dropped ? 0 : 1;
    remove(packet);
  }

  private IncompletePacket packet(long nanos) {
    int hash = fragment.hash(table);
    IncompletePacket packet = fragment.find(table, hash);
    if (packet == null) {
      if (table.size() == options.maxPackets()) {
        evictOldest();
      }
      packet = fragment.packet(hash, nanos);
      table.add(packet);
      queue.add(packet);
    }
    return packet;
  }

  /** Adds the fragment to its packet; false if that is not to be. */
  private boolean add(IncompletePacket packet, Frame frame) {
    if (packet.dropped) {
      lateFragments++;
      return false;
    }
    int from = fragment.from;
    int to = from + fragment.length;
    if (!fitsTheEnd(packet, to)) {
      contradictory++;
      return drop(packet);
    }
    boolean last = !packet.ipv6 && options.overlaps() == FragmentPolicy.LAST;
    if (!last && store.repeats(packet, from, to)) {
      repeatedFragments++;
      return false;
    }
    if (!packet.overlaps && store.overlaps(packet, from, to)) {
      packet.overlaps = true;
      overlapping++;
      if (packet.ipv6 || options.overlaps() == FragmentPolicy.DROP) {
        return drop(packet);
      }
    }
    return isWithinBounds(packet, from, to) && makeRoom(packet) && keep(packet, frame, from, to);
  }

  /** Whether the end of the packet, if it is known, agrees with the fragment. */
  private boolean fitsTheEnd(IncompletePacket packet, int to) {
    if (packet.hasLast()) {
      return fragment.more ? to <= packet.length : to == packet.length;
    }
    return fragment.more || to >= packet.highest;
  }

  private boolean isWithinBounds(IncompletePacket packet, int from, int to) {
    if (packet.fragments == options.maxFragments()) {
      tooManyFragments++;
      return drop(packet);
    }
    int header = from == 0 ? headerBytes() : packet.hasFirst() ? headerBytes(packet) : 0;
    if (header + Math.max(packet.highest, to) > LONGEST
        || packet.end + fragment.length > MOST_BYTES) {
      tooLong++;
      return drop(packet);
    }
    return true;
  }

  /** Bytes before the fragments that count in the length of the packet. */
  private int headerBytes() {
    return headerBytes(fragment.ipv6, fragment.prefixLength - fragment.headerAt);
  }

  private static int headerBytes(IncompletePacket packet) {
    return headerBytes(packet.ipv6, packet.prefixLength - packet.headerAt);
  }

  private static int headerBytes(boolean ipv6, int header) {
    return ipv6 ? header - Ipv6.LENGTH : header;
  }

  private boolean drop(IncompletePacket packet) {
    packet.dropped = true;
    store.free(packet);
    return false;
  }

  /** Makes room for the fragment and its headers; false if its own packet had to go. */
  private boolean makeRoom(IncompletePacket packet) {
    while (!store.hasRoom(packet, fragment.length + fragment.prefixLength + 2 * Long.BYTES)) {
      if (queue.oldest() == packet) {
        evicted++;
        remove(packet);
        return false;
      }
      evictOldest();
    }
    return true;
  }

  private boolean keep(IncompletePacket packet, Frame frame, int from, int to) {
    store.append(packet, from, frame.memory(), fragment.data, fragment.length);
    packet.units += store.mark(packet, from, to);
    packet.fragments++;
    packet.highest = Math.max(packet.highest, to);
    if (!fragment.more) {
      packet.length = to;
    }
    if (from == 0 && !packet.hasFirst()) {
      int record = store.append(packet, 0, frame.memory(), frame.offset(), fragment.prefixLength);
      packet.keepFirst(fragment, frame, record);
    }
    return true;
  }

  private Frame complete(IncompletePacket packet, Frame frame) {
    store.copy(packet, packet.prefixRecord, memory, 0);
    int count = store.records(packet, packet.prefixRecord, records);
    sort(packet, count);
    for (int i = 0; i < count; i++) {
      store.copy(packet, records[i], memory, packet.prefixLength + store.from(packet, records[i]));
    }
    if (packet.ipv6) {
      mendIpv6(packet);
    } else {
      mendIpv4(packet);
    }
    if (packet.pppoeAt >= 0) {
      int length = packet.prefixLength + packet.length - packet.pppoeAt - PPPOE_HEADER;
      put(packet.pppoeAt + PPPOE_LENGTH, Math.min(length, LONGEST));
    }
    remove(packet);
    packets++;
    return whole.set(packet, packet.prefixLength + packet.length, frame.timestampNanos());
  }

  /** Sorts the records so that those that count are copied last. */
  private void sort(IncompletePacket packet, int count) {
    if (!packet.overlaps || options.overlaps() == FragmentPolicy.LAST) {
      return;
    }
    boolean lowest = options.overlaps() == FragmentPolicy.LOWEST;
    for (int i = 0; i < count; i++) {
      long from = lowest ? store.from(packet, records[i]) : 0;
      order[i] = from << Integer.SIZE | records[i];
    }
    Arrays.sort(order, 0, count);
    for (int i = 0; i < count; i++) {
      records[i] = (int) order[count - 1 - i];
    }
  }

  private void mendIpv4(IncompletePacket packet) {
    int at = packet.headerAt;
    int kept = memory.get(SHORT, at + IPV4_FRAGMENT) & KEPT_FLAGS;
    put(at + IPV4_LENGTH, headerBytes(packet) + packet.length);
    put(at + IPV4_FRAGMENT, kept);
    put(at + IPV4_CHECKSUM, 0);
    long sum = InternetChecksum.add(0, memory, at, packet.prefixLength);
    put(at + IPV4_CHECKSUM, InternetChecksum.expected(0, sum));
  }

  private void mendIpv6(IncompletePacket packet) {
    put(packet.headerAt + IPV6_LENGTH, headerBytes(packet) + packet.length);
    memory.set(ValueLayout.JAVA_BYTE, packet.nextHeaderAt, (byte) packet.nextHeader);
  }

  private void put(long at, int value) {
    memory.set(SHORT, at, (short) value);
  }

  /** {@return counts since this defragmenter was made} Also after {@link #close()}. */
  public DefragmenterStatistics statistics() {
    return new DefragmenterStatistics(
        frames,
        fragments,
        packets,
        overlapping,
        timedOut,
        evicted,
        tooManyFragments,
        tooLong,
        contradictory,
        malformedFragments,
        truncatedFragments,
        repeatedFragments,
        lateFragments,
        table.size(),
        closed ? 0 : store.memory());
  }

  /** Frees the memory. Idempotent. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      store.close();
      arena.close();
    }
  }
}

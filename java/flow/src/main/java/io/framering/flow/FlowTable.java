// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import static io.framering.flow.FlowRecord.getByte;
import static io.framering.flow.FlowRecord.getInt;
import static io.framering.flow.FlowRecord.getLong;
import static io.framering.flow.FlowRecord.getShort;
import static io.framering.flow.FlowRecord.setByte;
import static io.framering.flow.FlowRecord.setInt;
import static io.framering.flow.FlowRecord.setLong;
import static io.framering.flow.FlowRecord.setShort;

import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import io.framering.packet.IpProtocol;
import io.framering.packet.Tcp;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Counts the packets of each flow: of both directions between two addresses and ports.
 *
 * <p>Not thread-safe: a table belongs to one thread. With several threads, such as those of a
 * capture group, each has a table of its own, and {@link #merge} reads them all while none of them
 * is in use.
 *
 * <p>Nothing is allocated per packet; a flow allocates only the names that its first bytes contain.
 * The work per packet is bounded, whatever its addresses and times are: flows are found by a hash
 * with random keys, and end in the order of their last packets. The time is that of the packets.
 *
 * <p><b>Accuracy.</b> Bytes and packets are exact. TCP analysis follows Wireshark 4.0, with its
 * limits: it knows neither selective acknowledgments nor window scaling, and a segment that comes
 * late may count as sent again, or the other way round. A TCP SYN with a new sequence number begins
 * a new flow. Fragments, and segments whose header was truncated, are counted but not analyzed.
 * Names are read from the first payload of each side, so that a capture that begins in the middle
 * of a connection has none. QUIC is not decoded.
 */
public final class FlowTable implements AutoCloseable {
  private static final int STAGE = 64;

  // How far the order of the list may differ from the order of last packets.
  private static final int IDLE_TO_SLACK = 16;
  private static final long SLACK_NANOS = 1_000_000_000L;

  private static final int MOST_SECOND_CHANCES = 8;

  private final FlowOptions options;
  private final long idleNanos;
  private final long closedNanos;
  private final long slackNanos;
  private final PacketReader reader = new PacketReader();
  private final KeyedHash hashing = new KeyedHash();
  private final FragmentPorts fragmentPorts = new FragmentPorts(hashing);
  private final FirstBytes firstBytes = new FirstBytes();
  private final FlowPacket[] stage = new FlowPacket[STAGE];
  private final Arena arena = Arena.ofShared();
  private final FlowMeasurement<?>[] measurements;
  private final int[] places;
  private final FlowMemory memory;
  private final FlowIndex index;
  private int size;
  private boolean closed;
  private long packets;
  private long bytes;
  private long notIp;
  private long fragments;
  private long begun;
  private long ended;
  private long evicted;
  private long touched;

  /** An empty table with {@link FlowOptions#defaults()}. */
  public FlowTable() {
    this(FlowOptions.defaults());
  }

  /**
   * An empty table.
   *
   * @param options its size, timeouts and listener
   */
  public FlowTable(FlowOptions options) {
    this.options = options;
    idleNanos = options.idleTimeout().toNanos();
    closedNanos = options.closedTimeout().toNanos();
    slackNanos = idleNanos == 0 ? SLACK_NANOS : idleNanos / IDLE_TO_SLACK;
    measurements = options.measurements().toArray(FlowMeasurement<?>[]::new);
    places = new int[measurements.length];
    memory = new FlowMemory(arena, placeMeasurements());
    index = new FlowIndex(arena, options.maxFlows());
    for (int i = 0; i < STAGE; i++) {
      stage[i] = new FlowPacket();
    }
  }

  /** Gives each measurement its place in the records, and returns the length of a record. */
  private long placeMeasurements() {
    int end = FlowRecord.BYTES_WITHOUT_MEASUREMENTS;
    for (int i = 0; i < places.length; i++) {
      places[i] = end;
      end += measurements[i].bytes() + Long.BYTES - 1 & -Long.BYTES;
    }
    return end + FlowRecord.LINE - 1 & -FlowRecord.LINE;
  }

  /**
   * Counts a frame, and hands on flows whose time is over at the frame's time.
   *
   * @param frame is read during the call
   * @throws IllegalStateException if the table has been closed
   */
  public void add(Frame frame) {
    checkOpen();
    if (read(frame, stage[0])) {
      count(stage[0]);
    }
  }

  /**
   * Counts all frames of a batch: faster than {@link #add} for each.
   *
   * @param batch is read during the call, and not closed
   * @throws IllegalStateException if the table has been closed
   */
  public void addAll(FrameBatch batch) {
    checkOpen();
    FrameCursor frame = batch.cursor();
    int staged;
    do {
      staged = 0;
      while (staged < STAGE && frame.advance()) {
        if (read(frame, stage[staged])) {
          staged++;
        }
      }
      prefetch(staged);
      for (int i = 0; i < staged; i++) {
        count(stage[i]);
      }
    } while (staged == STAGE);
  }

  // The packets' cache misses overlap, which takes half the time of one after the other.
  private void prefetch(int staged) {
    long sum = 0;
    for (int i = 0; i < staged; i++) {
      int record = index.first(stage[i].hash);
      MemorySegment segment = memory.memory(record);
      long at = memory.offset(record);
      for (int line = 0; line < FlowRecord.BYTES_WITHOUT_MEASUREMENTS; line += FlowRecord.LINE) {
        sum += getLong(segment, at + line);
      }
    }
    touched = sum;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the flow table has been closed");
    }
  }

  private boolean read(Frame frame, FlowPacket packet) {
    packets++;
    bytes += frame.originalLength();
    if (!reader.read(frame, packet)) {
      notIp++;
      return false;
    }
    if (packet.fragment) {
      fragments++;
      fragmentPorts.complete(packet);
    }
    packet.makeKey(options.byVlan(), options.byInterface(), hashing);
    return true;
  }

  private void count(FlowPacket packet) {
    expireSome(packet.timestampNanos);
    int record = find(packet);
    if (record != 0 && opensAnother(record, packet)) {
      end(record, FlowEnd.CLOSED);
      record = 0;
    }
    if (record == 0) {
      record = begin(packet);
    }
    update(record, packet);
  }

  private int find(FlowPacket packet) {
    int at = index.begin(packet.hash);
    while ((at = index.next(packet.hash, at)) >= 0) {
      int record = index.record(at);
      if (matches(memory.memory(record), memory.offset(record), packet)) {
        return record;
      }
    }
    return 0;
  }

  private static boolean matches(MemorySegment segment, long at, FlowPacket packet) {
    return getLong(segment, at + FlowRecord.NUMBERS) == packet.numbers
        && getLong(segment, at + FlowRecord.ADDRESS_0 + Long.BYTES) == packet.low0
        && getLong(segment, at + FlowRecord.ADDRESS_1 + Long.BYTES) == packet.low1
        && getLong(segment, at + FlowRecord.ADDRESS_0) == packet.high0
        && getLong(segment, at + FlowRecord.ADDRESS_1) == packet.high1
        && getInt(segment, at + FlowRecord.INTERFACE) == packet.keyInterface;
  }

  private boolean opensAnother(int record, FlowPacket packet) {
    return packet.tcp
        && (packet.flags & (Tcp.SYN | Tcp.ACK)) == Tcp.SYN
        && TcpAnalysis.isAnotherConnection(
            memory.memory(record), side(memory.offset(record), packet.side), packet.sequence);
  }

  private static long side(long record, int side) {
    return record + FlowRecord.SIDE_0 + (long) side * FlowRecord.SIDE;
  }

  private int begin(FlowPacket packet) {
    if (size == options.maxFlows()) {
      evict(packet.timestampNanos);
    }
    int record = memory.take();
    MemorySegment segment = memory.memory(record);
    long at = memory.offset(record);
    setLong(segment, at + FlowRecord.ADDRESS_0, packet.high0);
    setLong(segment, at + FlowRecord.ADDRESS_0 + Long.BYTES, packet.low0);
    setLong(segment, at + FlowRecord.ADDRESS_1, packet.high1);
    setLong(segment, at + FlowRecord.ADDRESS_1 + Long.BYTES, packet.low1);
    setLong(segment, at + FlowRecord.NUMBERS, packet.numbers);
    setInt(segment, at + FlowRecord.INTERFACE, packet.keyInterface);
    setInt(segment, at + FlowRecord.HASH, packet.hash);
    setLong(segment, at + FlowRecord.MOVED, packet.timestampNanos);
    boolean reply = packet.tcp && (packet.flags & (Tcp.SYN | Tcp.ACK)) == (Tcp.SYN | Tcp.ACK);
    setByte(segment, at + FlowRecord.SOURCE, reply ? 1 - packet.side : packet.side);
    memory.append(FlowMemory.OPEN, record);
    index.add(packet.hash, record);
    size++;
    begun++;
    return record;
  }

  private void update(int record, FlowPacket packet) {
    MemorySegment segment = memory.memory(record);
    long at = memory.offset(record);
    long me = side(at, packet.side);
    long now = packet.timestampNanos;
    if (packet.tcp) {
      TcpAnalysis.add(segment, at, me, side(at, 1 - packet.side), packet);
    }
    countPacket(segment, me, packet);
    if (packet.payloadBytes > 0) {
      firstBytes.add(segment, at, me, record, packet);
    }
    if (places.length > 0) {
      measure(segment, at, packet);
    }
    if (getByte(segment, at + FlowRecord.CLOSED) != 0) {
      return;
    }
    if (packet.tcp && follow(segment, at, packet)) {
      setByte(segment, at + FlowRecord.CLOSED, 1);
      move(FlowMemory.CLOSED, record, now);
    } else if (now - getLong(segment, at + FlowRecord.MOVED) > slackNanos) {
      move(FlowMemory.OPEN, record, now);
    }
  }

  private void measure(MemorySegment segment, long at, FlowPacket packet) {
    packet.fromSource = getByte(segment, at + FlowRecord.SOURCE) == packet.side;
    for (int i = 0; i < places.length; i++) {
      measurements[i].add(packet, segment, at + places[i]);
    }
  }

  private Map<FlowMeasurement<?>, Object> measured(MemorySegment segment, long at) {
    if (places.length == 0) {
      return Map.of();
    }
    Map<FlowMeasurement<?>, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < places.length; i++) {
      values.put(measurements[i], measurements[i].value(segment, at + places[i]));
    }
    return values;
  }

  private static void countPacket(MemorySegment segment, long me, FlowPacket packet) {
    long count = getLong(segment, me + FlowRecord.PACKETS);
    long now = packet.timestampNanos;
    if (count == 0 || now < getLong(segment, me + FlowRecord.FIRST)) {
      setLong(segment, me + FlowRecord.FIRST, now);
    }
    if (count == 0 || now > getLong(segment, me + FlowRecord.LAST)) {
      setLong(segment, me + FlowRecord.LAST, now);
    }
    if (count == 0 || packet.ttl < getByte(segment, me + FlowRecord.LEAST_TTL)) {
      setByte(segment, me + FlowRecord.LEAST_TTL, packet.ttl);
    }
    if (packet.ttl > getByte(segment, me + FlowRecord.MOST_TTL)) {
      setByte(segment, me + FlowRecord.MOST_TTL, packet.ttl);
    }
    setLong(segment, me + FlowRecord.PACKETS, count + 1);
    long length = getLong(segment, me + FlowRecord.BYTES) + packet.wireBytes;
    setLong(segment, me + FlowRecord.BYTES, length);
    long payload = getLong(segment, me + FlowRecord.PAYLOAD) + packet.payloadBytes;
    setLong(segment, me + FlowRecord.PAYLOAD, payload);
    if (packet.tcp) {
      setShort(
          segment, me + FlowRecord.FLAGS, getShort(segment, me + FlowRecord.FLAGS) | packet.flags);
    }
  }

  /** Follows the state of the connection. Returns whether it is over. */
  private static boolean follow(MemorySegment segment, long at, FlowPacket packet) {
    TcpState before = TcpState.of(getByte(segment, at + FlowRecord.STATE));
    boolean syn = (packet.flags & (Tcp.SYN | Tcp.ACK)) == Tcp.SYN;
    if (syn && before == TcpState.MID_STREAM) {
      setByte(segment, at + FlowRecord.SOURCE, packet.side);
    }
    int fins = getByte(segment, at + FlowRecord.FINS);
    if ((packet.flags & Tcp.FIN) != 0) {
      fins |= 1 << packet.side;
      setByte(segment, at + FlowRecord.FINS, fins);
    }
    boolean fromSource = getByte(segment, at + FlowRecord.SOURCE) == packet.side;
    TcpState after = before.after(packet.flags, fromSource, fins == 3);
    if (after != before) {
      setByte(segment, at + FlowRecord.STATE, after.ordinal());
    }
    return after.isOver();
  }

  private void move(int list, int record, long now) {
    memory.remove(record);
    memory.append(list, record);
    setLong(memory.memory(record), memory.offset(record) + FlowRecord.MOVED, now);
  }

  private long moved(int record) {
    return getLong(memory.memory(record), memory.offset(record) + FlowRecord.MOVED);
  }

  /** Takes the flow out of the table whose last packet is oldest, nearly. */
  private void evict(long now) {
    int victim = memory.oldest(FlowMemory.CLOSED);
    if (victim != FlowMemory.CLOSED) {
      end(victim, FlowEnd.CLOSED);
      return;
    }
    victim = memory.oldest(FlowMemory.OPEN);
    for (int i = 0; i < MOST_SECOND_CHANCES && last(victim) > moved(victim); i++) {
      move(FlowMemory.OPEN, victim, Math.max(now, last(victim)));
      victim = memory.oldest(FlowMemory.OPEN);
    }
    evicted++;
    end(victim, FlowEnd.EVICTED);
  }

  private long last(int record) {
    MemorySegment segment = memory.memory(record);
    long at = memory.offset(record);
    return Math.max(
        getLong(segment, side(at, 0) + FlowRecord.LAST),
        getLong(segment, side(at, 1) + FlowRecord.LAST));
  }

  /**
   * Hands on the flows whose time is over. Packets do this, too; without packets, as on a silent
   * interface, call it now and then.
   *
   * @param nowNanos the time: nanoseconds since 1970-01-01T00:00:00 UTC
   * @throws IllegalStateException if the table has been closed
   */
  public void expire(long nowNanos) {
    checkOpen();
    expireSome(nowNanos);
  }

  // Each step ends a flow, but for one per call.
  private void expireSome(long now) {
    expire(FlowMemory.CLOSED, closedNanos, 0, FlowEnd.CLOSED, now);
    expire(FlowMemory.OPEN, idleNanos, slackNanos, FlowEnd.IDLE, now);
  }

  private void expire(int list, long timeout, long slack, FlowEnd reason, long now) {
    if (timeout == 0) {
      return;
    }
    int record;
    while ((record = memory.oldest(list)) != list) {
      long moved = moved(record);
      if (now < moved) {
        // A time far in the future would keep the flows after it in the table.
        if (now < moved - timeout) {
          move(list, record, now);
        }
        return;
      }
      long waited = now - moved;
      if (waited >= 0 && waited < timeout + slack) { // negative: the difference is that large
        return;
      }
      end(record, reason);
    }
  }

  private void end(int record, FlowEnd reason) {
    Flow flow = snapshot(record);
    index.remove(getInt(memory.memory(record), memory.offset(record) + FlowRecord.HASH), record);
    memory.remove(record);
    memory.release(record);
    firstBytes.remove(record);
    size--;
    ended++;
    options.listener().onEnd(flow, reason);
  }

  private Flow snapshot(int record) {
    MemorySegment segment = memory.memory(record);
    long at = memory.offset(record);
    FlowKey key = key(segment, at);
    int source = getByte(segment, at + FlowRecord.SOURCE);
    boolean tcp = key.protocol() == IpProtocol.TCP;
    long initial = getLong(segment, at + FlowRecord.INITIAL_RTT);
    return new Flow(
        key,
        counts(segment, side(at, source)),
        counts(segment, side(at, 1 - source)),
        tcp ? TcpState.of(getByte(segment, at + FlowRecord.STATE)) : null,
        initial > 0 ? initial : -1,
        RoundTrip.smoothed(segment, at),
        firstBytes.names(record),
        getLong(segment, at + FlowRecord.DNS_TIME) - 1,
        measured(segment, at));
  }

  private static FlowKey key(MemorySegment segment, long at) {
    boolean turned = getByte(segment, at + FlowRecord.SOURCE) != 0;
    long source = at + (turned ? FlowRecord.ADDRESS_1 : FlowRecord.ADDRESS_0);
    long destination = at + (turned ? FlowRecord.ADDRESS_0 : FlowRecord.ADDRESS_1);
    long numbers = getLong(segment, at + FlowRecord.NUMBERS);
    int first = (int) (numbers >>> 3 * Short.SIZE);
    int second = (int) (numbers >>> Integer.SIZE) & 0xFFFF;
    int rest = (int) numbers;
    return new FlowKey(
        (rest >>> FlowPacket.IPV6_SHIFT & 1) != 0,
        rest & 0xFF,
        getLong(segment, source),
        getLong(segment, source + Long.BYTES),
        getLong(segment, destination),
        getLong(segment, destination + Long.BYTES),
        (rest >>> FlowPacket.KIND_SHIFT & 3) != FlowPacket.NO_PORTS,
        turned ? second : first,
        turned ? first : second,
        (rest >>> FlowPacket.VLAN_SHIFT) - 1,
        getInt(segment, at + FlowRecord.INTERFACE));
  }

  private static Flow.Side counts(MemorySegment segment, long side) {
    return new Flow.Side(
        getLong(segment, side + FlowRecord.PACKETS),
        getLong(segment, side + FlowRecord.BYTES),
        getLong(segment, side + FlowRecord.PAYLOAD),
        getLong(segment, side + FlowRecord.FIRST),
        getLong(segment, side + FlowRecord.LAST),
        getByte(segment, side + FlowRecord.LEAST_TTL),
        getByte(segment, side + FlowRecord.MOST_TTL),
        getShort(segment, side + FlowRecord.FLAGS),
        count(segment, side + FlowRecord.RETRANSMISSIONS),
        count(segment, side + FlowRecord.FAST),
        count(segment, side + FlowRecord.SPURIOUS),
        count(segment, side + FlowRecord.OUT_OF_ORDER),
        count(segment, side + FlowRecord.DUPLICATE_ACKS),
        count(segment, side + FlowRecord.ZERO_WINDOWS),
        count(segment, side + FlowRecord.KEEP_ALIVES),
        count(segment, side + FlowRecord.LOST),
        count(segment, side + FlowRecord.RESETS));
  }

  private static long count(MemorySegment segment, long at) {
    return Integer.toUnsignedLong(getInt(segment, at));
  }

  /** {@return the number of flows in the table} */
  public int size() {
    return size;
  }

  /**
   * Passes a snapshot of each flow in the table to {@code action}, in no particular order.
   *
   * @param action must not use the table
   */
  public void forEach(Consumer<? super Flow> action) {
    if (!closed) {
      forEach(FlowMemory.OPEN, action);
      forEach(FlowMemory.CLOSED, action);
    }
  }

  private void forEach(int list, Consumer<? super Flow> action) {
    for (int record = memory.next(list); record != list; record = memory.next(record)) {
      action.accept(snapshot(record));
    }
  }

  /** {@return a snapshot of each flow in the table, in no particular order} */
  public List<Flow> flows() {
    List<Flow> all = new ArrayList<>(size);
    forEach(all::add);
    return all;
  }

  /**
   * {@return the flows of several tables; flows of the same addresses and ports become one}
   *
   * @param tables are not in use by another thread now
   */
  public static List<Flow> merge(Collection<FlowTable> tables) {
    Map<FlowKey, Flow> merged = new LinkedHashMap<>();
    for (FlowTable table : tables) {
      table.forEach(flow -> merged.merge(flow.canonicalKey(), flow, Flow::plus));
    }
    return List.copyOf(merged.values());
  }

  /** {@return what the table has counted} */
  public FlowStatistics statistics() {
    return new FlowStatistics(packets, bytes, notIp, fragments, begun, ended, evicted);
  }

  /** The slots of the index that packets have looked at so far. */
  long probes() {
    return index.probes();
  }

  /** What {@link #prefetch} has read, so that the compiler does not leave it out. */
  long touched() {
    return touched;
  }

  /** Hands the remaining flows to the listener, and frees the memory. Idempotent. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    try {
      endAll(FlowMemory.CLOSED, FlowEnd.CLOSED);
      endAll(FlowMemory.OPEN, FlowEnd.TABLE_CLOSED);
    } finally {
      closed = true;
      arena.close();
    }
  }

  private void endAll(int list, FlowEnd reason) {
    int record;
    while ((record = memory.oldest(list)) != list) {
      end(record, reason);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import io.framering.packet.IpProtocol;
import io.framering.packet.Tcp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Counts the packets of each flow: of both directions between two addresses and ports.
 *
 * <p>Not thread-safe: a table belongs to one thread. With several threads, such as those of {@link
 * io.framering.capture.CaptureGroup}, each has a table of its own, and {@link #merge} reads them
 * all while none of them is in use.
 */
public final class FlowTable implements AutoCloseable {
  private static final class Entry {
    private FlowKey key;
    private TcpState state;
    private final Counts source = new Counts();
    private final Counts destination = new Counts();

    private Flow snapshot() {
      return new Flow(key, source.side(), destination.side(), state, -1, -1, FlowNames.NONE, -1);
    }
  }

  private static final class Counts {
    private long packets;
    private long bytes;
    private long payload;
    private long first;
    private long last;
    private int leastTtl;
    private int mostTtl;
    private int flags;

    private void add(FlowPacket packet) {
      first = packets == 0 ? packet.timestampNanos : Math.min(first, packet.timestampNanos);
      last = packets == 0 ? packet.timestampNanos : Math.max(last, packet.timestampNanos);
      leastTtl = packets == 0 ? packet.ttl : Math.min(leastTtl, packet.ttl);
      mostTtl = Math.max(mostTtl, packet.ttl);
      packets++;
      bytes += packet.wireBytes;
      payload += packet.payloadBytes;
      flags |= packet.tcp ? packet.flags : 0;
    }

    private Flow.Side side() {
      return new Flow.Side(
          packets, bytes, payload, first, last, leastTtl, mostTtl, flags, 0, 0, 0, 0, 0, 0, 0, 0,
          0);
    }
  }

  private final FlowOptions options;
  private final PacketReader reader = new PacketReader();
  private final FlowPacket packet = new FlowPacket();
  private final Map<FlowKey, Entry> flows = new LinkedHashMap<>();
  private long packets;
  private long bytes;
  private long notIp;
  private long fragments;
  private long begun;
  private long ended;
  private long evicted;

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
  }

  /**
   * Counts a frame, and hands on flows whose time is over at the frame's time.
   *
   * @param frame is read during the call
   */
  public void add(Frame frame) {
    packets++;
    bytes += frame.originalLength();
    if (!reader.read(frame, packet)) {
      notIp++;
      return;
    }
    fragments += packet.fragment ? 1 : 0;
    FlowKey key =
        new FlowKey(
            packet.ipv6,
            packet.protocol,
            packet.sourceHigh,
            packet.sourceLow,
            packet.destinationHigh,
            packet.destinationLow,
            packet.kind != FlowPacket.NO_PORTS,
            packet.sourceNumber,
            packet.destinationNumber,
            options.byVlan() ? packet.vlan : -1,
            options.byInterface() ? packet.interfaceIndex : 0);
    FlowKey canonical = key.canonical();
    Entry entry = flows.get(canonical);
    if (entry == null) {
      makeRoom();
      entry = new Entry();
      entry.key = key;
      entry.state = key.protocol() == IpProtocol.TCP ? TcpState.MID_STREAM : null;
      flows.put(canonical, entry);
      begun++;
    }
    if (packet.tcp && (packet.flags & (Tcp.SYN | Tcp.ACK)) == Tcp.SYN) {
      entry.state = TcpState.SYN_SENT;
    }
    (entry.key.equals(key) ? entry.source : entry.destination).add(packet);
  }

  private void makeRoom() {
    if (flows.size() == options.maxFlows()) {
      Map.Entry<FlowKey, Entry> oldest = flows.entrySet().iterator().next();
      flows.remove(oldest.getKey());
      evicted++;
      end(oldest.getValue(), FlowEnd.EVICTED);
    }
  }

  private void end(Entry entry, FlowEnd reason) {
    ended++;
    options.listener().onEnd(entry.snapshot(), reason);
  }

  /**
   * Counts all frames of a batch: faster than {@link #add} for each.
   *
   * @param batch is read during the call, and not closed
   */
  public void addAll(FrameBatch batch) {
    for (FrameCursor frame = batch.cursor(); frame.advance(); ) {
      add(frame);
    }
  }

  /**
   * Hands on the flows whose time is over. Packets do this, too; without packets, as on a silent
   * interface, call it now and then.
   *
   * @param nowNanos the time: nanoseconds since 1970-01-01T00:00:00 UTC
   */
  public void expire(long nowNanos) {
    // No flow ends before the table is closed.
  }

  /** {@return the number of flows in the table} */
  public int size() {
    return flows.size();
  }

  /**
   * Passes a snapshot of each flow in the table to {@code action}, in no particular order.
   *
   * @param action must not use the table
   */
  public void forEach(Consumer<? super Flow> action) {
    flows.values().forEach(entry -> action.accept(entry.snapshot()));
  }

  /** {@return a snapshot of each flow in the table, in no particular order} */
  public List<Flow> flows() {
    List<Flow> all = new ArrayList<>(size());
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

  /** Hands the remaining flows to the listener, and frees the memory. Idempotent. */
  @Override
  public void close() {
    List<Entry> rest = List.copyOf(flows.values());
    flows.clear();
    rest.forEach(entry -> end(entry, FlowEnd.TABLE_CLOSED));
  }
}

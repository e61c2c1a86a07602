// SPDX-License-Identifier: Apache-2.0
package io.framering.cli.top;

import io.framering.cli.text.VisibleText;
import io.framering.cli.top.TopData.FlowRate;
import io.framering.cli.top.TopData.InterfaceRate;
import io.framering.flow.Flow;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.LongStream;

/**
 * Makes rates of counts. It keeps the counts of the last tick and the rates of the last {@value
 * History#LENGTH}, so its memory depends on the number of flows and interfaces, and not on time.
 */
public final class TopModel {
  private static final double NANOS = 1e9;
  private static final String OTHERS = "(others)";

  private final IntFunction<String> interfaceNames;
  private final long begin;
  private long before;
  private Map<Key, Counts> flows = Map.of();
  private final Map<Integer, Interface> interfaces = new HashMap<>();
  private final History drops = new History();
  private long dropped;

  private record Key(
      int protocol,
      InetAddress source,
      int sourcePort,
      InetAddress destination,
      int destinationPort,
      int vlan,
      int interfaceIndex) {
    static Key of(Flow flow) {
      return new Key(
          flow.protocol(),
          flow.source(),
          flow.sourcePort(),
          flow.destination(),
          flow.destinationPort(),
          flow.vlan(),
          flow.interfaceIndex());
    }
  }

  private record Counts(long bytesSent, long bytesReceived, long packets) {
    private static final Counts NONE = new Counts(0, 0, 0);

    static Counts of(Flow flow) {
      return new Counts(flow.tx().bytes(), flow.rx().bytes(), flow.packets());
    }
  }

  private static final class Interface {
    private final String name;
    private InterfaceTotals totals;
    private InterfaceTotals growth;
    private final History history = new History();

    private Interface(int index, String name) {
      this.name = name; // no name is known any more when it is deleted
      totals = InterfaceTotals.none(index);
      growth = totals;
    }
  }

  /**
   * A model without flows.
   *
   * @param interfaceNames the name of the interface that has this index; empty if unknown
   * @param nanos the moment when the capture began, by {@link System#nanoTime()}
   */
  public TopModel(IntFunction<String> interfaceNames, long nanos) {
    this.interfaceNames = interfaceNames;
    begin = nanos;
    before = nanos;
  }

  /** Shows this interface from now on, even if it has no packets. */
  public void add(int interfaceIndex) {
    interfaces.computeIfAbsent(interfaceIndex, index -> new Interface(index, name(index)));
  }

  private String name(int index) {
    return index == 0 ? OTHERS : VisibleText.of(interfaceNames.apply(index));
  }

  /** Takes the counts of a moment, and returns what can be shown of it. */
  public TopData tick(TopTick tick) {
    double seconds = Math.max(tick.nanos() - before, 1) / NANOS;
    before = tick.nanos();
    drops.add(tick.dropped() - dropped);
    dropped = tick.dropped();
    List<FlowRate> flowRates = flowRates(tick.flows(), seconds);
    List<InterfaceRate> interfaceRates = interfaceRates(tick.interfaces(), seconds);
    return new TopData(
        (long) ((tick.nanos() - begin) / NANOS),
        flowRates,
        interfaceRates,
        sum(tick.interfaces(), false),
        sum(tick.interfaces(), true),
        dropped,
        drops.values());
  }

  private static long sum(List<InterfaceTotals> totals, boolean bytes) {
    return totals.stream()
        .flatMapToLong(each ->
            bytes
                ? LongStream.of(each.bytesReceived(), each.bytesSent())
                : LongStream.of(each.packetsReceived(), each.packetsSent()))
        .sum();
  }

  private List<FlowRate> flowRates(List<Flow> now, double seconds) {
    Map<Key, Counts> next = HashMap.newHashMap(now.size());
    List<FlowRate> rates = new ArrayList<>(now.size());
    for (Flow flow : now) {
      Key key = Key.of(flow);
      Counts counts = Counts.of(flow);
      Counts last = flows.getOrDefault(key, Counts.NONE);
      if (counts.packets() < last.packets()) {
        last = Counts.NONE; // it ended and began anew
      }
      next.put(key, counts);
      rates.add(
          new FlowRate(
              flow,
              rate(Byte.SIZE * (counts.bytesSent() - last.bytesSent()), seconds),
              rate(Byte.SIZE * (counts.bytesReceived() - last.bytesReceived()), seconds),
              rate(counts.packets() - last.packets(), seconds)));
    }
    flows = next;
    return rates;
  }

  private static long rate(long count, double seconds) {
    return Math.max(0, Math.round(count / seconds));
  }

  private List<InterfaceRate> interfaceRates(List<InterfaceTotals> now, double seconds) {
    Map<Integer, InterfaceTotals> totals = new HashMap<>();
    now.forEach(each -> totals.merge(each.index(), each, InterfaceTotals::plus));
    totals.keySet().forEach(this::add);
    List<InterfaceRate> rates = new ArrayList<>();
    interfaces.forEach((index, each) -> {
      InterfaceTotals current = totals.getOrDefault(index, each.totals);
      each.growth = current.minus(each.totals);
      each.totals = current;
      rates.add(rate(each, seconds));
    });
    rates.sort(
        Comparator.comparingLong((InterfaceRate each) -> LongStream.of(each.history()).sum())
            .reversed()
            .thenComparing(InterfaceRate::name));
    return rates;
  }

  private InterfaceRate rate(Interface of, double seconds) {
    long received = rate(Byte.SIZE * of.growth.bytesReceived(), seconds);
    long sent = rate(Byte.SIZE * of.growth.bytesSent(), seconds);
    of.history.add(received + sent);
    return new InterfaceRate(
        of.name,
        received,
        sent,
        rate(of.growth.packetsReceived() + of.growth.packetsSent(), seconds),
        of.history.values());
  }

  /** How much it keeps: flows and interfaces. */
  int size() {
    return flows.size() + interfaces.size();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.capture.NetworkInterfaces.Interface;
import io.framering.frame.Frame;
import io.framering.savefile.SavefileReader;
import io.framering.transmit.TransmitOptions;
import io.framering.transmit.TransmitStatistics;
import io.framering.transmit.Transmitter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The interfaces from which a file is sent: for each interface of the file, one or none. */
final class Outlets implements AutoCloseable {
  /** An interface, and what sends from it. */
  record Outlet(Interface to, Transmitter transmitter) {}

  private final Map<String, Outlet> all = new LinkedHashMap<>();
  private final Map<String, Interface> mapped;
  private final Interface others;

  /** By the number of the file's interface; null if it has none. */
  private final Map<Integer, Outlet> found = new HashMap<>();

  private final Set<String> unused;

  /**
   * Opens the interfaces.
   *
   * @param mapped by the name or number of the file's interface
   * @param others for all other interfaces of the file; or null
   */
  Outlets(Map<String, Interface> mapped, Interface others, TransmitOptions options) {
    this.mapped = mapped;
    this.others = others;
    unused = new TreeSet<>(mapped.keySet());
    List<Interface> used = new ArrayList<>(mapped.values());
    if (others != null) {
      used.addFirst(others);
    }
    try {
      for (Interface each : used) {
        all.computeIfAbsent(each.name(), name -> new Outlet(each, Transmitter.open(name, options)));
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** The way out for a frame; null if there is none for its interface. */
  Outlet of(Frame frame, SavefileReader file) {
    int number = frame.interfaceIndex();
    return found.containsKey(number) ? found.get(number) : find(number, file);
  }

  private Outlet find(int number, SavefileReader file) {
    String key = file.interfaceName(number);
    if (!mapped.containsKey(key)) {
      key = Integer.toString(number);
    }
    Interface to = mapped.getOrDefault(key, others);
    Outlet outlet = to == null ? null : all.get(to.name());
    unused.remove(key);
    found.put(number, outlet);
    return outlet;
  }

  /** The names or numbers for which no packet has come. */
  Set<String> unused() {
    return unused;
  }

  /** The names of the interfaces. */
  String names() {
    return String.join(", ", all.keySet());
  }

  /** The counts of all interfaces. */
  TransmitStatistics statistics() {
    return all.values().stream()
        .map(each -> each.transmitter().statistics())
        .reduce(new TransmitStatistics(0, 0, 0, 0, 0), Outlets::sum);
  }

  private static TransmitStatistics sum(TransmitStatistics one, TransmitStatistics other) {
    return new TransmitStatistics(
        one.sent() + other.sent(),
        one.bytes() + other.bytes(),
        one.refusedLength() + other.refusedLength(),
        one.refusedRoom() + other.refusedRoom(),
        one.waiting() + other.waiting());
  }

  /** How many frames each interface has sent, in lines for people; none if there is only one. */
  String shares() {
    return all.size() == 1
        ? ""
        : all.values().stream()
            .map(each ->
                "\n  " + each.transmitter().statistics().sent() + ": from " + each.to().name())
            .collect(Collectors.joining());
  }

  /** Ends all, also while another thread is sending. */
  @Override
  public void close() {
    RuntimeException failure = null;
    for (Outlet each : all.values()) {
      try {
        each.transmitter().close();
      } catch (RuntimeException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}

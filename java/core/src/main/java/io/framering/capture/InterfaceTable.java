// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import io.framering.capture.NetworkInterfaces.Interface;
import io.framering.frame.LinkType;
import java.util.List;
import java.util.function.Supplier;

/** The interfaces of a network namespace at the last refresh. Any thread. */
final class InterfaceTable {
  private static final int ETHERNET_HEADER_AND_TWO_TAGS = 22;
  private static final long RECENT_NANOS = 1_000_000_000;

  private final Supplier<List<Interface>> source;
  private volatile Snapshot snapshot = new Snapshot(List.of(), 0);

  /**
   * Creates an empty table.
   *
   * @param source asks the kernel for the interfaces, by index
   */
  InterfaceTable(Supplier<List<Interface>> source) {
    this.source = source;
  }

  private record Snapshot(List<Interface> interfaces, long takenAt) {
    /** Finds an interface without an allocation. */
    Interface find(int index) {
      for (int i = 0; i < interfaces.size(); i++) {
        if (interfaces.get(i).index() == index) {
          return interfaces.get(i);
        }
      }
      return null;
    }
  }

  /** The current interfaces. */
  List<Interface> look() {
    return lookAgain().interfaces();
  }

  private Snapshot lookAgain() {
    Snapshot taken = new Snapshot(source.get(), System.nanoTime());
    snapshot = taken;
    return taken;
  }

  /** The name of an interface, or "if7" if none has the index 7 any more. */
  String name(int index) {
    Interface found = find(index);
    return found == null ? "if" + index : found.name();
  }

  /**
   * Whether a frame of this length, including the link-layer header, exceeds the interface's MTU.
   */
  boolean isLongerThanMtu(long length, LinkType linkType, int index) {
    int header = linkType == LinkType.ETHERNET ? ETHERNET_HEADER_AND_TWO_TAGS : 0;
    Interface found = find(index);
    if (found != null && length > found.mtu() + header) {
      found = refreshed(snapshot).find(index); // or the MTU has been increased
    }
    return found != null && length > found.mtu() + header;
  }

  private Interface find(int index) {
    Snapshot known = snapshot;
    Interface found = known.find(index);
    return found != null ? found : refreshed(known).find(index);
  }

  /** Refreshes the table at most once per second, since each frame may ask for it. */
  private Snapshot refreshed(Snapshot known) {
    boolean recent = System.nanoTime() - known.takenAt() < RECENT_NANOS;
    return recent && !known.interfaces().isEmpty() ? known : lookAgain();
  }
}

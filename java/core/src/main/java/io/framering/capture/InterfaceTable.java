package io.framering.capture;

import io.framering.capture.NetworkInterfaces.Interface;
import io.framering.frame.LinkType;
import java.util.List;
import java.util.function.Supplier;

/** The interfaces of one network namespace, as they were at the last look. Any thread. */
final class InterfaceTable {
  private static final int ETHERNET_HEADER_AND_TWO_TAGS = 22;
  private static final long RECENT_NANOS = 1_000_000_000;

  private final Supplier<List<Interface>> source;
  private volatile Snapshot snapshot = new Snapshot(List.of(), 0);

  /**
   * A table that was not looked at yet.
   *
   * @param source asks the kernel: the interfaces by index
   */
  InterfaceTable(Supplier<List<Interface>> source) {
    this.source = source;
  }

  private record Snapshot(List<Interface> interfaces, long takenAt) {
    /** Without an allocation. */
    Interface find(int index) {
      for (int i = 0; i < interfaces.size(); i++) {
        if (interfaces.get(i).index() == index) {
          return interfaces.get(i);
        }
      }
      return null;
    }
  }

  /** The interfaces as they are now. */
  List<Interface> look() {
    return lookAgain().interfaces();
  }

  private Snapshot lookAgain() {
    Snapshot taken = new Snapshot(source.get(), System.nanoTime());
    snapshot = taken;
    return taken;
  }

  /** The name of an interface, or "if7" when there is none of index 7 any more. */
  String name(int index) {
    Interface found = find(index);
    return found == null ? "if" + index : found.name();
  }

  /** Whether a frame of this length, link-layer header included, is over the interface's MTU. */
  boolean isLongerThanMtu(long length, LinkType linkType, int index) {
    int header = linkType == LinkType.ETHERNET ? ETHERNET_HEADER_AND_TWO_TAGS : 0;
    Interface found = find(index);
    if (found != null && length > found.mtu() + header) {
      found = refreshed(snapshot).find(index); // or the MTU has been raised
    }
    return found != null && length > found.mtu() + header;
  }

  private Interface find(int index) {
    Snapshot known = snapshot;
    Interface found = known.find(index);
    return found != null ? found : refreshed(known).find(index);
  }

  /** A look that is not made again within the second: frames ask for it. */
  private Snapshot refreshed(Snapshot known) {
    boolean recent = System.nanoTime() - known.takenAt() < RECENT_NANOS;
    return recent && !known.interfaces().isEmpty() ? known : lookAgain();
  }
}

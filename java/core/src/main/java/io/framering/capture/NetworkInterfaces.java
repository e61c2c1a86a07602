package io.framering.capture;

import io.framering.frame.LinkType;
import java.lang.annotation.Native;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The network interfaces of the calling thread's network namespace, those without an address too.
 */
public final class NetworkInterfaces {
  // struct framering_interface of framering.h
  @Native private static final int INDEX = 0;
  @Native private static final int FLAGS = 4;
  @Native private static final int HARDWARE_TYPE = 8;
  @Native private static final int MTU = 12;
  @Native private static final int NAME = 20;
  @Native private static final int SIZE = 36;

  // net/if.h
  private static final int IFF_UP = 1;
  private static final int IFF_LOOPBACK = 1 << 3;
  private static final int IFF_RUNNING = 1 << 6;

  static {
    NativeLibrary.load();
  }

  /** The interfaces as they were at the last look. */
  private static volatile Snapshot snapshot = new Snapshot(List.of(), 0);

  private NetworkInterfaces() {}

  /**
   * One interface.
   *
   * @param index 1 or more, as in {@code if_nametoindex(3)}
   * @param name at most 15 bytes
   * @param up whether it is switched on (IFF_UP)
   * @param running whether it has a carrier (IFF_RUNNING)
   * @param loopback whether what it sends comes back to it
   * @param linkType what its frames begin with
   * @param mtu largest payload of a frame on the wire, in bytes
   */
  public record Interface(
      int index,
      String name,
      boolean up,
      boolean running,
      boolean loopback,
      LinkType linkType,
      int mtu) {

    /** Its IPv4 and IPv6 addresses at this moment; none when it is gone. */
    public List<InterfaceAddress> addresses() {
      try {
        NetworkInterface found = NetworkInterface.getByName(name);
        return found == null ? List.of() : found.getInterfaceAddresses();
      } catch (SocketException e) {
        return List.of();
      }
    }
  }

  /**
   * All interfaces, by index.
   *
   * @throws CaptureException when the kernel does not tell
   */
  public static List<Interface> list() {
    return look().interfaces();
  }

  /** The name of an interface, or "if7" when there is none of index 7 any more. */
  public static String name(int index) {
    Interface found = find(index);
    return found == null ? "if" + index : found.name();
  }

  /** Whether a frame of this length, link-layer header included, is over the interface's MTU. */
  static boolean isLongerThanMtu(int length, LinkType linkType, int index) {
    int header = linkType == LinkType.ETHERNET ? ETHERNET_HEADER_AND_TWO_TAGS : 0;
    Interface found = find(index);
    if (found != null && length > found.mtu() + header) {
      found = refreshed(snapshot).find(index); // or the MTU has been raised
    }
    return found != null && length > found.mtu() + header;
  }

  private static final int ETHERNET_HEADER_AND_TWO_TAGS = 22;

  private static Interface find(int index) {
    Snapshot known = snapshot;
    Interface found = known.find(index);
    return found != null ? found : refreshed(known).find(index);
  }

  /** A look that is not made again within the second: frames ask for it. */
  private static Snapshot refreshed(Snapshot known) {
    boolean recent = System.nanoTime() - known.takenAt() < 1_000_000_000L;
    return recent && !known.interfaces().isEmpty() ? known : look();
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

  private static Snapshot look() {
    Snapshot taken = new Snapshot(read(), System.nanoTime());
    snapshot = taken;
    return taken;
  }

  private static List<Interface> read() {
    for (int capacity = 64; ; ) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment list = arena.allocate((long) capacity * SIZE, Integer.BYTES);
        int count = list0(list.address(), capacity);
        if (count < 0) {
          throw CaptureErrors.onListing(-count);
        }
        if (count <= capacity) {
          return decode(list, count);
        }
        capacity = count + 16;
      }
    }
  }

  private static List<Interface> decode(MemorySegment list, int count) {
    List<Interface> interfaces = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      interfaces.add(decode(list.asSlice((long) i * SIZE, SIZE)));
    }
    interfaces.sort(Comparator.comparingInt(Interface::index));
    return List.copyOf(interfaces);
  }

  private static Interface decode(MemorySegment element) {
    int flags = element.get(ValueLayout.JAVA_INT, FLAGS);
    return new Interface(
        element.get(ValueLayout.JAVA_INT, INDEX),
        element.getString(NAME),
        (flags & IFF_UP) != 0,
        (flags & IFF_RUNNING) != 0,
        (flags & IFF_LOOPBACK) != 0,
        LinkType.ofHardwareType(element.get(ValueLayout.JAVA_INT, HARDWARE_TYPE)),
        element.get(ValueLayout.JAVA_INT, MTU));
  }

  private static native int list0(long address, int capacity);
}

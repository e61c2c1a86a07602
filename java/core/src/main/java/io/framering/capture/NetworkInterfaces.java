package io.framering.capture;

import static io.framering.jni.Native.callName;

import io.framering.frame.LinkType;
import io.framering.jni.NativeLibrary;
import java.lang.annotation.Native;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The network interfaces of the calling thread's network namespace, including those without an
 * address.
 */
public final class NetworkInterfaces {
  // struct framering_interface of framering.h
  @Native private static final int INDEX = 0;
  @Native private static final int FLAGS = 4;
  @Native private static final int HARDWARE_TYPE = 8;
  @Native private static final int MTU = 12;
  @Native private static final int NAME = 20;
  @Native private static final int MISSED = 40;
  @Native private static final int SIZE = 48;

  // net/if.h
  private static final int IFF_UP = 1;
  private static final int IFF_LOOPBACK = 1 << 3;
  private static final int IFF_RUNNING = 1 << 6;

  private static final InterfaceTable TABLE = new InterfaceTable(() -> list(""));

  private NetworkInterfaces() {}

  /**
   * One interface.
   *
   * @param index 1 or more, as in {@code if_nametoindex(3)}
   * @param name at most 15 bytes
   * @param up whether it is switched on (IFF_UP)
   * @param running whether it has a carrier (IFF_RUNNING)
   * @param loopback whether it receives the frames that it sends
   * @param linkType the link type of its frames
   * @param mtu largest payload of a frame on the wire, in bytes
   * @param missed frames that it dropped for lack of room since it was created
   */
  public record Interface(
      int index,
      String name,
      boolean up,
      boolean running,
      boolean loopback,
      LinkType linkType,
      int mtu,
      long missed) {

    /** An interface that has missed nothing. */
    public Interface(
        int index,
        String name,
        boolean up,
        boolean running,
        boolean loopback,
        LinkType linkType,
        int mtu) {
      this(index, name, up, running, loopback, linkType, mtu, 0);
    }

    /**
     * Its current IPv4 and IPv6 addresses; empty if it no longer exists. They are looked up by name
     * in the calling thread's network namespace, even if the interface is in another one.
     */
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
   * @throws CaptureException if the kernel does not list them
   */
  public static List<Interface> list() {
    return TABLE.look();
  }

  /**
   * All interfaces of a network namespace, by index.
   *
   * @param networkNamespace as in {@link CaptureOptions#networkNamespace()}
   * @throws CaptureException if the namespace does not exist, if the privilege to enter it is
   *     missing, or if the kernel does not list them
   */
  public static List<Interface> list(String networkNamespace) {
    NativeLibrary.load();
    byte[] path = NetworkNamespace.path(networkNamespace);
    int[] failedCall = new int[1];
    return read(
        (address, capacity) -> list0(path, address, capacity, failedCall),
        errno -> CaptureErrors.onListing(errno, callName(failedCall[0]), networkNamespace));
  }

  /** The name of an interface, or "if7" if none has the index 7 any more. */
  public static String name(int index) {
    return TABLE.name(index);
  }

  /** A native function that lists interfaces: see {@code framering_interfaces()}. */
  interface NativeListing {
    int list(long address, int capacity);
  }

  /**
   * Lists interfaces by index.
   *
   * @param failure turns an errno into an exception
   */
  static List<Interface> read(NativeListing source, IntFunction<CaptureException> failure) {
    for (int capacity = 64; ; ) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment memory = arena.allocate((long) capacity * SIZE, Long.BYTES);
        int count = source.list(memory.address(), capacity);
        if (count < 0) {
          throw failure.apply(-count);
        }
        if (count <= capacity) {
          return decode(memory.asByteBuffer().order(ByteOrder.nativeOrder()), count);
        }
        capacity = count + 16;
      }
    }
  }

  private static List<Interface> decode(ByteBuffer list, int count) {
    List<Interface> interfaces = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      interfaces.add(element(list, i * SIZE));
    }
    interfaces.sort((one, other) -> Integer.compare(one.index(), other.index()));
    return List.copyOf(interfaces);
  }

  private static Interface element(ByteBuffer list, int at) {
    int flags = list.getInt(at + FLAGS);
    return new Interface(
        list.getInt(at + INDEX),
        name(list, at + NAME),
        (flags & IFF_UP) != 0,
        (flags & IFF_RUNNING) != 0,
        (flags & IFF_LOOPBACK) != 0,
        LinkType.ofHardwareType(list.getInt(at + HARDWARE_TYPE)),
        list.getInt(at + MTU),
        list.getLong(at + MISSED));
  }

  private static String name(ByteBuffer list, int at) {
    int end = at;
    while (list.get(end) != 0) {
      end++;
    }
    byte[] name = new byte[end - at];
    list.get(at, name);
    return new String(name, StandardCharsets.UTF_8);
  }

  private static native int list0(
      byte[] networkNamespace, long address, int capacity, int[] failedCall);
}

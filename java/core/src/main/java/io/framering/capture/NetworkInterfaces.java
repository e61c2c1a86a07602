// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import io.framering.frame.LinkType;
import io.framering.jni.Native;
import io.framering.jni.Ring;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The network interfaces of the calling thread's network namespace, including those without an
 * address.
 */
public final class NetworkInterfaces {
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

    /**
     * An interface that has missed nothing.
     *
     * @param index 1 or more, as in {@code if_nametoindex(3)}
     * @param name at most 15 bytes
     * @param up whether it is switched on (IFF_UP)
     * @param running whether it has a carrier (IFF_RUNNING)
     * @param loopback whether it receives the frames that it sends
     * @param linkType the link type of its frames
     * @param mtu largest payload of a frame on the wire, in bytes
     */
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
     * {@return its current IPv4 and IPv6 addresses; empty if it no longer exists} They are looked
     * up by name in the calling thread's network namespace, even if the interface is in another
     * one.
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
   * {@return all interfaces, by index}
   *
   * @throws CaptureException if the kernel does not list them
   */
  public static List<Interface> list() {
    return TABLE.look();
  }

  /**
   * {@return all interfaces of a network namespace, by index}
   *
   * @param networkNamespace as in {@link CaptureOptions#networkNamespace()}
   * @throws CaptureException if the namespace does not exist, if the privilege to enter it is
   *     missing, or if the kernel does not list them
   */
  public static List<Interface> list(String networkNamespace) {
    return decode(
        Native.interfaces(
            NetworkNamespace.path(networkNamespace),
            (errno, call) -> CaptureErrors.onListing(errno, call, networkNamespace)));
  }

  /**
   * {@return the name of an interface, or "if7" if none has the index 7 any more}
   *
   * @param index 1 or more, as in {@code if_nametoindex(3)}
   */
  public static String name(int index) {
    return TABLE.name(index);
  }

  /** Those of a ring's network namespace; of a freed ring the last ones. */
  static List<Interface> of(Ring ring) {
    return decode(ring.interfaces((errno, call) -> CaptureErrors.onListing(errno, call, "")));
  }

  /** The interfaces in a list of {@code struct framering_interface}, by index. */
  static List<Interface> decode(ByteBuffer list) {
    List<Interface> interfaces = new ArrayList<>();
    for (int at = 0; at < list.capacity(); at += Native.INTERFACE_SIZE) {
      interfaces.add(element(list, at));
    }
    interfaces.sort((one, other) -> Integer.compare(one.index(), other.index()));
    return List.copyOf(interfaces);
  }

  private static Interface element(ByteBuffer list, int at) {
    int flags = list.getInt(at + Native.INTERFACE_FLAGS);
    return new Interface(
        list.getInt(at + Native.INTERFACE_INDEX),
        name(list, at + Native.INTERFACE_NAME),
        (flags & IFF_UP) != 0,
        (flags & IFF_RUNNING) != 0,
        (flags & IFF_LOOPBACK) != 0,
        LinkType.ofHardwareType(list.getInt(at + Native.INTERFACE_HARDWARE_TYPE)),
        list.getInt(at + Native.INTERFACE_MTU),
        list.getLong(at + Native.INTERFACE_MISSED));
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
}

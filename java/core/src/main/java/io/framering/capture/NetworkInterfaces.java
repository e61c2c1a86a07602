package io.framering.capture;

import io.framering.frame.LinkType;
import java.net.InterfaceAddress;
import java.util.List;

/** Skeleton. The network interfaces of this host (of the caller's network namespace). */
public final class NetworkInterfaces {
  private NetworkInterfaces() {}

  /** One interface. */
  public record NetworkInterface(
      int index,
      String name,
      boolean up,
      boolean running,
      boolean loopback,
      LinkType linkType,
      int mtu,
      List<InterfaceAddress> addresses) {}

  public static List<NetworkInterface> list() {
    return List.of();
  }

  /** The name, or "if" + index when there is no such interface any more; cached. */
  public static String name(int index) {
    return "if" + index;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import io.framering.capture.CaptureException.Reason;
import io.framering.jni.Errno;
import io.framering.jni.Native;
import io.framering.jni.Ring;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The one place where an errno becomes a {@link CaptureException} that says what to do. */
final class CaptureErrors {
  /** A result of {@code framering_call_name()}. */
  private static final String SOCKET = "socket(AF_PACKET)";

  private static final String OPTIONS = "options";
  private static final String SETNS = "setns";
  private static final String LOCK = "setsockopt(SO_LOCK_FILTER)";
  private static final Set<String> RING_MEMORY = Set.of("setsockopt(PACKET_RX_RING)", "mmap");

  private CaptureErrors() {}

  static CaptureException noSuchInterface(String name, List<NetworkInterfaces.Interface> present) {
    String names =
        present.stream().map(NetworkInterfaces.Interface::name).collect(Collectors.joining(", "));
    return new CaptureException(
        Reason.NO_SUCH_INTERFACE,
        Errno.ENODEV,
        name + ": no such interface; this host has " + (names.isEmpty() ? "none" : names));
  }

  static CaptureException noSuchNamespace(String name, String present) {
    return new CaptureException(
        Reason.NO_SUCH_NAMESPACE,
        Errno.ENOENT,
        name
            + ": no such network namespace or process; ip-netns(8) lists "
            + (present.isEmpty() ? "none" : present));
  }

  /** The error for a namespace that cannot be entered, or null for another error. */
  private static CaptureException onEntering(int errno, String networkNamespace) {
    return switch (errno) {
      case Errno.EPERM, Errno.EACCES ->
          new CaptureException(
              Reason.NOT_PERMITTED,
              errno,
              networkNamespace
                  + ": entering a network namespace needs the capability CAP_SYS_ADMIN: run as root"
                  + " (sudo)");
      case Errno.EINVAL ->
          new CaptureException(
              Reason.NO_SUCH_NAMESPACE, errno, networkNamespace + ": not a network namespace");
      default -> null;
    };
  }

  static CaptureException interfaceDown(String name) {
    return new CaptureException(
        Reason.INTERFACE_DOWN,
        Errno.ENETDOWN,
        name + ": the interface is down; bring it up with: ip link set " + name + " up");
  }

  static CaptureException ringsTooLarge(int rings, long ringBytes, long availableBytes) {
    boolean one = rings == 1;
    return new CaptureException(
        Reason.NO_MEMORY,
        Errno.ENOMEM,
        (one ? "a ring of " : rings + " rings of ")
            + mebibytes(ringBytes)
            + (one ? " does not fit: " : " do not fit: ")
            + mebibytes(availableBytes)
            + " of memory are available, and "
            + (one ? "a ring gets" : "they get")
            + " at most half of it; ask for "
            + (one ? "a smaller one" : "smaller ones"));
  }

  /**
   * Whether {@link #onOpen} can explain this errno of this call better than {@code strerror(3)}.
   */
  private static boolean isTold(int errno, String callName) {
    return switch (errno) {
      case Errno.EPERM -> callName.equals(SOCKET);
      case Errno.ENOMEM -> RING_MEMORY.contains(callName);
      case Errno.EINVAL -> callName.equals(OPTIONS);
      default -> true;
    };
  }

  /** A failed {@code framering_open()}. */
  static CaptureException onOpen(
      int errno, String callName, List<String> interfaceNames, CaptureOptions options) {
    if (!options.helper().isEmpty()) {
      CaptureException known = CaptureHelper.onOpen(errno, callName, options.helper());
      if (known != null) {
        return known;
      }
    }
    String where = interfaceNames.isEmpty() ? "all interfaces" : String.join(", ", interfaceNames);
    if (!isTold(errno, callName)) {
      return system(errno, callName, where, options.networkNamespace());
    }
    return switch (errno) {
      case Errno.EPERM ->
          new CaptureException(
              Reason.NOT_PERMITTED,
              errno,
              where
                  + ": capturing needs the capability CAP_NET_RAW: run as root (sudo), or grant it"
                  + " with setpriv --inh-caps +net_raw --ambient-caps +net_raw");
      case Errno.ENETDOWN -> interfaceDown(where);
      case Errno.ENODEV ->
          new CaptureException(
              Reason.INTERFACE_GONE, errno, where + ": the interface has just been deleted");
      case Errno.ENOMEM ->
          new CaptureException(
              Reason.NO_MEMORY,
              errno,
              where
                  + ": the kernel has no memory for a ring of "
                  + mebibytes(options.ringBytes())
                  + ", nor for the smallest one ("
                  + callName
                  + "); free some, or ask for smaller blocks");
      case Errno.EINVAL ->
          new CaptureException(
              Reason.SYSTEM,
              errno,
              where + ": the native library refuses these options: is it of this version?");
      default -> system(errno, callName, where, options.networkNamespace());
    };
  }

  /** A failed {@code framering_next()}. */
  static CaptureException onNext(Ring ring, List<String> interfaceNames) {
    Ring.LastError error = ring.lastError();
    int errno = error.errno();
    String where = interfaceNames.isEmpty() ? "all interfaces" : String.join(", ", interfaceNames);
    return switch (errno) {
      case Errno.ENODEV ->
          new CaptureException(
              Reason.INTERFACE_GONE, errno, where + ": the interface was deleted while capturing");
      case Errno.EBADMSG ->
          new CaptureException(
              Reason.DAMAGED_RING,
              errno,
              where + ": a block of the ring is damaged: " + error.field() + " is out of range");
      default -> system(errno, error.call(), where);
    };
  }

  /** A failed {@code framering_follow()}. */
  static CaptureException onFollow(int errno, String callName, List<String> interfaceNames) {
    String where = String.join(", ", interfaceNames);
    return errno == Errno.EPERM && callName.equals(LOCK)
        ? new CaptureException(
            Reason.INTERFACE_GONE,
            errno,
            where
                + ": an interface was created again, which the filter locked by the helper does"
                + " not include: start a new capture")
        : new CaptureException(
            Reason.SYSTEM,
            errno,
            where
                + ": the capture could not follow the interface, which has changed: "
                + callName
                + " failed: "
                + Native.errorText(errno)
                + "; start a new capture");
  }

  /** A failed {@code framering_statistics()}. */
  static CaptureException onStatistics(int errno, List<String> interfaceNames) {
    String where = interfaceNames.isEmpty() ? "all interfaces" : String.join(", ", interfaceNames);
    return system(errno, "getsockopt(PACKET_STATISTICS)", where);
  }

  /** A failed {@code framering_interfaces()}. */
  static CaptureException onListing(int errno, String callName, String networkNamespace) {
    return system(errno, callName, "the list of interfaces", networkNamespace);
  }

  /** A failure to enter a namespace names the namespace, not the interfaces. */
  private static CaptureException system(
      int errno, String callName, String where, String networkNamespace) {
    if (!callName.equals(SETNS) || networkNamespace.isEmpty()) {
      return system(errno, callName, where);
    }
    CaptureException entering = onEntering(errno, networkNamespace);
    return entering != null ? entering : system(errno, callName, networkNamespace);
  }

  private static CaptureException system(int errno, String callName, String where) {
    String help =
        switch (errno) {
          case Errno.EMFILE -> "; raise the limit with: ulimit -n";
          case Errno.ENOMEM -> "; free some memory";
          case Errno.EPERM -> "; does a sandbox, such as seccomp, forbid it?";
          case Errno.ENAMETOOLONG -> "; a path has at most 4095 bytes";
          default -> "";
        };
    return new CaptureException(
        Reason.SYSTEM,
        errno,
        where + ": " + callName + " failed: " + Native.errorText(errno) + help);
  }

  private static String mebibytes(long bytes) {
    return bytes < 1 << 20 ? (bytes >> 10) + " KiB" : (bytes >> 20) + " MiB";
  }
}

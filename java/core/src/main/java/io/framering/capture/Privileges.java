// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import io.framering.jni.Errno;
import io.framering.jni.Native;
import java.nio.charset.StandardCharsets;

/** The privileges of the process, and how to drop them. */
public final class Privileges {
  private Privileges() {}

  /**
   * Switches this process, with all its threads, permanently from root to another user: it gets the
   * user, group and supplementary groups of that user and keeps no capability. Open captures
   * continue. Call it when everything that needs root is open, and before any file is created.
   *
   * @param user name of the user, not root
   * @throws IllegalArgumentException if the user does not exist or is root
   * @throws IllegalStateException if the process does not run as root, or if a system call fails,
   *     which the message names; in the latter case some privileges may have been dropped, and the
   *     process should end
   */
  public static void dropTo(String user) {
    int[] failedCall = {Native.CALL_NONE};
    int errno = -Native.dropPrivileges(user.getBytes(StandardCharsets.UTF_8), failedCall);
    if (errno == 0) {
      return;
    }
    throw failedCall[0] == Native.CALL_NONE
        ? refusal(user, errno)
        : new IllegalStateException(
            "cannot become "
                + user
                + ": "
                + Native.callName(failedCall[0])
                + " failed: "
                + Native.errorText(errno)
                + help(errno));
  }

  /** The error if the call is refused before any privilege was dropped. */
  private static RuntimeException refusal(String user, int errno) {
    return switch (errno) {
      case Errno.ENOENT -> new IllegalArgumentException(user + ": no such user");
      case Errno.EINVAL ->
          new IllegalArgumentException(user + ": is root, so no privileges would be dropped");
      case Errno.EPERM ->
          new IllegalStateException(
              "cannot become " + user + ": only root can drop its privileges");
      default -> throw new AssertionError(errno);
    };
  }

  private static String help(int errno) {
    return switch (errno) {
      case Errno.EPERM ->
          "; does a container or a sandbox, such as seccomp, forbid it? It needs the capabilities"
              + " CAP_SETGID and CAP_SETUID";
      case Errno.EINVAL -> "; does the user namespace map the user and its group?";
      default -> "";
    };
  }

  /** {@return whether the process's effective user is root} */
  public static boolean ofRoot() {
    return Native.effectiveUser() == 0;
  }
}

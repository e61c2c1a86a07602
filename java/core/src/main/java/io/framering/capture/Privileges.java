package io.framering.capture;

import io.framering.jni.Errno;
import io.framering.jni.Native;
import java.nio.charset.StandardCharsets;

/** What the process may do, and giving it up. */
public final class Privileges {
  private Privileges() {}

  /**
   * Turns this process from root into another user, all of its threads and for good: user, group
   * and supplementary groups are that user's, and no capability is left. Captures that are open go
   * on. To be called when everything that needs root is open, before anything is created.
   *
   * @param user name of the user, not root's
   * @throws IllegalArgumentException when there is no such user, or when it is root
   * @throws IllegalStateException when the process is not root's, or when a system call fails,
   *     which the message names; in the latter case a part may have been given up, and the process
   *     should end
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

  /** What is refused before anything has been given up. */
  private static RuntimeException refusal(String user, int errno) {
    return switch (errno) {
      case Errno.ENOENT -> new IllegalArgumentException(user + ": no such user");
      case Errno.EINVAL ->
          new IllegalArgumentException(user + ": is root, whose rights are to be given up");
      case Errno.EPERM ->
          new IllegalStateException("cannot become " + user + ": only root can give up its rights");
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

  /** Whether the process's effective user is root. */
  public static boolean ofRoot() {
    return Native.effectiveUser() == 0;
  }
}

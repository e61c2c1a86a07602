package io.framering.capture;

import java.lang.annotation.Native;
import java.nio.charset.StandardCharsets;

/** What the process may do, and giving it up. */
public final class Privileges {
  // errno(3)
  @Native static final int EPERM = 1;
  @Native static final int ENOENT = 2;
  @Native static final int EINVAL = 22;

  // enum framering_call
  @Native static final int CALL_NONE = 0;

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
    NativeLibrary.load();
    int[] failedCall = {CALL_NONE};
    int errno = -drop0(user.getBytes(StandardCharsets.UTF_8), failedCall);
    if (errno == 0) {
      return;
    }
    throw failedCall[0] == CALL_NONE
        ? refusal(user, errno)
        : new IllegalStateException(
            "cannot become "
                + user
                + ": "
                + Ring.callName(failedCall[0])
                + " failed: "
                + Ring.errorText(errno)
                + help(errno));
  }

  /** What is refused before anything has been given up. */
  private static RuntimeException refusal(String user, int errno) {
    return switch (errno) {
      case ENOENT -> new IllegalArgumentException(user + ": no such user");
      case EINVAL ->
          new IllegalArgumentException(user + ": is root, whose rights are to be given up");
      case EPERM ->
          new IllegalStateException("cannot become " + user + ": only root can give up its rights");
      default -> throw new AssertionError(errno);
    };
  }

  private static String help(int errno) {
    return switch (errno) {
      case EPERM ->
          "; does a container or a sandbox, such as seccomp, forbid it? It needs the capabilities"
              + " CAP_SETGID and CAP_SETUID";
      case EINVAL -> "; does the user namespace map the user and its group?";
      default -> "";
    };
  }

  /** Whether the process's effective user is root. */
  public static boolean ofRoot() {
    NativeLibrary.load();
    return effectiveUser0() == 0;
  }

  private static native int drop0(byte[] user, int[] failedCall);

  private static native int effectiveUser0();
}

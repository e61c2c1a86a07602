package io.framering.capture;

import java.lang.annotation.Native;
import java.nio.charset.StandardCharsets;

/** The privileges of the process, and how to drop them. */
public final class Privileges {
  // errno(3)
  @Native static final int EPERM = 1;
  @Native static final int ENOENT = 2;
  @Native static final int EINVAL = 22;

  // enum framering_call
  @Native static final int CALL_NONE = 0;

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

  /** The error if the call is refused before any privilege was dropped. */
  private static RuntimeException refusal(String user, int errno) {
    return switch (errno) {
      case ENOENT -> new IllegalArgumentException(user + ": no such user");
      case EINVAL ->
          new IllegalArgumentException(user + ": is root, so no privileges would be dropped");
      case EPERM ->
          new IllegalStateException(
              "cannot become " + user + ": only root can drop its privileges");
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

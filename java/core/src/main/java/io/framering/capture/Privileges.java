package io.framering.capture;

import java.lang.annotation.Native;
import java.nio.charset.StandardCharsets;

/** What the process may do, and giving it up. */
public final class Privileges {
  // errno(3)
  @Native static final int EPERM = 1;
  @Native static final int ENOENT = 2;
  @Native static final int EINVAL = 22;

  private Privileges() {}

  /**
   * Turns this process from root into another user, all of its threads and for good: user, group
   * and supplementary groups are that user's, and no capability is left. Captures that are open go
   * on. To be called when everything that needs root is open, before anything is created.
   *
   * @param user name of the user, not root's
   * @throws IllegalArgumentException when there is no such user, or when it is root
   * @throws IllegalStateException when the process is not root's, or when the system refuses; in
   *     the latter case a part may have been given up, and the process should end
   */
  public static void dropTo(String user) {
    NativeLibrary.load();
    int error = drop0(user.getBytes(StandardCharsets.UTF_8));
    switch (-error) {
      case 0 -> {}
      case ENOENT -> throw new IllegalArgumentException(user + ": no such user");
      case EINVAL ->
          throw new IllegalArgumentException(user + ": is root, whose rights are to be given up");
      case EPERM ->
          throw new IllegalStateException(
              "cannot become " + user + ": only root can give up its rights");
      default ->
          throw new IllegalStateException("cannot become " + user + ": " + Ring.errorText(-error));
    }
  }

  /** Whether the process's effective user is root. */
  public static boolean ofRoot() {
    NativeLibrary.load();
    return effectiveUser0() == 0;
  }

  private static native int drop0(byte[] user);

  private static native int effectiveUser0();
}

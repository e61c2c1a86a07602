// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import io.framering.capture.CaptureException.Reason;
import io.framering.jni.Errno;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The program {@code framering-helper}, which opens the socket of a capture for a JVM that has no
 * privilege: see {@link CaptureOptions#helper()}. docs/SECURITY.md describes its installation.
 */
public final class CaptureHelper {
  /** The installation folders, in order of preference. Only root can write there. */
  private static final List<Path> PLACES =
      List.of(
          Path.of("/usr/local/libexec/framering-helper"), Path.of("/usr/libexec/framering-helper"));

  /** The result of {@code framering_call_name()} if the start failed. */
  private static final String START = "posix_spawn";

  private static final String SOCKET = "socket(AF_PACKET)";

  private CaptureHelper() {}

  /**
   * {@return the path of the installed helper, in {@code /usr/local/libexec} or {@code
   * /usr/libexec}} No other place is searched, neither an environment variable nor the current
   * folder.
   *
   * @throws CaptureException if it is not installed
   */
  public static String installed() {
    return PLACES.stream()
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(() -> notInstalled(PLACES.getFirst().toString()))
        .toString();
  }

  /**
   * The meaning of a failed {@code framering_open()} with a helper; null if the helper adds
   * nothing.
   */
  static CaptureException onOpen(int errno, String callName, String helper) {
    boolean start = callName.equals(START);
    return switch (errno) {
      case Errno.EPERM -> callName.equals(SOCKET) ? lacksCapability(helper) : null;
      case Errno.ENOENT -> start ? notInstalled(helper) : null;
      case Errno.EACCES -> start ? mayNotBeRun(helper) : null;
      case Errno.EPROTO ->
          new CaptureException(
              Reason.SYSTEM, errno, helper + ": is no framering-helper, or not of this version");
      case Errno.EPIPE, Errno.ECONNRESET, Errno.ETIMEDOUT ->
          new CaptureException(
              Reason.SYSTEM,
              errno,
              helper + ": the helper did not answer: is it framering-helper?");
      default -> null;
    };
  }

  private static CaptureException lacksCapability(String helper) {
    return new CaptureException(
        Reason.NOT_PERMITTED,
        Errno.EPERM,
        helper
            + ": the helper lacks the capability CAP_NET_RAW; grant it with: sudo setcap"
            + " cap_net_raw=ep "
            + helper);
  }

  private static CaptureException mayNotBeRun(String helper) {
    return new CaptureException(
        Reason.NOT_PERMITTED,
        Errno.EACCES,
        helper + ": this user may not run the helper" + forWhom(helper));
  }

  private static CaptureException notInstalled(String helper) {
    return new CaptureException(
        Reason.SYSTEM,
        Errno.ENOENT,
        helper + ": there is no helper; docs/SECURITY.md describes its installation");
  }

  private static String forWhom(String helper) {
    try {
      return "; its group may: " + Files.getAttribute(Path.of(helper), "posix:group");
    } catch (IOException e) {
      return "";
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.filter;

import io.framering.filter.FilterException.Reason;
import io.framering.jni.Errno;
import io.framering.jni.Native;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** Calls {@code framering_compile()}, which uses libpcap if it is installed. */
final class FilterCompiler {
  /**
   * Stack size in bytes, mostly unused. libpcap's optimizer recurses for every few instructions:
   * with the default of 1 MiB, an expression of 5000 hosts crashes the process.
   */
  private static final long STACK = 64 << 20;

  private FilterCompiler() {}

  /**
   * Compiles.
   *
   * @param linkType a LINKTYPE_ value; negative if unknown
   */
  static BpfProgram compile(FilterExpression expression, int linkType, int snapLength) {
    if (expression.text().isBlank()) {
      return new BpfProgram(Bpf.instruction(Bpf.RET | Bpf.K, snapLength));
    }
    if (linkType < 0) {
      throw new FilterException(
          Reason.LINK_TYPE, "cannot filter: the link type of these frames is unknown");
    }
    byte[] text = expression.text().getBytes(StandardCharsets.UTF_8);
    Object[] result = new Object[1];
    int[] error = new int[1];
    runWithDeepStack(
        () -> error[0] = Native.compile(text, linkType, snapLength, expression.optimize(), result));
    if (error[0] < 0) {
      throw failure(-error[0], (byte[]) result[0]);
    }
    return new BpfProgram((long[]) result[0]);
  }

  /** Runs the task in a separate thread, and waits for it, whatever interrupts. */
  private static void runWithDeepStack(Runnable task) {
    CompletableFuture.runAsync(
            task, run -> new Thread(null, run, "framering filter compiler", STACK).start())
        .join();
  }

  /**
   * A failed compilation.
   *
   * @param said libpcap's message; null if there was no memory
   */
  static FilterException failure(int errno, byte[] said) {
    String message = said == null ? "" : new String(said, StandardCharsets.UTF_8).strip();
    return switch (errno) {
      case Errno.EINVAL ->
          new FilterException(
              Reason.SYNTAX,
              "filter expression: " + message.replaceFirst("^can't parse filter expression: ", ""));
      case Errno.ELIBACC ->
          new FilterException(
              Reason.NO_LIBPCAP,
              "a filter expression needs libpcap, which is not installed: install libpcap0.8"
                  + " (Debian, Ubuntu) or libpcap (Fedora, Arch, Alpine); "
                  + message);
      default ->
          new FilterException(
              Reason.SYSTEM,
              "filter expression: "
                  + (said == null ? "calloc" : "libpcap")
                  + " failed: "
                  + Native.errorText(errno));
    };
  }
}

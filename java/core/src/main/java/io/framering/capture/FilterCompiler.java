package io.framering.capture;

import io.framering.capture.FilterException.Reason;
import java.lang.annotation.Native;
import java.nio.charset.StandardCharsets;

/** Calls {@code framering_compile()}, which uses libpcap if it is installed. */
final class FilterCompiler {
  // errno(3)
  @Native static final int EINVAL = 22;
  @Native static final int ELIBACC = 79;

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
    NativeLibrary.load();
    byte[] text = expression.text().getBytes(StandardCharsets.UTF_8);
    Object[] result = new Object[1];
    int[] error = new int[1];
    runWithDeepStack(
        () -> error[0] = compile0(text, linkType, snapLength, expression.optimize(), result));
    if (error[0] < 0) {
      throw failure(-error[0], (byte[]) result[0]);
    }
    return new BpfProgram((long[]) result[0]);
  }

  /** Runs the task in a separate thread, and waits for it. */
  private static void runWithDeepStack(Runnable task) {
    Thread thread = new Thread(null, task, "framering filter compiler", STACK);
    thread.start();
    Uninterruptibly.join(thread);
  }

  /**
   * A failed compilation.
   *
   * @param said libpcap's message; null if there was no memory
   */
  static FilterException failure(int errno, byte[] said) {
    String message = said == null ? "" : new String(said, StandardCharsets.UTF_8).strip();
    return switch (errno) {
      case EINVAL ->
          new FilterException(
              Reason.SYNTAX,
              "filter expression: " + message.replaceFirst("^can't parse filter expression: ", ""));
      case ELIBACC ->
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
                  + Ring.errorText(errno));
    };
  }

  /**
   * @param result its first element becomes a {@code long[]} of instructions, or the {@code byte[]}
   *     of the error message
   * @return 0, or a negative errno
   */
  private static native int compile0(
      byte[] expression, int linkType, int snapLength, boolean optimize, Object[] result);
}

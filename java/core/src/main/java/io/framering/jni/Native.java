package io.framering.jni;

/**
 * The part of {@code framering.h} that needs no ring: numbers and bytes go in and out, never an
 * address, so any caller may call it.
 */
public final class Native {
  /** {@code FRAMERING_CALL_NONE} of {@code enum framering_call}. */
  @java.lang.annotation.Native public static final int CALL_NONE = 0;

  private Native() {}

  /**
   * Compiles a pcap-filter(7) expression; see {@code framering_compile()}.
   *
   * @param expression in UTF-8
   * @param linkType a LINKTYPE_ value
   * @param result its first element becomes a {@code long[]} of instructions, or the {@code byte[]}
   *     of libpcap's message, or null when there was no memory for either
   * @return 0, or a negative errno
   */
  public static int compile(
      byte[] expression, int linkType, int snapLength, boolean optimize, Object[] result) {
    NativeLibrary.load();
    return compile0(expression, linkType, snapLength, optimize, result);
  }

  /**
   * Gives up root's privileges; see {@code framering_drop_privileges()}.
   *
   * @param user in UTF-8
   * @param failedCall its first element becomes the call that failed, for {@link #callName}
   * @return 0, or a negative errno
   */
  public static int dropPrivileges(byte[] user, int[] failedCall) {
    NativeLibrary.load();
    return dropPrivileges0(user, failedCall);
  }

  /** {@code geteuid(2)}. */
  public static int effectiveUser() {
    NativeLibrary.load();
    return effectiveUser0();
  }

  /** The name of a value of {@code enum framering_call}; see {@code framering_call_name()}. */
  public static String callName(int call) {
    NativeLibrary.load();
    return callName0(call);
  }

  /**
   * Calls a native method, which a JVM may forbid although it has loaded the library.
   *
   * @throws IllegalCallerException when this module has no native access
   */
  static void link() {
    callName0(CALL_NONE);
  }

  /** {@code strerror(3)}. */
  public static String errorText(int errno) {
    NativeLibrary.load();
    return errorText0(errno);
  }

  private static native int compile0(
      byte[] expression, int linkType, int snapLength, boolean optimize, Object[] result);

  private static native int dropPrivileges0(byte[] user, int[] failedCall);

  private static native int effectiveUser0();

  private static native String callName0(int call);

  private static native String errorText0(int errno);
}

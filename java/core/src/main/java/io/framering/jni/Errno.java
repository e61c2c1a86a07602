// SPDX-License-Identifier: Apache-2.0
package io.framering.jni;

import java.lang.annotation.Native;

/**
 * Values of {@code errno(3)} on Linux. The native library does not compile unless they are right.
 */
public final class Errno {
  @Native public static final int EPERM = 1;
  @Native public static final int ENOENT = 2;
  @Native public static final int ENOMEM = 12;
  @Native public static final int EACCES = 13;
  @Native public static final int ENODEV = 19;
  @Native public static final int EINVAL = 22;
  @Native public static final int EMFILE = 24;
  @Native public static final int EPIPE = 32;
  @Native public static final int ENAMETOOLONG = 36;
  @Native public static final int EPROTO = 71;
  @Native public static final int EBADMSG = 74;
  @Native public static final int ELIBACC = 79;
  @Native public static final int ENETDOWN = 100;
  @Native public static final int ECONNRESET = 104;
  @Native public static final int ETIMEDOUT = 110;
  @Native public static final int ESTALE = 116;
  @Native public static final int ECANCELED = 125;

  private Errno() {}
}

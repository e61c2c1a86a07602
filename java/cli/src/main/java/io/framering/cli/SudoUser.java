// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.capture.Privileges;
import java.util.regex.Pattern;

/**
 * Suggests {@code -Z} to users who started the program with sudo and do not need root until its
 * end.
 */
final class SudoUser {
  /**
   * As useradd(8) accepts it. The name comes from an environment variable, which anybody can set.
   */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,30}\\$?");

  private SudoUser() {}

  /**
   * Prints the hint about {@code -Z}.
   *
   * @param name the user's name as set by sudo, or null
   */
  static void offer(Environment environment, String name) {
    boolean isUser = name != null && NAME.matcher(name).matches() && !name.equals("root");
    if (isUser && Privileges.ofRoot()) {
      environment.tell(
          "runs as root to its end; -Z " + name + " gives up root when capturing begins");
    }
  }
}

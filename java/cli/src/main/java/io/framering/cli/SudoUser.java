package io.framering.cli;

import io.framering.capture.Privileges;
import java.util.regex.Pattern;

/** Who has started this as root through sudo, and need not have it run as root to its end. */
final class SudoUser {
  /** As useradd(8) takes it. What sudo says is an environment variable, which anybody may set. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,30}\\$?");

  private SudoUser() {}

  /**
   * Offers {@code -Z}.
   *
   * @param name what sudo says, or null
   */
  static void offer(Environment environment, String name) {
    boolean isUser = name != null && NAME.matcher(name).matches() && !name.equals("root");
    if (isUser && Privileges.ofRoot()) {
      environment.tell(
          "runs as root to its end; -Z " + name + " gives that up as soon as it captures");
    }
  }
}

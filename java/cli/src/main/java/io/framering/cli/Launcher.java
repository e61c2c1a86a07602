// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

/**
 * The first class that the JVM loads. It is compiled for an older JDK than the rest, so that a JVM
 * that is too old prints a message instead of an {@link UnsupportedClassVersionError}.
 */
public final class Launcher {
  private static final int NEEDED = 25;

  private Launcher() {}

  public static void main(String[] args) throws ReflectiveOperationException {
    int feature = Runtime.version().feature();
    if (feature < NEEDED) {
      System.err.println("framering: needs Java " + NEEDED + ", this is Java " + feature);
      System.exit(1);
    }
    Class.forName("io.framering.cli.Main")
        .getMethod("main", String[].class)
        .invoke(null, (Object) args);
  }
}

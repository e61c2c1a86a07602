// SPDX-License-Identifier: Apache-2.0
package io.framering.testing;

/**
 * How much of a sweep runs. Each run of the suite takes the edges and a sample, always the same
 * one. {@code -Dframering.sweep=all} takes all: see docs/TESTING.md.
 */
public final class Sweeps {
  /** Whether every value is tried. */
  public static final boolean ALL = "all".equals(System.getProperty("framering.sweep"));

  private Sweeps() {}

  /** The number of random cases: {@code all} of a whole sweep, or the first {@code sample}. */
  public static int cases(int sample, int all) {
    return ALL ? all : sample;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

/** The value of an option: its default, unless the command line sets it. */
final class Option<T> {
  private T value;

  Option(T initial) {
    value = initial;
  }

  T get() {
    return value;
  }

  void set(T other) {
    value = other;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.filter.FilterExpression;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Handles signals while an expression is compiled, which can take libpcap minutes. */
final class Compilation {
  private Compilation() {}

  /**
   * Runs {@code task}, which compiles the expression, and returns its result. Nothing can stop
   * libpcap, so a signal ends the process; nothing has been captured or read by then.
   */
  static <T> T run(Environment environment, FilterExpression expression, Supplier<T> task) {
    if (expression.selectsEverything()) {
      return task.get();
    }
    AtomicBoolean done = new AtomicBoolean();
    environment
        .onSignal()
        .accept(() -> {
          if (!done.get()) {
            environment.tell(interrupted(expression));
            Runtime.getRuntime().halt(Main.FAILED);
          }
        });
    try {
      return task.get();
    } finally {
      done.set(true);
    }
  }

  private static String interrupted(FilterExpression expression) {
    String hint = expression.optimize() ? "; -O skips its optimizer, which is much faster" : "";
    return "ended by a signal while libpcap compiled the expression" + hint;
  }
}

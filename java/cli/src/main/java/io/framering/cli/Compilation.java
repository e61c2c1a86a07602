package io.framering.cli;

import io.framering.filter.FilterExpression;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** What a signal does while an expression is compiled, which can take libpcap minutes. */
final class Compilation {
  private Compilation() {}

  /**
   * Returns what {@code task} does, which compiles the expression. Nothing can stop libpcap, so a
   * signal ends the process; nothing has been captured or read by then.
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
    String hint =
        expression.optimize() ? "; -O leaves its optimizer out, which is much faster" : "";
    return "ended by a signal while libpcap compiled the expression" + hint;
  }
}

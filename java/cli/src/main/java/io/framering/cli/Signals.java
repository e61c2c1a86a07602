package io.framering.cli;

import java.lang.reflect.Proxy;

/** What is done at a signal. By reflection, as javac warns of each mention of {@code sun.misc}. */
final class Signals {
  private Signals() {}

  /**
   * From now on the signal runs {@code action}, in a thread of its own. SIGHUP, SIGINT and SIGTERM
   * stay ignored where the process was started so. On a JVM without {@code sun.misc} nothing
   * changes.
   *
   * @param name without SIG
   */
  static void handle(String name, Runnable action) {
    try {
      tryToHandle(name, action);
    } catch (ReflectiveOperationException e) {
      // It does what it does by itself.
    }
  }

  private static void tryToHandle(String name, Runnable action)
      throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    Object run =
        Proxy.newProxyInstance(
            handler.getClassLoader(),
            new Class<?>[] {handler},
            (proxy, method, arguments) -> {
              action.run();
              return null;
            });
    signal
        .getMethod("handle", signal, handler)
        .invoke(null, signal.getConstructor(String.class).newInstance(name), run);
  }
}

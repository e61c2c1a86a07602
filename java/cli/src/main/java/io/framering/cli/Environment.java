package io.framering.cli;

import java.io.PrintStream;
import java.nio.channels.WritableByteChannel;
import java.util.function.Consumer;

/**
 * What a command reaches of the world around it.
 *
 * @param out packets and other results; a write takes all it is given, or throws
 * @param err everything else
 * @param onSignal takes what a signal that ends the process is to call, instead of ending it at
 *     once; the command then has to come to its end
 */
record Environment(WritableByteChannel out, PrintStream err, Consumer<Runnable> onSignal) {
  /** Tells {@code line} on stderr, in the program's name. */
  void tell(String line) {
    err.println("framering: " + line);
  }
}

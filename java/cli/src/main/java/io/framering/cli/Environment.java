package io.framering.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * What a command reaches of the world around it.
 *
 * @param in what is piped in
 * @param out packets and other results; a write takes all it is given, or throws
 * @param err everything else
 * @param errIsTerminal whether a person watches {@code err}, so that a line may change in place
 * @param onSignal takes what a signal that ends the process is to call, instead of ending it at
 *     once; the command then has to come to its end
 */
record Environment(
    InputStream in,
    WritableByteChannel out,
    PrintStream err,
    boolean errIsTerminal,
    Consumer<Runnable> onSignal) {
  /** Tells {@code line} on stderr, in the program's name; as {@link VisibleText}. */
  void tell(String line) {
    err.println("framering: " + VisibleText.of(line));
  }

  /** Prints {@code line} on stdout, at once. */
  void print(String line) throws IOException {
    out.write(StandardCharsets.UTF_8.encode(line + "\n"));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.cli.text.VisibleText;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * The streams and signals that a command uses.
 *
 * @param in standard input
 * @param out standard output, for packets and other results; a write takes all bytes or throws
 * @param err standard error, for everything else
 * @param errIsTerminal whether {@code err} is a terminal, so that a line may be overwritten
 * @param onSignal accepts the action that a terminating signal runs instead of ending the process
 *     at once; the command must then end by itself
 */
record Environment(
    InputStream in,
    WritableByteChannel out,
    PrintStream err,
    boolean errIsTerminal,
    Consumer<Runnable> onSignal) {
  /** Prints {@code line} on stderr after the program's name, as {@link VisibleText}. */
  void tell(String line) {
    err.println("framering: " + VisibleText.of(line));
  }

  /** Prints {@code line} on stdout, at once. */
  void print(String line) throws IOException {
    out.write(StandardCharsets.UTF_8.encode(line + "\n"));
  }
}

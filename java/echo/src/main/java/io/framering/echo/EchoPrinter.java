// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;

/** Prints the events of a server: normal ones on one stream, errors on another. */
public class EchoPrinter implements EchoListener {
  private final PrintStream out;
  private final PrintStream err;
  private final boolean quiet;

  /**
   * Prepares for {@link #acceptFailing}, too: without descriptors no class can be loaded.
   *
   * @param out receives {@code Server started to listen on:65435} and, for each peer, {@code
   *     Connected by 127.0.0.1:51234}
   * @param err receives a line if connections cannot be accepted for now
   * @param quiet whether peers are omitted
   */
  public EchoPrinter(PrintStream out, PrintStream err, boolean quiet) {
    this.out = out;
    this.err = err;
    this.quiet = quiet;
    ErrorText.of(new IOException());
  }

  @Override
  public void listening(EchoServer server) {
    out.println("Server started to listen on:" + server.address().getPort());
    out.flush();
  }

  @Override
  public void connected(InetSocketAddress peer) {
    if (!quiet) {
      out.println("Connected by " + Addresses.text(peer));
      out.flush();
    }
  }

  @Override
  public void acceptFailing(IOException cause) {
    err.println(
        "can't accept connections for now ("
            + ErrorText.of(cause)
            + "); those that are open go on, more will be accepted as they end. Raise `ulimit -n`");
  }
}

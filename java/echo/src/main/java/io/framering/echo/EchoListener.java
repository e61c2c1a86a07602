// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * Receives events of an {@link EchoServer} as they happen. Every method does nothing unless
 * overridden.
 *
 * <p>Methods for one peer run on the thread of its connection: only that connection waits for them.
 * {@link #acceptFailing} delays accepting. An exception from {@link #connected} closes that
 * connection.
 */
public interface EchoListener {

  /**
   * The server listens, and connections are accepted from now on. Called before {@link
   * EchoServer.Builder#start} returns and before any client is served; install a shutdown hook
   * here, for example.
   *
   * @param server the server that listens
   */
  default void listening(EchoServer server) {}

  /**
   * A connection is about to be served.
   *
   * @param peer the peer's address and port
   */
  default void connected(InetSocketAddress peer) {}

  /**
   * A connection ended normally: the peer ended its side and got everything back.
   *
   * @param peer the peer's address and port
   * @param bytes number of bytes sent back
   */
  default void disconnected(InetSocketAddress peer, long bytes) {}

  /**
   * A connection ended early: the peer reset it, it was idle for too long, or the server was
   * closed.
   *
   * @param peer the peer's address and port
   * @param bytes number of bytes sent back
   * @param cause the reason
   */
  default void failed(InetSocketAddress peer, long bytes, IOException cause) {}

  /**
   * No connection can be accepted for now, usually because all file descriptors are in use. Open
   * connections continue; waiting ones are accepted as soon as possible. Called once per episode,
   * not once per attempt.
   *
   * @param cause the reason
   */
  default void acceptFailing(IOException cause) {}
}

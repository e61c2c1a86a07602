package io.framering.echo;

import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * What happens in an {@link EchoServer}, as it happens. Every method does nothing unless
 * overridden.
 *
 * <p>The methods about one peer run on the thread of its connection: as long as they take, that
 * connection waits and no other. {@link #acceptFailing} holds up accepting. An exception out of
 * {@link #connected} closes that connection.
 */
public interface EchoListener {

  /**
   * The server listens: whoever connects from now on is served. Called before {@link
   * EchoServer.Builder#start} returns, and before anybody is served; the place for what has to be
   * ready by then, such as a shutdown hook.
   */
  default void listening(EchoServer server) {}

  /** A connection is about to be served. */
  default void connected(InetSocketAddress peer) {}

  /**
   * A connection ended as it should: the peer ended its side and got everything back.
   *
   * @param bytes what was sent back to it
   */
  default void disconnected(InetSocketAddress peer, long bytes) {}

  /**
   * A connection ended before its time: the peer reset it, it was idle for too long, or the server
   * was closed.
   *
   * @param bytes what was sent back to it
   */
  default void failed(InetSocketAddress peer, long bytes, IOException cause) {}

  /**
   * No connection can be accepted for now, in most cases because all file descriptors are in use.
   * Those that are open go on; those that wait are accepted as soon as that is possible again.
   * Called once per episode, not once per attempt.
   */
  default void acceptFailing(IOException cause) {}
}

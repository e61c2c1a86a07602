// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;

/**
 * The acceptor: waits, on one virtual thread, on a server's listening sockets, one for each
 * address. It uses a selector, which can be woken without closing the sockets: connections or
 * datagrams that the kernel received before the stop are served, too, before the sockets close.
 */
abstract class Acceptor<C extends SelectableChannel> implements Runnable {
  private final Selector selector;
  private final List<C> channels;
  private volatile boolean stopped;

  /**
   * Leaves the sockets open when it fails.
   *
   * @param operation one of the constants of {@link SelectionKey}
   */
  Acceptor(List<C> channels, int operation) throws IOException {
    this.channels = channels;
    this.selector = Selector.open();
    try {
      for (C channel : channels) {
        Runnable service = () -> serve(channel);
        channel.configureBlocking(false).register(selector, operation, service);
      }
    } catch (IOException e) {
      selector.close();
      throw e;
    }
  }

  /** Serves connections or datagrams of this socket, without waiting for more. */
  abstract void serve(C channel);

  /** Serves connections or datagrams that had arrived when the server was stopped. */
  void drain(C channel) throws IOException {
    serve(channel);
  }

  /** Called when an accepted connection has ended, which frees its slot. Any thread. */
  void release() {}

  /** Called after all sockets are closed. */
  abstract void closed();

  @Override
  public void run() {
    try {
      while (!stopped) {
        selector.select(key -> ((Runnable) key.attachment()).run());
      }
      for (C channel : channels) {
        drain(channel);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      closeAll();
      closed();
    }
  }

  private void closeAll() {
    try (selector) {
      for (C channel : channels) {
        channel.close();
      }
    } catch (IOException e) {
      // They are closed all the same.
    }
  }

  /** Ends the waiting. Any thread. */
  void stop() {
    stopped = true;
    selector.wakeup();
  }
}

package io.framering.echo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;

/**
 * Waits, on one virtual thread, at the sockets that a server listens on, one for each address. A
 * selector, as it can be woken without closing the sockets: what the kernel took in before the stop
 * is served too, and then they close.
 */
abstract class Reception<C extends SelectableChannel> implements Runnable {
  private final Selector selector;
  private final List<C> channels;
  private volatile boolean stopped;

  /**
   * Leaves the sockets open when it fails.
   *
   * @param operation what to wait for, one of the constants of {@link SelectionKey}
   */
  Reception(List<C> channels, int operation) throws IOException {
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

  /** Serves what waits at this socket, without waiting for more. */
  abstract void serve(C channel);

  /** Serves what had arrived when the server was stopped. */
  void drain(C channel) throws IOException {
    serve(channel);
  }

  /** A peer that was accepted here left, and its place is free. Any thread. */
  void release() {}

  /** What is left to do once no socket is listened on any more. */
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
      // They are gone all the same.
    }
  }

  /** Ends the waiting. Any thread. */
  void stop() {
    stopped = true;
    selector.wakeup();
  }
}

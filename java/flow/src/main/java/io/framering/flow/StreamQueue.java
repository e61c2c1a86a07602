// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

/** Streams in the order in which they were added, the oldest first. */
final class StreamQueue {
  private TcpStream oldest;
  private TcpStream newest;

  TcpStream oldest() {
    return oldest;
  }

  void add(TcpStream stream) {
    stream.queue = this;
    stream.older = newest;
    stream.newer = null;
    if (newest == null) {
      oldest = stream;
    } else {
      newest.newer = stream;
    }
    newest = stream;
  }

  void remove(TcpStream stream) {
    if (stream.older == null) {
      oldest = stream.newer;
    } else {
      stream.older.newer = stream.newer;
    }
    if (stream.newer == null) {
      newest = stream.older;
    } else {
      stream.newer.older = stream.older;
    }
    stream.queue = null;
    stream.older = null;
    stream.newer = null;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import io.framering.packet.Tcp;

/** The state of a TCP connection, as far as its captured packets show it. */
public enum TcpState {
  /** No packet of the handshake was captured: the connection is older than the capture. */
  MID_STREAM,
  /** A SYN, without a reply so far. */
  SYN_SENT,
  /** A SYN with ACK, without an acknowledgment so far. */
  SYN_RECEIVED,
  /** The handshake is complete. */
  ESTABLISHED,
  /** One side has sent a FIN. */
  CLOSING,
  /** Both sides have sent a FIN. */
  CLOSED,
  /** One side has sent a RST. */
  RESET;

  private static final TcpState[] ALL = values();

  static TcpState of(int ordinal) {
    return ALL[ordinal];
  }

  boolean isOver() {
    return this == CLOSED || this == RESET;
  }

  /**
   * The state after a segment.
   *
   * @param fromSource whether the side that opened the connection sent it
   * @param bothEnded whether both sides have sent a FIN by now
   */
  TcpState after(int flags, boolean fromSource, boolean bothEnded) {
    if (isOver()) {
      return this;
    }
    if ((flags & Tcp.RST) != 0) {
      return RESET;
    }
    if ((flags & Tcp.FIN) != 0) {
      return bothEnded ? CLOSED : CLOSING;
    }
    boolean ack = (flags & Tcp.ACK) != 0;
    if ((flags & Tcp.SYN) != 0) {
      boolean early = this == MID_STREAM || this == SYN_SENT;
      return !early ? this : ack ? SYN_RECEIVED : SYN_SENT;
    }
    boolean opening = this == SYN_SENT || this == SYN_RECEIVED;
    return opening && ack && fromSource ? ESTABLISHED : this;
  }
}

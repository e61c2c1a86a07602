// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

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
  RESET
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

/** The reason why a {@link TcpStream} ended. */
public enum TcpStreamEnd {
  /** Both sides sent FIN, and everything before it was handed on or reported missing. */
  CLOSED,
  /** One side reset the connection. */
  RESET,
  /** A new connection uses the same addresses and ports. */
  REPLACED,
  /** No packet came for a while. */
  IDLE,
  /** There were more streams than the options allow, and this one had been unused the longest. */
  EVICTED,
  /** The reassembler was closed. */
  REASSEMBLER_CLOSED
}

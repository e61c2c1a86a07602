// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

/** A direction of a {@link TcpStream}, seen from its source. */
public enum StreamDirection {
  /** Sent by the source. */
  TX,
  /** Sent by the destination, received by the source. */
  RX;

  /** {@return the other direction} */
  public StreamDirection opposite() {
    return this == TX ? RX : TX;
  }
}

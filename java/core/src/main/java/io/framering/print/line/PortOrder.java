// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

/** Ports in the order in which they decide what a packet contains. */
final class PortOrder {
  /** The port decides as the source only. */
  static final int SOURCE = 1 << 16;

  /** The port decides as the destination only. */
  static final int DESTINATION = 1 << 17;

  /** Returned if neither port is known. */
  static final int NONE = -1;

  private final int[] ports;

  // By port: the index in ports, from 1 on.
  private final byte[] sources;
  private final byte[] destinations;

  PortOrder(int... rows) {
    ports = new int[rows.length];
    int highest = 0;
    for (int i = 0; i < rows.length; i++) {
      ports[i] = rows[i] & 0xFFFF;
      highest = Math.max(highest, ports[i]);
    }
    sources = new byte[highest + 1];
    destinations = new byte[highest + 1];
    for (int i = 0; i < rows.length; i++) {
      if ((rows[i] & DESTINATION) == 0) {
        sources[ports[i]] = (byte) (i + 1);
      }
      if ((rows[i] & SOURCE) == 0) {
        destinations[ports[i]] = (byte) (i + 1);
      }
    }
  }

  /** The one of two ports that decides, or {@link #NONE}. */
  int first(int source, int destination) {
    int from = source < sources.length ? sources[source] : 0;
    int to = destination < destinations.length ? destinations[destination] : 0;
    if (from == 0 && to == 0) {
      return NONE;
    }
    return ports[(from == 0 || to != 0 && to < from ? to : from) - 1];
  }
}

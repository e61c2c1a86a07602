// SPDX-License-Identifier: Apache-2.0
package io.framering.cli.top;

/**
 * What an interface has received and sent since the capture began.
 *
 * @param index its index; 0 for all interfaces that are not counted one by one
 */
public record InterfaceTotals(
    int index, long packetsReceived, long bytesReceived, long packetsSent, long bytesSent) {

  static InterfaceTotals none(int index) {
    return new InterfaceTotals(index, 0, 0, 0, 0);
  }

  InterfaceTotals plus(InterfaceTotals other) {
    return new InterfaceTotals(
        index,
        packetsReceived + other.packetsReceived,
        bytesReceived + other.bytesReceived,
        packetsSent + other.packetsSent,
        bytesSent + other.bytesSent);
  }

  InterfaceTotals minus(InterfaceTotals before) {
    return new InterfaceTotals(
        index,
        packetsReceived - before.packetsReceived,
        bytesReceived - before.bytesReceived,
        packetsSent - before.packetsSent,
        bytesSent - before.bytesSent);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.transmit;

/**
 * Counts since the transmitter was opened: 64 bits, never reset. Each frame that was given to it is
 * counted in one of {@code sent}, {@code refusedLength}, {@code refusedRoom} and {@code waiting};
 * while another thread sends a batch, its frames may be counted twice.
 *
 * @param sent frames handed to the kernel
 * @param bytes the sum of their lengths
 * @param refusedLength frames refused because they are longer than the MTU of the interface allows,
 *     or shorter than a link-layer header
 * @param refusedRoom frames refused because there was no room in time: the queue of the interface
 *     was full, it had no carrier, or the MTU of a veth's other end is smaller
 * @param waiting frames that have neither been sent nor refused; after {@link Transmitter#close()}
 *     those that never will be
 */
public record TransmitStatistics(
    long sent, long bytes, long refusedLength, long refusedRoom, long waiting) {

  /** {@return the number of refused frames} */
  public long refused() {
    return refusedLength + refusedRoom;
  }
}

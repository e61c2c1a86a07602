// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

import java.lang.foreign.MemorySegment;

/** The bytes of a packet in memory, and what is needed to decode them; a captured frame is one. */
public interface PacketBytes {
  /**
   * {@return the type of the packet's first header: a LINKTYPE_ value of the tcpdump group, 1 for
   * Ethernet, 101 for raw IP}
   */
  int linkTypeNumber();

  /** {@return the memory that contains the packet} */
  MemorySegment memory();

  /** {@return the offset of the packet's first byte in {@link #memory()}} */
  long offset();

  /** {@return the offset after the packet's last captured byte in {@link #memory()}} */
  long end();

  /** {@return the number of bytes of the packet on the wire, captured or not} */
  long originalLength();
}

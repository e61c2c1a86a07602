// SPDX-License-Identifier: Apache-2.0
package io.framering.jni;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.framering.frame.Checksum;
import io.framering.frame.Direction;
import io.framering.frame.Frame;
import io.framering.frame.LinkType;
import io.framering.frame.VlanTag;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * A frame in a lent block: reads {@code struct tpacket3_hdr} and the data after it at each call.
 *
 * <p>Two checks protect it: the block's segment throws if the batch has been released or the thread
 * is another; {@link RingBatch#checkOpen()} throws if another thread has closed the capture.
 */
class RingFrame implements Frame {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  final RingBatch batch;

  /** Offset of the frame's {@code struct tpacket3_hdr} in the block. */
  int header;

  RingFrame(RingBatch batch, int header) {
    this.batch = batch;
    this.header = header;
  }

  final int intAt(int field) {
    return memory().get(JAVA_INT, (long) header + field);
  }

  private int shortAt(int field) {
    return Short.toUnsignedInt(memory().get(JAVA_SHORT, (long) header + field));
  }

  private int status() {
    return intAt(Tpacket.TP_STATUS);
  }

  @Override
  public final long timestampNanos() {
    return Integer.toUnsignedLong(intAt(Tpacket.TP_SEC)) * NANOS_PER_SECOND
        + intAt(Tpacket.TP_NSEC);
  }

  @Override
  public final int capturedLength() {
    return Math.min(intAt(Tpacket.TP_SNAPLEN), batch.snapLength);
  }

  @Override
  public final long originalLength() {
    return intAt(Tpacket.TP_LEN);
  }

  @Override
  public final int interfaceIndex() {
    return intAt(Tpacket.SLL_IFINDEX);
  }

  @Override
  public final Direction direction() {
    int packetType = memory().get(JAVA_BYTE, (long) header + Tpacket.SLL_PKTTYPE);
    return Direction.ofPacketType(packetType);
  }

  @Override
  public final LinkType linkType() {
    return LinkType.ofHardwareType(shortAt(Tpacket.SLL_HATYPE));
  }

  @Override
  public final VlanTag vlanTag() {
    int status = status();
    if ((status & Tpacket.TP_STATUS_VLAN_VALID) == 0) {
      return VlanTag.NOT_STRIPPED;
    }
    return (status & Tpacket.STATUS_VLAN_RESTORED) == 0 ? VlanTag.STRIPPED : VlanTag.RESTORED;
  }

  @Override
  public final int vlanTpid() {
    int status = status();
    if ((status & Tpacket.TP_STATUS_VLAN_VALID) == 0) {
      return 0;
    }
    boolean known = (status & Tpacket.TP_STATUS_VLAN_TPID_VALID) != 0;
    return known ? shortAt(Tpacket.TP_VLAN_TPID) : VlanTag.TPID_8021Q;
  }

  @Override
  public final int vlanTci() {
    boolean stripped = (status() & Tpacket.TP_STATUS_VLAN_VALID) != 0;
    return stripped ? intAt(Tpacket.TP_VLAN_TCI) & 0xFFFF : 0;
  }

  @Override
  public final Checksum checksum() {
    int status = status();
    if ((status & Tpacket.TP_STATUS_CSUMNOTREADY) != 0) {
      return Checksum.NOT_READY;
    }
    return (status & Tpacket.TP_STATUS_CSUM_VALID) != 0 ? Checksum.VALID : Checksum.UNKNOWN;
  }

  @Override
  public final boolean offloaded() {
    return (status() & Tpacket.TP_STATUS_GSO_TCP) != 0 || batch.exceedsMtu(this);
  }

  /** Only files have comments. */
  @Override
  public final List<String> comments() {
    batch.checkMove();
    return List.of();
  }

  @Override
  public final MemorySegment memory() {
    batch.checkOpen();
    return batch.block;
  }

  @Override
  public final long offset() {
    return (long) header + shortAt(Tpacket.TP_MAC);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.jni;

import java.lang.annotation.Native;

/**
 * Where things are in the ring: offsets into {@code struct tpacket_block_desc}, {@code struct
 * tpacket3_hdr} and the {@code struct sockaddr_ll} after it, and bits of {@code tp_status}, all of
 * {@code linux/if_packet.h}. The native library does not compile unless they are right.
 */
public final class Tpacket {
  private Tpacket() {}

  // struct tpacket_block_desc
  @Native public static final int NUM_PKTS = 12;
  @Native public static final int OFFSET_TO_FIRST_PKT = 16;

  // struct tpacket3_hdr
  @Native public static final int TP_NEXT_OFFSET = 0;
  @Native public static final int TP_SEC = 4;
  @Native public static final int TP_NSEC = 8;
  @Native public static final int TP_SNAPLEN = 12;
  @Native public static final int TP_LEN = 16;
  @Native public static final int TP_STATUS = 20;
  @Native public static final int TP_MAC = 24;
  @Native public static final int TP_VLAN_TCI = 32;
  @Native public static final int TP_VLAN_TPID = 36;

  // struct sockaddr_ll, after the header
  @Native public static final int SLL_IFINDEX = 52;
  @Native public static final int SLL_HATYPE = 56;
  @Native public static final int SLL_PKTTYPE = 58;

  // tp_status
  @Native public static final int TP_STATUS_CSUMNOTREADY = 1 << 3;
  @Native public static final int TP_STATUS_VLAN_VALID = 1 << 4;
  @Native public static final int TP_STATUS_VLAN_TPID_VALID = 1 << 6;
  @Native public static final int TP_STATUS_CSUM_VALID = 1 << 7;
  @Native public static final int TP_STATUS_GSO_TCP = 1 << 8;

  /** {@code FRAMERING_STATUS_VLAN_RESTORED} of {@code framering.h}. */
  @Native public static final int STATUS_VLAN_RESTORED = 1 << 28;
}

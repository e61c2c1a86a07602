// SPDX-License-Identifier: Apache-2.0
package io.framering.frame;

/**
 * The state of a frame's outer VLAN tag, which the kernel strips from received frames. A tag that
 * was never stripped is part of the frame's bytes and not reported here.
 */
public enum VlanTag {
  /** The kernel stripped no tag. */
  NOT_STRIPPED,
  /** The kernel stripped the tag, and the bytes do not contain it. */
  STRIPPED,
  /** The kernel stripped the tag, and it has been put back: the bytes are as on the wire. */
  RESTORED;

  /** Tag protocol identifier of IEEE 802.1Q. */
  public static final int TPID_8021Q = 0x8100;
}

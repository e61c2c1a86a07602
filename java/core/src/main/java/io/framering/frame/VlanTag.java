package io.framering.frame;

/**
 * What became of a frame's outer VLAN tag on its way through the kernel, which takes it out of
 * received frames. A tag that was never taken out is in the frame's bytes, and not told of here.
 */
public enum VlanTag {
  /** The kernel took none out. */
  NOT_STRIPPED,
  /** The kernel took it out, and the bytes are without it. */
  STRIPPED,
  /** The kernel took it out, and it has been put back: the bytes are those of the wire. */
  RESTORED;

  /** Tag protocol identifier of IEEE 802.1Q. */
  public static final int TPID_8021Q = 0x8100;
}

package io.framering.frame;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A frame that owns its bytes: it may be kept, and read by any thread.
 *
 * @param timestampNanos nanoseconds since 1970-01-01T00:00:00 UTC
 * @param originalLength bytes on the wire
 * @param interfaceIndex index of the interface, 0 when not known
 * @param direction which way the frame went
 * @param linkType what the first byte is the start of
 * @param vlanTag whether the kernel took a VLAN tag out, and whether it is back in the bytes
 * @param vlanTpid tag protocol identifier of that tag, or 0
 * @param vlanTci tag control information of that tag, or 0
 * @param checksum what the kernel said of the transport checksum
 * @param offloaded whether segmentation offload made or merged this frame
 * @param memory the captured bytes, all of them and nothing else; read-only, on the heap
 */
public record CapturedFrame(
    long timestampNanos,
    int originalLength,
    int interfaceIndex,
    Direction direction,
    LinkType linkType,
    VlanTag vlanTag,
    int vlanTpid,
    int vlanTci,
    Checksum checksum,
    boolean offloaded,
    MemorySegment memory)
    implements Frame {

  /** Copies {@code frame}. */
  public static CapturedFrame of(Frame frame) {
    return new CapturedFrame(
        frame.timestampNanos(),
        frame.originalLength(),
        frame.interfaceIndex(),
        frame.direction(),
        frame.linkType(),
        frame.vlanTag(),
        frame.vlanTpid(),
        frame.vlanTci(),
        frame.checksum(),
        frame.offloaded(),
        owned(frame.bytes().toArray(ValueLayout.JAVA_BYTE)));
  }

  /**
   * A frame out of thin air, for tests and for what was not captured: Ethernet, complete, inbound,
   * at time 0, on no interface.
   */
  public static CapturedFrame ofEthernet(byte[] bytes) {
    return new CapturedFrame(
        0,
        bytes.length,
        0,
        Direction.TO_US,
        LinkType.ETHERNET,
        VlanTag.NOT_STRIPPED,
        0,
        0,
        Checksum.UNKNOWN,
        false,
        owned(bytes.clone()));
  }

  private static MemorySegment owned(byte[] bytes) {
    return MemorySegment.ofArray(bytes).asReadOnly();
  }

  /** A fresh array of the captured bytes. */
  public byte[] toByteArray() {
    return memory.toArray(ValueLayout.JAVA_BYTE);
  }

  @Override
  public int capturedLength() {
    return (int) memory.byteSize();
  }

  @Override
  public long offset() {
    return 0;
  }

  @Override
  public CapturedFrame copy() {
    return this;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.frame;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A frame that owns its bytes: it may be kept and read by any thread. Two frames are equal if their
 * bytes and all other components are equal.
 *
 * @param timestampNanos nanoseconds since 1970-01-01T00:00:00 UTC
 * @param originalLength bytes on the wire
 * @param interfaceIndex index of the interface, 0 if unknown
 * @param direction the direction of the frame
 * @param linkType the type of the first header
 * @param linkTypeNumber its LINKTYPE_ value, also of a type that is not decoded; -1 if unknown
 * @param vlanTag whether the kernel stripped a VLAN tag, and whether it has been put back
 * @param vlanTpid tag protocol identifier of that tag, or 0
 * @param vlanTci tag control information of that tag, or 0
 * @param checksum the kernel's verdict on the transport checksum
 * @param offloaded whether segmentation offload created or merged this frame
 * @param memory exactly the captured bytes; copied, and read-only afterwards
 * @param comments the comments of the frame in its capture file
 */
public record CapturedFrame(
    long timestampNanos,
    long originalLength,
    int interfaceIndex,
    Direction direction,
    LinkType linkType,
    int linkTypeNumber,
    VlanTag vlanTag,
    int vlanTpid,
    int vlanTci,
    Checksum checksum,
    boolean offloaded,
    MemorySegment memory,
    List<String> comments)
    implements Frame {

  /**
   * Copies the bytes and checks the other components.
   *
   * @throws IllegalArgumentException if a number is out of range
   * @throws IllegalStateException if the memory is no longer valid
   * @throws WrongThreadException if the memory belongs to another thread
   */
  public CapturedFrame {
    Objects.requireNonNull(direction, "direction");
    Objects.requireNonNull(linkType, "link type");
    Objects.requireNonNull(vlanTag, "VLAN tag");
    Objects.requireNonNull(checksum, "checksum");
    Objects.requireNonNull(memory, "memory");
    require("original length", originalLength, 0xFFFFFFFFL);
    require("interface index", interfaceIndex, Integer.MAX_VALUE);
    if (LinkType.ofNumber(linkTypeNumber) != linkType) {
      throw new IllegalArgumentException(
          "link type number " + linkTypeNumber + ": is not one of " + linkType.label());
    }
    require("VLAN TPID", vlanTpid, 0xFFFF);
    require("VLAN TCI", vlanTci, 0xFFFF);
    memory = MemorySegment.ofArray(memory.toArray(ValueLayout.JAVA_BYTE)).asReadOnly();
    comments = List.copyOf(comments);
  }

  /**
   * With the {@linkplain LinkType#number() number} that the link type has, and without comments.
   *
   * @param timestampNanos nanoseconds since 1970-01-01T00:00:00 UTC
   * @param originalLength bytes of the frame on the wire, 0 to 2^32 - 1
   * @param interfaceIndex the index of the interface, 1 or more; 0 if unknown
   * @param direction the direction of the frame
   * @param linkType the type of the first header
   * @param vlanTag whether the kernel stripped a VLAN tag, and whether it has been put back
   * @param vlanTpid the tag protocol identifier of the stripped tag, 0 to 65535
   * @param vlanTci the tag control information of the stripped tag, 0 to 65535
   * @param checksum the kernel's verdict on the transport checksum
   * @param offloaded whether segmentation offload created or merged the frame
   * @param memory the captured bytes, which are copied
   */
  public CapturedFrame(
      long timestampNanos,
      long originalLength,
      int interfaceIndex,
      Direction direction,
      LinkType linkType,
      VlanTag vlanTag,
      int vlanTpid,
      int vlanTci,
      Checksum checksum,
      boolean offloaded,
      MemorySegment memory) {
    this(
        timestampNanos,
        originalLength,
        interfaceIndex,
        direction,
        Objects.requireNonNull(linkType, "link type"),
        linkType.number(),
        vlanTag,
        vlanTpid,
        vlanTci,
        checksum,
        offloaded,
        memory,
        List.of());
  }

  private static void require(String what, long value, long most) {
    if (value < 0 || value > most) {
      throw new IllegalArgumentException(what + " " + value + ": must be 0 to " + most);
    }
  }

  /**
   * Copies {@code frame}.
   *
   * @param frame a frame that is lent now
   * @return the copy
   */
  public static CapturedFrame of(Frame frame) {
    return new CapturedFrame(
        frame.timestampNanos(),
        frame.originalLength(),
        frame.interfaceIndex(),
        frame.direction(),
        frame.linkType(),
        frame.linkTypeNumber(),
        frame.vlanTag(),
        frame.vlanTpid(),
        frame.vlanTci(),
        frame.checksum(),
        frame.offloaded(),
        frame.bytes(),
        frame.comments());
  }

  /**
   * {@return a frame that was captured elsewhere: complete, inbound, without an interface or other
   * information from the kernel}
   *
   * @param timestampNanos nanoseconds since 1970-01-01T00:00:00 UTC
   * @param linkType the type of the first header
   * @param bytes all bytes of the frame, which are copied
   */
  public static CapturedFrame of(long timestampNanos, LinkType linkType, byte[] bytes) {
    return new CapturedFrame(
        timestampNanos,
        bytes.length,
        0,
        Direction.TO_US,
        linkType,
        VlanTag.NOT_STRIPPED,
        0,
        0,
        Checksum.UNKNOWN,
        false,
        MemorySegment.ofArray(bytes));
  }

  /**
   * {@return an artificial frame, for tests and uncaptured data: Ethernet, complete, inbound, at
   * time 0, without an interface}
   *
   * @param bytes all bytes of the frame, which are copied
   */
  public static CapturedFrame ofEthernet(byte[] bytes) {
    return of(0, LinkType.ETHERNET, bytes);
  }

  /** {@return a fresh array of the captured bytes} */
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

  @Override
  public boolean equals(Object other) {
    return other instanceof CapturedFrame that
        && timestampNanos == that.timestampNanos
        && originalLength == that.originalLength
        && interfaceIndex == that.interfaceIndex
        && direction == that.direction
        && linkType == that.linkType
        && linkTypeNumber == that.linkTypeNumber
        && vlanTag == that.vlanTag
        && vlanTpid == that.vlanTpid
        && vlanTci == that.vlanTci
        && checksum == that.checksum
        && offloaded == that.offloaded
        && comments.equals(that.comments)
        && memory.mismatch(that.memory) < 0;
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(timestampNanos) + Arrays.hashCode(toByteArray());
  }
}

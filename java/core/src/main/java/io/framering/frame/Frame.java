// SPDX-License-Identifier: Apache-2.0
package io.framering.frame;

import io.framering.packet.PacketBytes;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.List;

/**
 * A captured frame: its bytes in place, and the information from the capture.
 *
 * <p><b>Lent.</b> A frame of a {@link FrameBatch} is a view of memory that it does not own. It is
 * valid until its batch is released, and only in the thread that fetched the batch: in other
 * threads it throws {@link WrongThreadException}. After the release, all its methods and every
 * access to its {@link #memory() memory} throw {@link IllegalStateException}; it never shows the
 * bytes of another packet. To keep a frame longer, {@linkplain #copy() copy} it:
 *
 * <pre>{@code
 * List<Frame> kept = new ArrayList<>();
 * capture.run(frame -> kept.add(frame));        // wrong: kept.get(0).timestampNanos() throws
 * capture.run(frame -> kept.add(frame.copy())); // right
 * }</pre>
 */
public interface Frame extends PacketBytes {
  /**
   * {@return the time when the kernel received the frame: nanoseconds since 1970-01-01T00:00:00
   * UTC} It may decrease slightly between consecutive frames if several processors receive.
   */
  long timestampNanos();

  /** {@return {@link #timestampNanos()} as an object} Allocates. */
  default Instant timestamp() {
    return Instant.ofEpochSecond(0, timestampNanos());
  }

  /**
   * {@return the number of captured bytes of the frame, 0 or more: at most the snap length of the
   * capture}
   */
  int capturedLength();

  /**
   * Bytes of the frame on the wire, {@link #capturedLength()} or more; a broken file may contain a
   * smaller value. At most 4,294,967,295: files store it in 32 bits.
   */
  @Override
  long originalLength();

  /**
   * {@return the index of the interface that received or sent the frame, 1 or more, as in {@code
   * if_nametoindex(3)}; 0 if unknown}
   */
  int interfaceIndex();

  /** {@return the direction of the frame} */
  Direction direction();

  /** {@return the type of the frame's first header} */
  LinkType linkType();

  /**
   * The LINKTYPE_ value of the frame, even if {@link #linkType()} is {@link LinkType#UNKNOWN}; -1
   * if it is unknown, too, as for live frames of a type that is not decoded.
   */
  @Override
  default int linkTypeNumber() {
    return linkType().number();
  }

  /**
   * {@return whether the kernel stripped a VLAN tag from the frame, and whether it has been put
   * back}
   */
  VlanTag vlanTag();

  /**
   * {@return the tag protocol identifier of the tag that the kernel stripped, 0x8100 for 802.1Q; 0
   * if {@link #vlanTag()} is {@link VlanTag#NOT_STRIPPED}}
   */
  int vlanTpid();

  /**
   * {@return the tag control information (priority, drop eligibility, VLAN identifier: 16 bits) of
   * the tag that the kernel stripped; 0 if {@link #vlanTag()} is {@link VlanTag#NOT_STRIPPED}}
   */
  int vlanTci();

  /** {@return the kernel's verdict on the frame's transport checksum} */
  Checksum checksum();

  /**
   * {@return whether segmentation offload created or merged this frame: the kernel reports it, or
   * the frame is longer than the interface's MTU allows} Such a frame was never on the wire in this
   * form.
   */
  boolean offloaded();

  /**
   * {@return the comments of the frame in its capture file, in their order; empty if there are
   * none, as for live frames} They are what a person or program wrote: any characters, of any
   * length up to 65,535 bytes each.
   */
  default List<String> comments() {
    return List.of();
  }

  /**
   * {@return the number of frames that were lost right before this one, according to its capture
   * file: {@code epb_dropcount} of pcapng} 0 if the file has no such count, for live frames, whose
   * {@linkplain FrameBatch#lostBefore() batch} reports losses, and for copies.
   */
  default long lostBefore() {
    return 0;
  }

  /**
   * The memory that contains the frame, and possibly other frames; read-only. The decoders of
   * {@link io.framering.packet} wrap it at {@link #offset()}, without an allocation.
   */
  @Override
  MemorySegment memory();

  /** The offset of the frame's first byte in {@link #memory()}. */
  @Override
  long offset();

  /** The offset after the frame's last captured byte in {@link #memory()}. */
  @Override
  default long end() {
    return offset() + capturedLength();
  }

  /** {@return only the frame's captured bytes, read-only, and lent like the frame itself} */
  default MemorySegment bytes() {
    return memory().asSlice(offset(), capturedLength());
  }

  /** {@return a copy that may be kept and passed to any thread} */
  default CapturedFrame copy() {
    return CapturedFrame.of(this);
  }
}

package io.framering.frame;

import java.lang.foreign.MemorySegment;

/**
 * One captured frame: its bytes, where they lie, and what the capture knows of them.
 *
 * <p><b>Lent.</b> A frame that comes from a {@link FrameBatch} is a view of memory that is not its
 * own. It is valid until its batch is released, and only in the thread that fetched the batch: in
 * another one it throws {@link WrongThreadException}. After that every method of it, and every
 * access to its {@link #memory() memory}, throws {@link IllegalStateException}; it never shows the
 * next packet's bytes. What has to live longer is {@linkplain #copy() copied}:
 *
 * <pre>{@code
 * List<Frame> kept = new ArrayList<>();
 * capture.run(frame -> kept.add(frame));        // wrong: kept.get(0).timestampNanos() throws
 * capture.run(frame -> kept.add(frame.copy())); // right
 * }</pre>
 */
public interface Frame {
  /**
   * When the kernel took the frame: nanoseconds since 1970-01-01T00:00:00 UTC. Consecutive frames
   * may step back a little when several processors receive.
   */
  long timestampNanos();

  /** Bytes of the frame that are there, 0 or more: at most the snap length of the capture. */
  int capturedLength();

  /**
   * Bytes that the frame had on the wire, {@link #capturedLength()} or more; of a broken file, what
   * it says, which may be less. At most 4,294,967,295: files keep it in 32 bits.
   */
  long originalLength();

  /**
   * Index of the interface that saw the frame, 1 or more, as in {@code if_nametoindex(3)}; 0 when
   * not known.
   */
  int interfaceIndex();

  /** Which way the frame went. */
  Direction direction();

  /** What the first byte of the frame is the start of. */
  LinkType linkType();

  /**
   * The LINKTYPE_ value of the frame, also where {@link #linkType()} is {@link LinkType#UNKNOWN};
   * -1 when it is not known either, as for live frames that are not decoded.
   */
  default int linkTypeNumber() {
    return linkType().number();
  }

  /** Whether the kernel took a VLAN tag out of the frame, and whether it is back in its bytes. */
  VlanTag vlanTag();

  /**
   * The tag protocol identifier of the tag that the kernel took out, 0x8100 for 802.1Q; 0 when
   * {@link #vlanTag()} is {@link VlanTag#NOT_STRIPPED}.
   */
  int vlanTpid();

  /**
   * The tag control information (priority, drop eligibility, VLAN identifier: 16 bits) of the tag
   * that the kernel took out; 0 when {@link #vlanTag()} is {@link VlanTag#NOT_STRIPPED}.
   */
  int vlanTci();

  /** What the kernel says of the frame's transport checksum. */
  Checksum checksum();

  /**
   * Whether this frame is one that segmentation offload makes or merges: the kernel says so, or it
   * is longer than the interface's MTU allows. Such a frame was never on the wire in this form.
   */
  boolean offloaded();

  /**
   * The memory in which the frame lies, read-only; other frames may lie beside it. This and {@link
   * #offset()} are what the decoders of {@code io.framering.packet} wrap, without an allocation.
   */
  MemorySegment memory();

  /** Where in {@link #memory()} the first byte of the frame is. */
  long offset();

  /** Where in {@link #memory()} the last captured byte of the frame has been passed. */
  default long end() {
    return offset() + capturedLength();
  }

  /** The frame's captured bytes alone, read-only, as lent as the frame itself. */
  default MemorySegment bytes() {
    return memory().asSlice(offset(), capturedLength());
  }

  /** A copy that may be kept and handed to any thread. */
  default CapturedFrame copy() {
    return CapturedFrame.of(this);
  }
}

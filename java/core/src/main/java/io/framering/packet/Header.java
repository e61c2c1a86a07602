// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * A protocol header that is read in place: the base of all decoders.
 *
 * <p>A header is a view of memory that it does not own, and is valid as long as that memory; values
 * that {@link #wrap} has read may stay readable longer. It is reused by wrapping it again. Not
 * thread-safe. Before the first {@link #wrap}, and after one that returned false, its accessors
 * throw {@link IndexOutOfBoundsException}.
 *
 * <p>Programs may extend it with decoders of their own, see {@link Protocols}. A decoder reads only
 * in the fixed part, and after {@link #holds}; it allocates nothing and throws nothing.
 */
public abstract class Header {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final Field protocol;
  private final int fixedLength;

  private MemorySegment memory = MemorySegment.NULL;
  private long offset;
  private long end;
  private Problem problem = Problem.NONE;
  private long payloadOffset;
  private long payloadEnd;
  private Header outer;
  private long outerWireEnd;

  /**
   * A header of this protocol, which wraps nothing yet.
   *
   * @param protocol the readable heading, and the protocol's name in Wireshark
   * @param fixedLength the minimum length of this protocol's header in bytes
   */
  protected Header(Field protocol, int fixedLength) {
    this.protocol = protocol;
    this.fixedLength = fixedLength;
  }

  /**
   * Points this header at the bytes from {@code offset} to {@code end} of {@code memory}. Only the
   * fixed part of the header must fit; {@link #problem()} reports problems of the rest.
   *
   * @param memory contains the packet
   * @param offset of the header's first byte
   * @param end the offset after the last byte that may be read, at most {@code memory.byteSize()}
   * @return false if the fixed part does not fit; then nothing can be read
   */
  public final boolean wrap(MemorySegment memory, long offset, long end) {
    if (end - offset < fixedLength) {
      point(MemorySegment.NULL, 0, 0);
      judge(Problem.NONE);
      payloadOffset = 0;
      payloadEnd = 0;
      return false;
    }
    point(memory, offset, end);
    judge(examine());
    payloadEnd = problem == Problem.NONE ? Math.min(end, wireEnd(end)) : end;
    payloadOffset = problem == Problem.NONE ? Math.min(offset + headerLength(), payloadEnd) : end;
    return true;
  }

  /**
   * Sets the context of a header before it is wrapped. A header that is wrapped on its own has no
   * context and counts as complete.
   *
   * @param newOuter the header around it, or null
   * @param newOuterWireEnd the end of that header's payload on the wire
   */
  final void place(Header newOuter, long newOuterWireEnd) {
    outer = newOuter;
    outerWireEnd = newOuterWireEnd;
  }

  /** {@return the header around this one, or null} */
  protected final Header outer() {
    return outer;
  }

  /** {@return whether all bytes on the wire from this header on were captured} */
  protected final boolean isWhole() {
    return outerWireEnd <= end;
  }

  /** {@return the number of bytes on the wire from this header on, captured or not} */
  protected final long wireLength() {
    return Math.max(end, outerWireEnd) - offset;
  }

  /** Whether this is part of a packet quoted by an error. */
  final boolean isQuoted() {
    return outer != null && (outer.quotesPayload() || outer.isQuoted());
  }

  /** Whether this and its payload are part of a fragment. */
  final boolean isInFragment() {
    return outer != null && (outer.isFragmented() || outer.isInFragment());
  }

  /**
   * {@return whether a checksum of this header and its payload can be verified: no byte is missing}
   */
  protected final boolean isVerifiable() {
    return isWhole() && !isQuoted() && !isInFragment();
  }

  private void point(MemorySegment newMemory, long newOffset, long newEnd) {
    if (memory != newMemory) { // usually the same block or buffer as before
      memory = newMemory;
    }
    offset = newOffset;
    end = newEnd;
  }

  private void judge(Problem newProblem) {
    if (problem != newProblem) { // storing a reference costs a barrier of the garbage collector
      problem = newProblem;
    }
  }

  /** {@return the readable heading, "IPv4 Packet", and the protocol's name in Wireshark, "ip"} */
  public final Field protocolField() {
    return protocol;
  }

  /** {@return the wrapped memory} */
  public final MemorySegment memory() {
    return memory;
  }

  /** {@return the offset of this header in {@link #memory()}} */
  public final long offset() {
    return offset;
  }

  /** {@return the end passed to {@link #wrap}} */
  public final long end() {
    return end;
  }

  /** {@return the length in bytes according to the header itself, right or wrong} */
  public int headerLength() {
    return fixedLength;
  }

  /** {@return the problem of this header; {@link Problem#NONE} if there is none} */
  public final Problem problem() {
    return problem;
  }

  /**
   * {@return the offset of the payload in {@link #memory()}; {@link #payloadEnd()} if there is
   * none, as after a header with a {@link #problem()}}
   */
  public final long payloadOffset() {
    return payloadOffset;
  }

  /**
   * {@return the end of the payload in {@link #memory()}; the bytes from there to {@link #end()}
   * are padding}
   */
  public final long payloadEnd() {
    return payloadEnd;
  }

  /** {@return a copy of the captured payload, without padding} Allocates. */
  public final byte[] payloadBytes() {
    return memory.asSlice(payloadOffset, payloadEnd - payloadOffset).toArray(ValueLayout.JAVA_BYTE);
  }

  /**
   * Passes the fields of this header, and its problem, to {@code visitor}.
   *
   * @param visitor receives the fields
   */
  public final void describe(FieldVisitor visitor) {
    describeFields(visitor);
    if (problem != Problem.NONE) {
      visitor.problem(problem);
    }
  }

  /**
   * Describes a header for which {@link #wrap} returned false: that it is truncated and, for some
   * protocols, a few fields at its beginning that are useful alone.
   *
   * @param newMemory contains the packet
   * @param newOffset of the header's first byte
   * @param newEnd the offset after the last byte that may be read
   */
  final void describeCut(
      FieldVisitor visitor, MemorySegment newMemory, long newOffset, long newEnd) {
    point(newMemory, newOffset, newEnd);
    describePart(visitor);
    point(MemorySegment.NULL, 0, 0);
    visitor.problem(Problem.TRUNCATED);
  }

  /**
   * Describes the first fields, as far as they were captured.
   *
   * @param visitor receives the fields
   */
  protected void describePart(FieldVisitor visitor) {}

  /**
   * Passes the fields to {@code visitor}, in the best order for reading.
   *
   * @param visitor receives the fields
   */
  protected abstract void describeFields(FieldVisitor visitor);

  /**
   * Looks for problems; the fixed part is present. Frequent headers also cache the words for their
   * accessors here, see {@code kept}.
   *
   * @return the first problem; {@link Problem#NONE} if there is none
   */
  protected Problem examine() {
    return Problem.NONE;
  }

  /**
   * Returns a cached word of the fixed part, read by {@link #wrap}: each access to memory checks
   * bounds, lifetime and thread, and the JIT compiler inlines at most a few dozen of them.
   *
   * @throws IndexOutOfBoundsException if nothing is wrapped
   */
  final long kept(long word) {
    if (memory == MemorySegment.NULL) {
      throw new IndexOutOfBoundsException("no header is wrapped");
    }
    return word;
  }

  /** {@return the list to which {@link #payloadNumber()} belongs} */
  protected Numbering payloadNumbering() {
    return Numbering.NONE;
  }

  /** {@return the protocol of the payload} */
  protected int payloadNumber() {
    return 0;
  }

  /**
   * {@return the number that identifies the payload if {@link #payloadNumber()} has no decoder,
   * such as the other port; -1 if there is none}
   */
  protected int otherPayloadNumber() {
    return -1;
  }

  /** {@return whether the payload is a quoted packet, to which this message refers} */
  protected boolean quotesPayload() {
    return false;
  }

  /**
   * {@return whether the payload is only part of a packet, so that checksums cannot be verified and
   * lengths cannot be trusted}
   */
  protected boolean isFragmented() {
    return false;
  }

  /**
   * {@return the end of this header and its payload on the wire, captured or not: from its length
   * field, or {@code outer} if it has none}
   *
   * @param outer the end of the enclosing packet
   */
  protected long wireEnd(long outer) {
    return outer;
  }

  /**
   * {@return the byte {@code at} bytes after the header's first one}
   *
   * @param at bytes after the header's first one
   */
  protected final int unsignedByte(int at) {
    return memory.get(ValueLayout.JAVA_BYTE, offset + at) & 0xFF;
  }

  /**
   * {@return the two bytes at this position, in network byte order}
   *
   * @param at bytes after the header's first one
   */
  protected final int unsignedShort(int at) {
    return memory.get(SHORT, offset + at) & 0xFFFF;
  }

  /**
   * {@return the four bytes at this position, in network byte order; negative if the first bit is
   * set}
   *
   * @param at bytes after the header's first one
   */
  protected final int signedInt(int at) {
    return memory.get(INT, offset + at);
  }

  /**
   * {@return the four bytes at this position, in network byte order}
   *
   * @param at bytes after the header's first one
   */
  protected final long unsignedInt(int at) {
    return Integer.toUnsignedLong(signedInt(at));
  }

  /**
   * {@return the eight bytes at this position, in network byte order; negative if the first bit is
   * set}
   *
   * @param at bytes after the header's first one
   */
  protected final long signedLong(int at) {
    return memory.get(LONG, offset + at);
  }

  /**
   * {@return the MAC address at this position, in the lower 48 bits}
   *
   * @param at bytes after the header's first one
   */
  protected final long mac(int at) {
    return (long) unsignedShort(at) << Integer.SIZE | unsignedInt(at + Short.BYTES);
  }

  /** Describes a captured text, which a zero ends if it is shorter than {@code length}. */
  final void describeText(Field field, int at, int length, FieldVisitor visitor) {
    int end = 0;
    while (end < length && unsignedByte(at + end) != 0) {
      end++;
    }
    if (end > 0) {
      visitor.text(field, memory, offset + at, end);
    }
  }

  /**
   * {@return whether the first {@code length} bytes were captured}
   *
   * @param length a number of bytes from the header's first one on
   */
  protected final boolean holds(long length) {
    return length <= end - offset;
  }
}

package io.framering.packet;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * A protocol header, read where it lies: what all decoders have in common.
 *
 * <p>A header is a view of memory that is not its own, valid as long as that memory is; what it has
 * read of it when it was wrapped, it may show longer. It is reused by wrapping it again, and
 * belongs to one thread. Before it was wrapped, and after {@link #wrap} said no, its accessors
 * throw {@link IndexOutOfBoundsException}.
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
   * @param protocol the heading for people and the protocol's name in Wireshark
   * @param fixedLength bytes that every header of this protocol has
   */
  Header(Field protocol, int fixedLength) {
    this.protocol = protocol;
    this.fixedLength = fixedLength;
  }

  /**
   * Points this header at the bytes from {@code offset} to {@code end} of {@code memory}. Only the
   * fixed part of the header has to be there; {@link #problem()} tells of the rest.
   *
   * @param memory where the packet lies
   * @param offset of the header's first byte
   * @param end where the last byte that may be read has been passed, at most {@code
   *     memory.byteSize()}
   * @return false when the fixed part does not fit, and nothing can be read
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
   * Tells a header, before it is wrapped, what it is part of. One that is wrapped on its own is
   * part of nothing, and whole.
   *
   * @param newOuter the header around it, or null
   * @param newOuterWireEnd where the payload of that header ended on the wire
   */
  final void place(Header newOuter, long newOuterWireEnd) {
    outer = newOuter;
    outerWireEnd = newOuterWireEnd;
  }

  /** The header around this one, or null. */
  final Header outer() {
    return outer;
  }

  /** Whether everything from this header on was captured that was on the wire. */
  final boolean isWhole() {
    return outerWireEnd <= end;
  }

  /** Bytes from this header on that were on the wire, captured or not. */
  final long wireLength() {
    return Math.max(end, outerWireEnd) - offset;
  }

  /** Whether this is part of a packet that an error quotes. */
  final boolean isQuoted() {
    return outer != null && (outer.quotesPayload() || outer.isQuoted());
  }

  /** Whether this and its payload are part of a fragment. */
  final boolean isInFragment() {
    return outer != null && (outer.isFragmented() || outer.isInFragment());
  }

  /** Whether a checksum of this header and its payload can be verified: nothing is missing. */
  final boolean isVerifiable() {
    return isWhole() && !isQuoted() && !isInFragment();
  }

  private void point(MemorySegment newMemory, long newOffset, long newEnd) {
    if (memory != newMemory) { // it is a block's or a buffer's, so it mostly stays
      memory = newMemory;
    }
    offset = newOffset;
    end = newEnd;
  }

  private void judge(Problem newProblem) {
    if (problem != newProblem) { // storing a reference costs what the collector wants to know of it
      problem = newProblem;
    }
  }

  /** The heading for people, "IPv4 Packet", and the protocol's name in Wireshark, "ip". */
  public final Field protocolField() {
    return protocol;
  }

  /** The memory that was wrapped. */
  public final MemorySegment memory() {
    return memory;
  }

  /** Where in {@link #memory()} this header begins. */
  public final long offset() {
    return offset;
  }

  /** The end that was given to {@link #wrap}. */
  public final long end() {
    return end;
  }

  /** Length in bytes, as the header itself says, be it right or wrong. */
  public int headerLength() {
    return fixedLength;
  }

  /** What is wrong with this header, {@link Problem#NONE} when it can be trusted. */
  public final Problem problem() {
    return problem;
  }

  /**
   * Where in {@link #memory()} the payload begins; {@link #payloadEnd()} when there is none, as
   * after a header that has a {@link #problem()}.
   */
  public final long payloadOffset() {
    return payloadOffset;
  }

  /** Where in {@link #memory()} the payload ends; what follows up to {@link #end()} is padding. */
  public final long payloadEnd() {
    return payloadEnd;
  }

  /** Shows the fields of this header, and what is wrong with it, to {@code visitor}. */
  public final void describe(FieldVisitor visitor) {
    describeFields(visitor);
    if (problem != Problem.NONE) {
      visitor.problem(problem);
    }
  }

  /**
   * Shows what there is of a header that {@link #wrap} said no to: a few fields at its beginning,
   * where a protocol has such that are of use alone, and that it is truncated.
   *
   * @param newMemory where the packet lies
   * @param newOffset of the header's first byte
   * @param newEnd where the last byte that may be read has been passed
   */
  final void describeCut(
      FieldVisitor visitor, MemorySegment newMemory, long newOffset, long newEnd) {
    point(newMemory, newOffset, newEnd);
    describePart(visitor);
    point(MemorySegment.NULL, 0, 0);
    visitor.problem(Problem.TRUNCATED);
  }

  /** Shows the first fields, as far as they are there. */
  void describePart(FieldVisitor visitor) {}

  abstract void describeFields(FieldVisitor visitor);

  /**
   * Looks for what is wrong; the fixed part is there. Headers that nearly every packet has keep
   * here the words that their accessors need, see {@link #kept(long)}.
   */
  Problem examine() {
    return Problem.NONE;
  }

  /**
   * A word of the fixed part that was read when this was wrapped: an access of memory checks
   * bounds, lifetime and thread each time, and the JIT compiler inlines a few dozen of them at
   * most.
   *
   * @throws IndexOutOfBoundsException when nothing is wrapped
   */
  final long kept(long word) {
    if (memory == MemorySegment.NULL) {
      throw new IndexOutOfBoundsException("no header is wrapped");
    }
    return word;
  }

  /** The list that {@link #payloadNumber()} is from. */
  Numbering payloadNumbering() {
    return Numbering.NONE;
  }

  /** The protocol of the payload. */
  int payloadNumber() {
    return 0;
  }

  /** Whether the payload is the packet that this message is about: it was not sent here and now. */
  boolean quotesPayload() {
    return false;
  }

  /**
   * Whether the payload is a part of the packet only, so that checksums can't be verified and
   * lengths can't be trusted.
   */
  boolean isFragmented() {
    return false;
  }

  /**
   * Where this header and its payload ended on the wire, captured or not: what its length field
   * says, or {@code outer} if it has none.
   *
   * @param outer where the packet around it ended
   */
  long wireEnd(long outer) {
    return outer;
  }

  final int unsignedByte(int at) {
    return memory.get(ValueLayout.JAVA_BYTE, offset + at) & 0xFF;
  }

  final int unsignedShort(int at) {
    return memory.get(SHORT, offset + at) & 0xFFFF;
  }

  final int signedInt(int at) {
    return memory.get(INT, offset + at);
  }

  final long unsignedInt(int at) {
    return Integer.toUnsignedLong(signedInt(at));
  }

  final long signedLong(int at) {
    return memory.get(LONG, offset + at);
  }

  final long mac(int at) {
    return (long) unsignedShort(at) << Integer.SIZE | unsignedInt(at + Short.BYTES);
  }

  /** Whether the first {@code length} bytes are there. */
  final boolean holds(long length) {
    return length <= end - offset;
  }
}

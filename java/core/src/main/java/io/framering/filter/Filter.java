// SPDX-License-Identifier: Apache-2.0
package io.framering.filter;

import io.framering.capture.CaptureOptions;
import io.framering.frame.Frame;
import io.framering.frame.LinkType;
import io.framering.internal.BatchSelector;
import io.framering.jni.NativeProgram;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * A compiled filter: a classic BPF program for frames of one link type.
 *
 * <pre>{@code
 * Filter web = Filter.compile("tcp port 80", LinkType.ETHERNET);
 * System.out.print(web.listing(Filter.Listing.ASSEMBLY)); // as tcpdump -d
 * if (web.matches(frame)) ...
 * }</pre>
 *
 * <p>A live capture needs the expression, not the program: see {@link
 * CaptureOptions#filter(FilterExpression)}.
 *
 * <p>A program expects frames as on the wire: it does not see a VLAN tag that the kernel stripped
 * unless it is {@linkplain CaptureOptions#restoreVlanTags() put back}.
 *
 * <p>Immutable and thread-safe. Running it allocates nothing.
 */
@SuppressWarnings("exports") // callers need the Predicate only
public final class Filter implements Predicate<Frame>, BatchSelector {
  private final BpfProgram program;
  private final LinkType linkType;
  private final int linkTypeNumber;
  private final NativeProgram nativeProgram;

  Filter(BpfProgram program, int linkTypeNumber) {
    this.program = program;
    this.linkTypeNumber = linkTypeNumber;
    linkType = LinkType.ofNumber(linkTypeNumber);
    nativeProgram = new NativeProgram(program.instructions());
  }

  /**
   * Compiles an expression, optimized, for whole frames.
   *
   * @param expression an expression of pcap-filter(7)
   * @param linkType the link type of the frames
   * @return the filter, for any thread
   * @throws FilterException as {@link FilterExpression#compile(LinkType, int)}
   */
  public static Filter compile(String expression, LinkType linkType) {
    return FilterExpression.of(expression).compile(linkType, CaptureOptions.MAXIMUM_SNAP_LENGTH);
  }

  /**
   * Compiles for frames of any link type that libpcap knows, whether decoded here or not.
   *
   * @param expression an expression of pcap-filter(7)
   * @param linkTypeNumber a LINKTYPE_ value, as in {@link Frame#linkTypeNumber()}: 9 is PPP
   * @return the filter, for any thread
   * @throws FilterException as {@link FilterExpression#compile(int, int)}
   */
  public static Filter compile(String expression, int linkTypeNumber) {
    return FilterExpression.of(expression)
        .compile(linkTypeNumber, CaptureOptions.MAXIMUM_SNAP_LENGTH);
  }

  /** {@return the link type of the frames; {@link LinkType#UNKNOWN} if it is not decoded here} */
  public LinkType linkType() {
    return linkType;
  }

  /** {@return the LINKTYPE_ value of the frames} */
  public int linkTypeNumber() {
    return linkTypeNumber;
  }

  /**
   * {@return whether the program selects the frame, as tcpdump does when it reads a file} {@code
   * inbound}, {@code outbound} and {@code ifindex}, which the kernel knows in a live capture, are
   * taken from the frame, and select nothing if the frame does not have them. A frame of another
   * link type is not selected.
   *
   * @param frame a frame that is lent now
   */
  public boolean matches(Frame frame) {
    return isOfLinkType(frame.linkType(), frame.linkTypeNumber())
        && program.run(
                frame.memory(),
                frame.offset(),
                frame.capturedLength(),
                (int) frame.originalLength(),
                frame)
            != 0;
  }

  /** Like {@link #matches(Frame)}. */
  @Override
  public boolean test(Frame frame) {
    return matches(frame);
  }

  /** For {@link io.framering.frame.FrameBatch#select}. */
  @Override
  public int select(
      int frameLinkType, MemorySegment memory, long[] words, int count, int[] selected) {
    if (!isOfLinkType(LinkType.ofNumber(frameLinkType), frameLinkType)) {
      return 0;
    }
    int found = nativeProgram.select(memory, words, count, selected);
    return found < 0 ? ONE_BY_ONE : found;
  }

  private boolean isOfLinkType(LinkType type, int number) {
    return type == linkType && (linkType != LinkType.UNKNOWN || number == linkTypeNumber);
  }

  /**
   * {@return whether the program selects the bytes from {@code offset} on} {@code inbound}, {@code
   * outbound} and {@code ifindex} select nothing, since bytes alone do not have them.
   *
   * @param memory contains the frame
   * @param offset of its first byte
   * @param capturedLength its captured bytes
   * @param originalLength its bytes on the wire
   * @throws IndexOutOfBoundsException if the frame is not inside {@code memory}
   */
  public boolean matches(
      MemorySegment memory, long offset, int capturedLength, long originalLength) {
    Objects.checkFromIndexSize(offset, capturedLength, memory.byteSize());
    return program.run(memory, offset, capturedLength, (int) originalLength, null) != 0;
  }

  /** The notations of a program. */
  public enum Listing {
    /** Mnemonics, as {@code tcpdump -d}. */
    ASSEMBLY,
    /** Initialisers for C, as {@code tcpdump -dd}. */
    INITIALIZERS,
    /** Decimal numbers after their count, as {@code tcpdump -ddd}. */
    NUMBERS
  }

  /**
   * {@return the program with one instruction per line and a line end after each; byte for byte
   * tcpdump's output}
   *
   * @param listing the form of an instruction
   */
  public String listing(Listing listing) {
    long[] instructions = program.instructions();
    return switch (listing) {
      case ASSEMBLY -> BpfListing.assembly(instructions);
      case INITIALIZERS -> BpfListing.initializers(instructions);
      case NUMBERS -> BpfListing.numbers(instructions);
    };
  }

  /** The checked program. */
  BpfProgram program() {
    return program;
  }
}

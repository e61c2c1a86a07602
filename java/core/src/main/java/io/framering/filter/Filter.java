package io.framering.filter;

import io.framering.capture.CaptureOptions;
import io.framering.frame.Frame;
import io.framering.frame.LinkType;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * A compiled filter: a classic BPF program for frames of one link type.
 *
 * <pre>{@code
 * Filter web = Filter.compile("tcp port 80", LinkType.ETHERNET);
 * System.out.print(web.listing(Filter.Listing.ASSEMBLY)); // as tcpdump -d
 * if (web.matches(frame)) ...
 * }</pre>
 *
 * <p>A live capture takes the expression, not the program: see {@link
 * CaptureOptions#filter(FilterExpression)}.
 *
 * <p>A program means frames as they were on the wire: a VLAN tag that the kernel took out and
 * nobody {@linkplain CaptureOptions#restoreVlanTags() put back} is not there for it.
 *
 * <p>Immutable, and for any thread. Running allocates nothing.
 */
public final class Filter {
  private final BpfProgram program;
  private final LinkType linkType;
  private final int linkTypeNumber;

  Filter(BpfProgram program, int linkTypeNumber) {
    this.program = program;
    this.linkTypeNumber = linkTypeNumber;
    linkType = LinkType.ofNumber(linkTypeNumber);
  }

  /**
   * Compiles an expression, optimized, for whole frames.
   *
   * @throws FilterException as {@link FilterExpression#compile(LinkType, int)}
   */
  public static Filter compile(String expression, LinkType linkType) {
    return FilterExpression.of(expression).compile(linkType, CaptureOptions.MAXIMUM_SNAP_LENGTH);
  }

  /**
   * The same for frames of any link type that libpcap knows, decoded here or not.
   *
   * @param linkTypeNumber a LINKTYPE_ value, as {@link Frame#linkTypeNumber()} has it: 9 is PPP
   * @throws FilterException as {@link FilterExpression#compile(int, int)}
   */
  public static Filter compile(String expression, int linkTypeNumber) {
    return FilterExpression.of(expression)
        .compile(linkTypeNumber, CaptureOptions.MAXIMUM_SNAP_LENGTH);
  }

  /** What the frames must begin with; {@link LinkType#UNKNOWN} when that is not decoded here. */
  public LinkType linkType() {
    return linkType;
  }

  /** The LINKTYPE_ value of what the frames must begin with. */
  public int linkTypeNumber() {
    return linkTypeNumber;
  }

  /**
   * Whether the program selects the frame: as tcpdump would when reading it from a file. What only
   * the kernel knows is taken from the frame ({@code inbound}, {@code outbound}, {@code ifindex}),
   * and selects nothing when the frame does not know it either. A frame of another link type is not
   * selected.
   */
  public boolean matches(Frame frame) {
    return isOfLinkType(frame)
        && program.run(
                frame.memory(),
                frame.offset(),
                frame.capturedLength(),
                (int) frame.originalLength(),
                frame)
            != 0;
  }

  private boolean isOfLinkType(Frame frame) {
    return frame.linkType() == linkType
        && (linkType != LinkType.UNKNOWN || frame.linkTypeNumber() == linkTypeNumber);
  }

  /**
   * Whether the program selects the bytes from {@code offset} on. {@code inbound}, {@code outbound}
   * and {@code ifindex} select nothing, as bytes alone do not tell.
   *
   * @param memory where the frame lies
   * @param offset where it begins
   * @param capturedLength bytes of it that are there
   * @param originalLength bytes that it had on the wire
   * @throws IndexOutOfBoundsException when the frame does not lie in {@code memory}
   */
  public boolean matches(
      MemorySegment memory, long offset, int capturedLength, long originalLength) {
    Objects.checkFromIndexSize(offset, capturedLength, memory.byteSize());
    return program.run(memory, offset, capturedLength, (int) originalLength, null) != 0;
  }

  /** How a program is shown. */
  public enum Listing {
    /** Mnemonics, as {@code tcpdump -d}. */
    ASSEMBLY,
    /** Initialisers for C, as {@code tcpdump -dd}. */
    INITIALIZERS,
    /** Decimal numbers after their count, as {@code tcpdump -ddd}. */
    NUMBERS
  }

  /** The program, one instruction a line, each line ended; byte for byte what tcpdump prints. */
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

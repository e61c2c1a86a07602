package io.framering.filter;

import io.framering.frame.Direction;
import io.framering.frame.Frame;
import io.framering.frame.LinkType;
import io.framering.frame.VlanTag;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Runs a BPF program on a frame, with unsigned 32-bit arithmetic.
 *
 * <p>Like libpcap's machine, and unlike the kernel's, a shift by 32 or more gives zero, and an
 * index that overflows is beyond the frame's end.
 */
interface BpfMachine {
  /** The result of {@link #metadata} for unknown data. */
  long UNKNOWN = -1;

  /**
   * Runs the program on a frame in {@code memory} from {@code offset} on. A load from beyond the
   * frame's end and a division by zero reject the frame.
   *
   * @param captured its captured bytes
   * @param original its bytes on the wire
   * @param frame provides ancillary data; null if unknown, then loads of it reject the frame
   * @return the program's unsigned result: bytes to keep, 0 for none
   */
  int run(MemorySegment memory, long offset, int captured, int original, Frame frame);

  /** The offset of an indexed load. */
  static long index(int x, int k) {
    return Integer.toUnsignedLong(x) + Integer.toUnsignedLong(k);
  }

  static int loadByte(MemorySegment memory, long at) {
    return Byte.toUnsignedInt(memory.get(ValueLayout.JAVA_BYTE, at));
  }

  static int loadHalfword(MemorySegment memory, long at) {
    return Short.toUnsignedInt(memory.get(Layouts.HALFWORD, at));
  }

  static int loadWord(MemorySegment memory, long at) {
    return memory.get(Layouts.WORD, at);
  }

  static int shiftLeft(int a, int by) {
    return (by & ~31) == 0 ? a << by : 0;
  }

  static int shiftRight(int a, int by) {
    return (by & ~31) == 0 ? a >>> by : 0;
  }

  /** The results of the kernel's ancillary loads, as far as a frame has them. */
  static long metadata(Frame frame, int field) {
    if (frame == null) {
      return UNKNOWN;
    }
    boolean stripped = frame.vlanTag() == VlanTag.STRIPPED;
    return switch (field) {
      case Bpf.SKF_AD_PKTTYPE ->
          frame.direction() == Direction.UNKNOWN ? UNKNOWN : frame.direction().ordinal();
      case Bpf.SKF_AD_IFINDEX -> frame.interfaceIndex() == 0 ? UNKNOWN : frame.interfaceIndex();
      case Bpf.SKF_AD_HATYPE -> frame.linkType() == LinkType.ETHERNET ? 1 : UNKNOWN;
      case Bpf.SKF_AD_VLAN_TAG_PRESENT -> stripped ? 1 : 0;
      case Bpf.SKF_AD_VLAN_TAG -> stripped ? frame.vlanTci() : 0;
      case Bpf.SKF_AD_VLAN_TPID -> stripped ? frame.vlanTpid() : 0;
      default -> UNKNOWN;
    };
  }

  /** Network byte order, any alignment. */
  final class Layouts {
    private static final ValueLayout.OfShort HALFWORD =
        ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt WORD =
        ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private Layouts() {}
  }
}

package io.framering.packet;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A packet taken apart: its headers from the outside in. Reused from packet to packet; after the
 * first ones it allocates nothing. Belongs to one thread.
 *
 * <pre>{@code
 * Packet packet = new Packet();
 *
 * capture.run(frame -> {
 *   packet.wrap(frame.linkType().number(), frame.memory(), frame.offset(), frame.end(),
 *       frame.originalLength());
 *   Udp udp = packet.find(Udp.class);
 *   if (udp != null && udp.destinationPort() == 53) {
 *     bytes += packet.payloadLength();
 *   }
 * });
 * }</pre>
 */
public final class Packet {
  /** Headers that are looked at; deeper ones remain payload. */
  public static final int MAX_LAYERS = 16;

  private static final int ETHERNET = 1;
  private static final int RAW_IP = 101;

  private final Header[] layers = new Header[MAX_LAYERS];
  private final Header[][] decoders = new Header[MAX_LAYERS][Protocols.COUNT];
  private int size;
  private int quoted;
  private Header cut;
  private MemorySegment memory;
  private long payloadOffset;
  private long payloadEnd;
  private long wireEnd;

  /** A packet that has no headers. */
  public Packet() {}

  /**
   * Takes a packet apart.
   *
   * @param linkType what it begins with: a LINKTYPE_ value of the tcpdump group, 1 for Ethernet,
   *     101 for raw IP. One that is not decoded makes a packet without headers.
   * @param newMemory where the packet lies
   * @param offset of its first byte
   * @param end where its last captured byte has been passed
   * @param originalLength bytes it had on the wire; no more than were captured means: all
   */
  public void wrap(
      int linkType, MemorySegment newMemory, long offset, long end, long originalLength) {
    memory = newMemory;
    size = 0;
    quoted = MAX_LAYERS;
    cut = null;
    payloadOffset = offset;
    payloadEnd = Math.max(offset, end);
    wireEnd = Math.max(end, offset + originalLength);
    if (linkType != RAW_IP) {
      walk(decoder(Numbering.LINK_TYPE, linkType));
    } else if (offset < end) {
      int etherType =
          switch ((memory.get(ValueLayout.JAVA_BYTE, offset) & 0xFF) >>> 4) {
            case 4 -> EtherType.IPV4;
            case 6 -> EtherType.IPV6;
            default -> 0;
          };
      walk(decoder(Numbering.ETHER_TYPE, etherType));
    }
  }

  /** Takes apart what begins with an Ethernet header: {@link #wrap} with its link type. */
  public void wrapEthernet(MemorySegment memory, long offset, long end, long originalLength) {
    wrap(ETHERNET, memory, offset, end, originalLength);
  }

  private void walk(Header first) {
    Header header = first;
    Header outer = null;
    while (header != null) {
      header.place(outer, wireEnd);
      if (!header.wrap(memory, payloadOffset, payloadEnd)) {
        cut = header;
        return;
      }
      layers[size++] = header;
      outer = header;
      payloadOffset = header.payloadOffset();
      payloadEnd = header.payloadEnd();
      if (header.problem() != Problem.NONE) {
        wireEnd = payloadEnd;
        return;
      }
      wireEnd = header.wireEnd(wireEnd);
      if (header.quotesPayload()) {
        quoted = Math.min(quoted, size);
      }
      header = decoder(header.payloadNumbering(), header.payloadNumber());
    }
  }

  private Header decoder(Numbering numbering, int number) {
    int row = Protocols.find(numbering, number);
    if (row == Protocols.NOT_DECODED || size == MAX_LAYERS) {
      return null;
    }
    Header decoder = decoders[size][row];
    if (decoder == null) {
      decoder = Protocols.decoder(row);
      decoders[size][row] = decoder;
    }
    return decoder;
  }

  /** Number of headers, 0 to {@link #MAX_LAYERS}. */
  public int size() {
    return size;
  }

  /** A header: 0 is the outermost. It stands until this packet is wrapped again. */
  public Header layer(int index) {
    if (index >= size) {
      throw new IndexOutOfBoundsException(index);
    }
    return layers[index];
  }

  /**
   * The {@link #layer} from which on headers belong to another packet, which an ICMP error is
   * about; {@link #MAX_LAYERS} when no packet is quoted.
   */
  public int quotedFrom() {
    return quoted;
  }

  /**
   * The outermost header of this type, or null when there is none. Headers of a {@linkplain
   * #quotedFrom() quoted} packet don't count.
   */
  public <T extends Header> T find(Class<T> type) {
    for (int i = 0; i < Math.min(size, quoted); i++) {
      if (type.isInstance(layers[i])) {
        return type.cast(layers[i]);
      }
    }
    return null;
  }

  /**
   * The header that should come after the last one but doesn't fit into the bytes that are there;
   * null when that is not so. Nothing can be read from it but {@link Header#protocolField()}.
   */
  public Header cut() {
    return cut;
  }

  /** Shows what there is of {@link #cut()}, and that it is truncated, to {@code visitor}. */
  public void describeCut(FieldVisitor visitor) {
    cut.describeCut(visitor, memory, payloadOffset, payloadEnd);
  }

  /** Where the payload of the innermost header begins. */
  public long payloadOffset() {
    return payloadOffset;
  }

  /** Where the payload of the innermost header ends, as far as it was captured. */
  public long payloadEnd() {
    return payloadEnd;
  }

  /** Bytes of payload on the wire, captured or not; padding is not counted. */
  public long payloadLength() {
    return Math.max(wireEnd, payloadEnd) - payloadOffset;
  }

  /** Bytes of payload that are there, at most {@link #payloadLength()}. */
  public long capturedPayloadLength() {
    return payloadEnd - payloadOffset;
  }
}

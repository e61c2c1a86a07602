// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A decoded packet: its headers from the outermost to the innermost. It is reused for each packet,
 * and allocates nothing after the first ones. Not thread-safe.
 *
 * <pre>{@code
 * Packet packet = new Packet();
 *
 * capture.run(frame -> {
 *   packet.wrap(frame);
 *   Udp udp = packet.find(Udp.class);
 *   if (udp != null && udp.destinationPort() == 4000) {
 *     bytes += packet.payloadLength();
 *   }
 * });
 * }</pre>
 */
public final class Packet {
  /** The maximum number of headers; deeper ones are part of the payload. */
  public static final int MAX_LAYERS = 16;

  private final Header[] layers = new Header[MAX_LAYERS];
  private final Protocols protocols;
  private final Header[][] decoders;
  private int size;
  private int quoted;
  private Header cut;
  private MemorySegment memory = MemorySegment.NULL;
  private long payloadOffset;
  private long payloadEnd;
  private long wireEnd;

  /** A packet without headers, which decodes the protocols of this library. */
  public Packet() {
    this(Protocols.builtIn());
  }

  /**
   * A packet without headers, which decodes these protocols.
   *
   * @param protocols this library's protocols, or more
   */
  public Packet(Protocols protocols) {
    this.protocols = protocols;
    decoders = new Header[MAX_LAYERS][protocols.count()];
  }

  /**
   * Decodes a packet, such as a captured frame.
   *
   * @param packet read in place: its memory must stay valid while this packet is in use
   */
  public void wrap(PacketBytes packet) {
    wrap(
        packet.linkTypeNumber(),
        packet.memory(),
        packet.offset(),
        packet.end(),
        packet.originalLength());
  }

  /**
   * Decodes a packet.
   *
   * @param linkType the type of its first header: a LINKTYPE_ value of the tcpdump group, 1 for
   *     Ethernet, 101 for raw IP. A type that is not decoded results in a packet without headers.
   * @param newMemory contains the packet
   * @param offset of its first byte
   * @param end the offset after its last captured byte
   * @param originalLength its bytes on the wire; if not more than were captured, the packet is
   *     complete
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
    Header first = decoder(Numbering.LINK_TYPE, linkType);
    walk(first == null && offset < end && isRawIp(linkType) ? ip() : first);
  }

  private Header ip() {
    int etherType =
        switch ((memory.get(ValueLayout.JAVA_BYTE, payloadOffset) & 0xFF) >>> 4) {
          case 4 -> EtherType.IPV4;
          case 6 -> EtherType.IPV6;
          default -> 0;
        };
    return decoder(Numbering.ETHER_TYPE, etherType);
  }

  // 12 and 14 are DLT_RAW on some systems, and appear in files written there.
  private static boolean isRawIp(int linkType) {
    return linkType == 101 || linkType == 12 || linkType == 14;
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
      if (header.problem() == Problem.FOREIGN) {
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
      header = next(header);
    }
  }

  private Header next(Header header) {
    Numbering numbering = header.payloadNumbering();
    if (protocols.isEmpty(numbering)) {
      return null;
    }
    Header next = decoder(numbering, header.payloadNumber());
    return next != null ? next : decoder(numbering, header.otherPayloadNumber());
  }

  private Header decoder(Numbering numbering, int number) {
    int row = protocols.find(numbering, number);
    if (row == Protocols.NOT_DECODED || size == MAX_LAYERS) {
      return null;
    }
    Header decoder = decoders[size][row];
    if (decoder == null) {
      decoder = protocols.decoder(row);
      decoders[size][row] = decoder;
    }
    return decoder;
  }

  /** {@return the number of headers, 0 to {@link #MAX_LAYERS}} */
  public int size() {
    return size;
  }

  /**
   * {@return a header: 0 is the outermost} It is valid until this packet is wrapped again.
   *
   * @param index 0 to {@link #size()} - 1
   */
  public Header layer(int index) {
    if (index >= size) {
      throw new IndexOutOfBoundsException(index);
    }
    return layers[index];
  }

  /**
   * {@return the first {@link #layer} that belongs to a packet quoted by an ICMP error; {@link
   * #MAX_LAYERS} if no packet is quoted}
   */
  public int quotedFrom() {
    return quoted;
  }

  /**
   * {@return the outermost header of this type, or null if there is none} Headers of a {@linkplain
   * #quotedFrom() quoted} packet are ignored.
   *
   * @param <T> the type of the header
   * @param type the class of the header
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
   * {@return the truncated header after the last one, which does not fit into the captured bytes;
   * null if there is none} Only {@link Header#protocolField()} can be read from it.
   */
  public Header cut() {
    return cut;
  }

  /**
   * Passes the captured fields of {@link #cut()}, and that it is truncated, to {@code visitor}.
   *
   * @param visitor receives the fields
   */
  public void describeCut(FieldVisitor visitor) {
    cut.describeCut(visitor, memory, payloadOffset, payloadEnd);
  }

  /** {@return the offset of the innermost header's payload} */
  public long payloadOffset() {
    return payloadOffset;
  }

  /** {@return the end of the innermost header's payload, as far as it was captured} */
  public long payloadEnd() {
    return payloadEnd;
  }

  /** {@return a copy of the innermost header's captured payload} Allocates. */
  public byte[] payloadBytes() {
    return memory.asSlice(payloadOffset, payloadEnd - payloadOffset).toArray(ValueLayout.JAVA_BYTE);
  }

  /** {@return the number of bytes of payload on the wire, captured or not, without padding} */
  public long payloadLength() {
    return Math.max(wireEnd, payloadEnd) - payloadOffset;
  }

  /** {@return the number of captured bytes of payload, at most {@link #payloadLength()}} */
  public long capturedPayloadLength() {
    return payloadEnd - payloadOffset;
  }
}

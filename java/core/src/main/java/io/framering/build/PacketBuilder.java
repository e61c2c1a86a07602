// SPDX-License-Identifier: Apache-2.0
package io.framering.build;

import io.framering.packet.IpProtocol;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Builds one packet after another, from the outermost header to the payload:
 *
 * <pre>{@code
 * PacketBuilder builder = new PacketBuilder();
 * builder.begin(segment);
 * builder.ethernet().destination(0x0200_0000_0002L).source(0x0200_0000_0001L);
 * builder.ipv4().source(0x0A00_0001).destination(0x0A00_0002);
 * builder.udp().sourcePort(5000).destinationPort(53);
 * builder.payload(bytes);
 * int length = builder.end();
 * }</pre>
 *
 * <p>A header is complete when the next one begins: its builder must not be used any more, for the
 * next header of the same protocol uses it again. Numbers are in host byte order. What is not set
 * is 0, unless the method that begins the header says otherwise.
 *
 * <p>A value out of range throws an {@link IllegalArgumentException}, a header at a wrong place an
 * {@link IllegalStateException}, and memory without room an {@link IndexOutOfBoundsException}; the
 * packet is then to be begun anew. Nothing is allocated after the first packet. For one thread.
 */
public final class PacketBuilder {
  /** The maximum number of headers in a packet. */
  public static final int MAX_HEADERS = 16;

  static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final EthernetBuilder ethernet = new EthernetBuilder(this);
  private final VlanBuilder vlan = new VlanBuilder(this);
  private final ArpBuilder arp = new ArpBuilder(this);
  private final Ipv4Builder ipv4 = new Ipv4Builder(this);
  private final Ipv6Builder ipv6 = new Ipv6Builder(this);
  private final Ipv6OptionsBuilder hopByHop = new Ipv6OptionsBuilder(this, IpProtocol.HOP_BY_HOP);
  private final Ipv6OptionsBuilder destinationOptions =
      new Ipv6OptionsBuilder(this, IpProtocol.DESTINATION_OPTIONS);
  private final Ipv6FragmentBuilder fragment = new Ipv6FragmentBuilder(this);
  private final IcmpBuilder icmp = new IcmpBuilder(this, "ICMP", IpProtocol.ICMP, false);
  private final IcmpBuilder icmpv6 = new IcmpBuilder(this, "ICMPv6", IpProtocol.ICMPV6, true);
  private final UdpBuilder udp = new UdpBuilder(this);
  private final TcpBuilder tcp = new TcpBuilder(this);

  // The headers so far, outermost first: their builders, where they begin, and which of their
  // fields are given.
  private final HeaderBuilder[] headers = new HeaderBuilder[MAX_HEADERS];
  private final long[] starts = new long[MAX_HEADERS];
  private final int[] given = new int[MAX_HEADERS];
  private int count;

  private MemorySegment memory;
  private long begin;
  private long at;
  private boolean hasPayload;

  /** A builder without a packet. */
  public PacketBuilder() {
    // The fields are all that there is.
  }

  /**
   * Begins a packet at the start of a segment.
   *
   * @param segment the memory for the packet; writable
   */
  public void begin(MemorySegment segment) {
    begin(segment, 0);
  }

  /**
   * Begins a packet.
   *
   * @param segment the memory for the packet; writable
   * @param offset of its first byte
   */
  public void begin(MemorySegment segment, long offset) {
    memory = segment;
    begin = offset;
    at = offset;
    count = 0;
    hasPayload = false;
  }

  /**
   * Begins an Ethernet II header (IEEE 802.3).
   *
   * @return its fields
   */
  public EthernetBuilder ethernet() {
    return begin(ethernet, EthernetBuilder.LENGTH);
  }

  /**
   * Begins an 802.1Q tag (IEEE 802.1Q 9.3).
   *
   * @return its fields
   */
  public VlanBuilder vlan() {
    return begin(vlan, VlanBuilder.LENGTH);
  }

  /**
   * Begins an ARP packet for Ethernet and IPv4 (RFC 826).
   *
   * @return its fields; the operation is a request
   */
  public ArpBuilder arp() {
    return begin(arp, ArpBuilder.LENGTH);
  }

  /**
   * Begins an IPv4 header (RFC 791).
   *
   * @return its fields; TTL is 64
   */
  public Ipv4Builder ipv4() {
    return begin(ipv4, Ipv4Builder.LENGTH);
  }

  /**
   * Begins an IPv6 header (RFC 8200).
   *
   * @return its fields; the hop limit is 64
   */
  public Ipv6Builder ipv6() {
    return begin(ipv6, Ipv6Builder.LENGTH);
  }

  /**
   * Begins a hop-by-hop options header (RFC 8200, 4.3).
   *
   * @return its options
   */
  public Ipv6OptionsBuilder hopByHopOptions() {
    return begin(hopByHop, Ipv6OptionsBuilder.LENGTH);
  }

  /**
   * Begins a destination options header (RFC 8200, 4.6).
   *
   * @return its options
   */
  public Ipv6OptionsBuilder destinationOptions() {
    return begin(destinationOptions, Ipv6OptionsBuilder.LENGTH);
  }

  /**
   * Begins a fragment header (RFC 8200, 4.5).
   *
   * @return its fields
   */
  public Ipv6FragmentBuilder fragment() {
    return begin(fragment, Ipv6FragmentBuilder.LENGTH);
  }

  /**
   * Begins an ICMP header (RFC 792).
   *
   * @return its fields
   */
  public IcmpBuilder icmp() {
    return begin(icmp, IcmpBuilder.LENGTH);
  }

  /**
   * Begins an ICMPv6 header (RFC 4443).
   *
   * @return its fields
   */
  public IcmpBuilder icmpv6() {
    return begin(icmpv6, IcmpBuilder.LENGTH);
  }

  /**
   * Begins a UDP header (RFC 768).
   *
   * @return its fields
   */
  public UdpBuilder udp() {
    return begin(udp, UdpBuilder.LENGTH);
  }

  /**
   * Begins a TCP header (RFC 9293).
   *
   * @return its fields
   */
  public TcpBuilder tcp() {
    return begin(tcp, TcpBuilder.LENGTH);
  }

  /**
   * Adds bytes after the last header. More may follow, but no header.
   *
   * @param bytes are copied
   */
  public void payload(MemorySegment bytes) {
    checkBegun();
    completeLast();
    MemorySegment.copy(bytes, 0, memory, at, bytes.byteSize());
    at += bytes.byteSize();
    hasPayload = true;
  }

  /**
   * Adds bytes after the last header. More may follow, but no header.
   *
   * @param bytes are copied
   */
  public void payload(byte[] bytes) {
    checkBegun();
    completeLast();
    MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, at, bytes.length);
    at += bytes.length;
    hasPayload = true;
  }

  /**
   * Fills in lengths, checksums and the numbers of next headers, and ends the packet.
   *
   * @return its length in bytes
   * @throws IllegalStateException if a header neither names the next one nor has one that it could
   *     name, or if a checksum covers addresses and there is no IP header
   */
  public int end() {
    checkBegun();
    completeLast();
    // From the innermost one, since an outer checksum covers inner ones.
    for (int header = count - 1; header >= 0; header--) {
      headers[header].finish(header, starts[header], at);
    }
    memory = null;
    return Math.toIntExact(at - begin);
  }

  private void checkBegun() {
    if (memory == null) {
      throw new IllegalStateException("no packet has been begun");
    }
  }

  private <T extends HeaderBuilder> T begin(T header, int length) {
    checkBegun();
    if (hasPayload) {
      throw new IllegalStateException(header.name() + ": no header can follow the payload");
    }
    if (count == MAX_HEADERS) {
      throw new IllegalStateException("a packet has at most " + MAX_HEADERS + " headers");
    }
    completeLast();
    long start = extend(length);
    headers[count] = header;
    starts[count] = start;
    given[count] = 0;
    header.start(count, start);
    count++;
    header.initialize();
    return header;
  }

  private void completeLast() {
    if (count > 0 && !hasPayload) {
      headers[count - 1].complete();
    }
  }

  // For the builders of headers.

  MemorySegment memory() {
    checkBegun();
    return memory;
  }

  boolean isLast(int header) {
    return header == count - 1 && !hasPayload;
  }

  /** Reserves bytes after the last one, all 0, and returns their offset. */
  long extend(int length) {
    long added = Objects.checkFromIndexSize(at, length, memory.byteSize());
    for (long clear = at; clear < at + length; clear++) {
      memory.set(ValueLayout.JAVA_BYTE, clear, (byte) 0);
    }
    at += length;
    return added;
  }

  /** The offset after the last byte. */
  long at() {
    return at;
  }

  void give(int header, int field) {
    given[header] |= field;
  }

  boolean isGiven(int header, int field) {
    return (given[header] & field) != 0;
  }

  /** The EtherType of the header after this one. */
  int nextEtherType(int header) {
    int type = header + 1 < count ? headers[header + 1].etherType() : HeaderBuilder.NONE;
    return named(header, type, "EtherType");
  }

  /** The protocol number of the header after this one. */
  int nextProtocol(int header) {
    int number = header + 1 < count ? headers[header + 1].ipProtocol() : HeaderBuilder.NONE;
    return named(header, number, "protocol");
  }

  private int named(int header, int number, String what) {
    if (number == HeaderBuilder.NONE) {
      throw new IllegalStateException(
          headers[header].name() + ": set its " + what + ", for the next header has none");
    }
    return number;
  }

  /** The sum of the pseudo header (RFC 9293, 3.1; RFC 8200, 8.1) for a header inside IP. */
  long pseudoHeader(int header, int protocol, long length) {
    for (int outer = header - 1; outer >= 0; outer--) {
      if (headers[outer] == ipv4) {
        return Ipv4Builder.addresses(memory, starts[outer]) + protocol + length;
      }
      if (headers[outer] == ipv6) {
        return Ipv6Builder.addresses(memory, starts[outer]) + protocol + length;
      }
    }
    throw new IllegalStateException(
        headers[header].name()
            + ": its checksum needs the addresses of an IP header; add one, or"
            + " set the checksum");
  }
}

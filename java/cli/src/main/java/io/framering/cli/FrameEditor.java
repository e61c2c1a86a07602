// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.frame.Frame;
import io.framering.packet.Arp;
import io.framering.packet.EtherType;
import io.framering.packet.Ethernet;
import io.framering.packet.Header;
import io.framering.packet.Icmp;
import io.framering.packet.Icmpv6;
import io.framering.packet.InternetChecksum;
import io.framering.packet.Ipv4;
import io.framering.packet.Ipv6;
import io.framering.packet.Ipv6Routing;
import io.framering.packet.Packet;
import io.framering.packet.Problem;
import io.framering.packet.Tcp;
import io.framering.packet.Udp;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Replaces addresses in a copy of a frame: in Ethernet, ARP, IPv4, IPv6 and neighbor discovery,
 * also within tunnels and in packets that ICMP errors quote. The checksums over them change by the
 * difference, so that correct ones stay correct, in a first fragment, too, and wrong ones wrong.
 */
final class FrameEditor {
  private static final int MAC = 3;
  private static final int IPV4_ADDRESS = 2;
  private static final int IPV6_ADDRESS = 8;

  private static final int IPV4_SOURCE = 12;
  private static final int IPV6_SOURCE = 8;
  private static final int IPV4_CHECKSUM = 10;
  private static final int ICMP_CHECKSUM = 2;
  private static final int UDP_CHECKSUM = 6;
  private static final int TCP_CHECKSUM = 16;

  /** UDP's checksum 0; a 0 there means none (RFC 768). */
  private static final int NOT_NONE = 0xFFFF;

  // Neighbor discovery (RFC 4861, section 4).
  private static final int TARGET = 8;
  private static final int REDIRECTED_DESTINATION = 24;
  private static final int OPTION_UNIT = 8;
  private static final int SOURCE_LINK = 1;
  private static final int TARGET_LINK = 2;
  private static final int PREFIX = 3;
  private static final int PREFIX_ADDRESS = 16;

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final List<AddressEdit> edits;
  private final Packet packet = new Packet();
  private final Sum[] sums = new Sum[Packet.MAX_LAYERS];
  private int sumCount;
  private MemorySegment bytes = MemorySegment.NULL;
  private long length;

  /** A checksum, and what it covers: two ranges of bytes. */
  private static final class Sum {
    private long field;
    private long from;
    private long end;
    private long addresses;
    private long addressesEnd;
    private boolean isUdp;

    boolean covers(long at) {
      return at != field && at >= from && at < end || at >= addresses && at < addressesEnd;
    }
  }

  /**
   * An editor.
   *
   * @param edits the first one that applies to an address replaces it
   */
  FrameEditor(List<AddressEdit> edits) {
    this.edits = edits;
    for (int i = 0; i < sums.length; i++) {
      sums[i] = new Sum();
    }
  }

  /** The checksum of bytes of which 16 bits change (RFC 1624). */
  static int checksum(int checksum, int before, int after) {
    long sum = (~checksum & 0xFFFF) + (~before & 0xFFFF) + after;
    return InternetChecksum.expected(0, sum);
  }

  /** The captured bytes of a frame with other addresses, until the next call. */
  MemorySegment edit(Frame frame) {
    length = frame.capturedLength();
    if (length > bytes.byteSize()) {
      bytes = Arena.ofAuto().allocate(Long.highestOneBit(length) << 1);
    }
    MemorySegment.copy(frame.memory(), frame.offset(), bytes, 0, length);
    packet.wrap(frame.linkTypeNumber(), bytes, 0, length, frame.originalLength());
    findSums();
    for (int i = 0; i < packet.size(); i++) {
      edit(packet.layer(i));
    }
    return bytes.asSlice(0, length);
  }

  private void findSums() {
    sumCount = 0;
    long addresses = 0;
    long addressesEnd = 0;
    for (int i = 0; i < packet.size(); i++) {
      Header header = packet.layer(i);
      long at = header.offset();
      switch (header) {
        case Ipv4 ip -> {
          addresses = at + IPV4_SOURCE;
          addressesEnd = at + Ipv4.MINIMUM_LENGTH;
          add(at + IPV4_CHECKSUM, at, at + ip.headerLength(), 0, 0);
        }
        case Ipv6 _ -> {
          addresses = at + IPV6_SOURCE;
          addressesEnd = at + Ipv6.LENGTH;
        }
        // The checksums are over the final destination (RFC 8200, section 8.1), which stays.
        case Ipv6Routing routing when routing.segmentsLeft() > 0 ->
            addressesEnd = addresses + IPV6_ADDRESS * Short.BYTES;
        case Icmp _ -> add(at + ICMP_CHECKSUM, at, length, 0, 0);
        case Icmpv6 _ -> add(at + ICMP_CHECKSUM, at, length, addresses, addressesEnd);
        case Tcp _ -> add(at + TCP_CHECKSUM, at, length, addresses, addressesEnd);
        case Udp udp when udp.checksum() != 0 ->
            add(at + UDP_CHECKSUM, at, length, addresses, addressesEnd).isUdp = true;
        default -> {}
      }
    }
  }

  private Sum add(long field, long from, long end, long addresses, long addressesEnd) {
    Sum sum = sums[sumCount++];
    sum.field = field;
    sum.from = from;
    sum.end = end;
    sum.addresses = addresses;
    sum.addressesEnd = addressesEnd;
    sum.isUdp = false;
    return sum;
  }

  private void edit(Header header) {
    long at = header.offset();
    switch (header) {
      case Ethernet _ -> {
        editAddress(at, MAC);
        editAddress(at + MAC * Short.BYTES, MAC);
      }
      case Ipv4 ip when ip.problem().kind() != Problem.Kind.MALFORMED -> {
        editAddress(at + IPV4_SOURCE, IPV4_ADDRESS);
        editAddress(at + IPV4_SOURCE + IPV4_ADDRESS * Short.BYTES, IPV4_ADDRESS);
      }
      case Ipv6 ip when ip.problem().kind() != Problem.Kind.MALFORMED -> {
        editAddress(at + IPV6_SOURCE, IPV6_ADDRESS);
        editAddress(at + IPV6_SOURCE + IPV6_ADDRESS * Short.BYTES, IPV6_ADDRESS);
      }
      case Arp arp when arp.problem() == Problem.NONE -> editArp(arp);
      case Icmpv6 message -> editNeighborDiscovery(message);
      default -> {}
    }
  }

  private void editArp(Arp arp) {
    int macs = arp.hardwareSize() == MAC * Short.BYTES ? MAC : 0;
    int ips =
        arp.protocolType() == EtherType.IPV4 && arp.protocolSize() == IPV4_ADDRESS * Short.BYTES
            ? IPV4_ADDRESS
            : 0;
    long at = arp.offset() + Arp.FIXED_LENGTH;
    for (int i = 0; i < 2; i++) {
      editAddress(at, macs);
      editAddress(at + arp.hardwareSize(), ips);
      at += arp.hardwareSize() + arp.protocolSize();
    }
  }

  private void editNeighborDiscovery(Icmpv6 message) {
    long at = message.offset();
    long options =
        switch (message.type()) {
          case Icmpv6.ROUTER_SOLICITATION -> TARGET;
          case Icmpv6.ROUTER_ADVERTISEMENT -> 16;
          case Icmpv6.NEIGHBOR_SOLICITATION, Icmpv6.NEIGHBOR_ADVERTISEMENT -> {
            editAddress(at + TARGET, IPV6_ADDRESS);
            yield 24;
          }
          case Icmpv6.REDIRECT -> {
            editAddress(at + TARGET, IPV6_ADDRESS);
            editAddress(at + REDIRECTED_DESTINATION, IPV6_ADDRESS);
            yield 40;
          }
          default -> length;
        };
    editOptions(at + options, message.end());
  }

  private void editOptions(long first, long end) {
    long at = first;
    while (at + OPTION_UNIT <= end) {
      int type = bytes.get(ValueLayout.JAVA_BYTE, at);
      int size = (bytes.get(ValueLayout.JAVA_BYTE, at + 1) & 0xFF) * OPTION_UNIT;
      if (size == 0 || at + size > end) {
        return;
      }
      if ((type == SOURCE_LINK || type == TARGET_LINK) && size == OPTION_UNIT) {
        editAddress(at + 2, MAC);
      } else if (type == PREFIX && size == PREFIX_ADDRESS + IPV6_ADDRESS * Short.BYTES) {
        editAddress(at + PREFIX_ADDRESS, IPV6_ADDRESS);
      }
      at += size;
    }
  }

  /**
   * Replaces an address, if one of the edits applies to it.
   *
   * @param words the number of its words; 0 if it is another kind of address
   */
  private void editAddress(long at, int words) {
    if (at + words * Short.BYTES > length) {
      return;
    }
    for (AddressEdit edit : edits) {
      if (edit.length() == words && matches(edit, at)) {
        for (int i = 0; i < words; i++) {
          long word = at + i * Short.BYTES;
          replace(word, edit.replaced(i, word(word)));
        }
        return;
      }
    }
  }

  private boolean matches(AddressEdit edit, long at) {
    for (int i = 0; i < edit.length(); i++) {
      if (!edit.matches(i, word(at + i * Short.BYTES))) {
        return false;
      }
    }
    return true;
  }

  private int word(long at) {
    return bytes.get(SHORT, at) & 0xFFFF;
  }

  /** Replaces a word, and the checksums over it, and so the checksums over those. */
  private void replace(long at, int value) {
    int before = word(at);
    bytes.set(SHORT, at, (short) value);
    for (int i = 0; i < sumCount; i++) {
      Sum sum = sums[i];
      if (sum.covers(at)) {
        boolean isOdd = (at - sum.from) % 2 != 0;
        int checksum =
            checksum(
                word(sum.field), isOdd ? swapped(before) : before, isOdd ? swapped(value) : value);
        replace(sum.field, checksum == 0 && sum.isUdp ? NOT_NONE : checksum);
      }
    }
  }

  private static int swapped(int word) {
    return Short.toUnsignedInt(Short.reverseBytes((short) word));
  }
}

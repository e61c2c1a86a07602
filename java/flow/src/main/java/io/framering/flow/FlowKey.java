// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import io.framering.packet.Addresses;
import io.framering.packet.IpProtocol;
import java.net.InetAddress;

/**
 * What the packets of a flow have in common, seen from its source.
 *
 * @param ipv6 the version of IP
 * @param protocol in IP
 * @param sourceHigh the first 64 bits of an IPv6 address
 * @param sourceLow the last 64 bits, or an IPv4 address
 * @param destinationHigh as the source
 * @param destinationLow as the source
 * @param ports whether there are ports, or type and code of ICMP in their place
 * @param sourceNumber a port, or the ICMP type
 * @param destinationNumber a port, or the type of the reply, or the code if there is no reply
 * @param vlan the identifier, or -1
 * @param interfaceIndex the index, or 0
 */
record FlowKey(
    boolean ipv6,
    int protocol,
    long sourceHigh,
    long sourceLow,
    long destinationHigh,
    long destinationLow,
    boolean ports,
    int sourceNumber,
    int destinationNumber,
    int vlan,
    int interfaceIndex) {

  InetAddress source() {
    return address(sourceHigh, sourceLow);
  }

  InetAddress destination() {
    return address(destinationHigh, destinationLow);
  }

  private InetAddress address(long high, long low) {
    return ipv6 ? Addresses.ofIpv6(high, low) : Addresses.ofIpv4((int) low);
  }

  int sourcePort() {
    return ports && !isIcmp() ? sourceNumber : -1;
  }

  int destinationPort() {
    return ports && !isIcmp() ? destinationNumber : -1;
  }

  int icmpType() {
    return ports && isIcmp() ? sourceNumber : -1;
  }

  int icmpCode() {
    if (!ports || !isIcmp()) {
      return -1;
    }
    return isAnswered() ? 0 : destinationNumber;
  }

  /** Whether replies belong to the same flow. */
  boolean isAnswered() {
    return !ports || !isIcmp() || IcmpReplies.of(ipv6, sourceNumber) >= 0;
  }

  private boolean isIcmp() {
    return protocol == (ipv6 ? IpProtocol.ICMPV6 : IpProtocol.ICMP);
  }

  /** The smaller of this key and the one seen from the other side. */
  FlowKey canonical() {
    return isAnswered() && compareEnds() > 0 ? turned() : this;
  }

  private FlowKey turned() {
    return new FlowKey(
        ipv6,
        protocol,
        destinationHigh,
        destinationLow,
        sourceHigh,
        sourceLow,
        ports,
        destinationNumber,
        sourceNumber,
        vlan,
        interfaceIndex);
  }

  private int compareEnds() {
    int high = Long.compareUnsigned(sourceHigh, destinationHigh);
    int low = high != 0 ? high : Long.compareUnsigned(sourceLow, destinationLow);
    return low != 0 ? low : Integer.compare(sourceNumber, destinationNumber);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
  @ParameterizedTest
  @CsvSource({
    "0x0800, IPv4",
    "0x0806, ARP",
    "0x86dd, IPv6",
    "0x8100, VLAN",
    "0x88a8, 802.1ad VLAN",
    "0x8847, MPLS",
    "0x8863, PPPoE discovery",
    "0x8864, PPPoE",
    "0x88cc, LLDP",
    "0x0000, unknown",
    "0x1234, unknown",
    "0xffff, unknown",
  })
  void etherTypes(int number, String name) {
    assertThat(EtherType.name(number)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "1, ICMP",
    "2, IGMP",
    "6, TCP",
    "17, UDP",
    "41, IPv6",
    "47, GRE",
    "50, ESP",
    "51, AH",
    "58, ICMPv6",
    "89, OSPF",
    "132, SCTP",
    "200, unknown",
    "255, unknown",
    "-1, unknown",
  })
  void ipProtocols(int number, String name) {
    assertThat(IpProtocol.name(number)).isEqualTo(name);
  }
}

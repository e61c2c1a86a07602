// SPDX-License-Identifier: Apache-2.0
/*
 * The packets for measurements: 60 to 1514 bytes, 355 on average; TCP, UDP, ICMP, ARP and
 * IPv6, one in ten with a VLAN tag. The n-th packet is always the same.
 */
#ifndef FRAMERING_BENCH_MIX_H
#define FRAMERING_BENCH_MIX_H

#include <stdint.h>

enum { MIX_LENGTH_MAX = 1514 };

struct mix {
  /* Pairs of hosts, each with its ports: the packets of a flow differ only in length. */
  uint32_t flows;
  /* 0: the mix; otherwise every packet is IPv4 and has this length, 60 to 1514 bytes. */
  uint32_t length;
};

/*
 * Writes the packet with this number to `packet`, which has MIX_LENGTH_MAX bytes, and returns its
 * length. The payload is not written.
 */
uint32_t mix_packet(const struct mix *mix, uint64_t number, uint8_t *packet);

#endif

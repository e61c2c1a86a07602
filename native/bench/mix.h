/*
 * The packets that are measured with: 60 to 1514 bytes, 355 on average; TCP, UDP, ICMP, ARP and
 * IPv6, one in ten with a VLAN tag. The n-th packet is always the same.
 */
#ifndef FRAMERING_BENCH_MIX_H
#define FRAMERING_BENCH_MIX_H

#include <stdint.h>

enum { MIX_LENGTH_MAX = 1514 };

struct mix {
  /* Pairs of hosts, each with its ports: the packets of a flow are alike but for their lengths. */
  uint32_t flows;
  /* 0: as the mix is; else every packet is IPv4 and of this many bytes, 60 to 1514. */
  uint32_t length;
};

/*
 * Writes the packet with this number to `packet`, which has room for MIX_LENGTH_MAX bytes, and
 * returns its length. Of the payload nothing is written.
 */
uint32_t mix_packet(const struct mix *mix, uint64_t number, uint8_t *packet);

#endif

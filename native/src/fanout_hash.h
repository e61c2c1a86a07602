// SPDX-License-Identifier: Apache-2.0
/* The kernel program that selects a ring of a fanout group for each frame, by its flow. */
#ifndef FRAMERING_FANOUT_HASH_H
#define FRAMERING_FANOUT_HASH_H

#include <linux/filter.h>

/*
 * A program for PACKET_FANOUT_CBPF. The kernel divides what it returns by the number of rings and
 * takes the remainder.
 *
 * Both directions of a flow have one value: sums are hashed. For IP these are the sum of the
 * addresses, and the sum of the ports of TCP, UDP and SCTP where each frame of a datagram has them:
 * fragments, and IPv6 with extension headers, are hashed by their addresses alone. Other Ethernet
 * frames are hashed by the sum of their MAC addresses. At most two VLAN tags are skipped. All other
 * frames, and those too short for their own header, have 0.
 */
struct sock_fprog fanout_hash(void);

#endif

/* The kernel program that selects a ring of a fanout group for each frame, by its flow. */
#ifndef FRAMERING_FLOW_H
#define FRAMERING_FLOW_H

#include <linux/filter.h>
#include <stdint.h>

/* Room for the program. */
#define FLOW_MAX 160

/*
 * Writes a program for PACKET_FANOUT_CBPF that returns the index of a ring, 0 to rings - 1; rings
 * is 1 or more. Returns its length.
 *
 * Both directions of a flow have the same index, since sums are hashed: for IP the sum of the
 * addresses, and of the ports of TCP, UDP and SCTP. Fragments and packets with IPv6 extension
 * headers use only the addresses, because not all frames of a datagram have ports. Other Ethernet
 * frames use the sum of the MAC addresses. At most two VLAN tags are skipped. All other frames, and
 * those too short for their header, have index 0.
 */
int flow_build(uint32_t rings, struct sock_filter program[FLOW_MAX]);

#endif

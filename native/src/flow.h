/* The kernel program that picks a ring of a group for each frame, by the flow it belongs to. */
#ifndef FRAMERING_FLOW_H
#define FRAMERING_FLOW_H

#include <linux/filter.h>
#include <stdint.h>

/* Room for the program. */
#define FLOW_MAX 160

/*
 * Writes a program for PACKET_FANOUT_CBPF that returns the place of a ring, 0 to rings - 1; rings
 * is 1 or more. Returns its length.
 *
 * Both directions of a flow have one place: what is hashed are sums. Of IP those of the addresses,
 * and of the ports of TCP, UDP and SCTP where each frame of a datagram has them: fragments go by
 * their addresses alone, and so does what has IPv6 extension headers. Of all else on Ethernet that
 * of the MAC addresses. Two VLAN tags at most are looked behind. The rest, and what is too short
 * for its own header, has place 0.
 */
int flow_build(uint32_t rings, struct sock_filter program[FLOW_MAX]);

#endif

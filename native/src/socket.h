// SPDX-License-Identifier: Apache-2.0
/* The AF_PACKET socket and its options; each function is one system call and returns 0 or a
 * negative errno value. */
#ifndef FRAMERING_SOCKET_H
#define FRAMERING_SOCKET_H

#include <stdint.h>

#include "framering.h"

/* Opens a socket bound to no protocol: nothing arrives before packet_bind(). Returns a descriptor
 * or -errno. Opened in this network namespace; NULL: that of the calling thread. Sets *failed like
 * namespace_socket(). */
int packet_socket(const char *network_namespace, enum framering_call *failed);

/* Sets an option that is a number. */
int packet_set_int(int fd, int level, int name, int value);

/* The ring's memory. -ENOMEM leaves the socket as it was. */
int packet_set_ring(int fd, uint32_t block_size, uint32_t block_count, uint32_t block_timeout);

/* Frees the ring's memory, which must not be mapped. */
int packet_clear_ring(int fd);

/* Attaches the filter for framering_options: see filter.h. */
int packet_attach_filter(int fd, const struct framering_options *options);

/* Enables promiscuous mode on one interface, until the socket is closed and unmapped. */
int packet_add_promiscuous(int fd, int interface);
int packet_drop_promiscuous(int fd, int interface);

/* Starts delivery from one interface, or from all (0); also of a socket whose interface has been
 * deleted. -ENETDOWN: bound, but the interface is down. */
int packet_bind(int fd, int interface);

/* Binds a socket that sends from this interface, which may be down, and receives nothing. */
int packet_bind_for_sending(int fd, int interface);

/* 1 if the interface to which the socket was bound has been deleted, else 0, or -errno. */
int packet_is_orphaned(int fd);

/* 0 if an interface with this index exists and is up; else -ENETDOWN or -ENODEV. */
int packet_find_interface(int fd, int interface);

/* 1 if the interface can send, 0 if it has no carrier; else -ENETDOWN or -ENODEV. */
int packet_is_running(int fd, int interface);

/* Attaches a filter that rejects all frames. */
int packet_reject_all(int fd);

/* Makes a fanout group with this socket as the first. Its sockets can't be bound again. */
int packet_make_fanout(int fd, int ignore_outgoing);

/* Adds a socket, bound like the others, to the fanout group of `member`, as the last one. */
int packet_join_fanout(int fd, int member);

/* Sets the program that selects a socket of the fanout group for each frame; see fanout_hash.h. */
int packet_set_fanout_hash(int fd);

/* Returns and clears the pending socket error as a negative errno value; 0 if there is none. */
int packet_pending_error(int fd);

/* Returns the counts since the last call: the kernel resets them. */
int packet_statistics(int fd, struct tpacket_stats_v3 *counts);

#endif

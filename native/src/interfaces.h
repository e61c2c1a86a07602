// SPDX-License-Identifier: Apache-2.0
/* The kernel's list of interfaces, and its changes, by netlink. */
#ifndef FRAMERING_INTERFACES_H
#define FRAMERING_INTERFACES_H

#include <stdbool.h>
#include <stdint.h>

#include "framering.h"

/*
 * Opens a netlink socket in this network namespace, NULL for the calling thread's: to list
 * interfaces, or to receive `changes`. Returns a descriptor or -errno; sets *failed like
 * namespace_socket().
 */
int interfaces_open(const char *network_namespace, bool changes, enum framering_call *failed);

/* Like framering_interfaces(), with a socket opened for listing. */
int interfaces_list(int fd, struct framering_interface *list, uint32_t capacity);

/* 1 if an interface has changed since the last call, else 0, or -errno: for a socket opened for
 * changes, which stays readable until this is called. Reads all pending messages. */
int interfaces_changed(int fd);

/* Whether this index is one of `count`. */
bool interfaces_contain(const int *indices, uint32_t count, int index);

#endif

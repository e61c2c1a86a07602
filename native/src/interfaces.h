/* The kernel's list of interfaces, by netlink, and that it has changed. */
#ifndef FRAMERING_INTERFACES_H
#define FRAMERING_INTERFACES_H

#include <stdbool.h>
#include <stdint.h>

#include "framering.h"

/*
 * A netlink socket in that network namespace, NULL for the calling thread's: to list, or to learn
 * of `changes`. A descriptor or -errno; *failed changes as by namespace_socket().
 */
int interfaces_open(const char *network_namespace, bool changes, enum framering_call *failed);

/* As framering_interfaces(), by a socket that was opened to list. */
int interfaces_list(int fd, struct framering_interface *list, uint32_t capacity);

/* 1 when an interface has changed since the last call, else 0, or -errno: of a socket that was
 * opened for changes, which is readable for as long as this has not been asked. Reads all that
 * there is. */
int interfaces_changed(int fd);

/* Whether this index is one of `count`. */
bool interfaces_contain(const int *indices, uint32_t count, int index);

#endif

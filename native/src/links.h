// SPDX-License-Identifier: Apache-2.0
/* Parses the kernel's rtnetlink messages that list interfaces. No system calls. */
#ifndef FRAMERING_LINKS_H
#define FRAMERING_LINKS_H

#include <stddef.h>
#include <stdint.h>

#include "framering.h"

struct links {
  struct framering_interface *list;
  /* Capacity of `list` in elements. */
  uint32_t capacity;
  /* Number of interfaces so far, including those without room. */
  int count;
};

/*
 * Reads one message, aligned like struct nlmsghdr, and adds its interfaces.
 *
 * Returns 1 if the list is complete, 0 if more messages follow, or a negative errno value: the
 * kernel's, or -EPROTO if a length in the message is out of range.
 */
int links_read(struct links *to, const void *answer, size_t length);

#endif

/* The kernel's answers to a request for its interfaces: rtnetlink messages. No system calls. */
#ifndef FRAMERING_LISTING_H
#define FRAMERING_LISTING_H

#include <stddef.h>
#include <stdint.h>

#include "framering.h"

struct listing {
  struct framering_interface *list;
  /* Elements that `list` has room for. */
  uint32_t capacity;
  /* Interfaces up to now, those included for which there was no room. */
  int count;
};

/*
 * Reads one answer, which is aligned as struct nlmsghdr is, and adds its interfaces.
 *
 * Returns 1 when the listing is complete, 0 when more answers are to come, or a negative errno
 * value: what the kernel says, or -EPROTO when a length in the answer is out of range.
 */
int listing_read(struct listing *to, const void *answer, size_t length);

#endif

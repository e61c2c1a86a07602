// SPDX-License-Identifier: Apache-2.0
#include "follow.h"

#include <errno.h>
#include <poll.h>
#include <string.h>

#include "interfaces.h"
#include "socket.h"
#include "state.h"

/* Memberships are counted, so each index is added once. An absent interface is 0. */
static int join_promiscuous(struct framering *ring, int interface) {
  if (interface == 0 || !(ring->options.flags & FRAMERING_PROMISCUOUS)) {
    return 0;
  }
  ring->call = FRAMERING_CALL_MEMBERSHIP;
  int error = packet_add_promiscuous(ring->fd, interface);
  ring->promiscuous |= error == 0;
  return error;
}

int follow_join_promiscuous(struct framering *ring) {
  int error = 0;
  for (uint32_t i = 0; error == 0 && i < ring->options.interface_count; i++) {
    error = join_promiscuous(ring, ring->interfaces[i]);
  }
  return error;
}

int follow_has_changes(struct framering *ring) {
  ring->call = FRAMERING_CALL_CHANGES;
  return interfaces_changed(ring->changes_fd);
}

/* Sockets of a fanout group must be bound alike and cannot be bound again, so they are bound to
 * all. */
static int bind_in_fanout(struct framering *ring) {
  int error = packet_bind(ring->fd, 0);
  return error == 0 && ring_must_look(ring) ? follow_look(ring) : error;
}

/* Binds to the only interface, or, for several, to all interfaces, among which the filter selects.
 */
int follow_bind(struct framering *ring) {
  if (ring_is_in_fanout(ring)) {
    return bind_in_fanout(ring);
  }
  bool one = ring->options.interface_count == 1;
  if (one && ring->interfaces[0] == 0) {
    return 0; /* bound when the interface appears: until then nothing arrives */
  }
  ring->call = FRAMERING_CALL_BIND;
  int error = packet_bind(ring->fd, one ? ring->interfaces[0] : 0);
  return ring_follows(ring) && error == -ENETDOWN ? 0 : error;
}

int follow_look(struct framering *ring) {
  ring->call = FRAMERING_CALL_INTERFACE;
  int error = packet_find_interface(ring->fd, ring->interfaces[0]);
  bool reported = ring->down && error == -ENETDOWN;
  ring->down = error < 0;
  return reported ? 0 : error;
}

int follow_is_orphaned(struct framering *ring) {
  if (!ring_must_look(ring)) {
    ring->call = FRAMERING_CALL_ADDRESS;
    int orphaned = packet_is_orphaned(ring->fd);
    if (orphaned != 0) {
      return orphaned;
    }
  }
  ring->call = FRAMERING_CALL_INTERFACE;
  int error = packet_find_interface(ring->fd, ring->interfaces[0]);
  ring->down = error < 0;
  return error == -ENODEV ? 1 : error == -ENETDOWN ? 0 : error;
}

/* The filter of several interfaces contains their indices. A locked filter stays, which works as
 * long as no index differs from `before`. */
static int name_interfaces(struct framering *ring, const int *before) {
  ring->call = ring->options.helper == NULL ? FRAMERING_CALL_FILTER : FRAMERING_CALL_LOCK;
  uint32_t count = ring->options.interface_count;
  if (count < 2 && !ring_is_in_fanout(ring)) {
    return 0;
  }
  if (ring->options.helper == NULL) {
    return packet_attach_filter(ring->fd, &ring->options);
  }
  for (uint32_t i = 0; i < count; i++) {
    if (ring->interfaces[i] != 0 && !interfaces_contain(before, count, ring->interfaces[i])) {
      return -EPERM;
    }
  }
  return 0;
}

static int follow(struct framering *ring, const int *before) {
  const int *interfaces = ring->interfaces;
  uint32_t count = ring->options.interface_count;
  int error = name_interfaces(ring, before);
  for (uint32_t i = 0; error == 0 && i < count; i++) {
    if (!interfaces_contain(before, count, interfaces[i])) {
      error = join_promiscuous(ring, interfaces[i]);
    }
  }
  bool moved = count == 1 && interfaces[0] != before[0] && !ring_is_in_fanout(ring);
  return error == 0 && moved ? follow_bind(ring) : error;
}

int framering_follow(struct framering *ring, const int *interfaces) {
  size_t size = ring->options.interface_count * sizeof *interfaces;
  int before[FRAMERING_INTERFACES_MAX];
  memcpy(before, ring->interfaces, size);
  memcpy(ring->interfaces, interfaces, size);
  int error = follow(ring, before);
  if (error < 0) {
    memcpy(ring->interfaces, before, size); /* so that the next call does the rest */
  }
  return error;
}

int framering_await_change(struct framering *ring, int timeout) {
  struct pollfd waits[] = {{.fd = ring->wake_fd, .events = POLLIN},
                           {.fd = ring->changes_fd, .events = POLLIN}};
  for (;;) {
    if (atomic_load_explicit(&ring->stopped, memory_order_acquire) ||
        atomic_load_explicit(&ring->draining, memory_order_acquire)) {
      return -ECANCELED;
    }
    ring->call = FRAMERING_CALL_POLL;
    int ready = poll(waits, 2, timeout);
    if (ready == 0) {
      return -ETIMEDOUT;
    }
    if (ready < 0 && errno != EINTR) {
      return -errno;
    }
    int changed = ready > 0 && waits[1].revents != 0 ? follow_has_changes(ring) : 0;
    if (changed != 0) {
      return changed < 0 ? changed : -ESTALE;
    }
  }
}

int framering_ring_interfaces(struct framering *ring, struct framering_interface *list,
                              uint32_t capacity) {
  return interfaces_list(ring->interfaces_fd, list, capacity);
}

// SPDX-License-Identifier: Apache-2.0
/*
 * The state of an open ring, for these files: setup.c opens and closes it, ring.c lends its blocks,
 * stats.c counts received and lost frames, follow.c tracks its interfaces, fanout.c joins rings.
 */
#ifndef FRAMERING_STATE_H
#define FRAMERING_STATE_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "block.h"
#include "filter.h"
#include "framering.h"

struct framering {
  int fd;
  int wake_fd;
  struct framering_geometry geometry;
  struct block_rules rules;
  int interfaces_fd;
  /* Readable when interfaces have changed; -1 if not needed. */
  int changes_fd;
  /* The options of the ring, with its current interfaces. */
  struct framering_options options;
  int interfaces[FRAMERING_INTERFACES_MAX];
  bool promiscuous;

  /* For the reading thread only. */
  uint32_t next;
  bool lent;
  uint64_t lent_bytes;
  uint64_t sequence;
  uint64_t lent_frames;
  uint32_t blocks_since_fold;
  const char *fault;
  /* The last call that may fail. */
  enum framering_call call;
  /* The only interface is known to be down or deleted. */
  bool down;
  /* After the interface has been deleted: until when to wait for the block that was open.
   * CLOCK_MONOTONIC. */
  int64_t last_block_until;
  /* Lost frames: attributed in total; attributed to the next block of each index; and those before
   * the lent block. */
  uint64_t attributed;
  uint64_t *lost_before;
  uint64_t lost;
  /* For a ring that is draining: the total number of frames to lend, once known. */
  bool end_known;
  uint64_t end;

  /* For all threads. */
  atomic_bool stopped;
  atomic_bool draining;
  /* Held while the kernel's counts, which are reset by reading, are added to ours. */
  pthread_mutex_t counting;
  atomic_uint_fast64_t received;
  atomic_uint_fast64_t dropped;
  atomic_uint_fast64_t freezes;
};

static inline uint8_t *ring_block(const struct framering *ring, uint32_t index) {
  return ring->geometry.memory + (uint64_t)index * ring->geometry.block_size;
}

/* Whether it follows interfaces that disappear and come back. */
static inline bool ring_follows(const struct framering *ring) {
  return ring->options.flags & FRAMERING_FOLLOW && ring->options.interface_count > 0;
}

static inline bool ring_is_in_fanout(const struct framering *ring) {
  return ring->options.flags & FILTER_IN_FANOUT;
}

/* Whether it captures from one interface, but its socket is bound to all and gets no events of that
 * interface. */
static inline bool ring_must_look(const struct framering *ring) {
  return ring_is_in_fanout(ring) && ring->options.interface_count == 1 && !ring_follows(ring);
}

#endif

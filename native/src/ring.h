/*
 * An open ring, as used by these files: opening.c opens and closes it, ring.c lends its blocks,
 * counts.c counts received and lost frames, follow.c tracks its interfaces, group.c joins fanout
 * groups.
 */
#ifndef FRAMERING_RING_H
#define FRAMERING_RING_H

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
  atomic_bool finishing;
  /* Held while the kernel's counts, which are reset by reading, are added to ours. */
  pthread_mutex_t counting;
  atomic_uint_fast64_t received;
  atomic_uint_fast64_t dropped;
  atomic_uint_fast64_t freezes;
};

static inline uint8_t *ring_block(const struct framering *ring, uint32_t index) {
  return ring->geometry.memory + (uint64_t)index * ring->geometry.block_size;
}

/* Call these while a block is lent: after it was acquired, and before it is released. */
void ring_count_at_lending(struct framering *ring);
void ring_count_before_release(struct framering *ring);

/* For a ring that is draining: 1 if all frames that it held at the first call have been lent, else
 * 0; or a negative errno value if the kernel does not return their number. */
int ring_is_drained(struct framering *ring);

/* Whether it follows interfaces that disappear and come back. */
static inline bool ring_follows(const struct framering *ring) {
  return ring->options.flags & FRAMERING_FOLLOW && ring->options.interface_count > 0;
}

static inline bool ring_is_in_group(const struct framering *ring) {
  return ring->options.flags & FILTER_IN_GROUP;
}

/* Whether it captures from one interface, but its socket is bound to all and gets no events of that
 * interface. */
static inline bool ring_must_look(const struct framering *ring) {
  return ring_is_in_group(ring) && ring->options.interface_count == 1 && !ring_follows(ring);
}

/* Enables promiscuous mode on all interfaces, if the options say so. */
int ring_join_promiscuous(struct framering *ring);

/* Like interfaces_changed(), for a ring with changes_fd. */
int ring_has_changes(struct framering *ring);

/* Starts delivery from the interfaces that exist. */
int ring_bind(struct framering *ring);

/* 0, or -ENETDOWN (once), or -ENODEV: for a ring that must look. */
int ring_look(struct framering *ring);

/* 1 if the only interface has been deleted, else 0, or -errno. Also detects that it is up again. */
int ring_is_orphaned(struct framering *ring);

/* Milliseconds of CLOCK_MONOTONIC. */
int64_t ring_now_ms(void);

/* Makes a group of rings that are bound and reject all frames, and attaches their filters. */
int ring_make_group(struct framering **rings, uint32_t count, enum framering_call *failed);

#endif

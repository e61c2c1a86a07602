/*
 * One open ring, for the files that work on it: opening.c makes and ends it, ring.c lends its
 * blocks, counts.c knows what was received and lost, follow.c which interfaces it hears, group.c
 * with which others it shares what they bring. rehearsal.c makes one that no kernel fills.
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

struct rehearsal;

struct framering {
  int fd;
  int wake_fd;
  struct framering_geometry geometry;
  struct block_rules rules;
  int interfaces_fd;
  /* Tells of interfaces that have changed; -1 where that is of no interest. */
  int changes_fd;
  /* As the ring was opened; the interfaces as they are now. */
  struct framering_options options;
  int interfaces[FRAMERING_INTERFACES_MAX];
  bool promiscuous;
  /* What it lends instead of the kernel's frames; NULL: the kernel's. */
  struct rehearsal *rehearsal;

  /* Of the reading thread. */
  uint32_t next;
  bool lent;
  uint64_t lent_bytes;
  uint64_t sequence;
  uint64_t lent_frames;
  uint32_t blocks_since_fold;
  const char *fault;
  /* The call that was made last, of those that may fail. */
  enum framering_call call;
  /* The only interface is down, or has been deleted, as far as is known. */
  bool down;
  /* Of a ring whose interface has been deleted, once it has looked: no longer than until then it
   * waits for the block that was open. CLOCK_MONOTONIC. */
  int64_t last_block_until;
  /* Frames lost, of those that are counted: attributed to a place, which is that before the next
   * block of an index; and those before the block that is lent. */
  uint64_t attributed;
  uint64_t *lost_before;
  uint64_t lost;
  /* Of a ring that finishes: how many frames it lends in all; known when it has looked. */
  bool end_known;
  uint64_t end;

  /* Of all threads. */
  atomic_bool stopped;
  atomic_bool finishing;
  /* Held from reading the kernel's counts, which resets them, to adding them to ours. */
  pthread_mutex_t counting;
  atomic_uint_fast64_t received;
  atomic_uint_fast64_t dropped;
  atomic_uint_fast64_t freezes;
};

static inline uint8_t *ring_block(const struct framering *ring, uint32_t index) {
  return ring->geometry.memory + (uint64_t)index * ring->geometry.block_size;
}

/* To be called while a block is lent: when it has been taken, and before it is given back. */
void ring_count_at_lending(struct framering *ring);
void ring_count_before_release(struct framering *ring);

/* Of a ring that finishes: 1 when all frames that it held at the first call have been lent, else 0;
 * or a negative errno value when the kernel does not say how many there are. */
int ring_is_drained(struct framering *ring);

/* Whether it takes notice of interfaces that come and go. */
static inline bool ring_follows(const struct framering *ring) {
  return ring->options.flags & FRAMERING_FOLLOW && ring->options.interface_count > 0;
}

static inline bool ring_is_in_group(const struct framering *ring) {
  return ring->options.flags & FILTER_IN_GROUP;
}

/* Whether it hears one interface, and yet its socket is bound to all, and is told nothing of it. */
static inline bool ring_must_look(const struct framering *ring) {
  return ring_is_in_group(ring) && ring->options.interface_count == 1 && !ring_follows(ring);
}

/* Asks all the interfaces for frames addressed to others, where the options say so. */
int ring_join_promiscuous(struct framering *ring);

/* As interfaces_changed(), of a ring that is told of changes. */
int ring_has_changes(struct framering *ring);

/* Starts delivery from the interfaces that are there. */
int ring_bind(struct framering *ring);

/* 0, or -ENETDOWN, once, or -ENODEV: for a ring that must look. */
int ring_look(struct framering *ring);

/* 1 when the only interface has been deleted, else 0, or -errno. Of one that is up again it takes
 * note. */
int ring_is_orphaned(struct framering *ring);

/* One that has nothing yet, for framering_close() in the end; NULL when there is no memory. */
struct framering *ring_new(void);

/* Fills and closes the next block of a rehearsal, or stops it when its time is up. To be called
 * while none is lent. */
void ring_rehearse(struct framering *ring);

/* NULL is ignored. */
void rehearsal_free(struct rehearsal *rehearsal);

/* Milliseconds of CLOCK_MONOTONIC. */
int64_t ring_now_ms(void);

/* Makes a group of rings that are bound and reject all frames, and attaches their filters. */
int ring_make_group(struct framering **rings, uint32_t count, enum framering_call *failed);

#endif

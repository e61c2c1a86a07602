// SPDX-License-Identifier: Apache-2.0
#include <errno.h>
#include <poll.h>
#include <time.h>
#include <unistd.h>

#include "follow.h"
#include "socket.h"
#include "state.h"
#include "stats.h"

/* The interval at which a ring whose interface is down checks whether it still exists. */
#define DOWN_LOOK_MS 200

/* The interval at which a draining ring checks whether its last block has been closed. */
#define DRAIN_LOOK_MS 10

/* The kernel closes a block at most 1 s after opening it. */
#define LAST_BLOCK_MS 3000

struct framering_geometry framering_geometry(const struct framering *ring) {
  return ring->geometry;
}

void framering_release(struct framering *ring) {
  if (!ring->lent) {
    return;
  }
  stats_before_release(ring);
  block_release(ring_block(ring, ring->next));
  ring->next = ring->next + 1 == ring->geometry.block_count ? 0 : ring->next + 1;
  ring->lent = false;
}

/* The kernel numbers closed blocks, from 1: a gap means that reader and kernel are out of step. */
static const char *check_sequence(struct framering *ring, const struct tpacket_hdr_v1 *header) {
  uint64_t expected = ring->sequence + 1;
  ring->sequence = header->seq_num;
  return expected == header->seq_num ? NULL : "seq_num";
}

static int lend(struct framering *ring, struct framering_block *block) {
  uint8_t *memory = ring_block(ring, ring->next);
  const struct tpacket_hdr_v1 *header = &((struct tpacket_block_desc *)memory)->hdr.bh1;
  ring->lent = true;
  ring->lent_frames += header->num_pkts;
  ring->fault = check_sequence(ring, header);
  if (ring->fault == NULL) {
    ring->fault = block_prepare(memory, &ring->rules, &ring->lent_bytes);
  }
  if (ring->fault != NULL) {
    framering_release(ring);
    return -EBADMSG;
  }
  stats_at_lending(ring);
  *block = (struct framering_block){memory, ring->next, header->num_pkts};
  return 0;
}

static int64_t now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool is_set(const atomic_bool *flag) {
  return atomic_load_explicit(flag, memory_order_acquire);
}

static int at_most(int timeout, int most) {
  return timeout < 0 || timeout > most ? most : timeout;
}

/* For a ring whose interface has been deleted. Nothing arrives any more, but the kernel's timer
 * still closes the open block. */
static bool awaits_last_block(struct framering *ring) {
  int64_t now = now_ms();
  if (ring->last_block_until == 0) {
    ring->last_block_until = now + LAST_BLOCK_MS;
  }
  return now < ring->last_block_until && stats_is_drained(ring) == 0;
}

/*
 * Sleeps until something may have happened; returns 0, or the error if there is nothing to wait
 * for. `poll` wakes when an interface goes down, but not when it is deleted afterwards, so check
 * periodically.
 */
static int wait_for_block(struct framering *ring, int timeout) {
  bool draining = is_set(&ring->draining);
  if (ring->down) {
    int orphaned = follow_is_orphaned(ring);
    if (orphaned < 0) {
      return orphaned;
    }
    if (orphaned > 0 && !awaits_last_block(ring)) {
      return -ENODEV;
    }
    timeout = at_most(timeout, orphaned > 0 ? DRAIN_LOOK_MS : DOWN_LOOK_MS);
  }
  if (draining) {
    timeout = at_most(timeout, DRAIN_LOOK_MS);
  }
  /* After a wake-up, that descriptor stays readable. */
  struct pollfd waits[] = {{.fd = ring->fd, .events = POLLIN | POLLERR},
                           {.fd = draining ? -1 : ring->wake_fd, .events = POLLIN},
                           {.fd = ring->changes_fd, .events = POLLIN}}; /* -1 is ignored */
  ring->call = FRAMERING_CALL_POLL;
  int ready = poll(waits, 3, timeout);
  if (ready < 0) {
    return errno == EINTR ? 0 : -errno;
  }
  if (waits[0].revents & POLLNVAL) {
    return -EBADF;
  }
  if (waits[0].revents & POLLERR) {
    /* Reading the error clears it: POLLERR would otherwise wake every poll from now on. */
    ring->call = FRAMERING_CALL_PENDING_ERROR;
    int error = packet_pending_error(ring->fd);
    if (ring_follows(ring) && error == -ENETDOWN) {
      return 0; /* changes_fd reports that, and more */
    }
    ring->down = error == -ENETDOWN;
    int orphaned = ring->down ? follow_is_orphaned(ring) : 0;
    return orphaned > 0 ? 0 : orphaned < 0 ? orphaned : error; /* the next check finds out */
  }
  bool look = waits[2].revents != 0 && ring_must_look(ring);
  int changed = look ? follow_has_changes(ring) : 0;
  int error = changed > 0 ? follow_look(ring) : changed;
  return changed > 0 && error == -ENODEV ? 0 : error;
}

int framering_next(struct framering *ring, int timeout, struct framering_block *block) {
  framering_release(ring);
  int64_t deadline = timeout > 0 ? now_ms() + timeout : 0;
  for (;;) {
    if (is_set(&ring->stopped)) {
      return -ECANCELED;
    }
    /* Before the frames, so that they are attributed to the interfaces at their arrival. */
    int changed = ring_follows(ring) ? follow_has_changes(ring) : 0;
    if (changed != 0) {
      return changed < 0 ? changed : -ESTALE;
    }
    /* Before the frames: under load there is always another block. */
    int drained = is_set(&ring->draining) ? stats_is_drained(ring) : 0;
    if (drained != 0) {
      return drained < 0 ? drained : -ECANCELED;
    }
    /* Always before sleeping: poll checks the kernel's newest block, not our next one. */
    if (block_acquire(ring_block(ring, ring->next))) {
      return lend(ring, block);
    }
    if (timeout == 0) {
      return -ETIMEDOUT;
    }
    int64_t left = timeout < 0 ? -1 : deadline - now_ms();
    if (timeout > 0 && left <= 0) {
      return -ETIMEDOUT;
    }
    int error = wait_for_block(ring, (int)left);
    if (error < 0) {
      return error;
    }
  }
}

uint64_t framering_lent_bytes(const struct framering *ring) {
  return ring->lent_bytes;
}

const char *framering_fault(const struct framering *ring) {
  return ring->fault;
}

enum framering_call framering_failed_call(const struct framering *ring) {
  return ring->call;
}

static void wake(struct framering *ring, atomic_bool *reason) {
  atomic_store_explicit(reason, true, memory_order_release);
  uint64_t one = 1;
  int before = errno; /* a signal handler keeps it */
  /* The counter is never read, so the descriptor stays readable; a full one is as good. */
  while (write(ring->wake_fd, &one, sizeof one) < 0 && errno == EINTR) {
  }
  errno = before;
}

void framering_stop(struct framering *ring) {
  wake(ring, &ring->stopped);
}

void framering_drain(struct framering *ring) {
  wake(ring, &ring->draining);
}

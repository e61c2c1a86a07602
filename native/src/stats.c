// SPDX-License-Identifier: Apache-2.0
#include "stats.h"

#include "socket.h"
#include "state.h"

/* The kernel counts in 32 bits; folding once per this many blocks is well before a wrap-around. */
#define BLOCKS_PER_FOLD 1024u

int framering_statistics(struct framering *ring, struct framering_statistics *statistics) {
  struct tpacket_stats_v3 counts;
  pthread_mutex_lock(&ring->counting);
  int error = packet_statistics(ring->fd, &counts);
  if (error == 0) {
    atomic_fetch_add(&ring->received, counts.tp_packets);
    atomic_fetch_add(&ring->dropped, counts.tp_drops);
    atomic_fetch_add(&ring->freezes, counts.tp_freeze_q_cnt);
  }
  statistics->received = atomic_load(&ring->received);
  statistics->dropped = atomic_load(&ring->dropped);
  statistics->freezes = atomic_load(&ring->freezes);
  pthread_mutex_unlock(&ring->counting);
  return error;
}

/* The kernel has closed all other blocks and would continue in the lent one. */
static bool is_full(const struct framering *ring) {
  uint32_t count = ring->geometry.block_count;
  return block_acquire(ring_block(ring, (ring->next + count - 1) % count));
}

static void attribute_losses(struct framering *ring) {
  struct framering_statistics now;
  framering_statistics(ring, &now);
  ring->lost_before[ring->next] += now.dropped - ring->attributed;
  ring->attributed = now.dropped;
}

/* Frames are lost only while the ring is full, which ends now: lost frames are attributed to the
 * time before the frames that the kernel will write here. */
void stats_before_release(struct framering *ring) {
  if (is_full(ring)) {
    attribute_losses(ring);
  }
}

/* Frames lost between the last check and the release, or counted meanwhile by another thread. If
 * the ring is full again, they include later losses, so attribution waits for the release. */
static void attribute_late_losses(struct framering *ring) {
  bool unattributed =
      block_was_closed_after_loss(ring_block(ring, ring->next)) ||
      atomic_load_explicit(&ring->dropped, memory_order_relaxed) != ring->attributed;
  if (unattributed && !is_full(ring)) {
    attribute_losses(ring);
  }
}

void stats_at_lending(struct framering *ring) {
  attribute_late_losses(ring);
  ring->lost = ring->lost_before[ring->next];
  ring->lost_before[ring->next] = 0;
  if (++ring->blocks_since_fold == BLOCKS_PER_FOLD) {
    struct framering_statistics ignored;
    framering_statistics(ring, &ignored);
    ring->blocks_since_fold = 0;
  }
}

int stats_is_drained(struct framering *ring) {
  if (!ring->end_known) {
    struct framering_statistics now;
    ring->call = FRAMERING_CALL_STATISTICS;
    int error = framering_statistics(ring, &now);
    if (error < 0) {
      return error;
    }
    ring->end = now.received - now.dropped;
    ring->end_known = true;
  }
  return ring->lent_frames >= ring->end;
}

uint64_t framering_lost(const struct framering *ring) {
  return ring->lost;
}

/* A ring for a warm-up, which no kernel fills. */
#ifndef FRAMERING_REHEARSAL_H
#define FRAMERING_REHEARSAL_H

#include <stdint.h>

#include "framering.h"

struct rehearsal;

/* Fills and closes the next block of a warm-up, or stops it when its time is over. Call it while no
 * block is lent. */
void ring_rehearse(struct framering *ring);

/* NULL is ignored. */
void rehearsal_free(struct rehearsal *rehearsal);

/* An empty ring, to be closed by framering_close(); NULL if there is no memory. */
struct framering *ring_new(void);

/* Milliseconds of CLOCK_MONOTONIC. */
int64_t ring_now_ms(void);

#endif

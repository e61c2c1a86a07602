// SPDX-License-Identifier: Apache-2.0
/* The counts of a ring: received and lost frames, and the end of a drain. */
#ifndef FRAMERING_STATS_H
#define FRAMERING_STATS_H

#include "framering.h"

/* Call these while a block is lent: after it was acquired, and before it is released. */
void stats_at_lending(struct framering *ring);
void stats_before_release(struct framering *ring);

/* For a ring that is draining: 1 if all frames that it held at the first call have been lent, else
 * 0; or a negative errno value if the kernel does not return their number. */
int stats_is_drained(struct framering *ring);

#endif

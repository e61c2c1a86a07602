// SPDX-License-Identifier: Apache-2.0
/* Rings that receive the frames of their interfaces together, each frame in one ring. */
#ifndef FRAMERING_FANOUT_H
#define FRAMERING_FANOUT_H

#include "framering.h"

/* Makes a fanout group of rings that are bound and reject all frames, and attaches their filters.
 */
int fanout_join(struct framering **rings, uint32_t count, enum framering_call *failed);

#endif

// SPDX-License-Identifier: Apache-2.0
/* Gets a packet socket from a privileged helper program. */
#ifndef FRAMERING_HELPER_H
#define FRAMERING_HELPER_H

#include "framering.h"

/* Milliseconds within which a helper must answer before it is killed. Tests reduce it. */
extern int helper_patience;

/*
 * Starts the helper named by the options, and returns the descriptor of an unbound socket with the
 * locked filter for the options; or a negative errno value, and sets *failed. The helper has ended
 * when this returns.
 */
int helper_socket(const struct framering_options *options, enum framering_call *failed);

#endif

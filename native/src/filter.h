// SPDX-License-Identifier: Apache-2.0
/* The kernel filter for framering_options: selects frames and their length. */
#ifndef FRAMERING_FILTER_H
#define FRAMERING_FILTER_H

#include <linux/filter.h>

#include "framering.h"

/* Room for any program of filter_build(): the kernel's limit. */
#define FILTER_MAX BPF_MAXINSNS

/* In framering_options.flags of a ring, never a caller's: it is in a fanout group, so its socket
 * is bound to all interfaces. */
#define FILTER_IN_FANOUT (1u << 31)

/*
 * Writes the program: first the tests for flags and interfaces, then the caller's program, or "keep
 * snaplen bytes". Returns its length, or -EINVAL if it exceeds FILTER_MAX.
 */
int filter_build(const struct framering_options *options, struct sock_filter program[FILTER_MAX]);

#endif

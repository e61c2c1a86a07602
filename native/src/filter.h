/* The kernel filter that stands for framering_options: which frames, and how much of each. */
#ifndef FRAMERING_FILTER_H
#define FRAMERING_FILTER_H

#include <linux/filter.h>

#include "framering.h"

/* Room for any program that filter_build() makes: the kernel's own limit. */
#define FILTER_MAX BPF_MAXINSNS

/* In framering_options.flags of a ring, never a caller's: it is in a group, and so its socket is
 * bound to all interfaces. */
#define FILTER_IN_GROUP (1u << 31)

/*
 * Writes the program: first what the flags and the interfaces exclude, then the caller's program,
 * or "keep snaplen bytes". Returns its length, or -EINVAL when it is over FILTER_MAX.
 */
int filter_build(const struct framering_options *options, struct sock_filter program[FILTER_MAX]);

#endif

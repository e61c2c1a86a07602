// SPDX-License-Identifier: Apache-2.0
/* The interfaces of a ring: it is bound to them, and notices when they change. */
#ifndef FRAMERING_FOLLOW_H
#define FRAMERING_FOLLOW_H

#include "framering.h"

/* Enables promiscuous mode on all interfaces, if the options say so. */
int follow_join_promiscuous(struct framering *ring);

/* Starts delivery from the interfaces that exist. */
int follow_bind(struct framering *ring);

/* Like interfaces_changed(), for a ring with changes_fd. */
int follow_has_changes(struct framering *ring);

/* 0, or -ENETDOWN (once), or -ENODEV: for a ring that must look. */
int follow_look(struct framering *ring);

/* 1 if the only interface has been deleted, else 0, or -errno. Also detects that it is up again. */
int follow_is_orphaned(struct framering *ring);

#endif

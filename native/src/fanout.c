// SPDX-License-Identifier: Apache-2.0
#include "fanout.h"

#include "socket.h"
#include "state.h"

/* Each ring that joins changes the ring of a flow, so all join before one accepts a frame. */
static int join_all(struct framering **rings, uint32_t count, enum framering_call *failed) {
  *failed = FRAMERING_CALL_FANOUT;
  int ignore_outgoing = rings[0]->options.flags & FRAMERING_IGNORE_OUTGOING;
  int error = packet_make_fanout(rings[0]->fd, ignore_outgoing);
  for (uint32_t i = 1; error == 0 && i < count; i++) {
    error = packet_join_fanout(rings[i]->fd, rings[0]->fd);
  }
  return error;
}

/*
 * Until a socket has joined, it is offered every frame, including one that another processor is
 * about to deliver. If its filter is attached too early, it accepts that frame, and so does the
 * ring that the frame belongs to. Replacing a program returns when no such frame is left.
 */
static int spread(struct framering *ring, enum framering_call *failed) {
  *failed = FRAMERING_CALL_FANOUT_DATA;
  int error = packet_set_fanout_hash(ring->fd);
  return error < 0 ? error : packet_set_fanout_hash(ring->fd);
}

int fanout_join(struct framering **rings, uint32_t count, enum framering_call *failed) {
  int error = join_all(rings, count, failed);
  if (error == 0) {
    error = spread(rings[0], failed);
  }
  for (uint32_t i = 0; error == 0 && i < count; i++) {
    *failed = FRAMERING_CALL_FILTER;
    error = packet_attach_filter(rings[i]->fd, &rings[i]->options);
  }
  return error;
}

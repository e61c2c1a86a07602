#include "ring.h"
#include "socket.h"

/* The first ring of a group receives all frames; one that joins receives none before
 * framering_share(). */
static int enter(struct framering *ring, enum framering_call *failed) {
  const struct framering_options *options = &ring->options;
  *failed = FRAMERING_CALL_GROUP;
  if (options->group != NULL) {
    return packet_join_group(ring->fd, options->group->fd);
  }
  int error = packet_make_group(ring->fd, options->flags & FRAMERING_IGNORE_OUTGOING);
  if (error < 0) {
    return error;
  }
  *failed = FRAMERING_CALL_SHARE;
  return framering_share(ring, 1);
}

/* Between bind and here the socket was offered every frame, so the filter is attached only now. */
int ring_enter_group(struct framering *ring, enum framering_call *failed) {
  int error = enter(ring, failed);
  ring->options.group = NULL; /* the other ring may be closed from now on */
  if (error < 0) {
    return error;
  }
  *failed = FRAMERING_CALL_FILTER;
  return packet_attach_filter(ring->fd, &ring->options);
}

int framering_share(struct framering *ring, uint32_t rings) {
  return packet_spread_group(ring->fd, rings);
}

// SPDX-License-Identifier: Apache-2.0
#include "filter.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

/* The loopback device is the first in every network namespace: LOOPBACK_IFINDEX of net/flow.h. */
#define LOOPBACK_INDEX 1

#define LOAD_PACKET_TYPE BPF_STMT(BPF_LD | BPF_B | BPF_ABS, (unsigned)(SKF_AD_OFF + SKF_AD_PKTTYPE))
#define LOAD_INTERFACE BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (unsigned)(SKF_AD_OFF + SKF_AD_IFINDEX))
#define IF_EQUAL(value, then, otherwise) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, then, otherwise)
#define KEEP(bytes) BPF_STMT(BPF_RET | BPF_K, bytes)
#define DROP KEEP(0)

struct assembler {
  struct sock_filter *program;
  int length;
};

static void add(struct assembler *to, const struct sock_filter *instructions, int count) {
  memcpy(to->program + to->length, instructions, (size_t)count * sizeof *instructions);
  to->length += count;
}

#define ADD(to, ...)                                                       \
  do {                                                                     \
    const struct sock_filter instructions[] = {__VA_ARGS__};               \
    add((to), instructions, sizeof instructions / sizeof instructions[0]); \
  } while (0)

/* For one interface the socket is bound to it, if possible; an empty list means all. */
static void add_interfaces(struct assembler *to, const struct framering_options *options) {
  bool one_of_fanout = options->interface_count == 1 && options->flags & FILTER_IN_FANOUT;
  if (options->interface_count < 2 && !one_of_fanout) {
    return;
  }
  ADD(to, LOAD_INTERFACE);
  for (uint32_t i = 0; i < options->interface_count; i++) {
    uint8_t after_the_drop = (uint8_t)(options->interface_count - i);
    ADD(to, IF_EQUAL((unsigned)options->interfaces[i], after_the_drop, 0));
  }
  ADD(to, DROP);
}

int filter_build(const struct framering_options *options, struct sock_filter program[FILTER_MAX]) {
  /* No prefix is longer than this; jumps are relative, so the caller's program moves as it is. */
  const int prefix_max = FRAMERING_INTERFACES_MAX + 16;
  if (options->filter_length > FILTER_MAX - prefix_max) {
    return -EINVAL;
  }
  struct assembler to = {program, 0};
  if (options->flags & FRAMERING_ONLY_OUTGOING) {
    ADD(&to, LOAD_PACKET_TYPE, IF_EQUAL(PACKET_OUTGOING, 1, 0), DROP);
  }
  /* Joining a fanout group ends PACKET_IGNORE_OUTGOING, and older kernels lack the group's own
   * flag.
   */
  if (options->flags & FILTER_IN_FANOUT && options->flags & FRAMERING_IGNORE_OUTGOING) {
    ADD(&to, LOAD_PACKET_TYPE, IF_EQUAL(PACKET_OUTGOING, 0, 1), DROP);
  }
  add_interfaces(&to, options);
  if (options->flags & FRAMERING_LOOPBACK_ONCE) {
    ADD(&to, LOAD_PACKET_TYPE, IF_EQUAL(PACKET_OUTGOING, 0, 3), LOAD_INTERFACE,
        IF_EQUAL(LOOPBACK_INDEX, 0, 1), DROP);
  }
  if (options->filter != NULL) {
    add(&to, options->filter, options->filter_length);
  } else {
    ADD(&to, KEEP(options->snaplen));
  }
  return to.length;
}

// SPDX-License-Identifier: Apache-2.0
/* filter_build(): the programs, run by the kernel on real frames. */
#include "filter.h"

#include <errno.h>
#include <string.h>

#include "testing.h"

static void program_over_the_limit_is_refused(void) {
  static struct sock_filter long_program[BPF_MAXINSNS], built[FILTER_MAX];
  struct framering_options options = FRAMERING_DEFAULTS;
  options.filter = long_program;
  options.filter_length = BPF_MAXINSNS;
  CHECK_EQUAL(filter_build(&options, built), -EINVAL);
}

/* Sends one frame each way on two veths and on lo; returns what a ring with these options sees. */
static int frames_seen(struct framering_options *options, const char *expected_interfaces) {
  options->ring_size = 1 << 20;
  struct framering *ring = open_with(options);
  uint8_t bytes[60];
  const char *senders[] = {"left", "right", "lo"};
  for (uint32_t i = 0; i < 3; i++) {
    make_frame(bytes, sizeof bytes, 0x88B5, i);
    send_frame(senders[i], bytes, sizeof bytes);
  }
  char seen[32] = "";
  struct framering_block block;
  while (framering_next(ring, strlen(seen) < strlen(expected_interfaces) ? 60000 : 100, &block) ==
         0) {
    const struct tpacket3_hdr *frame = block.frames > 0 ? framering_first(&block) : NULL;
    for (uint32_t i = 0; i < block.frames; i++, frame = framering_after(frame)) {
      const struct sockaddr_ll *from = framering_address(frame);
      const char *way = from->sll_pkttype == PACKET_OUTGOING ? "<" : ">";
      snprintf(seen + strlen(seen), sizeof seen - strlen(seen), "%s%c", way,
               from->sll_ifindex == index_of("left")    ? 'l'
               : from->sll_ifindex == index_of("right") ? 'r'
                                                        : 'o');
    }
  }
  framering_close(ring);
  if (strcmp(seen, expected_interfaces) != 0) {
    fprintf(stderr, "flags %x: saw \"%s\", not \"%s\"\n", options->flags, seen,
            expected_interfaces);
    abort();
  }
  return (int)strlen(seen) / 2;
}

int main(void) {
  program_over_the_limit_is_refused();
  enter_namespace_with_veth();
  framering_close(open_ring("left", 0)); /* or skip */

  int both[] = {index_of("left"), index_of("right")};
  int left_and_lo[] = {index_of("left"), index_of("lo")};
  /* "<l" leaves on left, ">r" arrives on right, "o" is lo. */
  struct {
    uint32_t flags;
    const int *interfaces;
    uint32_t count;
    const char *seen;
  } cases[] = {
      {0, NULL, 0, "<l>r<r>l<o>o"},
      {FRAMERING_LOOPBACK_ONCE, NULL, 0, "<l>r<r>l>o"},
      {FRAMERING_IGNORE_OUTGOING, NULL, 0, ">r>l>o"},
      {FRAMERING_ONLY_OUTGOING, NULL, 0, "<l<r<o"},
      {FRAMERING_ONLY_OUTGOING | FRAMERING_LOOPBACK_ONCE, NULL, 0, "<l<r"},
      {0, both, 2, "<l>r<r>l"},
      {0, both, 1, "<l>l"},
      {FRAMERING_LOOPBACK_ONCE, left_and_lo, 2, "<l>l>o"},
      {FRAMERING_IGNORE_OUTGOING | FRAMERING_PROMISCUOUS, both, 2, ">r>l"},
      {FRAMERING_ONLY_OUTGOING, both, 2, "<l<r"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    struct framering_options options = FRAMERING_DEFAULTS;
    options.flags = cases[i].flags;
    options.interfaces = cases[i].interfaces;
    options.interface_count = cases[i].count;
    CHECK(frames_seen(&options, cases[i].seen) > 0);
  }

  /* The caller's program runs after the prefix, whose jumps must not lead into it. */
  struct sock_filter only_left[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 14),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, 1000),
      BPF_STMT(BPF_RET | BPF_K, 0),
  };
  struct framering_options options = FRAMERING_DEFAULTS;
  options.flags = FRAMERING_LOOPBACK_ONCE;
  options.interfaces = both;
  options.interface_count = 2;
  options.filter = only_left;
  options.filter_length = 4;
  frames_seen(&options, "<l>r");
  return 0;
}

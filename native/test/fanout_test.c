// SPDX-License-Identifier: Apache-2.0
/* Rings of a fanout group. */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "testing.h"

#define RINGS 4
#define FLOWS 64

static struct framering *rings[RINGS];
static uint8_t bytes[64];

static struct framering_options fanout_on(const char *interface, uint32_t flags) {
  struct framering_options options = options_on(interface);
  options.flags = flags;
  options.ring_size = 16 << 20;
  options.block_timeout = 5;
  return options;
}

static void close_rings(uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    framering_close(rings[i]);
  }
}

/* A frame's payload is its number, and the last byte of an address is its flow. */
static void make_numbered(uint8_t frame[64], uint32_t number) {
  make_frame(frame, 64, ETHERTYPE, number);
  frame[11] = (uint8_t)(number % FLOWS);
}

static uint32_t number_of(const struct tpacket3_hdr *frame) {
  uint32_t number;
  memcpy(&number, framering_bytes(frame) + 14, sizeof number);
  return ntohl(number);
}

/* One round: frames are sent from before the rings are opened until afterwards. */
#define ROUNDS 12
#define NUMBERED 400000
static uint8_t seen[NUMBERED];
static struct framering *ring_of_flow[FLOWS];
static atomic_uint sent;
static atomic_bool enough;

static void *send_numbered(void *unused) {
  (void)unused;
  uint8_t frame[64];
  for (uint32_t i = 0; i < NUMBERED && !atomic_load(&enough); i++) {
    make_numbered(frame, i);
    send_frame("left", frame, sizeof frame);
    atomic_store(&sent, i + 1);
  }
  return NULL;
}

static void await_sent(uint32_t number) {
  while (atomic_load(&sent) < number) {
    usleep(100);
  }
}

static void forget_all(void) {
  memset(seen, 0, sizeof seen);
  memset(ring_of_flow, 0, sizeof ring_of_flow);
}

/* Reads all frames of a ring: its flows are in order and in no other ring, and no frame is
 * duplicated. */
static uint64_t take_all(struct framering *ring) {
  uint32_t last[FLOWS] = {0};
  uint64_t taken = 0;
  struct framering_block block;
  int result;
  framering_drain(ring);
  while ((result = framering_next(ring, -1, &block)) == 0) {
    const struct tpacket3_hdr *frame = framering_first(&block);
    for (uint32_t i = 0; i < block.frames; i++) {
      uint32_t number = number_of(frame);
      CHECK(number < NUMBERED && seen[number] == 0);
      uint32_t flow = number % FLOWS;
      CHECK(last[flow] <= number);
      CHECK(ring_of_flow[flow] == NULL || ring_of_flow[flow] == ring);
      seen[number] = 1;
      last[flow] = number;
      ring_of_flow[flow] = ring;
      frame = i + 1 < block.frames ? framering_after(frame) : NULL;
    }
    taken += block.frames;
  }
  CHECK_EQUAL(result, -ECANCELED);
  return taken;
}

/* Each flow has all frames from some number on, at the latest from the next one sent. */
static void check_none_is_missing(uint32_t next, uint32_t end) {
  for (uint32_t number = 0; number + FLOWS < end; number++) {
    CHECK(!seen[number] || seen[number + FLOWS]);
  }
  for (uint32_t number = next; number < end; number++) {
    CHECK(seen[number]);
  }
}

static void open_while_frames_come(uint64_t counts[RINGS]) {
  struct framering_options options = fanout_on("right", 0);
  /* A block closes after this time, full or not: the ring lasts two seconds on a slow machine. */
  options.block_size = 64 << 10;
  options.block_timeout = 10;
  forget_all();
  atomic_store(&sent, 0);
  atomic_store(&enough, false);
  pthread_t sender;
  CHECK_EQUAL(pthread_create(&sender, NULL, send_numbered, NULL), 0);
  await_sent(1000);
  open_fanout(rings, RINGS, &options);
  /* One may be in transit. */
  uint32_t next = atomic_load(&sent) + 1;
  await_sent(next + 1000);
  atomic_store(&enough, true);
  CHECK_EQUAL(pthread_join(sender, NULL), 0);
  for (int i = 0; i < RINGS; i++) {
    struct framering_statistics statistics;
    CHECK_EQUAL(framering_statistics(rings[i], &statistics), 0);
    CHECK_EQUAL(statistics.dropped, 0); /* each ring has room for all */
    counts[i] = take_all(rings[i]);
    CHECK_EQUAL(counts[i], statistics.received);
  }
  check_none_is_missing(next, atomic_load(&sent));
  close_rings(RINGS);
}

static void opening_loses_and_doubles_nothing(void) {
  for (int round = 0; round < ROUNDS; round++) {
    uint64_t counts[RINGS];
    open_while_frames_come(counts);
    for (int i = 0; i < RINGS; i++) {
      CHECK(counts[i] > 0);
    }
  }
}

/* The frames in two rings after one was sent each way; each is outgoing on one side. */
static int frames_seen(const char *interface, uint32_t flags) {
  struct framering_options options = fanout_on(interface, flags);
  open_fanout(rings, 2, &options);
  const char *senders[] = {"left", "right", "lo"};
  for (uint32_t i = 0; i < 3; i++) {
    make_numbered(bytes, i);
    send_frame(senders[i], bytes, sizeof bytes);
  }
  int count = 0;
  for (int i = 0; i < 2; i++) {
    struct framering_block block;
    framering_drain(rings[i]);
    while (framering_next(rings[i], -1, &block) == 0) {
      count += (int)block.frames;
    }
  }
  close_rings(2);
  return count;
}

static void flags_hold_in_a_fanout_group(void) {
  CHECK_EQUAL(frames_seen("right", 0), 2);
  CHECK_EQUAL(frames_seen("right", FRAMERING_IGNORE_OUTGOING), 1);
  CHECK_EQUAL(frames_seen("right", FRAMERING_ONLY_OUTGOING), 1);
  CHECK_EQUAL(frames_seen(NULL, 0), 6);
  CHECK_EQUAL(frames_seen(NULL, FRAMERING_IGNORE_OUTGOING), 3);
  CHECK_EQUAL(frames_seen(NULL, FRAMERING_LOOPBACK_ONCE), 5);
}

static void promiscuous_mode_ends_with_the_last(void) {
  struct framering_options options = fanout_on("right", FRAMERING_PROMISCUOUS);
  open_fanout(rings, 2, &options);
  CHECK_EQUAL(promiscuity("right"), 2);
  framering_close(rings[0]);
  CHECK_EQUAL(promiscuity("right"), 1);
  framering_close(rings[1]);
  CHECK_EQUAL(promiscuity("right"), 0);
}

/* As for a ring that is bound to its interface. */
static void only_interface_that_fails_is_reported(void) {
  ip("link add gone type veth peer name other");
  ip("link set gone addrgenmode none");
  ip("link set other addrgenmode none");
  ip("link set gone up");
  ip("link set other up");
  struct framering_options options = fanout_on("gone", 0);
  open_fanout(rings, 2, &options);
  struct framering_block block;
  ip("link set gone down");
  CHECK_EQUAL(framering_next(rings[0], 60000, &block), -ENETDOWN);
  ip("link set gone mtu 1400");
  CHECK_EQUAL(framering_next(rings[0], 50, &block), -ETIMEDOUT);
  enum framering_call failed;
  struct framering *others[2];
  CHECK_EQUAL(framering_open_fanout(others, 2, &options, &failed), -ENETDOWN);
  CHECK(others[0] == NULL && others[1] == NULL);
  CHECK_EQUAL(failed, FRAMERING_CALL_BIND);
  ip("link set gone up");
  make_frame(bytes, sizeof bytes, ETHERTYPE, 1);
  int result = -ETIMEDOUT;
  for (int i = 0; i < 600 && result == -ETIMEDOUT; i++) {
    bytes[11] = (uint8_t)i; /* a flow of each ring */
    send_frame("other", bytes, sizeof bytes);
    result = framering_next(rings[0], 100, &block);
  }
  CHECK_EQUAL(result, 0);
  ip("link delete gone");
  do {
    result = framering_next(rings[0], 60000, &block);
  } while (result == 0 || result == -ENETDOWN);
  CHECK_EQUAL(result, -ENODEV);
  CHECK_EQUAL(framering_next(rings[0], -1, &block), -ENODEV);
  CHECK_EQUAL(framering_open_fanout(others, 2, &options, &failed), -ENODEV);
  close_rings(2);
}

/* Each ring has its own reader, which follows its interfaces. */
static void interface_that_is_made_again_is_followed_by_all(void) {
  int index = 0;
  struct framering_options options = fanout_on(NULL, FRAMERING_FOLLOW);
  options.interfaces = &index;
  options.interface_count = 1;
  open_fanout(rings, 2, &options);
  for (int round = 0; round < 2; round++) {
    ip("link add again type veth peer name sender");
    ip("link set again addrgenmode none");
    ip("link set sender addrgenmode none");
    ip("link set again up");
    ip("link set sender up");
    index = index_of("again");
    int came[2] = {0, 0};
    struct framering_block block;
    for (uint32_t i = 0; i < 10000 && (came[0] < 10 || came[1] < 10); i++) {
      for (int r = 0; r < 2; r++) {
        int result = framering_next(rings[r], 5, &block);
        CHECK(result == 0 || result == -ETIMEDOUT || result == -ESTALE);
        if (result == -ESTALE) {
          CHECK_EQUAL(framering_follow(rings[r], &index), 0);
        }
        came[r] += result == 0 ? (int)block.frames : 0;
      }
      make_numbered(bytes, i);
      send_frame("sender", bytes, sizeof bytes);
      make_numbered(bytes, i + 1);
      send_frame("left", bytes, sizeof bytes); /* not one of their interfaces */
    }
    CHECK(came[0] >= 10 && came[1] >= 10);
    struct framering_statistics statistics;
    CHECK_EQUAL(framering_statistics(rings[0], &statistics), 0);
    ip("link delete again");
  }
  close_rings(2);
}

/* The remaining ring has all frames. */
static void ring_that_is_closed_leaves_its_flows_to_the_other(void) {
  struct framering_options options = fanout_on("right", 0);
  open_fanout(rings, 2, &options);
  framering_close(rings[0]);
  forget_all();
  for (uint32_t i = 0; i < FLOWS; i++) {
    make_numbered(bytes, i);
    send_frame("left", bytes, sizeof bytes);
  }
  CHECK_EQUAL(take_all(rings[1]), FLOWS);
  framering_close(rings[1]);
}

static void misuse_is_refused(void) {
  struct framering_options options = fanout_on("right", 0);
  enum framering_call failed = FRAMERING_CALL_NONE;
  struct framering *ring = NULL;
  CHECK_EQUAL(framering_open_fanout(&ring, 0, &options, &failed), -EINVAL);
  CHECK_EQUAL(failed, FRAMERING_CALL_OPTIONS);
  CHECK_EQUAL(framering_open_fanout(&ring, FRAMERING_RINGS_MAX + 1, &options, &failed), -EINVAL);
  options.helper = "/nonexistent";
  CHECK_EQUAL(framering_open_fanout(rings, 2, &options, &failed), -EINVAL);
  CHECK_EQUAL(failed, FRAMERING_CALL_OPTIONS);
}

int main(void) {
  enter_namespace_with_veth();
  framering_close(open_ring("left", 0)); /* or skip */
  opening_loses_and_doubles_nothing();
  flags_hold_in_a_fanout_group();
  promiscuous_mode_ends_with_the_last();
  only_interface_that_fails_is_reported();
  interface_that_is_made_again_is_followed_by_all();
  ring_that_is_closed_leaves_its_flows_to_the_other();
  misuse_is_refused();
  return 0;
}

// SPDX-License-Identifier: Apache-2.0
/* Interfaces that go down, are deleted, and are created again. */
#include <errno.h>
#include <string.h>
#include <time.h>

#include "testing.h"

static uint8_t bytes[64];

/* Sends until a frame arrives: the other end needs up to a second to detect its carrier again. */
static void frames_cross_again(struct framering *ring) {
  struct framering_block block;
  int error = -ETIMEDOUT;
  make_frame(bytes, 60, ETHERTYPE, 1);
  for (int i = 0; i < 600 && error == -ETIMEDOUT; i++) {
    send_frame("left", bytes, 60);
    error = framering_next(ring, 100, &block);
  }
  CHECK_EQUAL(error, 0);
  CHECK(block.frames > 0);
}

static void interface_down_is_reported_once_and_survived(void) {
  struct framering *ring = open_ring("right", 0);
  struct framering_block block;
  ip("link set right down");
  CHECK_EQUAL(framering_next(ring, 60000, &block), -ENETDOWN);
  CHECK_EQUAL(framering_next(ring, 50, &block), -ETIMEDOUT);
  ip("link set right up");
  frames_cross_again(ring);
  framering_close(ring);
}

static void interface_that_is_down_cannot_be_opened(void) {
  ip("link set right down");
  struct framering_options options = options_on("right");
  struct framering *ring;
  enum framering_call failed;
  CHECK_EQUAL(framering_open(&ring, &options, &failed), -ENETDOWN);
  CHECK_EQUAL(failed, FRAMERING_CALL_BIND);
  CHECK(ring == NULL);
  ip("link set right up");
  ring = open_ring("right", 0);
  frames_cross_again(ring);
  framering_close(ring);
}

static void interface_that_is_deleted_ends_the_ring(void) {
  ip("link add gone type veth peer name other");
  ip("link set gone up");
  struct framering *ring = open_ring("gone", FRAMERING_PROMISCUOUS);
  struct framering_block block;
  ip("link delete gone");
  CHECK_EQUAL(framering_next(ring, 60000, &block), -ENODEV);
  framering_close(ring);

  /* Down first, reported, then deleted: nothing wakes the reader, and it must not wait forever. */
  ip("link add gone type veth peer name other");
  ip("link set gone up");
  ring = open_ring("gone", 0);
  ip("link set gone down");
  CHECK_EQUAL(framering_next(ring, 60000, &block), -ENETDOWN);
  ip("link delete gone");
  CHECK_EQUAL(framering_next(ring, 60000, &block), -ENODEV);
  CHECK_EQUAL(framering_next(ring, -1, &block), -ENODEV);
  framering_close(ring);
}

/* The ring under test, or a fanout group of two, of which rings[0] has the only flow. The block
 * with its frames stays open longer than the test needs. */
static struct framering *rings[2];

static void close_rings(uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    framering_close(rings[i]);
  }
}

static struct framering *open_with_open_block(uint32_t frames, uint32_t count) {
  ip("link add gone type veth peer name other");
  ip("link set gone addrgenmode none up");
  ip("link set other addrgenmode none up");
  await_state("gone", "UP");
  struct framering_options options = options_on("gone");
  options.flags = 0;
  options.block_timeout = 500;
  open_fanout(rings, count, &options);
  for (uint32_t i = 0; i < frames; i++) {
    make_frame(bytes, 60, ETHERTYPE, i);
    send_frame("gone", bytes, 60);
  }
  struct framering_statistics statistics;
  CHECK_EQUAL(framering_statistics(rings[0], &statistics), 0);
  return statistics.received > 0 ? rings[0] : rings[1];
}

static uint32_t frames_until(struct framering *ring, int end) {
  struct framering_block block;
  uint32_t frames = 0;
  int result;
  while ((result = framering_next(ring, 60000, &block)) == 0 || result == -ENETDOWN) {
    frames += result == 0 ? block.frames : 0;
  }
  CHECK_EQUAL(result, end);
  return frames;
}

static void frames_before_a_deletion_are_lent(uint32_t count) {
  struct framering *ring = open_with_open_block(7, count);
  ip("link delete gone");
  CHECK_EQUAL(frames_until(ring, -ENODEV), 7);
  struct framering_block block;
  CHECK_EQUAL(framering_next(ring, -1, &block), -ENODEV);
  close_rings(count);

  ring = open_with_open_block(7, count);
  framering_drain(ring);
  ip("link delete gone");
  CHECK_EQUAL(frames_until(ring, -ECANCELED), 7);
  close_rings(count);

  /* The block is lent after -ENETDOWN, as it is when the interface is up again. */
  int result = 0;
  for (int i = 0; i < 20 && result == 0; i++) {
    ring = open_with_open_block(7, count);
    ip("link set gone down");
    result = framering_next(ring, 60000, &block);
    if (result == 0) { /* on a slow machine the block closed before the interface was down */
      ip("link delete gone");
      close_rings(count);
    }
  }
  CHECK_EQUAL(result, -ENETDOWN);
  CHECK_EQUAL(next_block(ring).frames, 7);
  ip("link delete gone");
  CHECK_EQUAL(frames_until(ring, -ENODEV), 0);
  close_rings(count);
}

static struct framering *open_following(const int *interfaces, uint32_t count) {
  struct framering_options options = options_on(NULL);
  options.flags = FRAMERING_PROMISCUOUS | FRAMERING_FOLLOW;
  options.interfaces = interfaces;
  options.interface_count = count;
  return open_with(&options);
}

static void await_change(struct framering *ring) {
  struct framering_block block;
  int result;
  while ((result = framering_next(ring, 60000, &block)) == 0) {
    /* messages of IPv6 */
  }
  CHECK_EQUAL(result, -ESTALE);
}

/* Sends frames of this length until one of them arrives. */
static void delivers_from(struct framering *ring, const char *sender, size_t length) {
  make_frame(bytes, length, ETHERTYPE, 1);
  for (int i = 0; i < 600; i++) {
    struct framering_block block;
    send_frame(sender, bytes, length);
    int result = framering_next(ring, 100, &block);
    if (result == 0 && block.frames > 0 &&
        framering_first(&block)->tp_snaplen == (uint32_t)length) {
      return;
    }
    CHECK(result == 0 || result == -ETIMEDOUT || result == -ESTALE);
  }
  CHECK(!"a frame came");
}

static void interface_that_is_made_again_is_followed(void) {
  int index = 0; /* absent */
  struct framering *ring = open_following(&index, 1);
  struct framering_statistics before = {0};
  for (int i = 0; i < 2; i++) {
    ip("link add again type veth peer name sender");
    ip("link set sender up");
    await_change(ring);
    index = index_of("again");
    CHECK_EQUAL(framering_follow(ring, &index), 0); /* although it is down */
    ip("link set again up");
    delivers_from(ring, "sender", 60);
    CHECK_EQUAL(promiscuity("again"), 1);

    ip("link delete again");
    await_change(ring);
    index = 4711;
    CHECK_EQUAL(framering_follow(ring, &index), -ENODEV);
    index = 0;
    CHECK_EQUAL(framering_follow(ring, &index), 0);
    struct framering_statistics statistics;
    CHECK_EQUAL(framering_statistics(ring, &statistics), 0);
    CHECK(statistics.received > before.received);
    before = statistics;
  }
  framering_close(ring);
}

static void one_of_several_interfaces_is_followed(void) {
  ip("link add again type veth peer name sender");
  ip("link set again up");
  ip("link set sender up");
  int both[] = {index_of("right"), index_of("again")};
  struct framering *ring = open_following(both, 2);
  delivers_from(ring, "sender", 61);
  ip("link delete again");
  await_change(ring);
  both[1] = 0;
  CHECK_EQUAL(framering_follow(ring, both), 0);
  delivers_from(ring, "left", 62);
  ip("link add again type veth peer name sender");
  ip("link set again up");
  ip("link set sender up");
  await_change(ring);
  both[1] = index_of("again");
  CHECK_EQUAL(framering_follow(ring, both), 0);
  delivers_from(ring, "sender", 63);
  delivers_from(ring, "left", 64);
  CHECK_EQUAL(promiscuity("again"), 1);
  CHECK_EQUAL(promiscuity("right"), 1);
  framering_close(ring);
  CHECK_EQUAL(promiscuity("again"), 0);
  ip("link delete again");
}

/* Waiting may take hours, and must not use the processor. */
static void waiting_for_an_interface_costs_nothing(void) {
  int index = index_of("right");
  struct framering *ring = open_following(&index, 1);
  ip("link set right down");
  await_change(ring);
  await_state("left", "LOWERLAYERDOWN"); /* the other end loses its carrier a moment later */
  struct framering_block block;
  while (framering_next(ring, 100, &block) == -ESTALE) {
  }
  clock_t before = clock();
  CHECK_EQUAL(framering_next(ring, 200, &block), -ETIMEDOUT);
  CHECK_EQUAL(framering_await_change(ring, 200), -ETIMEDOUT);
  CHECK(clock() - before < CLOCKS_PER_SEC / 20);
  framering_stop(ring);
  CHECK_EQUAL(framering_await_change(ring, -1), -ECANCELED);
  ip("link set right up");
  framering_close(ring);
  ip("link set left up");
}

int main(void) {
  enter_namespace_with_veth();
  interface_down_is_reported_once_and_survived();
  interface_that_is_down_cannot_be_opened();
  interface_that_is_deleted_ends_the_ring();
  frames_before_a_deletion_are_lent(1);
  frames_before_a_deletion_are_lent(2);
  interface_that_is_made_again_is_followed();
  one_of_several_interfaces_is_followed();
  waiting_for_an_interface_costs_nothing();
  return 0;
}

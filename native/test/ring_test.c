// SPDX-License-Identifier: Apache-2.0
/* A ring on real interfaces: the delivered frames, and the time of delivery. */
#include <errno.h>
#include <linux/if_ether.h>
#include <string.h>
#include <unistd.h>

#include "testing.h"

static uint8_t bytes[9014];

static void delivers_every_size_as_it_was_sent(void) {
  struct framering *ring = open_ring("right", FRAMERING_RESTORE_VLAN);
  size_t sizes[] = {14, 15, 17, 59, 60, 61, 1514, 4097, 9014};
  size_t count = sizeof sizes / sizeof sizes[0];
  for (uint32_t i = 0; i < count; i++) {
    make_frame(bytes, sizes[i], ETHERTYPE, i);
    send_frame("left", bytes, sizes[i]);
  }
  struct frame_cursor cursor = {0};
  for (uint32_t i = 0; i < count; i++) {
    const struct tpacket3_hdr *frame = next_frame(ring, &cursor);
    make_frame(bytes, sizes[i], ETHERTYPE, i);
    CHECK_EQUAL(frame->tp_snaplen, sizes[i]);
    CHECK_EQUAL(frame->tp_len, sizes[i]);
    CHECK(memcmp(framering_bytes(frame), bytes, sizes[i]) == 0);
    CHECK_EQUAL(framering_address(frame)->sll_ifindex, index_of("right"));
  }
  struct framering_statistics statistics;
  CHECK_EQUAL(framering_statistics(ring, &statistics), 0);
  CHECK_EQUAL(statistics.received, count);
  CHECK_EQUAL(statistics.dropped, 0);
  /* The kernel's counts have been reset by now. */
  CHECK_EQUAL(framering_statistics(ring, &statistics), 0);
  CHECK_EQUAL(statistics.received, count);
  framering_close(ring);
}

static void send_some(uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    make_frame(bytes, 60, ETHERTYPE, i);
    send_frame("left", bytes, 60);
  }
}

/* This includes the block that the kernel still fills; later frames are not awaited. */
static void draining_ring_lends_what_has_arrived(void) {
  struct framering *ring = open_ring("right", 0);
  send_some(7);
  framering_drain(ring);
  struct framering_block block;
  uint32_t frames = 0;
  int result;
  while ((result = framering_next(ring, -1, &block)) == 0) {
    frames += block.frames;
    send_some(1); /* a ring that ended only when empty would not end */
  }
  CHECK_EQUAL(result, -ECANCELED);
  CHECK(frames >= 7);
  CHECK_EQUAL(framering_next(ring, -1, &block), -ECANCELED);
  framering_close(ring);
}

/* The kernel strips the tag of a received frame, but not of a sent one: both are delivered alike.
 */
static void vlan_tags_are_back(void) {
  struct framering *ring = open_ring(NULL, FRAMERING_RESTORE_VLAN);
  make_frame(bytes, 64, ETH_P_8021Q, 0x20640800);
  send_frame("left", bytes, 64);
  struct frame_cursor cursor = {0};
  for (int i = 0; i < 2; i++) {
    const struct tpacket3_hdr *frame = next_frame(ring, &cursor);
    int stripped = framering_address(frame)->sll_ifindex == index_of("right");
    CHECK_EQUAL(!!(frame->tp_status & FRAMERING_STATUS_VLAN_RESTORED), stripped);
    CHECK_EQUAL(frame->tp_snaplen, 64);
    CHECK_EQUAL(frame->tp_len, 64);
    CHECK(memcmp(framering_bytes(frame), bytes, 64) == 0);
  }
  framering_close(ring);

  ring = open_ring("right", 0);
  send_frame("left", bytes, 64);
  struct frame_cursor plain = {0};
  CHECK_EQUAL(next_frame(ring, &plain)->tp_snaplen, 60);
  framering_close(ring);
}

static void snap_length_cuts(void) {
  struct framering_options options = options_on("right");
  options.snaplen = 96;
  struct framering *ring = open_with(&options);
  make_frame(bytes, 1514, ETHERTYPE, 7);
  send_frame("left", bytes, 1514);
  struct frame_cursor cursor = {0};
  const struct tpacket3_hdr *frame = next_frame(ring, &cursor);
  CHECK_EQUAL(frame->tp_snaplen, 96);
  CHECK_EQUAL(frame->tp_len, 1514);
  framering_close(ring);
}

static void blocks_come_round(void) {
  struct framering *ring = open_ring("right", 0);
  uint32_t blocks = framering_geometry(ring).block_count;
  for (uint32_t i = 0; i < 3 * blocks; i++) {
    make_frame(bytes, 60, ETHERTYPE, i);
    send_frame("left", bytes, 60);
    struct framering_block block = next_block(ring);
    CHECK_EQUAL(block.index, i % blocks);
    make_frame(bytes, 60, ETHERTYPE, i);
    CHECK(memcmp(framering_bytes(framering_first(&block)), bytes, 60) == 0);
  }
  framering_close(ring);
}

static void timeouts_pass(void) {
  struct framering *ring = open_ring("right", 0);
  struct framering_block block;
  CHECK_EQUAL(framering_next(ring, 0, &block), -ETIMEDOUT);
  CHECK_EQUAL(framering_next(ring, 30, &block), -ETIMEDOUT);
  framering_stop(ring);
  CHECK_EQUAL(framering_next(ring, -1, &block), -ECANCELED);
  CHECK_EQUAL(framering_next(ring, 0, &block), -ECANCELED);
  framering_close(ring);
}

/* framering_stop() works even if blocks are ready, as on a saturated ring. */
static void stop_comes_before_data(void) {
  struct framering *ring = open_ring("right", 0);
  make_frame(bytes, 60, ETHERTYPE, 0);
  send_frame("left", bytes, 60);
  next_block(ring);
  send_frame("left", bytes, 60);
  usleep(50000);
  framering_stop(ring);
  struct framering_block block;
  CHECK_EQUAL(framering_next(ring, -1, &block), -ECANCELED);
  framering_close(ring);
}

int main(void) {
  enter_namespace_with_veth();
  ip("link set left mtu 9000");
  ip("link set right mtu 9000");
  delivers_every_size_as_it_was_sent();
  draining_ring_lends_what_has_arrived();
  vlan_tags_are_back();
  snap_length_cuts();
  blocks_come_round();
  timeouts_pass();
  stop_comes_before_data();
  return 0;
}

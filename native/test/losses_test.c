// SPDX-License-Identifier: Apache-2.0
/* Frames that a full ring loses: they are counted, and reported where they are missing. */
#include <arpa/inet.h>
#include <errno.h>
#include <string.h>

#include "testing.h"

static uint8_t bytes[1000];

static void full_ring_counts_what_it_loses(void) {
  struct framering_options options = options_on("right");
  options.block_size = 8192;
  options.ring_size = 16384;
  struct framering *ring = open_with(&options);
  CHECK_EQUAL(framering_geometry(ring).block_count, 2);
  const uint32_t sent = 100;
  for (uint32_t i = 0; i < sent; i++) {
    make_frame(bytes, 1000, ETHERTYPE, i);
    send_frame("left", bytes, 1000);
  }
  uint32_t delivered = 0;
  struct framering_block block;
  struct framering_statistics statistics;
  do {
    while (framering_next(ring, 100, &block) == 0) {
      delivered += block.frames;
    }
    CHECK_EQUAL(framering_statistics(ring, &statistics), 0);
  } while (delivered + statistics.dropped < sent);
  CHECK(statistics.dropped > 0);
  CHECK(statistics.freezes > 0);
  CHECK_EQUAL(delivered + statistics.dropped, sent);
  CHECK_EQUAL(statistics.received, sent);
  framering_close(ring);
}

static uint32_t number_of(const struct tpacket3_hdr *frame) {
  uint32_t number;
  memcpy(&number, framering_bytes(frame) + 14, sizeof number);
  return ntohl(number);
}

/* A jump in the numbers of the frames is the number of frames lost there. */
static void losses_are_reported_where_they_are(void) {
  struct framering_options options = options_on("right");
  options.block_size = 8192;
  options.ring_size = 4 * 8192;
  struct framering *ring = open_with(&options);
  uint32_t sent = 0;
  uint32_t expected = 0;
  uint64_t reported = 0;
  int gaps = 0;
  for (int burst = 0; burst < 20; burst++) {
    for (int i = 0; i < 7 * burst; i++) {
      make_frame(bytes, 1000, ETHERTYPE, sent++);
      send_frame("left", bytes, 1000);
    }
    /* Some blocks stay in the ring, so that it has more than one gap. Half of the gaps are counted
     * by another call before they are reported. */
    for (int blocks = 0; blocks < 3; blocks++) {
      struct framering_block block;
      struct framering_statistics statistics;
      if (burst % 2 == 0) {
        CHECK_EQUAL(framering_statistics(ring, &statistics), 0);
      }
      if (framering_next(ring, 20, &block) < 0) {
        break;
      }
      const struct tpacket3_hdr *frame = framering_first(&block);
      CHECK_EQUAL(number_of(frame) - expected, framering_lost(ring));
      reported += framering_lost(ring);
      gaps += framering_lost(ring) > 0;
      expected = number_of(frame);
      for (uint32_t i = 0; i < block.frames; i++, frame = framering_after(frame)) {
        CHECK_EQUAL(number_of(frame), expected++);
      }
    }
    if (burst % 4 == 1) {
      framering_release(ring); /* so that the ring can be full while no block is lent */
    }
  }
  struct framering_block block;
  while (framering_next(ring, 100, &block) == 0) {
    reported += framering_lost(ring);
  }
  make_frame(bytes, 1000, ETHERTYPE, sent); /* the last loss is reported with it */
  send_frame("left", bytes, 1000);
  uint32_t last;
  do {
    CHECK_EQUAL(framering_next(ring, 60000, &block), 0);
    reported += framering_lost(ring);
    const struct tpacket3_hdr *frame = framering_first(&block);
    for (uint32_t i = 1; i < block.frames; i++) {
      frame = framering_after(frame);
    }
    last = number_of(frame);
  } while (last != sent);
  sent++;
  struct framering_statistics statistics;
  CHECK_EQUAL(framering_statistics(ring, &statistics), 0);
  CHECK(gaps > 5);
  CHECK_EQUAL(statistics.dropped, reported);
  CHECK_EQUAL(statistics.received, sent);
  framering_close(ring);
}

int main(void) {
  enter_namespace_with_veth();
  full_ring_counts_what_it_loses();
  losses_are_reported_where_they_are();
  return 0;
}

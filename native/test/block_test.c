// SPDX-License-Identifier: Apache-2.0
/* The changes and errors of block_prepare(). Needs no kernel and no privilege. */
#include <arpa/inet.h>
#include <linux/if_arp.h>
#include <linux/if_ether.h>
#include <stdbool.h>
#include <string.h>

#include "block.h"
#include "testing.h"

#define BLOCK_SIZE 4096u
#define FIRST 48u
#define MAC 86u

/* As large as the block and no larger, so that AddressSanitizer detects every access outside. */
static uint8_t *block;

/* The last sum of block_prepare(). */
static uint64_t bytes;

static const struct block_rules rules = {
    .block_size = BLOCK_SIZE, .snaplen = FRAMERING_SNAPLEN_MAX, .restore_vlan = true};

static struct tpacket_hdr_v1 *descriptor(void) {
  return &((struct tpacket_block_desc *)block)->hdr.bh1;
}

static struct tpacket3_hdr *frame_at(uint32_t offset) {
  return (struct tpacket3_hdr *)(block + offset);
}

static struct tpacket3_hdr *put_frame(uint32_t offset, uint32_t length, uint32_t status) {
  struct tpacket3_hdr *frame = frame_at(offset);
  *frame = (struct tpacket3_hdr){
      .tp_snaplen = length, .tp_len = length, .tp_mac = MAC, .tp_status = TP_STATUS_USER | status};
  struct sockaddr_ll address = {.sll_hatype = ARPHRD_ETHER};
  memcpy(block + offset + TPACKET_ALIGN(sizeof *frame), &address, sizeof address);
  if (length >= 14) {
    make_frame(block + offset + MAC, length, ETH_P_IP, offset);
  }
  return frame;
}

/* Three frames of 60 bytes. */
static void fill_block(void) {
  memset(block, 0, BLOCK_SIZE);
  descriptor()->num_pkts = 3;
  descriptor()->offset_to_first_pkt = FIRST;
  for (uint32_t i = 0; i < 3; i++) {
    put_frame(FIRST + i * 160, 60, 0)->tp_next_offset = i < 2 ? 160 : 0;
  }
}

static void good_block_stays_as_it_is(void) {
  static uint8_t before[BLOCK_SIZE];
  fill_block();
  memcpy(before, block, BLOCK_SIZE);
  CHECK(block_prepare(block, &rules, &bytes) == NULL);
  CHECK(memcmp(before, block, BLOCK_SIZE) == 0);
  CHECK_EQUAL(bytes, 3 * 60);
}

static void empty_block_is_good(void) {
  fill_block();
  descriptor()->num_pkts = 0;
  descriptor()->offset_to_first_pkt = 0xFFFFFFFF;
  CHECK(block_prepare(block, &rules, &bytes) == NULL);
  CHECK_EQUAL(bytes, 0);
}

static void stripped_tag_is_put_back(void) {
  fill_block();
  struct tpacket3_hdr *frame =
      put_frame(FIRST, 60, TP_STATUS_VLAN_VALID | TP_STATUS_VLAN_TPID_VALID);
  frame->tp_next_offset = 160;
  frame->hv1.tp_vlan_tci = 0x2064;
  frame->hv1.tp_vlan_tpid = ETH_P_8021AD;
  uint8_t expected[64];
  memcpy(expected, framering_bytes(frame), 12);
  memcpy(expected + 12, "\x88\xa8\x20\x64", 4);
  memcpy(expected + 16, framering_bytes(frame) + 12, 48);

  CHECK(block_prepare(block, &rules, &bytes) == NULL);
  CHECK_EQUAL(frame->tp_snaplen, 64);
  CHECK_EQUAL(frame->tp_len, 64);
  CHECK_EQUAL(bytes, 64 + 60 + 60);
  CHECK(frame->tp_status & FRAMERING_STATUS_VLAN_RESTORED);
  CHECK(memcmp(framering_bytes(frame), expected, 64) == 0);
}

static void tag_zero_without_tpid_is_a_priority_tag(void) {
  fill_block();
  struct tpacket3_hdr *frame = put_frame(FIRST, 60, TP_STATUS_VLAN_VALID);
  frame->tp_next_offset = 160;
  CHECK(block_prepare(block, &rules, &bytes) == NULL);
  CHECK(memcmp(framering_bytes(frame) + 12, "\x81\x00\x00\x00\x08\x00", 6) == 0);
}

static void tag_is_left_out_when_not_wanted(void) {
  struct block_rules as_delivered = rules;
  as_delivered.restore_vlan = false;
  fill_block();
  struct tpacket3_hdr *frame = put_frame(FIRST, 60, TP_STATUS_VLAN_VALID);
  frame->tp_next_offset = 160;
  CHECK(block_prepare(block, &as_delivered, &bytes) == NULL);
  CHECK_EQUAL(frame->tp_snaplen, 60);
  CHECK(!(frame->tp_status & FRAMERING_STATUS_VLAN_RESTORED));
}

static void tag_goes_only_into_ethernet(void) {
  fill_block();
  struct tpacket3_hdr *frame = put_frame(FIRST, 60, TP_STATUS_VLAN_VALID);
  frame->tp_next_offset = 160;
  ((struct sockaddr_ll *)framering_address(frame))->sll_hatype = ARPHRD_NONE;
  CHECK(block_prepare(block, &rules, &bytes) == NULL);
  CHECK_EQUAL(frame->tp_snaplen, 60);
}

static void tag_without_room_stays_out(void) {
  fill_block();
  struct tpacket3_hdr *frame = put_frame(FIRST, 60, TP_STATUS_VLAN_VALID);
  frame->tp_next_offset = 160;
  frame->tp_mac = FRAME_HEADER_SIZE + 3;
  CHECK(block_prepare(block, &rules, &bytes) == NULL);
  CHECK_EQUAL(frame->tp_mac, FRAME_HEADER_SIZE + 3);
  CHECK(!(frame->tp_status & FRAMERING_STATUS_VLAN_RESTORED));
}

/* The snap length limits the delivered bytes, including the tag; the length on the wire grows. */
static void snap_length_counts_the_tag(void) {
  struct block_rules snapped = rules;
  for (uint32_t snaplen = 1; snaplen <= 64; snaplen++) {
    snapped.snaplen = snaplen;
    fill_block();
    struct tpacket3_hdr *frame = put_frame(FIRST, 60, TP_STATUS_VLAN_VALID);
    frame->tp_next_offset = 160;
    frame->tp_snaplen = snaplen < 60 ? snaplen : 60; /* as truncated by the kernel */
    CHECK(block_prepare(block, &snapped, &bytes) == NULL);
    CHECK_EQUAL(frame->tp_snaplen, snaplen);
    CHECK_EQUAL(frame->tp_len, 64);
  }
}

static void refuses(const char *field, uint32_t *place, uint32_t value) {
  uint32_t good = *place;
  *place = value;
  const char *fault = block_prepare(block, &rules, &bytes);
  if (fault == NULL || strcmp(fault, field) != 0) {
    fprintf(stderr, "%s = %u: %s\n", field, value, fault == NULL ? "taken" : fault);
    abort();
  }
  *place = good;
}

static void refuses16(const char *field, uint16_t *place, uint16_t value) {
  uint16_t good = *place;
  *place = value;
  const char *fault = block_prepare(block, &rules, &bytes);
  CHECK(fault != NULL && strcmp(fault, field) == 0);
  *place = good;
}

static void each_field_out_of_range_is_named(void) {
  fill_block();
  refuses("tp_next_offset", &descriptor()->num_pkts, 0xFFFFFFFF); /* 0 at the last */
  uint32_t offsets[] = {0, 47, 49, BLOCK_SIZE - 64, BLOCK_SIZE, 0x80000000, 0xFFFFFFF0};
  for (size_t i = 0; i < sizeof offsets / sizeof offsets[0]; i++) {
    refuses("offset_to_first_pkt", &descriptor()->offset_to_first_pkt, offsets[i]);
  }
  uint32_t steps[] = {0, 16, 64, 161, BLOCK_SIZE, 0x80000000, 0xFFFFFFF0};
  for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
    refuses("tp_next_offset", &frame_at(FIRST)->tp_next_offset, steps[i]);
  }
  uint32_t lengths[] = {75, 4096, 0x80000000, 0xFFFFFFFF};
  for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
    refuses("tp_snaplen", &frame_at(FIRST)->tp_snaplen, lengths[i]);
  }
  refuses("tp_snaplen", &frame_at(FIRST + 320)->tp_snaplen, BLOCK_SIZE - FIRST - 320 - MAC + 1);
  refuses16("tp_mac", &frame_at(FIRST)->tp_mac, FRAME_HEADER_SIZE - 1);
  refuses16("tp_mac", &frame_at(FIRST)->tp_mac, 161);
  refuses16("tp_mac", &frame_at(FIRST)->tp_mac, 0xFFFF);
  CHECK(block_prepare(block, &rules, &bytes) == NULL);
}

/* Random damage of valid blocks: any result is correct if it stays inside the block. */
static void damaged_blocks_are_never_left(void) {
  uint64_t state = 20260101;
  for (int round = 0; round < 300000; round++) {
    fill_block();
    put_frame(FIRST, 60, TP_STATUS_VLAN_VALID)->tp_next_offset = 160;
    for (int change = 0; change < 4; change++) {
      state = state * 6364136223846793005u + 1442695040888963407u;
      uint32_t place = (uint32_t)(state >> 33) % 480;
      uint8_t extremes[] = {0, 1, 0x7F, 0x80, 0xFF, (uint8_t)(state >> 20)};
      block[place] = extremes[(state >> 60) % sizeof extremes];
    }
    if (block_prepare(block, &rules, &bytes) != NULL) {
      continue;
    }
    struct framering_block lent = {block, 0, descriptor()->num_pkts};
    const struct tpacket3_hdr *frame = lent.frames > 0 ? framering_first(&lent) : NULL;
    for (uint32_t left = lent.frames; left > 0; left--) {
      CHECK(framering_bytes(frame) + frame->tp_snaplen <= block + BLOCK_SIZE);
      frame = left > 1 ? framering_after(frame) : frame;
    }
  }
}

int main(void) {
  block = aligned_alloc(16, BLOCK_SIZE);
  CHECK(block != NULL);
  good_block_stays_as_it_is();
  empty_block_is_good();
  stripped_tag_is_put_back();
  tag_zero_without_tpid_is_a_priority_tag();
  tag_is_left_out_when_not_wanted();
  tag_goes_only_into_ethernet();
  tag_without_room_stays_out();
  snap_length_counts_the_tag();
  each_field_out_of_range_is_named();
  damaged_blocks_are_never_left();
  free(block);
  return 0;
}

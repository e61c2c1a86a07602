// SPDX-License-Identifier: Apache-2.0
/* The records of framering_write_records(), and that they stay within the buffer. */
#include <linux/if_arp.h>
#include <stdbool.h>
#include <string.h>

#include "block.h"
#include "testing.h"

#define FRAMES 6u
#define SLOT 256u
#define MAC 82u
#define ROOM 4096u

/* 2026-11-26 10:00:00 UTC; in nanoseconds it does not fit into 32 bits. */
#define SECONDS 1795687200u

static _Alignas(16) uint8_t block[FRAMES * SLOT];

static struct tpacket3_hdr *frame_at(uint32_t number) {
  return (struct tpacket3_hdr *)(block + number * SLOT);
}

static struct sockaddr_ll *address_of(uint32_t number) {
  return (struct sockaddr_ll *)framering_address(frame_at(number));
}

/* Frames of 60 to 65 bytes with different packet types, the last one invalid. */
static void fill(void) {
  static const unsigned char types[FRAMES] = {PACKET_HOST,      PACKET_BROADCAST, PACKET_MULTICAST,
                                              PACKET_OTHERHOST, PACKET_OUTGOING,  77};
  memset(block, 0xEE, sizeof block);
  for (uint32_t i = 0; i < FRAMES; i++) {
    *frame_at(i) = (struct tpacket3_hdr){.tp_next_offset = SLOT,
                                         .tp_sec = SECONDS + i,
                                         .tp_nsec = 999999990 + i,
                                         .tp_snaplen = 60 + i,
                                         .tp_len = 70000 + i,
                                         .tp_mac = MAC};
    *address_of(i) =
        (struct sockaddr_ll){.sll_hatype = ARPHRD_ETHER, .sll_ifindex = 7, .sll_pkttype = types[i]};
    make_frame((uint8_t *)frame_at(i) + MAC, 60 + i, ETHERTYPE, i);
  }
}

struct written {
  uint32_t frames;
  size_t size;
  uint32_t last;
};

/* Writes into memory as large as the buffer and no larger, so that AddressSanitizer detects an
 * access outside; then copies from there. */
static struct written write_records(int64_t interface_id, size_t room, uint8_t *copy) {
  uint8_t *to = malloc(room);
  CHECK(to != NULL || room == 0);
  const struct tpacket3_hdr *frame = frame_at(0);
  struct written written;
  written.frames = framering_write_records(&frame, FRAMES, interface_id, to, room, &written.size);
  written.last = (uint32_t)((const uint8_t *)frame - block) / SLOT;
  CHECK(written.size <= room);
  memcpy(copy, to, written.size);
  free(to);
  return written;
}

static uint32_t u32(const uint8_t *at) {
  return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static void pcap_has_a_header_and_the_bytes(void) {
  static uint8_t records[ROOM];
  struct written written = write_records(-1, ROOM, records);
  CHECK_EQUAL(written.frames, FRAMES);
  CHECK_EQUAL(written.last, FRAMES - 1);
  const uint8_t *at = records;
  for (uint32_t i = 0; i < FRAMES; i++) {
    CHECK_EQUAL(u32(at), SECONDS + i);
    CHECK_EQUAL(u32(at + 4), 999999990 + i);
    CHECK_EQUAL(u32(at + 8), 60 + i);
    CHECK_EQUAL(u32(at + 12), 70000 + i);
    CHECK(memcmp(at + 16, framering_bytes(frame_at(i)), 60 + i) == 0);
    at += 16 + 60 + i;
  }
  CHECK_EQUAL(written.size, at - records);
}

static void pcapng_has_blocks_with_flags(void) {
  static const uint32_t flags[FRAMES] = {1 | 1 << 2, 1 | 3 << 2, 1 | 2 << 2, 1 | 4 << 2, 2, 0};
  static uint8_t records[ROOM];
  struct written written = write_records(3, ROOM, records);
  CHECK_EQUAL(written.frames, FRAMES);
  const uint8_t *at = records;
  for (uint32_t i = 0; i < FRAMES; i++) {
    uint32_t length = 60 + i, padded = (length + 3) / 4 * 4;
    uint32_t size = 28 + padded + (flags[i] != 0 ? 12 : 0) + 4;
    uint64_t time = (SECONDS + i) * UINT64_C(1000000000) + 999999990 + i;
    CHECK_EQUAL(u32(at), 6);
    CHECK_EQUAL(u32(at + 4), size);
    CHECK_EQUAL(u32(at + 8), 3);
    CHECK_EQUAL(u32(at + 12), (uint32_t)(time >> 32));
    CHECK_EQUAL(u32(at + 16), (uint32_t)time);
    CHECK_EQUAL(u32(at + 20), length);
    CHECK_EQUAL(u32(at + 24), 70000 + i);
    CHECK(memcmp(at + 28, framering_bytes(frame_at(i)), length) == 0);
    CHECK(memcmp(at + 28 + length, "\0\0\0", padded - length) == 0);
    if (flags[i] != 0) {
      CHECK(memcmp(at + 28 + padded, "\2\0\4\0", 4) == 0);
      CHECK_EQUAL(u32(at + 28 + padded + 4), flags[i]);
      CHECK_EQUAL(u32(at + 28 + padded + 8), 0);
    }
    CHECK_EQUAL(u32(at + size - 4), size);
    at += size;
  }
  CHECK_EQUAL(written.size, at - records);
}

/* For any size of the buffer: complete records, as many as fit. */
static void room_is_kept_to(int64_t interface_id) {
  static uint8_t all[ROOM], some[ROOM];
  size_t whole = write_records(interface_id, ROOM, all).size;
  uint32_t frames = 0;
  for (size_t room = 0; room <= whole; room++) {
    struct written written = write_records(interface_id, room, some);
    CHECK(memcmp(some, all, written.size) == 0);
    CHECK_EQUAL(written.last, written.frames > 0 ? written.frames - 1 : 0);
    CHECK_EQUAL(written.frames, written.size == room && room > 0 ? frames + 1 : frames);
    frames = written.frames;
  }
  CHECK_EQUAL(frames, FRAMES);
}

static void frames_that_are_not_alike_end_them(void) {
  static uint8_t records[ROOM];
  address_of(4)->sll_ifindex = 8;
  CHECK_EQUAL(write_records(-1, ROOM, records).frames, 4);
  address_of(2)->sll_hatype = ARPHRD_NONE;
  CHECK_EQUAL(write_records(-1, ROOM, records).frames, 2);
  CHECK_EQUAL(write_records(0, ROOM, records).last, 1);
}

int main(void) {
  fill();
  pcap_has_a_header_and_the_bytes();
  pcapng_has_blocks_with_flags();
  room_is_kept_to(-1);
  room_is_kept_to(0);
  frames_that_are_not_alike_end_them();
  return 0;
}

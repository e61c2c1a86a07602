// SPDX-License-Identifier: Apache-2.0
/*
 * Measures the cost of checking a block and restoring VLAN tags before it is lent.
 *
 * A ring of 32 MiB, more than the caches hold, is filled with a mix of frames (60 to 1514 bytes,
 * one in ten tagged). A reader then walks it and reads each Ethernet and IPv4 header: alone,
 * after checking, after checking and restoring. Rounds alternate; the median of each is printed.
 */
#include <linux/if_arp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "block.h"
#include "framering.h"

#define BLOCK_SIZE (256u << 10)
#define BLOCKS 128u
#define ROUNDS 31
#define MAC 86u

static uint8_t *ring;
static uint64_t frames;
static uint64_t sink;

static uint32_t next_random(void) {
  static uint64_t state = 20260101;
  state = state * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)(state >> 33);
}

static void fill_block(uint8_t *block, bool tags) {
  static const uint32_t lengths[] = {60, 60, 60, 74, 128, 256, 576, 1514};
  struct tpacket_hdr_v1 *header = &((struct tpacket_block_desc *)block)->hdr.bh1;
  uint32_t at = 48;
  header->offset_to_first_pkt = at;
  header->num_pkts = 0;
  while (at + 1700 < BLOCK_SIZE) {
    uint32_t length = lengths[next_random() % 8];
    struct tpacket3_hdr *frame = (struct tpacket3_hdr *)(block + at);
    *frame = (struct tpacket3_hdr){.tp_snaplen = length,
                                   .tp_len = length,
                                   .tp_mac = MAC,
                                   .tp_status = TP_STATUS_USER,
                                   .tp_next_offset = (MAC + length + 7) & ~7u};
    if (tags && next_random() % 10 == 0) {
      frame->tp_status |= TP_STATUS_VLAN_VALID;
    }
    struct sockaddr_ll address = {.sll_hatype = ARPHRD_ETHER};
    memcpy(block + at + 48, &address, sizeof address);
    memcpy(block + at + MAC + 12, "\x08\x00\x45", 3);
    at += frame->tp_next_offset;
    header->num_pkts++;
    frames++;
  }
}

static void fill(bool tags) {
  frames = 0;
  for (uint32_t i = 0; i < BLOCKS; i++) {
    fill_block(ring + (size_t)i * BLOCK_SIZE, tags);
  }
}

static void look(uint8_t *memory) {
  struct framering_block block = {memory, 0,
                                  ((struct tpacket_block_desc *)memory)->hdr.bh1.num_pkts};
  const struct tpacket3_hdr *frame = framering_first(&block);
  for (uint32_t i = 0; i < block.frames; i++, frame = framering_after(frame)) {
    const uint8_t *bytes = framering_bytes(frame);
    if (bytes[12] == 0x08 && bytes[13] == 0x00) {
      uint32_t source;
      memcpy(&source, bytes + 26, sizeof source);
      sink += source + bytes[23] + frame->tp_len;
    }
  }
}

enum work { WALK, CHECK, RESTORE };

static double ns_per_frame(enum work work) {
  const struct block_rules rules = {BLOCK_SIZE, FRAMERING_SNAPLEN_MAX, work == RESTORE};
  fill(work == RESTORE);
  struct timespec start, end;
  clock_gettime(CLOCK_MONOTONIC, &start);
  for (uint32_t i = 0; i < BLOCKS; i++) {
    uint8_t *block = ring + (size_t)i * BLOCK_SIZE;
    uint64_t bytes;
    if (work != WALK && block_prepare(block, &rules, &bytes) != NULL) {
      abort();
    }
    look(block);
  }
  clock_gettime(CLOCK_MONOTONIC, &end);
  return ((double)(end.tv_sec - start.tv_sec) * 1e9 + (double)(end.tv_nsec - start.tv_nsec)) /
         (double)frames;
}

static int compare(const void *a, const void *b) {
  return *(const double *)a < *(const double *)b ? -1 : 1;
}

int main(void) {
  static const char *const names[] = {"walk alone", "check, walk", "check, restore tags, walk"};
  static double times[3][ROUNDS];
  ring = aligned_alloc(4096, (size_t)BLOCKS * BLOCK_SIZE);
  if (ring == NULL) {
    return 1;
  }
  for (int round = 0; round < ROUNDS; round++) {
    for (int work = WALK; work <= RESTORE; work++) {
      times[work][round] = ns_per_frame((enum work)work);
    }
  }
  for (int work = WALK; work <= RESTORE; work++) {
    qsort(times[work], ROUNDS, sizeof times[work][0], compare);
    printf("%-26s %5.1f ns per frame (%.1f to %.1f)\n", names[work], times[work][ROUNDS / 2],
           times[work][ROUNDS / 10], times[work][ROUNDS - 1 - ROUNDS / 10]);
  }
  free(ring);
  return sink == 0;
}

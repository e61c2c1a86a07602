// SPDX-License-Identifier: Apache-2.0
/* Prepares a closed block before it is lent: memory only, no system calls. */
#ifndef FRAMERING_BLOCK_H
#define FRAMERING_BLOCK_H

#include <linux/if_packet.h>
#include <stdbool.h>
#include <stdint.h>

/* Bytes of ring memory before each frame: header, padding, sockaddr_ll. */
#define FRAME_HEADER_SIZE (TPACKET_ALIGN(sizeof(struct tpacket3_hdr)) + sizeof(struct sockaddr_ll))

/* The alignment of frames in a block: V3_ALIGNMENT of the kernel's af_packet.c, not
 * TPACKET_ALIGNMENT. */
#define FRAME_ALIGNMENT 8

/* Bytes of an IEEE 802.1Q tag, and its offset in the frame: after the two MAC addresses. */
#define VLAN_TAG_SIZE 4
#define VLAN_TAG_OFFSET 12

struct block_rules {
  uint32_t block_size;
  /* The maximum length of a lent frame. */
  uint32_t snaplen;
  bool restore_vlan;
};

/* True if the kernel has closed the block. Everything it wrote before is then visible. */
bool block_acquire(uint8_t *block);

/* Whether there were uncounted lost frames when the kernel closed the block. */
bool block_was_closed_after_loss(const uint8_t *block);

/* Returns the block. All earlier reads and writes are complete. */
void block_release(uint8_t *block);

/*
 * Walks the frames of a block: checks that each is inside the block, after the previous one;
 * truncates it to the snap length; puts a stripped VLAN tag back; adds up tp_len. After this pass,
 * readers of the block need no checks.
 *
 * Returns NULL, or the name of the field that is out of range; frames before it may have been
 * changed already.
 */
const char *block_prepare(uint8_t *block, const struct block_rules *rules, uint64_t *bytes);

#endif

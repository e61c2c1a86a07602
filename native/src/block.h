/* What is done to a closed block before it is lent: memory in, memory out, no system calls. */
#ifndef FRAMERING_BLOCK_H
#define FRAMERING_BLOCK_H

#include <linux/if_packet.h>
#include <stdbool.h>
#include <stdint.h>

/* Bytes of ring memory that every frame has before its own: header, padding, sockaddr_ll. */
#define FRAME_HEADER_SIZE (TPACKET_ALIGN(sizeof(struct tpacket3_hdr)) + sizeof(struct sockaddr_ll))

/* Of every frame in a block: V3_ALIGNMENT of the kernel's af_packet.c, not TPACKET_ALIGNMENT. */
#define FRAME_ALIGNMENT 8

/* Bytes of an IEEE 802.1Q tag, and where in the frame it goes: behind the two MAC addresses. */
#define VLAN_TAG_SIZE 4
#define VLAN_TAG_OFFSET 12

struct block_rules {
  uint32_t block_size;
  /* No frame is longer when it is lent. */
  uint32_t snaplen;
  bool restore_vlan;
};

/* True when the kernel has handed the block over. All that it wrote before is visible after. */
bool block_acquire(uint8_t *block);

/* Whether frames had been lost, and not been counted yet, when the kernel handed the block over. */
bool block_was_closed_after_loss(const uint8_t *block);

/* Hands the block over, in the kernel's place. All that was written before is visible after. */
void block_close(uint8_t *block);

/* Hands the block back. All that was read or written before is done before. */
void block_release(uint8_t *block);

/*
 * Walks the frames of a block: checks that each lies in the block, behind the one before it; cuts
 * it to the snap length; puts a stripped VLAN tag back; adds up tp_len. One pass, so that whoever
 * reads the block need not check anything.
 *
 * Returns NULL, or the name of the field that is out of range; frames before it may have been
 * changed already.
 */
const char *block_prepare(uint8_t *block, const struct block_rules *rules, uint64_t *bytes);

#endif

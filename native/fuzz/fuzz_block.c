// SPDX-License-Identifier: Apache-2.0
/*
 * block_prepare() on a block with any content: a rejected block has the name of a field, the frames
 * of an accepted block lie in the block, and their records in their buffer. The first 4 bytes of
 * the input are the snap length and whether tags are restored.
 */
#include <stdlib.h>
#include <string.h>

#include "block.h"
#include "framering.h"
#include "fuzz.h"

#define HEAD 4

static bool is_field(const char *fault) {
  static const char *const fields[] = {"offset_to_first_pkt", "tp_next_offset", "tp_mac",
                                       "tp_snaplen"};
  for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
    if (strcmp(fault, fields[i]) == 0) {
      return true;
    }
  }
  return false;
}

/* Stored, so that no compiler omits the reads. */
static volatile uint32_t read_bytes;

/* Reads every byte that readers may read. */
static uint32_t read_frame(const struct tpacket3_hdr *frame) {
  uint32_t sum = frame->tp_len + framering_address(frame)->sll_hatype;
  for (uint32_t i = 0; i < frame->tp_snaplen; i++) {
    sum += framering_bytes(frame)[i];
  }
  return sum;
}

static void read_block(uint8_t *memory, const struct block_rules *rules) {
  const struct tpacket_block_desc *descriptor = (const struct tpacket_block_desc *)memory;
  struct framering_block block = {memory, 0, descriptor->hdr.bh1.num_pkts};
  const struct tpacket3_hdr *frame = block.frames > 0 ? framering_first(&block) : NULL;
  const uint8_t *free = memory + sizeof *descriptor; /* the first byte that no earlier part uses */
  for (uint32_t i = 0; i < block.frames; i++) {
    CHECK((const uint8_t *)frame >= free && (uintptr_t)frame % FRAME_ALIGNMENT == 0);
    CHECK(frame->tp_mac >= FRAME_HEADER_SIZE);
    CHECK(frame->tp_snaplen <= rules->snaplen);
    free = framering_bytes(frame) + frame->tp_snaplen;
    CHECK(free <= memory + rules->block_size);
    read_bytes += read_frame(frame);
    frame = i + 1 < block.frames ? framering_after(frame) : frame;
  }
}

/* Writes into memory as large as the buffer and no larger. */
static void record_block(uint8_t *memory, int64_t interface_id, size_t room) {
  const struct tpacket_block_desc *descriptor = (const struct tpacket_block_desc *)memory;
  struct framering_block block = {memory, 0, descriptor->hdr.bh1.num_pkts};
  if (block.frames == 0) {
    return;
  }
  uint8_t *records = malloc(room);
  CHECK(records != NULL);
  const struct tpacket3_hdr *frame = framering_first(&block);
  for (uint32_t left = block.frames;;) {
    size_t size;
    uint32_t written = framering_write_records(&frame, left, interface_id, records, room, &size);
    CHECK(written <= left && size <= room && (written == 0) == (size == 0));
    left -= written;
    if (written == 0 || left == 0) {
      break;
    }
    frame = framering_after(frame);
  }
  free(records);
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t length) {
  if (length < HEAD + sizeof(struct tpacket_block_desc)) {
    return 0;
  }
  /* As large as the block and no larger, so that AddressSanitizer detects every access outside. */
  size_t size = (length - HEAD) / 16 * 16;
  struct block_rules rules = {
      .block_size = (uint32_t)size,
      .snaplen = 1u + (uint32_t)(input[0] | input[1] << 8 | input[2] << 16) % FRAMERING_SNAPLEN_MAX,
      .restore_vlan = input[3] & 1};
  uint8_t *block = aligned_alloc(16, size);
  CHECK(block != NULL);
  memcpy(block, input + HEAD, size);
  uint64_t bytes;
  const char *fault = block_prepare(block, &rules, &bytes);
  if (fault == NULL) {
    read_block(block, &rules);
    record_block(block, -1, 1 + rules.snaplen % 4096);
    record_block(block, input[3], 1 + rules.snaplen % 4096);
  } else {
    CHECK(is_field(fault));
  }
  free(block);
  return 0;
}

#include <errno.h>
#include <linux/if_arp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <time.h>

#include "interfaces.h"
#include "ring.h"

#define BLOCK_SIZE (256u << 10)
#define BLOCK_COUNT 2u

#define FRAME_MIN 14u
#define FRAME_MAX 65536u

/* Where the kernel puts the bytes of an Ethernet frame with our PACKET_RESERVE, and what it keeps
 * free before the first header. */
#define FRAME_OFFSET 82u
#define BLOCK_HEADER_SIZE 48u

#define NANOS_BETWEEN_FRAMES 10000u

static uint32_t align_frame(uint32_t size) {
  return (size + FRAME_ALIGNMENT - 1) & ~(FRAME_ALIGNMENT - 1u);
}

static bool frames_are_valid(const uint32_t *lengths, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    if (lengths[i] < FRAME_MIN || lengths[i] > FRAME_MAX) {
      return false;
    }
  }
  return count > 0;
}

/* The frames to lay out, from the first again after the last. */
struct supply {
  const uint8_t *frames;
  const uint32_t *lengths;
  uint32_t count;
  uint32_t next;
  const uint8_t *next_frame;
  struct timespec time;
};

static void advance(struct supply *supply) {
  supply->next_frame += supply->lengths[supply->next];
  if (++supply->next == supply->count) {
    supply->next = 0;
    supply->next_frame = supply->frames;
  }
  supply->time.tv_nsec += NANOS_BETWEEN_FRAMES;
  if (supply->time.tv_nsec >= 1000000000) {
    supply->time.tv_nsec -= 1000000000;
    supply->time.tv_sec++;
  }
}

static void write_frame(uint8_t *at, uint32_t size, const struct supply *supply) {
  uint32_t length = supply->lengths[supply->next];
  *(struct tpacket3_hdr *)at = (struct tpacket3_hdr){
      .tp_next_offset = size,
      .tp_sec = (uint32_t)supply->time.tv_sec,
      .tp_nsec = (uint32_t)supply->time.tv_nsec,
      .tp_snaplen = length,
      .tp_len = length,
      .tp_status = TP_STATUS_USER,
      .tp_mac = FRAME_OFFSET,
      .tp_net = FRAME_OFFSET + 14,
  };
  struct sockaddr_ll *address =
      (struct sockaddr_ll *)(at + TPACKET_ALIGN(sizeof(struct tpacket3_hdr)));
  address->sll_family = AF_PACKET;
  address->sll_ifindex = 1;
  address->sll_hatype = ARPHRD_ETHER;
  address->sll_halen = 6;
  memcpy(at + FRAME_OFFSET, supply->next_frame, length);
}

static void fill_block(uint8_t *block, struct supply *supply) {
  struct tpacket_hdr_v1 *header = &((struct tpacket_block_desc *)block)->hdr.bh1;
  header->offset_to_first_pkt = BLOCK_HEADER_SIZE;
  uint32_t at = BLOCK_HEADER_SIZE, last = at;
  for (;;) {
    uint32_t size = align_frame(FRAME_OFFSET + supply->lengths[supply->next]);
    if (size > BLOCK_SIZE - at) {
      break;
    }
    write_frame(block + at, size, supply);
    advance(supply);
    header->num_pkts++;
    last = at;
    at += size;
  }
  ((struct tpacket3_hdr *)(block + last))->tp_next_offset = 0;
}

static int set_up(struct framering *ring, struct supply *supply, int milliseconds,
                  enum framering_call *failed) {
  *failed = FRAMERING_CALL_EVENTFD;
  ring->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (ring->wake_fd < 0) {
    return -errno;
  }
  *failed = FRAMERING_CALL_INTERFACES;
  ring->interfaces_fd = interfaces_open(NULL, false);
  if (ring->interfaces_fd < 0) {
    return ring->interfaces_fd;
  }
  *failed = FRAMERING_CALL_MMAP;
  uint64_t size = (uint64_t)BLOCK_SIZE * BLOCK_COUNT;
  void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) {
    return -errno;
  }
  ring->geometry = (struct framering_geometry){memory, size, BLOCK_SIZE, BLOCK_COUNT};
  *failed = FRAMERING_CALL_MEMORY;
  ring->lost_before = calloc(BLOCK_COUNT, sizeof *ring->lost_before);
  if (ring->lost_before == NULL) {
    return -ENOMEM;
  }
  ring->rules = (struct block_rules){BLOCK_SIZE, FRAMERING_SNAPLEN_MAX, false};
  clock_gettime(CLOCK_REALTIME, &supply->time);
  for (uint32_t i = 0; i < BLOCK_COUNT; i++) {
    fill_block(ring_block(ring, i), supply);
  }
  ring->rehearsal_end = milliseconds < 0 ? INT64_MAX : ring_now_ms() + milliseconds;
  *failed = FRAMERING_CALL_NONE;
  return 0;
}

int framering_rehearse(struct framering **out, const uint8_t *frames, const uint32_t *lengths,
                       uint32_t count, int milliseconds, enum framering_call *failed) {
  *out = NULL;
  if (!frames_are_valid(lengths, count)) {
    *failed = FRAMERING_CALL_OPTIONS;
    return -EINVAL;
  }
  struct framering *ring = ring_new();
  if (ring == NULL) {
    *failed = FRAMERING_CALL_MEMORY;
    return -ENOMEM;
  }
  struct supply supply = {frames, lengths, count, 0, frames, {0, 0}};
  int error = set_up(ring, &supply, milliseconds, failed);
  if (error < 0) {
    framering_close(ring);
    return error;
  }
  *out = ring;
  return 0;
}

void ring_rehearse(struct framering *ring) {
  if (ring_now_ms() >= ring->rehearsal_end) {
    framering_stop(ring);
    return;
  }
  struct tpacket_block_desc *block = (struct tpacket_block_desc *)ring_block(ring, ring->next);
  block->hdr.bh1.seq_num = ring->sequence + 1;
  block->hdr.bh1.block_status = TP_STATUS_USER;
}

#include "rehearsal.h"

#include <errno.h>
#include <linux/if_arp.h>
#include <linux/if_ether.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <time.h>

#include "interfaces.h"
#include "state.h"

#define BLOCK_SIZE (256u << 10)
/* One block is lent while the other is not: a ring whose blocks are all lent counts as full. */
#define BLOCK_COUNT 2u

#define FRAME_MIN 14u
#define FRAME_MAX 65536u

/* The kernel's offset of an Ethernet frame: its payload is aligned, and the reserve precedes it. */
#define FRAME_OFFSET (TPACKET_ALIGN(FRAME_HEADER_SIZE + 16) + VLAN_TAG_SIZE - ETH_HLEN)

_Static_assert(sizeof(struct tpacket_block_desc) % FRAME_ALIGNMENT == 0,
               "the first frame is aligned");
_Static_assert(sizeof(struct tpacket_block_desc) + FRAME_OFFSET + FRAME_MAX <= BLOCK_SIZE,
               "a block holds any frame");

struct rehearsal {
  /* In milliseconds of CLOCK_MONOTONIC. */
  int64_t end;
  uint8_t *frames;
  uint32_t *lengths;
  uint32_t count;
  /* The next frame and its bytes. */
  uint32_t next;
  size_t offset;
};

static bool frames_are_valid(const uint32_t *lengths, uint32_t count, size_t size) {
  uint64_t sum = 0;
  for (uint32_t i = 0; i < count; i++) {
    if (lengths[i] < FRAME_MIN || lengths[i] > FRAME_MAX) {
      return false;
    }
    sum += lengths[i];
  }
  return count > 0 && sum == size;
}

static void advance(struct rehearsal *rehearsal) {
  rehearsal->offset += rehearsal->lengths[rehearsal->next];
  if (++rehearsal->next == rehearsal->count) {
    rehearsal->next = 0;
    rehearsal->offset = 0;
  }
}

static void write_frame(uint8_t *at, uint32_t room, const uint8_t *bytes, uint32_t length) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  *(struct tpacket3_hdr *)at = (struct tpacket3_hdr){
      .tp_next_offset = room,
      .tp_sec = (uint32_t)now.tv_sec,
      .tp_nsec = (uint32_t)now.tv_nsec,
      .tp_snaplen = length,
      .tp_len = length,
      .tp_status = TP_STATUS_USER,
      .tp_mac = FRAME_OFFSET,
      .tp_net = FRAME_OFFSET + ETH_HLEN,
  };
  struct sockaddr_ll *address =
      (struct sockaddr_ll *)(at + TPACKET_ALIGN(sizeof(struct tpacket3_hdr)));
  *address = (struct sockaddr_ll){
      .sll_family = AF_PACKET,
      .sll_ifindex = 1,
      .sll_hatype = ARPHRD_ETHER,
      .sll_pkttype = PACKET_HOST,
      .sll_halen = ETH_ALEN,
  };
  memcpy(&address->sll_protocol, bytes + 2 * ETH_ALEN, sizeof address->sll_protocol);
  memcpy(address->sll_addr, bytes + ETH_ALEN, ETH_ALEN);
  memcpy(at + FRAME_OFFSET, bytes, length);
}

/* Like the kernel: writes frames while they fit, then the descriptor, then the status word. */
static void fill_block(uint8_t *block, uint64_t sequence, struct rehearsal *rehearsal) {
  uint32_t at = sizeof(struct tpacket_block_desc), last = at, frames = 0;
  for (;;) {
    uint32_t length = rehearsal->lengths[rehearsal->next];
    uint32_t room = (FRAME_OFFSET + length + FRAME_ALIGNMENT - 1) & ~(FRAME_ALIGNMENT - 1u);
    if (room > BLOCK_SIZE - at) {
      break;
    }
    write_frame(block + at, room, rehearsal->frames + rehearsal->offset, length);
    advance(rehearsal);
    frames++;
    last = at;
    at += room;
  }
  ((struct tpacket3_hdr *)(block + last))->tp_next_offset = 0;
  struct tpacket_block_desc *descriptor = (struct tpacket_block_desc *)block;
  descriptor->version = TPACKET_V3;
  struct tpacket_hdr_v1 *header = &descriptor->hdr.bh1;
  header->num_pkts = frames;
  header->offset_to_first_pkt = sizeof(struct tpacket_block_desc);
  header->blk_len = at;
  header->seq_num = sequence;
  block_close(block);
}

static struct rehearsal *rehearsal_new(const uint8_t *frames, size_t size, const uint32_t *lengths,
                                       uint32_t count) {
  struct rehearsal *rehearsal = calloc(1, sizeof *rehearsal);
  if (rehearsal == NULL) {
    return NULL;
  }
  rehearsal->frames = malloc(size);
  rehearsal->lengths = calloc(count, sizeof *lengths);
  rehearsal->count = count;
  if (rehearsal->frames == NULL || rehearsal->lengths == NULL) {
    rehearsal_free(rehearsal);
    return NULL;
  }
  memcpy(rehearsal->frames, frames, size);
  memcpy(rehearsal->lengths, lengths, count * sizeof *lengths);
  return rehearsal;
}

void rehearsal_free(struct rehearsal *rehearsal) {
  if (rehearsal != NULL) {
    free(rehearsal->frames);
    free(rehearsal->lengths);
    free(rehearsal);
  }
}

/* Sets up a ring without a packet socket. */
static int set_up(struct framering *ring, enum framering_call *failed) {
  *failed = FRAMERING_CALL_INTERFACES;
  ring->interfaces_fd = interfaces_open(NULL, false, failed);
  if (ring->interfaces_fd < 0) {
    return ring->interfaces_fd;
  }
  *failed = FRAMERING_CALL_EVENTFD;
  ring->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (ring->wake_fd < 0) {
    return -errno;
  }
  *failed = FRAMERING_CALL_MMAP;
  uint64_t size = (uint64_t)BLOCK_SIZE * BLOCK_COUNT;
  void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) {
    return -errno;
  }
  ring->geometry = (struct framering_geometry){memory, size, BLOCK_SIZE, BLOCK_COUNT};
  ring->rules = (struct block_rules){BLOCK_SIZE, FRAMERING_SNAPLEN_MAX, false};
  *failed = FRAMERING_CALL_MEMORY;
  ring->lost_before = calloc(BLOCK_COUNT, sizeof *ring->lost_before);
  return ring->lost_before == NULL ? -ENOMEM : 0;
}

int framering_rehearse(struct framering **out, const uint8_t *frames, size_t size,
                       const uint32_t *lengths, uint32_t count, int milliseconds,
                       enum framering_call *failed) {
  *out = NULL;
  if (!frames_are_valid(lengths, count, size)) {
    *failed = FRAMERING_CALL_OPTIONS;
    return -EINVAL;
  }
  *failed = FRAMERING_CALL_MEMORY;
  struct framering *ring = ring_new();
  if (ring == NULL) {
    return -ENOMEM;
  }
  ring->rehearsal = rehearsal_new(frames, size, lengths, count);
  int error = ring->rehearsal == NULL ? -ENOMEM : set_up(ring, failed);
  if (error < 0) {
    framering_close(ring);
    return error;
  }
  ring->rehearsal->end = milliseconds < 0 ? INT64_MAX : ring_now_ms() + milliseconds;
  *failed = FRAMERING_CALL_NONE;
  *out = ring;
  return 0;
}

void ring_rehearse(struct framering *ring) {
  bool draining = atomic_load_explicit(&ring->draining, memory_order_acquire);
  if (draining || ring_now_ms() >= ring->rehearsal->end) {
    framering_stop(ring);
    return;
  }
  fill_block(ring_block(ring, ring->next), ring->sequence + 1, ring->rehearsal);
}

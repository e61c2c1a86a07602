// SPDX-License-Identifier: Apache-2.0
#include <endian.h>
#include <stdbool.h>
#include <string.h>

#include "framering.h"

/* pcap-savefile(5) */
#define PCAP_RECORD_HEADER 16u

/* draft-ietf-opsawg-pcapng, 4.3: Enhanced Packet Block */
#define ENHANCED_PACKET 6u
#define ENHANCED_PACKET_HEADER 28u
#define EPB_FLAGS 2u
#define EPB_FLAGS_OPTIONS 12u
#define BLOCK_TRAILER 4u

static uint8_t *put32(uint8_t *to, uint32_t value) {
  value = htole32(value);
  memcpy(to, &value, sizeof value);
  return to + sizeof value;
}

static uint8_t *put64(uint8_t *to, uint32_t low, uint32_t high) {
  uint64_t value = htole64((uint64_t)high << 32 | low);
  memcpy(to, &value, sizeof value);
  return to + sizeof value;
}

static size_t put_pcap(uint8_t *to, size_t room, const struct tpacket3_hdr *frame) {
  uint32_t length = frame->tp_snaplen;
  if (room < PCAP_RECORD_HEADER || room - PCAP_RECORD_HEADER < length) {
    return 0;
  }
  to = put64(to, frame->tp_sec, frame->tp_nsec);
  to = put64(to, length, frame->tp_len);
  memcpy(to, framering_bytes(frame), length);
  return PCAP_RECORD_HEADER + length;
}

/* The flags word: bits 0 and 1 are the direction, bits 2 to 4 the destination type. */
static uint32_t flags_of(const struct tpacket3_hdr *frame) {
  switch (framering_address(frame)->sll_pkttype) {
    case PACKET_HOST:
      return 1 | 1 << 2;
    case PACKET_MULTICAST:
      return 1 | 2 << 2;
    case PACKET_BROADCAST:
      return 1 | 3 << 2;
    case PACKET_OTHERHOST:
      return 1 | 4 << 2;
    case PACKET_OUTGOING:
      return 2;
    default:
      return 0;
  }
}

static size_t put_pcapng(uint8_t *to, size_t room, const struct tpacket3_hdr *frame,
                         uint32_t interface_id) {
  uint32_t length = frame->tp_snaplen;
  uint32_t padding = -length & 3;
  uint32_t flags = flags_of(frame);
  uint32_t size = ENHANCED_PACKET_HEADER + length + padding + (flags != 0 ? EPB_FLAGS_OPTIONS : 0) +
                  BLOCK_TRAILER;
  if (room < size) {
    return 0;
  }
  uint64_t time = frame->tp_sec * UINT64_C(1000000000) + frame->tp_nsec;
  to = put64(to, ENHANCED_PACKET, size);
  to = put64(to, interface_id, (uint32_t)(time >> 32));
  to = put64(to, (uint32_t)time, length);
  to = put32(to, frame->tp_len);
  memcpy(to, framering_bytes(frame), length);
  memset(to + length, 0, padding);
  to += length + padding;
  if (flags != 0) {
    to = put32(to, EPB_FLAGS | sizeof flags << 16);
    to = put64(to, flags, 0); /* and the end of the options */
  }
  put32(to, size);
  return size;
}

static bool are_alike(const struct sockaddr_ll *a, const struct sockaddr_ll *b) {
  return a->sll_hatype == b->sll_hatype && a->sll_ifindex == b->sll_ifindex;
}

uint32_t framering_write_records(const struct tpacket3_hdr **frame, uint32_t frames,
                                 int64_t interface_id, uint8_t *to, size_t room, size_t *size) {
  const struct tpacket3_hdr *next = *frame;
  const struct sockaddr_ll *first = framering_address(next);
  uint32_t written = 0;
  *size = 0;
  while (written < frames && are_alike(framering_address(next), first)) {
    size_t put = interface_id < 0
                     ? put_pcap(to + *size, room - *size, next)
                     : put_pcapng(to + *size, room - *size, next, (uint32_t)interface_id);
    if (put == 0) {
      break;
    }
    *size += put;
    written++;
    *frame = next;
    next = framering_after(next);
  }
  return written;
}

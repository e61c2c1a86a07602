// SPDX-License-Identifier: Apache-2.0
/*
 * The fields that the loops in C and CaptureBench's handler `decode` in Java read from each frame:
 * addresses of Ethernet, IPv4 and IPv6, the protocol, the ports of TCP and UDP. They are added up,
 * so that no compiler omits a read, and so that equal sums show that both read the same.
 */
#ifndef FRAMERING_BENCH_DECODE_H
#define FRAMERING_BENCH_DECODE_H

#include <stdint.h>
#include <string.h>

enum { ETHERNET = 14, TAG = 4, IPV4 = 20, IPV6 = 40, PORTS = 4 };
enum { TYPE_IPV4 = 0x0800, TYPE_IPV6 = 0x86dd, TYPE_VLAN = 0x8100, TYPE_SERVICE_VLAN = 0x88a8 };
enum { PROTOCOL_TCP = 6, PROTOCOL_UDP = 17 };

static inline uint16_t read16(const uint8_t *at) {
  uint16_t value;
  memcpy(&value, at, sizeof value);
  return __builtin_bswap16(value);
}

static inline uint32_t read32(const uint8_t *at) {
  uint32_t value;
  memcpy(&value, at, sizeof value);
  return __builtin_bswap32(value);
}

static inline uint64_t read64(const uint8_t *at) {
  uint64_t value;
  memcpy(&value, at, sizeof value);
  return __builtin_bswap64(value);
}

static inline uint64_t decode_ports(const uint8_t *at, const uint8_t *end, unsigned protocol) {
  if ((protocol != PROTOCOL_TCP && protocol != PROTOCOL_UDP) || end - at < PORTS) {
    return 0;
  }
  return (uint64_t)read16(at) + read16(at + 2);
}

static inline uint64_t decode_ipv4(const uint8_t *at, const uint8_t *end) {
  if (end - at < IPV4 || at[0] >> 4 != 4) {
    return 0;
  }
  unsigned header = (at[0] & 0xfu) * 4;
  uint64_t sum = (uint64_t)read32(at + 12) + read32(at + 16) + at[9];
  unsigned fragment_offset = read16(at + 6) & 0x1fff;
  if (header < IPV4 || end - at < header || fragment_offset != 0) {
    return sum;
  }
  return sum + decode_ports(at + header, end, at[9]);
}

static inline uint64_t decode_ipv6(const uint8_t *at, const uint8_t *end) {
  if (end - at < IPV6 || at[0] >> 4 != 6) {
    return 0;
  }
  uint64_t sum = read64(at + 8) + read64(at + 16) + read64(at + 24) + read64(at + 32) + at[6];
  return sum + decode_ports(at + IPV6, end, at[6]);
}

/* The sum of the fields of a frame from `at` to `end`. */
static inline uint64_t decode(const uint8_t *at, const uint8_t *end) {
  if (end - at < ETHERNET) {
    return 0;
  }
  uint64_t sum = (read64(at) >> 16) + (read64(at + 6) >> 16);
  unsigned type = read16(at + 12);
  at += ETHERNET;
  while ((type == TYPE_VLAN || type == TYPE_SERVICE_VLAN) && end - at >= TAG) {
    type = read16(at + 2);
    at += TAG;
  }
  sum += type;
  switch (type) {
    case TYPE_IPV4:
      return sum + decode_ipv4(at, end);
    case TYPE_IPV6:
      return sum + decode_ipv6(at, end);
    default:
      return sum;
  }
}

#endif

// SPDX-License-Identifier: Apache-2.0
#include "mix.h"

#include <string.h>

enum { ETHERNET = 14, TAG = 4, ARP = 28, IPV4 = 20, IPV6 = 40, TCP = 20, UDP = 8, ECHO = 8 };
enum { PROTOCOL_ICMP = 1, PROTOCOL_TCP = 6, PROTOCOL_UDP = 17 };

static uint64_t scramble(uint64_t value) {
  value += 0x9e3779b97f4a7c15u;
  value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9u;
  value = (value ^ value >> 27) * 0x94d049bb133111ebu;
  return value ^ value >> 31;
}

static uint8_t *put16(uint8_t *at, uint32_t value) {
  at[0] = (uint8_t)(value >> 8);
  at[1] = (uint8_t)value;
  return at + 2;
}

static uint8_t *put32(uint8_t *at, uint32_t value) {
  return put16(put16(at, value >> 16), value & 0xffff);
}

static uint32_t checksum(const uint8_t *at, uint32_t length) {
  uint32_t sum = 0;
  for (uint32_t i = 0; i < length; i += 2) {
    sum += (uint32_t)at[i] << 8 | at[i + 1];
  }
  sum = (sum >> 16) + (sum & 0xffff);
  return ~(sum + (sum >> 16)) & 0xffff;
}

/* Half of the packets are as short as acknowledgements; one in seven has the maximum length. */
static uint32_t choose_length(uint64_t random) {
  uint32_t percent = (uint32_t)(random % 100), spread = (uint32_t)(random >> 32);
  if (percent < 50) {
    return 60 + spread % 31;
  }
  return percent < 85 ? 100 + spread % 400 : MIX_LENGTH_MAX;
}

static uint8_t *put_ethernet(uint8_t *at, uint64_t flow, int tagged, uint32_t type) {
  static const uint8_t prefix[] = {0x02, 0x00};
  memcpy(at, prefix, 2);
  put32(at + 2, (uint32_t)flow);
  memcpy(at + 6, prefix, 2);
  at = put32(at + 8, ~(uint32_t)flow);
  if (tagged) {
    at = put16(put16(at, 0x8100), 1 + (uint32_t)(flow % 100));
  }
  return put16(at, type);
}

static void put_arp(uint8_t *at, uint32_t from, uint32_t to) {
  static const uint8_t request[] = {0, 1, 8, 0, 6, 4, 0, 1, 2, 0};
  memset(at, 0, ARP);
  memcpy(at, request, sizeof request);
  put32(at + 10, from);
  put32(at + 14, from);
  put32(at + 24, to);
}

static uint8_t *put_ipv4(uint8_t *at, uint32_t length, uint32_t protocol, uint32_t from,
                         uint32_t to) {
  put32(at, 0x45000000u | length);
  put32(at + 4, 0x4000);
  put32(at + 8, 64u << 24 | protocol << 16);
  put32(at + 12, from);
  put32(at + 16, to);
  put16(at + 10, checksum(at, IPV4));
  return at + IPV4;
}

static uint8_t *put_ipv6(uint8_t *at, uint32_t length, uint32_t protocol, uint32_t from,
                         uint32_t to) {
  static const uint8_t prefix[12] = {0x20, 0x01, 0x0d, 0xb8};
  put32(at, 0x60000000u);
  put32(at + 4, (length - IPV6) << 16 | protocol << 8 | 64);
  memcpy(at + 8, prefix, sizeof prefix);
  put32(at + 20, from);
  memcpy(at + 24, prefix, sizeof prefix);
  put32(at + 36, to);
  return at + IPV6;
}

/* Checksums of TCP, UDP and ICMP stay 0: no measured program checks them. */
static void put_transport(uint8_t *at, uint32_t length, uint32_t protocol, uint64_t flow,
                          uint64_t number) {
  memset(at, 0, TCP < length ? TCP : length);
  uint32_t ports = (uint32_t)(1024 + (flow >> 16) % 60000) << 16 | (flow & 1 ? 443 : 8080);
  switch (protocol) {
    case PROTOCOL_TCP:
      put32(at, ports);
      put32(at + 4, (uint32_t)(number * 1448));
      put32(at + 8, (uint32_t)flow);
      put32(at + 12, 0x50100000u | 0xfff0);
      break;
    case PROTOCOL_UDP:
      put32(at, (ports & 0xffff0000u) | 40000);
      put16(at + 4, length);
      break;
    default:
      put32(at, 0x08000000u);
      put32(at + 4, (uint32_t)(flow << 16 | (number & 0xffff)));
  }
}

uint32_t mix_packet(const struct mix *mix, uint64_t number, uint8_t *packet) {
  uint64_t random = scramble(number);
  uint64_t flow = scramble(~(random % mix->flows));
  uint32_t from = 0x0a000000u | (flow & 0xffffff), to = 0xac100000u | (flow >> 40 & 0xfffff);
  /* The flow determines the kind of packet. */
  uint32_t kind = (uint32_t)(flow >> 24) % 100;
  int tagged = mix->length == 0 && (flow >> 32) % 10 == 0;
  uint32_t length = mix->length != 0 ? mix->length : choose_length(random >> 20);
  if (mix->length == 0 && kind >= 97) {
    put_arp(put_ethernet(packet, flow, tagged, 0x0806), from, to);
    return 60;
  }
  int is_ipv6 = mix->length == 0 && kind % 10 == 0;
  uint32_t protocol = kind < 65              ? PROTOCOL_TCP
                      : kind < 94 || is_ipv6 ? PROTOCOL_UDP
                                             : PROTOCOL_ICMP;
  uint32_t shortest = ETHERNET + TAG + IPV6 + TCP;
  if (is_ipv6 && length < shortest) {
    length = shortest;
  }
  uint8_t *at = put_ethernet(packet, flow, tagged, is_ipv6 ? 0x86dd : 0x0800);
  uint32_t left = length - (uint32_t)(at - packet);
  at = is_ipv6 ? put_ipv6(at, left, protocol, from, to) : put_ipv4(at, left, protocol, from, to);
  put_transport(at, length - (uint32_t)(at - packet), protocol, flow, number);
  return length;
}

// SPDX-License-Identifier: Apache-2.0
/* The ring of a fanout group that a frame goes to: the kernel selects it with fanout_hash(). */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "testing.h"

#define RINGS 3
#define FLOWS 60

static struct framering *rings[RINGS];
static uint8_t bytes[128];
static size_t length;

static void put(const void *from, size_t count) {
  memcpy(bytes + length, from, count);
  length += count;
}

static void put16(uint16_t number) {
  uint16_t in_order = htons(number);
  put(&in_order, sizeof in_order);
}

static void put32(uint32_t number) {
  uint32_t in_order = htonl(number);
  put(&in_order, sizeof in_order);
}

/* The parts of a frame; `back` swaps all its addresses and ports. */
struct shape {
  const char *name;
  int version; /* of IP, or 0 for none */
  uint8_t protocol;
  int tags;
  int options;       /* words */
  uint16_t fragment; /* flags and offset */
};

static void begin_ethernet(const struct shape *shape, uint32_t flow, int back) {
  uint8_t here[6] = {2, 0, 0, 0, 0, 1};
  uint8_t there[6] = {2, 0, 0, 1, (uint8_t)(flow >> 8), (uint8_t)flow};
  length = 0;
  put(back ? here : there, 6);
  put(back ? there : here, 6);
  for (int tag = shape->tags; tag > 0; tag--) {
    put16(tag == 2 ? ETH_P_8021AD : ETH_P_8021Q);
    put16(100);
  }
  put16(shape->version == 4 ? ETH_P_IP : shape->version == 6 ? ETH_P_IPV6 : ETHERTYPE);
}

static void put_ipv4(const struct shape *shape, uint32_t flow, int back) {
  uint32_t here = 0x0A000001, there = 0x0A010000 + flow;
  put16((uint16_t)(0x4500 + (shape->options << 8)));
  put16(28);
  put16(1);
  put16(shape->fragment);
  put16((uint16_t)(64 << 8 | shape->protocol));
  put16(0);
  put32(back ? there : here);
  put32(back ? here : there);
  for (int i = 0; i < shape->options; i++) {
    put32(0x01010101);
  }
}

static void put_ipv6(const struct shape *shape, uint32_t flow, int back) {
  uint32_t here[] = {0x20010DB8, 0, 0, 1}, there[] = {0x20010DB8, 1, flow, 2};
  put32(0x60000000);
  put16(8);
  put16((uint16_t)(shape->protocol << 8 | 64));
  for (int i = 0; i < 4; i++)
    put32(back ? there[i] : here[i]);
  for (int i = 0; i < 4; i++)
    put32(back ? here[i] : there[i]);
}

/* Ends with the flow's number, which is not part of any header. */
static void make(const struct shape *shape, uint32_t flow, int back, uint16_t port) {
  if (shape->version == 4) {
    put_ipv4(shape, flow, back);
  } else if (shape->version == 6) {
    put_ipv6(shape, flow, back);
  }
  put16(back ? port : 443);
  put16(back ? 443 : port);
  put32(0);
  put32(flow);
}

/* The ring in which the next frame arrives; the others have none. */
static int ring_of_next(void) {
  for (int tries = 0; tries < 2000; tries++) {
    for (int i = 0; i < RINGS; i++) {
      struct framering_block block;
      if (framering_next(rings[i], tries > 0, &block) == 0) {
        CHECK_EQUAL(block.frames, 1);
        return i;
      }
    }
  }
  CHECK(!"a frame came");
  return -1;
}

static int ring_of(const struct shape *shape, uint32_t flow, int back, uint16_t port) {
  begin_ethernet(shape, flow, back);
  make(shape, flow, back, port);
  send_frame(back ? "right" : "left", bytes, length);
  return ring_of_next();
}

static void open_rings(const char *interface) {
  struct framering_options options = options_on(interface);
  options.flags = 0;
  options.ring_size = 1 << 20;
  options.block_timeout = 1;
  open_fanout(rings, RINGS, &options);
}

static void close_rings(void) {
  for (int i = 0; i < RINGS; i++) {
    framering_close(rings[i]);
  }
}

static void check_is_spread(const char *name, const int counts[RINGS]) {
  for (int i = 0; i < RINGS; i++) {
    if (counts[i] < FLOWS / RINGS / 3) {
      fprintf(stderr, "%s: ring %d has %d of %d flows\n", name, i, counts[i], FLOWS);
      abort();
    }
  }
}

/* Both directions are one flow, whether the kernel strips the tag or not. */
static void flows_stay_together_and_are_spread(void) {
  static const struct shape shapes[] = {
      {"TCP over IPv4", 4, IPPROTO_TCP, 0, 0, 0},
      {"UDP over IPv4", 4, IPPROTO_UDP, 0, 0, 0},
      {"SCTP over IPv4", 4, IPPROTO_SCTP, 0, 0, 0},
      {"ICMP", 4, IPPROTO_ICMP, 0, 0, 0},
      {"IPv4 options", 4, IPPROTO_TCP, 0, 3, 0},
      {"TCP over IPv6", 6, IPPROTO_TCP, 0, 0, 0},
      {"UDP over IPv6", 6, IPPROTO_UDP, 0, 0, 0},
      {"ICMPv6", 6, IPPROTO_ICMPV6, 0, 0, 0},
      {"no IP", 0, 0, 0, 0, 0},
  };
  for (size_t s = 0; s < sizeof shapes / sizeof shapes[0]; s++) {
    struct shape shape = shapes[s];
    int counts[RINGS] = {0};
    for (uint32_t flow = 0; flow < FLOWS; flow++) {
      shape.tags = 0;
      int ring = ring_of(&shape, flow, 0, 50000);
      counts[ring]++;
      CHECK_EQUAL(ring_of(&shape, flow, 1, 50000), ring);
      for (shape.tags = 1; flow % 10 == 0 && shape.tags <= 2 && shape.version != 0; shape.tags++) {
        CHECK_EQUAL(ring_of(&shape, flow, 0, 50000), ring);
        CHECK_EQUAL(ring_of(&shape, flow, 1, 50000), ring);
      }
    }
    check_is_spread(shape.name, counts);
  }
}

/* Between two hosts, ports distinguish the flows. */
static void ports_distinguish_flows(void) {
  static const struct shape shapes[] = {{"TCP ports over IPv4", 4, IPPROTO_TCP, 0, 0, 0},
                                        {"UDP ports over IPv6", 6, IPPROTO_UDP, 0, 0, 0},
                                        {"SCTP ports over options", 4, IPPROTO_SCTP, 0, 2, 0}};
  for (size_t s = 0; s < sizeof shapes / sizeof shapes[0]; s++) {
    int counts[RINGS] = {0};
    for (uint16_t port = 0; port < FLOWS; port++) {
      int ring = ring_of(&shapes[s], 1, 0, (uint16_t)(50000 + port));
      counts[ring]++;
      CHECK_EQUAL(ring_of(&shapes[s], 1, 1, (uint16_t)(50000 + port)), ring);
    }
    check_is_spread(shapes[s].name, counts);
  }
}

/* Only the first has ports, so none is assigned by ports. */
static void fragments_stay_together(void) {
  const struct shape first = {"first", 4, IPPROTO_UDP, 0, 0, 0x2000};
  const struct shape middle = {"middle", 4, IPPROTO_UDP, 0, 0, 0x2001};
  const struct shape last = {"last", 4, IPPROTO_UDP, 0, 0, 0x0002};
  for (uint16_t i = 0; i < 20; i++) {
    int ring = ring_of(&first, i, 0, (uint16_t)(50000 + i));
    CHECK_EQUAL(ring_of(&middle, i, 0, (uint16_t)(1 + i)), ring);
    CHECK_EQUAL(ring_of(&last, i, 0, (uint16_t)(7 * i)), ring);
  }
}

static void what_is_cut_off_comes_too(void) {
  const struct shape shape = {"cut", 4, IPPROTO_TCP, 0, 0, 0};
  for (size_t size = ETH_HLEN; size < ETH_HLEN + 28; size++) {
    begin_ethernet(&shape, 1, 0);
    make(&shape, 1, 0, 50000);
    send_frame("left", bytes, size);
    ring_of_next();
  }
}

/* A frame of a tunnel begins with IP. */
static void interface_without_ethernet_is_spread(void) {
  struct ifreq request = {.ifr_name = "tunnel", .ifr_flags = IFF_TUN | IFF_NO_PI};
  int tun = open("/dev/net/tun", O_RDWR | O_CLOEXEC);
  if (tun < 0 || ioctl(tun, TUNSETIFF, &request) < 0) {
    fprintf(stderr, "not tried: no TUN interface: %s\n", strerror(errno));
    return;
  }
  ip("link set tunnel addrgenmode none");
  ip("link set tunnel up");
  open_rings("tunnel");
  const struct shape shape = {"TUN", 4, IPPROTO_TCP, 0, 0, 0};
  int counts[RINGS] = {0};
  for (uint32_t flow = 0; flow < FLOWS; flow++) {
    length = 0;
    make(&shape, flow, 0, 50000);
    CHECK_EQUAL(write(tun, bytes, length), length);
    int ring = ring_of_next();
    counts[ring]++;
    length = 0;
    make(&shape, flow, 1, 50000);
    send_frame("tunnel", bytes, length);
    CHECK_EQUAL(ring_of_next(), ring);
  }
  check_is_spread(shape.name, counts);
  close_rings();
  close(tun);
}

int main(void) {
  enter_namespace_with_veth();
  open_rings("right");
  flows_stay_together_and_are_spread();
  ports_distinguish_flows();
  fragments_stay_together();
  what_is_cut_off_comes_too();
  close_rings();
  interface_without_ethernet_is_spread();
  return 0;
}

// SPDX-License-Identifier: Apache-2.0
/*
 * The reference for capturing: a plain TPACKET_V3 ring and nothing else. For scripts/bench.
 *
 *   capture_loop [-h count|decode|latency] [-b BLOCK_KIB] [-m RING_MIB] [-t TIMEOUT_MS] [-s
 * SNAPLEN] INTERFACE
 *
 * Prints "listening" on stderr and runs until SIGINT or SIGTERM. Then prints one line: frames
 * captured, dropped by the kernel, the sum of the decoded fields; for `latency`, the median and the
 * 99th percentile of the microseconds from the kernel's time stamp to the handler.
 */
#include <errno.h>
#include <getopt.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <arpa/inet.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "decode.h"

enum handler { COUNT, DECODE, LATENCY };
enum { LATENCIES_MAX = 1 << 20, POLL_MS = 100 };

static struct {
  enum handler handler;
  unsigned block, ring, timeout, snaplen;
  const char *interface;
} options = {COUNT, 256 << 10, 32 << 20, 5, 0, NULL};

static volatile sig_atomic_t stopped;
static uint64_t frames, sum;
static uint32_t dropped;
static uint32_t latencies[LATENCIES_MAX];
static uint32_t latency_count;

static void stop(int signal) {
  (void)signal;
  stopped = 1;
}

static void fail(const char *what) {
  fprintf(stderr, "capture_loop: %s: %s\n", what, strerror(errno));
  exit(1);
}

static void set(int fd, int option, const void *value, socklen_t size, const char *what) {
  if (setsockopt(fd, SOL_PACKET, option, value, size) < 0) fail(what);
}

static int open_socket(void) {
  int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
  if (fd < 0) fail("socket(AF_PACKET)");
  int version = TPACKET_V3;
  set(fd, PACKET_VERSION, &version, sizeof version, "PACKET_VERSION");
  struct tpacket_req3 request = {.tp_block_size = options.block,
                                 .tp_block_nr = options.ring / options.block,
                                 .tp_frame_size = 2048,
                                 .tp_frame_nr = options.ring / 2048,
                                 .tp_retire_blk_tov = options.timeout};
  set(fd, PACKET_RX_RING, &request, sizeof request, "PACKET_RX_RING");
  if (options.snaplen > 0) {
    struct sock_filter keep = BPF_STMT(BPF_RET | BPF_K, options.snaplen);
    struct sock_fprog program = {1, &keep};
    if (setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) < 0) {
      fail("SO_ATTACH_FILTER");
    }
  }
  return fd;
}

static void bind_to_interface(int fd) {
  int index = (int)if_nametoindex(options.interface);
  struct packet_mreq promiscuous = {.mr_ifindex = index, .mr_type = PACKET_MR_PROMISC};
  set(fd, PACKET_ADD_MEMBERSHIP, &promiscuous, sizeof promiscuous, options.interface);
  struct sockaddr_ll address = {
      .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL), .sll_ifindex = index};
  if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0) fail(options.interface);
}

static uint32_t microseconds_since(const struct tpacket3_hdr *frame) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return (uint32_t)((now.tv_sec - frame->tp_sec) * 1000000 +
                    (now.tv_nsec - (long)frame->tp_nsec) / 1000);
}

static void walk(const struct tpacket_block_desc *block) {
  const struct tpacket_hdr_v1 *header = &block->hdr.bh1;
  const uint8_t *at = (const uint8_t *)block + header->offset_to_first_pkt;
  for (uint32_t i = 0; i < header->num_pkts; i++) {
    const struct tpacket3_hdr *frame = (const struct tpacket3_hdr *)at;
    const uint8_t *bytes = at + frame->tp_mac;
    if (options.handler == DECODE) {
      sum += decode(bytes, bytes + frame->tp_snaplen);
    } else if (options.handler == COUNT) {
      sum += frame->tp_len;
    } else if (latency_count < LATENCIES_MAX) {
      latencies[latency_count++] = microseconds_since(frame);
    }
    at += frame->tp_next_offset;
  }
  frames += header->num_pkts;
}

/* Ends after the frames that had arrived when it was stopped. */
static void run(int fd, uint8_t *ring) {
  unsigned count = options.ring / options.block, next = 0;
  struct tpacket_stats_v3 counts;
  bool counted = false;
  while (!counted || frames < counts.tp_packets - counts.tp_drops) {
    struct tpacket_block_desc *block = (void *)(ring + (size_t)next * options.block);
    uint32_t *status = &block->hdr.bh1.block_status;
    if (__atomic_load_n(status, __ATOMIC_ACQUIRE) & TP_STATUS_USER) {
      walk(block);
      __atomic_store_n(status, TP_STATUS_KERNEL, __ATOMIC_RELEASE);
      next = next + 1 == count ? 0 : next + 1;
    } else {
      struct pollfd wait = {.fd = fd, .events = POLLIN};
      poll(&wait, 1, POLL_MS);
    }
    if (stopped && !counted) {
      socklen_t size = sizeof counts;
      if (getsockopt(fd, SOL_PACKET, PACKET_STATISTICS, &counts, &size) < 0) {
        fail("PACKET_STATISTICS");
      }
      dropped = counts.tp_drops;
      counted = true;
    }
  }
}

static int compare(const void *a, const void *b) {
  return *(const uint32_t *)a < *(const uint32_t *)b ? -1 : 1;
}

static void report(void) {
  printf("captured %llu dropped %u sum %llu", (unsigned long long)frames, dropped,
         (unsigned long long)sum);
  if (latency_count > 0) {
    qsort(latencies, latency_count, sizeof latencies[0], compare);
    printf(" p50 %u p99 %u", latencies[latency_count / 2], latencies[latency_count * 99ull / 100]);
  }
  printf("\n");
}

static void usage(void) {
  fprintf(stderr,
          "usage: capture_loop [-h count|decode|latency] [-b BLOCK_KIB] [-m RING_MIB] "
          "[-t TIMEOUT_MS] [-s SNAPLEN] INTERFACE\n");
  exit(2);
}

static enum handler handler_named(const char *name) {
  static const char *const names[] = {"count", "decode", "latency"};
  for (enum handler each = COUNT; each <= LATENCY; each++) {
    if (strcmp(name, names[each]) == 0) {
      return each;
    }
  }
  usage();
  return COUNT;
}

static void parse(int argc, char **argv) {
  for (int option; (option = getopt(argc, argv, "h:b:m:t:s:")) != -1;) {
    unsigned number = option == 'h' ? 0 : (unsigned)strtoul(optarg ? optarg : "", NULL, 10);
    switch (option) {
      case 'h':
        options.handler = handler_named(optarg);
        break;
      case 'b':
        options.block = number << 10;
        break;
      case 'm':
        options.ring = number << 20;
        break;
      case 't':
        options.timeout = number;
        break;
      case 's':
        options.snaplen = number;
        break;
      default:
        usage();
    }
  }
  if (optind + 1 != argc || options.block == 0 || options.ring < 2 * options.block) usage();
  options.interface = argv[optind];
}

int main(int argc, char **argv) {
  parse(argc, argv);
  struct sigaction on_signal = {.sa_handler = stop};
  sigaction(SIGINT, &on_signal, NULL);
  sigaction(SIGTERM, &on_signal, NULL);
  int fd = open_socket();
  uint8_t *ring = mmap(NULL, options.ring, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (ring == MAP_FAILED) fail("mmap");
  bind_to_interface(fd);
  fprintf(stderr, "listening\n");
  run(fd, ring);
  report();
  return 0;
}

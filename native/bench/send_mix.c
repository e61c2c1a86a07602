// SPDX-License-Identifier: Apache-2.0
/*
 * Sends the packets of mix.h on an interface, or writes them to a pcap file. For scripts/bench.
 *
 *   send_mix [-n COUNT] [-s SECONDS] [-r PER_SECOND] [-f FLOWS] [-l LENGTH] INTERFACE
 *   send_mix -w FILE -n COUNT [-f FLOWS] [-l LENGTH]
 *
 * Ends after COUNT packets or SECONDS, by default after 10 s; without -r it sends as fast as it
 * can. Prints the number of packets that the kernel accepted, and the number of seconds. The
 * sending processor also does the receiving, up to the ring of the capture: give it one of its own.
 */
#include <errno.h>
#include <getopt.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "mix.h"

enum { BURST = 64, BURSTS_PER_SECOND = 4000, SECONDS_DEFAULT = 10 };

static struct {
  uint64_t count;
  double seconds, rate;
  struct mix mix;
  const char *file, *interface;
} options = {UINT64_MAX, 0, 0, {2000, 0}, NULL, NULL};

static uint8_t packets[BURST][MIX_LENGTH_MAX];

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static void fail(const char *what) {
  fprintf(stderr, "send_mix: %s: %s\n", what, strerror(errno));
  exit(1);
}

static void fill_payloads(void) {
  for (size_t i = 0; i < sizeof packets; i++) {
    packets[i / MIX_LENGTH_MAX][i % MIX_LENGTH_MAX] = (uint8_t)(i * 2654435761u >> 24);
  }
}

static int open_socket(void) {
  int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
  if (fd < 0) fail("socket(AF_PACKET)");
  struct sockaddr_ll address = {.sll_family = AF_PACKET,
                                .sll_ifindex = (int)if_nametoindex(options.interface)};
  if (address.sll_ifindex == 0 || bind(fd, (struct sockaddr *)&address, sizeof address) < 0) {
    fail(options.interface);
  }
  int yes = 1;
  if (setsockopt(fd, SOL_PACKET, PACKET_QDISC_BYPASS, &yes, sizeof yes) < 0) {
    fail("PACKET_QDISC_BYPASS");
  }
  return fd;
}

/* Sleeps for long waits, spins for short ones: a timer alone is late by 50 us and more. */
static void wait_until(double when) {
  double left;
  while ((left = when - now()) > 0) {
    if (left > 200e-6) {
      double sleep = left > 0.5 ? 0.5 : left - 150e-6;
      nanosleep(&(struct timespec){.tv_nsec = (long)(sleep * 1e9)}, NULL);
    }
  }
}

/* The number of accepted packets: the kernel drops one occasionally, and reports it. */
static unsigned send_burst(int fd, unsigned count, uint64_t number) {
  struct iovec parts[BURST];
  struct mmsghdr messages[BURST];
  for (unsigned i = 0; i < count; i++) {
    parts[i] = (struct iovec){packets[i], mix_packet(&options.mix, number + i, packets[i])};
    messages[i] = (struct mmsghdr){.msg_hdr = {.msg_iov = &parts[i], .msg_iovlen = 1}};
  }
  unsigned taken = 0;
  for (unsigned passed = 0; passed < count;) {
    int sent = sendmmsg(fd, messages + passed, count - passed, 0);
    if (sent < 0 && errno != ENOBUFS && errno != EINTR) fail("sendmmsg");
    taken += sent > 0 ? (unsigned)sent : 0;
    passed += sent > 0 ? (unsigned)sent : 1;
  }
  return taken;
}

/* Irregular, so that it does not resonate with a timer of the capture. */
static double pause_after(unsigned burst, uint64_t number) {
  double jitter = (double)(number * 2654435761u % 1000) / 1000;
  return burst / options.rate * (0.5 + jitter);
}

static void send_all(void) {
  int fd = open_socket();
  unsigned burst = BURST;
  if (options.rate > 0 && options.rate < (double)BURST * BURSTS_PER_SECOND) {
    burst = 1 + (unsigned)(options.rate / BURSTS_PER_SECOND);
  }
  double began = now(), end = began + options.seconds, next = began, time = began;
  uint64_t taken = 0;
  for (uint64_t number = 0; number < options.count && time < end; number += burst) {
    if (options.count - number < burst) {
      burst = (unsigned)(options.count - number);
    }
    taken += send_burst(fd, burst, number);
    if (options.rate > 0) {
      wait_until(next += pause_after(burst, number / burst));
    }
    time = now();
  }
  printf("sent %llu seconds %.6f\n", (unsigned long long)taken, time - began);
}

static void write_file(void) {
  FILE *file = fopen(options.file, "we");
  if (file == NULL) fail(options.file);
  static const uint32_t header[] = {0xa1b23c4d, 4 << 16 | 2, 0, 0, 262144, 1};
  fwrite(header, sizeof header, 1, file);
  for (uint64_t number = 0; number < options.count; number++) {
    uint32_t length = mix_packet(&options.mix, number, packets[number % BURST]);
    uint64_t nanos = number * 1000; /* a million a second */
    uint32_t record[] = {1795000000u + (uint32_t)(nanos / 1000000000u),
                         (uint32_t)(nanos % 1000000000u), length, length};
    fwrite(record, sizeof record, 1, file);
    fwrite(packets[number % BURST], length, 1, file);
  }
  if (ferror(file) || fclose(file) != 0) fail(options.file);
  printf("wrote %llu\n", (unsigned long long)options.count);
}

static void usage(void) {
  fprintf(
      stderr,
      "usage: send_mix [-n COUNT] [-s SECONDS] [-r PER_SECOND] [-f FLOWS] [-l LENGTH] INTERFACE\n"
      "       send_mix -w FILE -n COUNT [-f FLOWS] [-l LENGTH]\n");
  exit(2);
}

static void parse(int argc, char **argv) {
  for (int option; (option = getopt(argc, argv, "n:s:r:f:l:w:")) != -1;) {
    switch (option) {
      case 'n':
        options.count = strtoull(optarg, NULL, 10);
        break;
      case 's':
        options.seconds = strtod(optarg, NULL);
        break;
      case 'r':
        options.rate = strtod(optarg, NULL);
        break;
      case 'f':
        options.mix.flows = (uint32_t)strtoul(optarg, NULL, 10);
        break;
      case 'l':
        options.mix.length = (uint32_t)strtoul(optarg, NULL, 10);
        break;
      case 'w':
        options.file = optarg;
        break;
      default:
        usage();
    }
  }
  int has_length =
      options.mix.length == 0 || (options.mix.length >= 60 && options.mix.length <= MIX_LENGTH_MAX);
  int has_count = options.count != UINT64_MAX;
  if (options.mix.flows == 0 || !has_length || optind + (options.file == NULL) != argc ||
      (options.file != NULL && !has_count)) {
    usage();
  }
  options.interface = argv[optind];
  if (options.seconds <= 0) {
    options.seconds = has_count ? 1e9 : SECONDS_DEFAULT;
  }
}

int main(int argc, char **argv) {
  parse(argc, argv);
  fill_payloads();
  if (options.file != NULL) {
    write_file();
  } else {
    send_all();
  }
  return 0;
}

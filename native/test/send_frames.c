// SPDX-License-Identifier: Apache-2.0
/*
 * Sends the frames of a file at a steady rate.
 *
 *   send_frames INTERFACE FILE FRAMES_PER_SECOND
 *
 * FILE: frame after frame, each as its length (32 bits, big-endian) and its bytes. 0 frames per
 * second means as fast as possible. Prints the number of sent frames and the microseconds used.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <fcntl.h>
#include <time.h>

#define BURST 16

static int64_t now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void fail(const char *what) {
  fprintf(stderr, "send_frames: %s: %s\n", what, strerror(errno));
  exit(1);
}

/* Sleeps for long waits, spins for short ones: a timer alone is late by 50 us and more. */
static void wait_until(int64_t when) {
  int64_t left;
  while ((left = when - now_ns()) > 0) {
    if (left > 200000) {
      struct timespec nap = {.tv_nsec = left > 999000000 ? 999000000 : left - 150000};
      nanosleep(&nap, NULL);
    }
  }
}

/* Waits for a full queue, but not forever: a frame over the peer's MTU looks the same. */
static void send_burst(int fd, struct mmsghdr *messages, unsigned count) {
  int64_t patience = now_ns() + 1000000000;
  for (unsigned sent = 0; sent < count;) {
    int now = sendmmsg(fd, messages + sent, count - sent, 0);
    int is_full = now < 0 && (errno == ENOBUFS || errno == EAGAIN || errno == EINTR);
    if (now < 0 && (!is_full || now_ns() > patience)) {
      fail("sendmmsg");
    }
    sent += now > 0 ? (unsigned)now : 0;
  }
}

/*
 * A frame sent on a veth waits in a queue of the sending processor. A sender that moves to another
 * processor overtakes itself, and a test of the order would blame the capture.
 */
static void stay_on_this_processor(void) {
  cpu_set_t here;
  CPU_ZERO(&here);
  CPU_SET((size_t)sched_getcpu(), &here);
  if (sched_setaffinity(0, sizeof here, &here) < 0) fail("sched_setaffinity");
}

int main(int argc, char **argv) {
  if (argc != 4) {
    fprintf(stderr, "usage: send_frames INTERFACE FILE FRAMES_PER_SECOND\n");
    return 2;
  }
  long rate = strtol(argv[3], NULL, 10);
  int file = open(argv[2], O_RDONLY | O_CLOEXEC);
  struct stat status;
  if (file < 0 || fstat(file, &status) < 0) fail(argv[2]);
  uint8_t *frames = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, file, 0);
  if (frames == MAP_FAILED) fail("mmap");

  int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
  struct sockaddr_ll to = {.sll_family = AF_PACKET, .sll_ifindex = (int)if_nametoindex(argv[1])};
  if (fd < 0 || to.sll_ifindex == 0) fail(argv[1]);

  stay_on_this_processor();
  struct iovec parts[BURST];
  struct mmsghdr messages[BURST];
  unsigned gathered = 0;
  long sent = 0;
  int64_t start = now_ns();
  for (off_t at = 0; at < status.st_size;) {
    uint32_t length;
    memcpy(&length, frames + at, sizeof length);
    length = ntohl(length);
    parts[gathered] = (struct iovec){frames + at + sizeof length, length};
    messages[gathered] = (struct mmsghdr){.msg_hdr = {.msg_name = &to,
                                                      .msg_namelen = sizeof to,
                                                      .msg_iov = &parts[gathered],
                                                      .msg_iovlen = 1}};
    gathered++;
    at += (off_t)(sizeof length + length);
    if (gathered == BURST || at >= status.st_size) {
      if (rate > 0) {
        wait_until(start + (int64_t)sent * 1000000000 / rate);
      }
      send_burst(fd, messages, gathered);
      sent += gathered;
      gathered = 0;
    }
  }
  printf("%ld frames in %lld us\n", sent, (long long)((now_ns() - start) / 1000));
  return 0;
}

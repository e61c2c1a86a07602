// SPDX-License-Identifier: Apache-2.0
/*
 * Counts frames without Java: a user's program, with the public header and the shared library.
 *
 *   count_frames INTERFACE FRAMES    counts this number of frames
 *   count_frames --self-test         sends itself datagrams on a loopback interface of its own
 */
#include <arpa/inet.h>
#include <errno.h>
#include <framering.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

static int count_frames(struct framering *ring, unsigned long wanted) {
  unsigned long frames = 0, bytes = 0;
  struct framering_block block;
  int error = 0;
  while (frames < wanted && (error = framering_next(ring, 5000, &block)) == 0) {
    const struct tpacket3_hdr *frame = block.frames > 0 ? framering_first(&block) : NULL;
    for (uint32_t i = 0; i < block.frames; i++, frame = framering_after(frame)) {
      frames++;
      bytes += frame->tp_len;
    }
  }
  if (error < 0) {
    fprintf(stderr, "framering_next: %s\n", strerror(-error));
  }
  printf("%lu frames, %lu bytes", frames, bytes);
  struct framering_statistics statistics;
  int unknown = framering_statistics(ring, &statistics);
  if (unknown < 0) {
    printf("\n");
    fprintf(stderr, "dropped frames are not known: framering_statistics: %s\n", strerror(-unknown));
    return 1;
  }
  printf(", %llu dropped\n", (unsigned long long)statistics.dropped);
  return frames >= wanted ? 0 : 1;
}

static struct framering *open_ring(const char *interface) {
  int index = (int)if_nametoindex(interface);
  if (index == 0) {
    fprintf(stderr, "%s: no such interface\n", interface);
    exit(1);
  }
  struct framering_options options = FRAMERING_DEFAULTS;
  options.interfaces = &index;
  options.interface_count = 1;
  struct framering *ring;
  enum framering_call failed;
  int error = framering_open(&ring, &options, &failed);
  if (error < 0) {
    fprintf(stderr, "%s: %s: %s\n", interface, framering_call_name(failed), strerror(-error));
    exit(error == -EPERM || error == -ENOPROTOOPT ? 77 : 1);
  }
  return ring;
}

static void send_datagrams(int count) {
  int fd = socket(AF_INET, SOCK_DGRAM, 0);
  struct sockaddr_in to = {
      .sin_family = AF_INET, .sin_port = htons(9), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  for (int i = 0; i < count; i++) {
    sendto(fd, &i, sizeof i, 0, (struct sockaddr *)&to, sizeof to);
  }
  close(fd);
}

static void make_loopback(void) {
  if (unshare(CLONE_NEWNET) != 0 && unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0) {
    fprintf(stderr, "skipped: no network namespace: %s (run as root)\n", strerror(errno));
    exit(77);
  }
  int fd = socket(AF_INET, SOCK_DGRAM, 0);
  struct ifreq up = {.ifr_name = "lo", .ifr_flags = IFF_UP};
  ioctl(fd, SIOCSIFFLAGS, &up);
  close(fd);
}

int main(int argc, char **argv) {
  int self_test = argc == 2 && strcmp(argv[1], "--self-test") == 0;
  if (!self_test && argc != 3) {
    fprintf(stderr, "usage: count_frames INTERFACE FRAMES | count_frames --self-test\n");
    return 2;
  }
  if (self_test) {
    make_loopback();
  }
  struct framering *ring = open_ring(self_test ? "lo" : argv[1]);
  if (self_test) {
    send_datagrams(1000);
  }
  int status = count_frames(ring, self_test ? 1000 : strtoul(argv[2], NULL, 10));
  framering_close(ring);
  return status;
}

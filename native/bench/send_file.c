// SPDX-License-Identifier: Apache-2.0
/*
 * Sends the packets of a pcap file as fast as it can: what scripts/bench-replay compares with.
 *
 *   send_file FILE COUNT INTERFACE
 *
 * The file, of little-endian records, is mapped and sent COUNT times, in calls of sendmmsg(2) with
 * 64 packets that lie in the mapping. Prints the number of packets that the kernel accepted, and
 * the number of seconds.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { BURST = 64, FILE_HEADER = 24, RECORD_HEADER = 16, CAPTURED_LENGTH = 8 };

static void fail(const char *what) {
  fprintf(stderr, "send_file: %s: %s\n", what, strerror(errno));
  exit(1);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static void send_all(int fd, struct mmsghdr *messages, unsigned count) {
  for (unsigned sent = 0; sent < count;) {
    int more = sendmmsg(fd, messages + sent, count - sent, 0);
    if (more < 0) fail("sendmmsg");
    sent += (unsigned)more;
  }
}

int main(int argc, char **argv) {
  if (argc != 4) {
    fprintf(stderr, "usage: send_file FILE COUNT INTERFACE\n");
    return 2;
  }
  int file = open(argv[1], O_RDONLY | O_CLOEXEC);
  struct stat status;
  if (file < 0 || fstat(file, &status) < 0) fail(argv[1]);
  size_t size = (size_t)status.st_size;
  uint8_t *bytes = mmap(NULL, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0);
  if (bytes == MAP_FAILED) fail(argv[1]);
  int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
  struct sockaddr_ll address = {.sll_family = AF_PACKET,
                                .sll_ifindex = (int)if_nametoindex(argv[3])};
  if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) < 0) fail(argv[3]);

  struct iovec places[BURST];
  struct mmsghdr messages[BURST] = {0};
  for (int i = 0; i < BURST; i++) {
    messages[i].msg_hdr.msg_iov = &places[i];
    messages[i].msg_hdr.msg_iovlen = 1;
  }
  uint64_t sent = 0;
  unsigned waiting = 0;
  double begin = now();
  for (long times = strtol(argv[2], NULL, 10); times > 0; times--) {
    for (size_t at = FILE_HEADER; at + RECORD_HEADER <= size;) {
      uint32_t length;
      memcpy(&length, bytes + at + CAPTURED_LENGTH, sizeof length);
      places[waiting++] = (struct iovec){bytes + at + RECORD_HEADER, length};
      at += RECORD_HEADER + length;
      sent++;
      if (waiting == BURST) {
        send_all(fd, messages, waiting);
        waiting = 0;
      }
    }
  }
  send_all(fd, messages, waiting);
  printf("sent %llu packets in %.6f s\n", (unsigned long long)sent, now() - begin);
  return 0;
}

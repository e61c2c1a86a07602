// SPDX-License-Identifier: Apache-2.0
/*
 * The least cost of reading a pcap file: large reads, and a walk over the records.
 *
 *   read_pcap FILE
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { FILE_HEADER = 24, RECORD_HEADER = 16, BUFFER = 256 << 10 };

static uint8_t buffer[BUFFER];

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: read_pcap FILE\n");
    return 2;
  }
  for (int round = 0; round < 5; round++) {
    double began = now();
    int fd = open(argv[1], O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
      perror(argv[1]);
      return 1;
    }
    uint64_t packets = 0, bytes = 0, nanos = 0;
    size_t left = 0, skip = FILE_HEADER;
    for (ssize_t count; (count = read(fd, buffer + left, sizeof(buffer) - left)) > 0;) {
      size_t end = left + (size_t)count, at = skip;
      skip = 0;
      for (uint32_t header[4]; at + RECORD_HEADER <= end;) {
        memcpy(header, buffer + at, sizeof(header));
        if (header[2] > end - at - RECORD_HEADER) {
          break;
        }
        nanos += header[1];
        bytes += header[2] + header[3];
        packets++;
        at += RECORD_HEADER + header[2];
      }
      left = end - at;
      memmove(buffer, buffer + at, left);
    }
    close(fd);
    double seconds = now() - began;
    printf("C: %llu packets (%llu), %.1f million a second\n", (unsigned long long)packets,
           (unsigned long long)(bytes + nanos), (double)packets / seconds / 1e6);
  }
  return 0;
}

// SPDX-License-Identifier: Apache-2.0
/*
 * The reference for reading files: reads a pcap file in pieces of 256 KiB and decodes each frame.
 * For scripts/bench.
 *
 *   file_loop FILE [ROUNDS]
 *
 * Prints one line for each round: frames, the sum of the decoded fields, seconds.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "decode.h"

enum { FILE_HEADER = 24, RECORD_HEADER = 16, CAPTURED_LENGTH = 8, BUFFER = 256 << 10 };

static uint8_t buffer[BUFFER];

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static void fail(const char *what) {
  fprintf(stderr, "file_loop: %s: %s\n", what, strerror(errno));
  exit(1);
}

static void read_file(const char *name) {
  double began = now();
  int fd = open(name, O_RDONLY | O_CLOEXEC);
  if (fd < 0) fail(name);
  uint64_t frames = 0, sum = 0;
  size_t left = 0, skip = FILE_HEADER;
  ssize_t count;
  while ((count = read(fd, buffer + left, sizeof buffer - left)) > 0) {
    size_t end = left + (size_t)count, at = skip;
    skip = 0;
    while (at + RECORD_HEADER <= end) {
      uint32_t length;
      memcpy(&length, buffer + at + CAPTURED_LENGTH, sizeof length);
      if (length > end - at - RECORD_HEADER) {
        break;
      }
      const uint8_t *bytes = buffer + at + RECORD_HEADER;
      sum += decode(bytes, bytes + length);
      frames++;
      at += RECORD_HEADER + length;
    }
    left = end - at;
    memmove(buffer, buffer + at, left);
  }
  if (count < 0) fail(name);
  close(fd);
  printf("frames %llu sum %llu seconds %.6f\n", (unsigned long long)frames, (unsigned long long)sum,
         now() - began);
}

int main(int argc, char **argv) {
  if (argc != 2 && argc != 3) {
    fprintf(stderr, "usage: file_loop FILE [ROUNDS]\n");
    return 2;
  }
  for (long rounds = argc == 3 ? strtol(argv[2], NULL, 10) : 1; rounds > 0; rounds--) {
    read_file(argv[1]);
  }
  return 0;
}

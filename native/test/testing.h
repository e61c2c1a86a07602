// SPDX-License-Identifier: Apache-2.0
/* Shared by the tests: checks that report where they failed, and a network namespace. */
#ifndef FRAMERING_TESTING_H
#define FRAMERING_TESTING_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "framering.h"

/* IEEE 802: local experiments. */
#define ETHERTYPE 0x88B5

#define CHECK(condition)                                                        \
  do {                                                                          \
    if (!(condition)) {                                                         \
      fprintf(stderr, "%s:%d: not true: %s\n", __FILE__, __LINE__, #condition); \
      abort();                                                                  \
    }                                                                           \
  } while (0)

#define CHECK_EQUAL(actual, expected)                                                        \
  do {                                                                                       \
    long long actual_ = (long long)(actual), expected_ = (long long)(expected);              \
    if (actual_ != expected_) {                                                              \
      fprintf(stderr, "%s:%d: %s is %lld, not %lld\n", __FILE__, __LINE__, #actual, actual_, \
              expected_);                                                                    \
      abort();                                                                               \
    }                                                                                        \
  } while (0)

/* Moves the calling thread into a new network namespace with `lo` up, or exits with 77. */
void enter_namespace(void);

/* As enter_namespace(), with the veth pair "left" and "right", both up and silent. */
void enter_namespace_with_veth(void);

/* Waits until `ip` reports this state of the interface, at most a minute. */
void await_state(const char *interface, const char *state);

/* Runs `ip` with these arguments; aborts when it fails. */
void ip(const char *arguments);

int index_of(const char *interface);

/* Sends one frame; aborts when it fails. */
void send_frame(const char *interface, const void *bytes, size_t length);

/* An Ethernet frame of `length` bytes, 14 or more, whose payload starts with `number`. */
void make_frame(uint8_t *bytes, size_t length, uint16_t ethertype, uint32_t number);

/* The default options on `interface`, or on all (NULL). Valid until the next call. */
struct framering_options options_on(const char *interface);

/* Opens a ring; aborts when it fails. */
struct framering *open_with(const struct framering_options *options);

/* Opens a fanout group of `count` rings; aborts when it fails. */
void open_fanout(struct framering **rings, uint32_t count, const struct framering_options *options);

/* Opens a small ring with these flags, on `interface` or on all (NULL). */
struct framering *open_ring(const char *interface, uint32_t flags);

/* The next block with frames, which must arrive within a minute. */
struct framering_block next_block(struct framering *ring);

/* The next frame, which must arrive within a minute; the caller zeroes the cursor at first. */
struct frame_cursor {
  struct framering_block block;
  const struct tpacket3_hdr *frame;
  uint32_t left;
};
const struct tpacket3_hdr *next_frame(struct framering *ring, struct frame_cursor *cursor);

/* The number of requests for promiscuous mode of an interface. */
int promiscuity(const char *interface);

/* Entries of a directory such as /proc/self/fd. */
int count_entries(const char *directory);

/* Lines of a file that contain `text`. */
int count_lines(const char *file, const char *text);

#endif

// SPDX-License-Identifier: Apache-2.0
/*
 * The protocol between framering-helper and a program that needs a packet socket: one message each
 * way over a connected AF_UNIX socket of type SOCK_SEQPACKET, the helper's descriptor 0. Both ends
 * run on one machine, so numbers are in host byte order.
 */
#ifndef FRAMERING_REQUEST_H
#define FRAMERING_REQUEST_H

#include <linux/filter.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Changes with the messages, so that a helper from an older installation is detected. */
#define HELPER_PROTOCOL 0x46520001u

struct helper_request {
  uint32_t protocol;
  /* Instructions that follow: 1 to BPF_MAXINSNS, and no byte after the last. */
  uint32_t length;
  struct sock_filter instructions[BPF_MAXINSNS];
};

#define HELPER_REQUEST_SIZE(length) \
  (offsetof(struct helper_request, instructions) + (length) * sizeof(struct sock_filter))

/* With error 0 the message carries the socket (SCM_RIGHTS). */
struct helper_answer {
  uint32_t protocol;
  /* 0, or a negative errno value: -EPROTO for an invalid request. */
  int32_t error;
  /* The failed call: an enum framering_call. */
  uint32_t failed;
};

/* Whether `size` bytes are a valid request; a size larger than the struct means that the message
 * did not fit. */
static inline bool helper_request_is_valid(const struct helper_request *request, size_t size) {
  return size >= HELPER_REQUEST_SIZE(1) && size <= sizeof *request &&
         request->protocol == HELPER_PROTOCOL && request->length >= 1 &&
         request->length <= BPF_MAXINSNS && size == HELPER_REQUEST_SIZE(request->length);
}

#endif

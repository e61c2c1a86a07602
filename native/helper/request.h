/*
 * What is said between a program that wants a packet socket and framering-helper: one message each
 * way over a connected AF_UNIX socket of type SOCK_SEQPACKET, which is the helper's descriptor 0.
 * Both ends are processes of one machine: host byte order.
 */
#ifndef FRAMERING_REQUEST_H
#define FRAMERING_REQUEST_H

#include <linux/filter.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Changes with the messages, so that a helper left from an older installation says so. */
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
  /* 0, or a negative errno value: -EPROTO, the request was none. */
  int32_t error;
  /* What failed: an enum framering_call. */
  uint32_t failed;
};

/* Whether `size` bytes are a request; a larger size than that of the struct is that of a message
 * that did not fit. */
static inline bool helper_request_is_valid(const struct helper_request *request, size_t size) {
  return size >= HELPER_REQUEST_SIZE(1) && size <= sizeof *request &&
         request->protocol == HELPER_PROTOCOL && request->length >= 1 &&
         request->length <= BPF_MAXINSNS && size == HELPER_REQUEST_SIZE(request->length);
}

#endif

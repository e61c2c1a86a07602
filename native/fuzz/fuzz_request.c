// SPDX-License-Identifier: Apache-2.0
/*
 * Any request to the helper: an invalid request is rejected, and a program that the kernel accepts
 * is locked. The first byte of the input is the number of times the rest is repeated, so that short
 * inputs make long messages.
 */
#define main helper_main
#include "../helper/helper.c" /* prepare() */
#undef main

#include "fuzz.h"

#define TIMES_MAX 32

/* As large as the request and no larger, so that AddressSanitizer detects every access outside. */
static uint8_t *make_message(const uint8_t *input, size_t length, size_t *size) {
  size_t times = 1u + input[0] % TIMES_MAX;
  *size = (length - 1) * times;
  uint8_t *message = malloc(*size + (*size == 0));
  CHECK(message != NULL);
  for (size_t i = 0; i<times && * size> 0; i++) {
    memcpy(message + i * (length - 1), input + 1, length - 1);
  }
  return message;
}

static void check(struct helper_answer answer, bool valid, int fd) {
  CHECK(answer.protocol == HELPER_PROTOCOL && answer.error <= 0);
  if (!valid) {
    CHECK(answer.error == -EPROTO && answer.failed == FRAMERING_CALL_HELPER_ANSWER);
  }
  CHECK((answer.error == 0) == (option(fd, SO_LOCK_FILTER) == 1));
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t length) {
  if (length < 1) {
    return 0;
  }
  size_t size;
  uint8_t *message = make_message(input, length, &size);
  int ends[2];
  CHECK(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == 0);
  CHECK(dup2(ends[0], CALLER) == CALLER);
  if (send(ends[1], message, size, 0) == (ssize_t)size) {
    int any = socket(AF_INET, SOCK_DGRAM, 0); /* accepts a filter, like a packet socket */
    CHECK(any >= 0);
    check(prepare(any, 0), helper_request_is_valid((void *)message, size), any);
    close(any);
  }
  close(ends[0]);
  close(ends[1]);
  free(message);
  return 0;
}

// SPDX-License-Identifier: Apache-2.0
/* A fuzz target: a function that libFuzzer or replay.c calls with arbitrary bytes. */
#ifndef FRAMERING_FUZZ_H
#define FRAMERING_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* Aborts, like the sanitizers, on a fault. Returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *input, size_t length);

#define CHECK(condition)                                                        \
  do {                                                                          \
    if (!(condition)) {                                                         \
      fprintf(stderr, "%s:%d: not true: %s\n", __FILE__, __LINE__, #condition); \
      abort();                                                                  \
    }                                                                           \
  } while (0)

#endif

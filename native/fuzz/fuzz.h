/* What a fuzz target is: a function that libFuzzer, or replay.c, gives any bytes there may be. */
#ifndef FRAMERING_FUZZ_H
#define FRAMERING_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* Aborts when something is wrong, and so do the sanitizers. Returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *input, size_t length);

#define CHECK(condition)                                                        \
  do {                                                                          \
    if (!(condition)) {                                                         \
      fprintf(stderr, "%s:%d: not true: %s\n", __FILE__, __LINE__, #condition); \
      abort();                                                                  \
    }                                                                           \
  } while (0)

#endif

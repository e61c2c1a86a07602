// SPDX-License-Identifier: Apache-2.0
/*
 * Makes one system call of the library fail, or one C library call that makes some: the linker
 * redirects the calls of a test program to failing.c (-Wl,--wrap). Calls are counted, and fail,
 * only within LIBRARY(), so the test's own calls do neither.
 */
#ifndef FRAMERING_FAILING_H
#define FRAMERING_FAILING_H

#include <stdbool.h>

#include "framering.h"

#define CALLS_MAX 512
#define ERRORS_MAX 3
#define CALL_NAMES_MAX 3

/* A call that may fail: its name, its errors, and the names that framering_open() may report. */
struct failing_call {
  const char *name;
  /* 0 ends them. The first is also tried at each later call of this name, unless it is EINTR. */
  int errors[ERRORS_MAX + 1];
  enum framering_call named[CALL_NAMES_MAX];
};

/* The call that fails: set before the first call. */
struct failing_plan {
  /* The number of the call, from 1; 0: none. */
  int at;
  int error;
  /* Whether all later calls of the same name fail too. */
  bool always;
  /* Whether all memory of the process is searched for leaks at the end, which takes time. */
  bool search;
};

extern struct failing_plan failing_plan;

/* In memory that the parent process shares. */
struct failing_record {
  int count;
  /* The names of all calls, in their order. */
  const struct failing_call *calls[CALLS_MAX];
  /* The call that failed; NULL: none. */
  const struct failing_call *failed;
  /* Allocations of the library that it has not freed. */
  int allocations;
};

extern struct failing_record *failing_record;

/* Whether calls are counted and may fail. */
extern bool failing_armed;

#define LIBRARY(call)                    \
  ({                                     \
    failing_armed = true;                \
    __typeof__(call) returned_ = (call); \
    failing_armed = false;               \
    returned_;                           \
  })

#endif

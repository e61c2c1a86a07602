// SPDX-License-Identifier: Apache-2.0
/* What failures_test.c runs, and what it learns of a run. */
#ifndef FRAMERING_FAILURES_H
#define FRAMERING_FAILURES_H

#include "failing.h"
#include "testing.h"

#define SCENARIOS_MAX 32

/* The result of a run, in shared memory. */
extern struct outcome {
  struct failing_record record;
  /* The first error, its step, and the call reported by framering_open(); NULL: no name. */
  int error;
  const char *step;
  const char *named;
  /* The expectation that failed; NULL: none. */
  const char *wrong;
  int line;
  /* Whether the scenario was completed. */
  bool whole;
} * outcome;

#define EXPECT(condition)            \
  do {                               \
    if (!(condition)) {              \
      if (outcome->wrong == NULL) {  \
        outcome->wrong = #condition; \
        outcome->line = __LINE__;    \
      }                              \
      return false;                  \
    }                                \
  } while (0)

/* The rings that a scenario has opened; the function that runs it closes them. */
extern struct framering *rings[4];

/* In the network namespace of this process, before any scenario. */
void prepare_scenarios(void);

struct scenario {
  const char *name;
  bool (*run)(void);
};
/* The last one has no name. */
extern const struct scenario scenarios[];

#endif

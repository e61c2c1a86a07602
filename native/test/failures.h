// SPDX-License-Identifier: Apache-2.0
/* What failures_test.c runs, and what it learns of a run. */
#ifndef FRAMERING_FAILURES_H
#define FRAMERING_FAILURES_H

#include "failing.h"
#include "testing.h"

#define SCENARIOS_MAX 32

#define FRAMES 20
#define FRAME_SIZE 200

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

/* The index of the interface that sends. */
extern int left;

/* Notes the first error of a run. named: the call reported by the library; NULL: none. */
void note_error(const char *step, int error, const char *named);

bool transmission(void);
bool transmission_from_namespace(void);
bool transmission_with_helper(void);

struct scenario {
  const char *name;
  bool (*run)(void);
};
/* The last one has no name. */
extern const struct scenario scenarios[];

#endif

// SPDX-License-Identifier: Apache-2.0
/*
 * Each scenario runs once for each call that the library makes in it, with that call failing; and
 * once more with all later calls of the same name failing too, as in a sandbox that forbids them.
 * The result is complete, or the error of the call with its name; nothing leaks, and nothing hangs.
 * After a failure, the next attempt succeeds.
 *
 *   failures_test                    all scenarios
 *   failures_test SCENARIO           one, with a line for each run
 *   failures_test --all [SCENARIO]   each call with each of its errors
 *
 * Without --all this is done for the first call of each name in a scenario. Later calls each fail
 * with one of their errors in turn, and every second one keeps failing from then on.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "failures.h"

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/lsan_interface.h>
#define HAS_LEAKS() __lsan_do_recoverable_leak_check()
#else
#define HAS_LEAKS() 0
#endif

/* Ends a run that hangs; each takes milliseconds. */
#define RUN_SECONDS 300
/* Runs mostly wait for the kernel: closing a packet socket waits for all processors. */
#define WORKERS 8
#define TRIALS_MAX 4096

static void *share_memory(size_t size) {
  void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  CHECK(memory != MAP_FAILED);
  return memory;
}

static bool nothing_is_left(int descriptors) {
  EXPECT(count_entries("/proc/self/fd") == descriptors);
  EXPECT(count_lines("/proc/self/maps", "socket:") == 0);
  EXPECT(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD);
  EXPECT(outcome->record.allocations == 0);
  return true;
}

/* In a separate process. Nothing can be checked after it has given up its privileges. */
static void run_here(const struct scenario *scenario, struct failing_plan plan) {
  alarm(RUN_SECONDS);
  int descriptors = count_entries("/proc/self/fd");
  failing_plan = plan;
  failing_record = &outcome->record;
  outcome->whole = scenario->run();
  for (int i = 3; i >= 0; i--) {
    failing_armed = true;
    framering_close(rings[i]);
    failing_armed = false;
    rings[i] = NULL;
  }
  if (getuid() != 0) {
    _exit(0);
  }
  nothing_is_left(descriptors);
  _exit(plan.search && HAS_LEAKS() ? 23 : 0);
}

static bool names_the_call(void) {
  const struct failing_call *call = outcome->record.failed;
  for (int i = 0; i < CALL_NAMES_MAX; i++) {
    if (strcmp(framering_call_name(call->named[i]), outcome->named) == 0) {
      return true;
    }
  }
  return false;
}

/* NULL, or the fault. */
static const char *verdict(int status, struct failing_plan plan) {
  static char text[256];
  if (WIFSIGNALED(status)) {
    return WTERMSIG(status) == SIGALRM ? "hangs" : strsignal(WTERMSIG(status));
  }
  if (WEXITSTATUS(status) != 0) {
    return "ended with an error: see above";
  }
  if (outcome->wrong != NULL) {
    snprintf(text, sizeof text, "line %d: not true: %s", outcome->line, outcome->wrong);
    return text;
  }
  if (!outcome->whole && outcome->error == 0) {
    return "neither whole nor an error";
  }
  if (outcome->error != 0 && (plan.at == 0 || outcome->error != -plan.error)) {
    snprintf(text, sizeof text, "%s: another error: %s", outcome->step, strerror(-outcome->error));
    return text;
  }
  if (outcome->named != NULL && !names_the_call()) {
    snprintf(text, sizeof text, "%s: names another call: %s", outcome->step, outcome->named);
    return text;
  }
  return NULL;
}

/* One run: a scenario, and the call that fails in it. */
struct trial {
  const struct scenario *scenario;
  struct failing_plan plan;
};

/* Shared by all workers. */
static struct sweep {
  int next;
  int runs;
  int faults;
  struct trial trials[TRIALS_MAX];
  int count;
  /* For each scenario. */
  int calls[SCENARIOS_MAX];
} * sweep;
static bool verbose;

static void run(struct trial trial) {
  memset(outcome, 0, sizeof *outcome);
  fflush(NULL);
  pid_t child = fork();
  CHECK(child >= 0);
  if (child == 0) {
    run_here(trial.scenario, trial.plan);
  }
  int status;
  CHECK_EQUAL(waitpid(child, &status, 0), child);
  __atomic_add_fetch(&sweep->runs, 1, __ATOMIC_SEQ_CST);
  const char *fault = verdict(status, trial.plan);
  if (fault != NULL) {
    __atomic_add_fetch(&sweep->faults, 1, __ATOMIC_SEQ_CST);
  }
  if (fault != NULL || verbose) {
    const struct failing_call *call = outcome->record.failed;
    fprintf(stderr, "%s: call %d, %s%s, %s: %s\n", trial.scenario->name, trial.plan.at,
            call == NULL ? "none" : call->name, trial.plan.always ? " from then on" : "",
            strerror(trial.plan.error),
            fault != NULL         ? fault
            : outcome->error != 0 ? outcome->step
                                  : "whole");
  }
}

static void add_trial(const struct scenario *scenario, struct failing_plan plan) {
  CHECK(sweep->count < TRIALS_MAX);
  sweep->trials[sweep->count++] = (struct trial){scenario, plan};
}

/* The number of earlier calls with the same name. */
static int calls_before(const struct failing_record *recorded, int at) {
  int count = 0;
  for (int i = 0; i < at - 1; i++) {
    count += recorded->calls[i] == recorded->calls[at - 1];
  }
  return count;
}

static bool whole_sweep;

/* Adds a trial for each error of a call, or for some if it is not the first call of its name. Only
 * the first one searches for leaks, because that takes longer than the rest. */
static void add_trials(const struct scenario *scenario, const int *errors, int at, int before) {
  int count = 0;
  while (errors[count] != 0) {
    count++;
  }
  bool all = whole_sweep || before == 0;
  for (int i = 0; i < count; i++) {
    if (all || before % count == i) {
      add_trial(scenario, (struct failing_plan){at, errors[i], false, i == 0 && before == 0});
    }
  }
  if (errors[0] != EINTR && (all || before % 2 == 0)) {
    add_trial(scenario, (struct failing_plan){at, errors[0], true, false});
  }
}

/* Runs the scenario with all of its calls, and adds the trials of each. */
static void record(const struct scenario *scenario) {
  run((struct trial){scenario, {0}});
  const struct failing_record *recorded = &outcome->record;
  CHECK(recorded->count <= CALLS_MAX);
  for (int at = 1; at <= recorded->count; at++) {
    add_trials(scenario, recorded->calls[at - 1]->errors, at, calls_before(recorded, at));
  }
  sweep->calls[scenario - scenarios] = recorded->count;
}

static const char *chosen;

static bool is_chosen(const struct scenario *scenario) {
  return chosen == NULL || strcmp(scenario->name, chosen) == 0;
}

static void record_all(void) {
  for (int i = 0; scenarios[i].name != NULL; i++) {
    if (is_chosen(&scenarios[i])) {
      record(&scenarios[i]);
    }
  }
}

static void run_trials(void) {
  int trial;
  while ((trial = __atomic_fetch_add(&sweep->next, 1, __ATOMIC_SEQ_CST)) < sweep->count) {
    run(sweep->trials[trial]);
  }
}

/* A process in a network namespace of its own, so that it sees its own frames only. */
static pid_t start_worker(void (*work)(void)) {
  fflush(NULL);
  pid_t worker = fork();
  CHECK(worker >= 0);
  if (worker > 0) {
    return worker;
  }
  enter_namespace_with_veth();
  framering_close(open_ring("left", 0)); /* or skip */
  prepare_scenarios();
  outcome = share_memory(sizeof *outcome);
  work();
  _exit(0);
}

static void await_worker(pid_t worker) {
  int status;
  CHECK_EQUAL(waitpid(worker, &status, 0), worker);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    exit(WIFEXITED(status) ? WEXITSTATUS(status) : 1);
  }
}

int main(int argc, char **argv) {
  whole_sweep = argc > 1 && strcmp(argv[1], "--all") == 0;
  chosen = argc > 1 + whole_sweep ? argv[1 + whole_sweep] : NULL;
  verbose = chosen != NULL;
  sweep = share_memory(sizeof *sweep);
  setenv("ASAN_OPTIONS", "detect_leaks=0", true); /* of helpers, whose leaks end with them */
  await_worker(start_worker(record_all));
  pid_t workers[WORKERS];
  for (int i = 0; i < WORKERS; i++) {
    workers[i] = start_worker(run_trials);
  }
  for (int i = 0; i < WORKERS; i++) {
    await_worker(workers[i]);
  }
  int calls = 0, tried = 0;
  for (int i = 0; scenarios[i].name != NULL; i++) {
    if (is_chosen(&scenarios[i])) {
      printf("%-26s %4d calls\n", scenarios[i].name, sweep->calls[i]);
      calls += sweep->calls[i];
      tried++;
    }
  }
  printf("%d scenarios, %d calls, %d runs, %d faults\n", tried, calls, sweep->runs, sweep->faults);
  return tried > 0 && sweep->faults == 0 ? 0 : 1;
}

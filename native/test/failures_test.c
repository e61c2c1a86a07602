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
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "failing.h"
#include "testing.h"

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/lsan_interface.h>
#define HAS_LEAKS() __lsan_do_recoverable_leak_check()
#else
#define HAS_LEAKS() 0
#endif

#define FRAMES 20
#define FRAME_SIZE 200
/* Ends a run that hangs; each takes milliseconds. */
#define RUN_SECONDS 300
/* Runs mostly wait for the kernel: closing a packet socket waits for all processors. */
#define WORKERS 8
#define TRIALS_MAX 4096

/* The result of a run, in shared memory. */
static struct outcome {
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

static struct framering *rings[4];
static int left, right;
/* The indices for a ring that follows interfaces. */
static const int *followed_ones = &right;

static void *share_memory(size_t size) {
  void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  CHECK(memory != MAP_FAILED);
  return memory;
}

static void note_error(const char *step, int error, const char *named) {
  if (outcome->error == 0) {
    outcome->error = error;
    outcome->step = step;
    outcome->named = named;
  }
}

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

/* For functions whose failed call framering_failed_call() returns. */
static void note_named_error(const char *step, int error, const struct framering *ring) {
  note_error(step, error, framering_call_name(framering_failed_call(ring)));
}

/* A failed step is noted and repeated; the scenario ends if it fails again. */
#define TRY(step)                                              \
  ({                                                           \
    int result_ = LIBRARY(step);                               \
    if (result_ < 0) {                                         \
      note_error(#step, result_, NULL);                        \
      result_ = failing_plan.always ? result_ : LIBRARY(step); \
    }                                                          \
    if (result_ < 0) {                                         \
      EXPECT(failing_plan.always);                             \
      return false;                                            \
    }                                                          \
    result_;                                                   \
  })

static bool are_open(uint32_t count, const struct framering_options *options) {
  for (int tries = failing_plan.always ? 1 : 2; tries > 0; tries--) {
    enum framering_call failed;
    int error = LIBRARY(framering_open_fanout(rings, count, options, &failed));
    if (error == 0) {
      return true;
    }
    note_error("framering_open_fanout", error, framering_call_name(failed));
  }
  EXPECT(failing_plan.always);
  return false;
}

static bool is_open(const struct framering_options *options) {
  return are_open(1, options);
}

static struct framering_options small_ring(const int *interfaces, uint32_t count, uint32_t flags) {
  struct framering_options options = FRAMERING_DEFAULTS;
  options.interfaces = interfaces;
  options.interface_count = count;
  options.flags = flags;
  options.ring_size = 1 << 20;
  return options;
}

static void send_frames(int count) {
  uint8_t bytes[FRAME_SIZE];
  make_frame(bytes, sizeof bytes, ETHERTYPE, 1);
  for (int i = 0; i < count; i++) {
    send_frame("left", bytes, sizeof bytes);
  }
}

static bool follows(struct framering *ring, const int *interfaces) {
  int error = LIBRARY(framering_follow(ring, interfaces));
  if (error < 0) {
    note_named_error("framering_follow", error, ring);
    EXPECT(failing_plan.always || LIBRARY(framering_follow(ring, interfaces)) == 0);
  }
  return error == 0 || !failing_plan.always;
}

static bool take_block(struct framering *ring, int timeout, struct framering_block *block) {
  for (int tries = 0; tries < 8; tries++) {
    int result = LIBRARY(framering_next(ring, timeout, block));
    if (result == 0) {
      return true;
    }
    if (result == -ESTALE) { /* a failed check counts as a change */
      if (!follows(ring, followed_ones)) {
        return false;
      }
      continue;
    }
    note_named_error("framering_next", result, ring);
    if (failing_plan.always) {
      return false;
    }
  }
  EXPECT(failing_plan.always);
  return false;
}

static bool take_frames(struct framering *ring, uint64_t wanted) {
  uint64_t frames = 0;
  struct framering_block block;
  while (frames < wanted) {
    if (!take_block(ring, 60000, &block)) {
      return false;
    }
    frames += block.frames;
    EXPECT(framering_lost(ring) == 0);
    EXPECT(framering_lent_bytes(ring) == (uint64_t)block.frames * FRAME_SIZE);
  }
  EXPECT(frames == wanted);
  return true;
}

static bool counts_are(struct framering *ring, uint64_t received) {
  struct framering_statistics statistics;
  TRY(framering_statistics(ring, &statistics));
  EXPECT(statistics.received == received && statistics.dropped == 0);
  return true;
}

static bool stops(struct framering *ring) {
  struct framering_block block;
  framering_release(ring);
  failing_armed = true;
  framering_stop(ring);
  failing_armed = false;
  EXPECT(LIBRARY(framering_next(ring, -1, &block)) == -ECANCELED);
  return true;
}

static bool captures(const struct framering_options *options, uint64_t copies) {
  if (!is_open(options)) {
    return false;
  }
  send_frames(FRAMES);
  return take_frames(rings[0], copies * FRAMES) && counts_are(rings[0], copies * FRAMES) &&
         stops(rings[0]);
}

static bool one_interface(void) {
  struct sock_filter keep = BPF_STMT(BPF_RET | BPF_K, FRAMERING_SNAPLEN_MAX);
  struct framering_options options = small_ring(&right, 1, FRAMERING_PROMISCUOUS);
  options.filter = &keep;
  options.filter_length = 1;
  return captures(&options, 1);
}

/* A ring that overflows. If the kernel does not return the number of lost frames, the drain does
 * not end: that is an error, not a number. */
static bool losses(void) {
  struct framering_options options = small_ring(&right, 1, 0);
  options.block_size = 8192;
  options.ring_size = 2 * options.block_size;
  if (!is_open(&options)) {
    return false;
  }
  send_frames(100); /* of which about 50 fit */
  struct framering_block block;
  uint64_t delivered = 0, lost = 0;
  for (int blocks = 0; blocks < 2; blocks++) {
    if (!take_block(rings[0], 5000, &block)) {
      return false;
    }
    delivered += block.frames;
    lost += framering_lost(rings[0]);
  }
  framering_release(rings[0]);
  send_frames(1); /* the losses are reported before this one */
  failing_armed = true;
  framering_drain(rings[0]);
  failing_armed = false;
  int result;
  while ((result = LIBRARY(framering_next(rings[0], -1, &block))) != -ECANCELED) {
    if (result == 0) {
      delivered += block.frames;
      lost += framering_lost(rings[0]);
      continue;
    }
    note_named_error("framering_next", result, rings[0]);
    if (failing_plan.always) {
      return false;
    }
  }
  struct framering_statistics statistics;
  TRY(framering_statistics(rings[0], &statistics));
  EXPECT(statistics.received == 101 && statistics.dropped > 0);
  EXPECT(delivered + statistics.dropped == statistics.received);
  EXPECT(lost == statistics.dropped);
  return true;
}

static bool several_interfaces(void) {
  const int both[] = {left, right};
  struct framering_options options =
      small_ring(both, 2, FRAMERING_PROMISCUOUS | FRAMERING_IGNORE_OUTGOING);
  return captures(&options, 1);
}

static bool all_interfaces(void) {
  struct framering_options options =
      small_ring(NULL, 0, FRAMERING_LOOPBACK_ONCE | FRAMERING_RESTORE_VLAN);
  return captures(&options, 2);
}

static bool network_namespace(void) {
  struct framering_options options = small_ring(&right, 1, FRAMERING_PROMISCUOUS);
  options.network_namespace = "/proc/self/ns/net";
  return captures(&options, 1);
}

static bool followed_in_namespace(void) {
  struct framering_options options = small_ring(&right, 1, FRAMERING_FOLLOW);
  options.network_namespace = "/proc/self/ns/net";
  return captures(&options, 1);
}

static bool with_helper(void) {
  struct framering_options options = small_ring(&right, 1, FRAMERING_PROMISCUOUS);
  options.helper = HELPER;
  return captures(&options, 1);
}

/* The interface is absent at first, appears, disappears, and appears again. */
static bool followed(void) {
  const int absent = 0;
  struct framering_block block;
  struct framering_options options =
      small_ring(&absent, 1, FRAMERING_PROMISCUOUS | FRAMERING_FOLLOW);
  if (!is_open(&options)) {
    return false;
  }
  EXPECT(LIBRARY(framering_next(rings[0], 0, &block)) < 0);
  if (!follows(rings[0], &right)) {
    return false;
  }
  send_frames(FRAMES);
  if (!take_frames(rings[0], FRAMES)) {
    return false;
  }
  if (!follows(rings[0], &absent)) {
    return false;
  }
  if (!follows(rings[0], &right)) {
    return false;
  }
  send_frames(FRAMES);
  return take_frames(rings[0], FRAMES) && counts_are(rings[0], 2 * FRAMES) && stops(rings[0]);
}

static bool several_followed(void) {
  const int one[] = {left, 0}, both[] = {left, right};
  followed_ones = both;
  struct framering_options options =
      small_ring(one, 2, FRAMERING_PROMISCUOUS | FRAMERING_FOLLOW | FRAMERING_IGNORE_OUTGOING);
  if (!is_open(&options)) {
    return false;
  }
  if (!follows(rings[0], both)) {
    return false;
  }
  EXPECT(promiscuity("right") >= 1);
  send_frames(FRAMES);
  return take_frames(rings[0], FRAMES) && counts_are(rings[0], FRAMES);
}

static bool change_is_awaited(void) {
  struct framering_options options = small_ring(&right, 1, FRAMERING_FOLLOW);
  if (!is_open(&options)) {
    return false;
  }
  ip("link set left mtu 1400");
  ip("link set left mtu 1500");
  int result = LIBRARY(framering_await_change(rings[0], 60000));
  if (result != -ESTALE) {
    note_named_error("framering_await_change", result, rings[0]);
    EXPECT(failing_plan.always || LIBRARY(framering_await_change(rings[0], 60000)) == -ESTALE);
  }
  return !(failing_plan.always && outcome->error != 0);
}

/* Its disappearance is reported. */
static bool interface_is_deleted(uint32_t count) {
  ip("link add gone type veth peer name other");
  ip("link set gone up");
  int gone = index_of("gone");
  struct framering_options options = small_ring(&gone, 1, 0);
  bool opened = are_open(count, &options);
  ip("link delete gone");
  if (!opened) {
    return false;
  }
  struct framering_block block;
  int result = -ENETDOWN;
  for (int i = 0; i < 4 && result != -ENODEV; i++) {
    result = LIBRARY(framering_next(rings[0], 60000, &block));
    if (result != -ENODEV && result != -ENETDOWN) {
      note_named_error("framering_next", result, rings[0]);
      if (failing_plan.always) {
        return false;
      }
    }
  }
  EXPECT(result == -ENODEV);
  return true;
}

static bool deleted(void) {
  return interface_is_deleted(1);
}

static bool deleted_from_fanout(void) {
  return interface_is_deleted(2);
}

static bool is_read_to_its_end(struct framering *ring, uint64_t *frames) {
  failing_armed = true;
  framering_drain(ring);
  failing_armed = false;
  struct framering_block block;
  int result;
  while ((result = LIBRARY(framering_next(ring, -1, &block))) != -ECANCELED) {
    if (result == 0) {
      *frames += block.frames;
      continue;
    }
    note_named_error("framering_next", result, ring);
    EXPECT(result != -ETIMEDOUT);
    if (failing_plan.always) {
      return false;
    }
  }
  return true;
}

/* The frames are one flow: one ring has all of them, and both are read until they end. */
static bool fanout(void) {
  struct framering_options options = small_ring(&right, 1, FRAMERING_PROMISCUOUS);
  if (!are_open(2, &options)) {
    return false;
  }
  send_frames(FRAMES);
  uint64_t all = 0;
  for (int i = 0; i < 2; i++) {
    uint64_t frames = 0;
    if (!is_read_to_its_end(rings[i], &frames) || !counts_are(rings[i], frames)) {
      return false;
    }
    all += frames;
  }
  EXPECT(all == FRAMES);
  return true;
}

static void *stop_first(void *unused) {
  (void)unused;
  framering_stop(rings[0]); /* counted: the reader is in the library */
  return NULL;
}

static bool stopped_by_another_thread(void) {
  struct framering_options options = small_ring(&right, 1, 0);
  if (!is_open(&options)) {
    return false;
  }
  pthread_t thread;
  struct framering_block block;
  CHECK_EQUAL(pthread_create(&thread, NULL, stop_first, NULL), 0);
  int result = LIBRARY(framering_next(rings[0], -1, &block));
  if (result != -ECANCELED) {
    note_named_error("framering_next", result, rings[0]);
  }
  pthread_join(thread, NULL);
  EXPECT(LIBRARY(framering_next(rings[0], -1, &block)) == -ECANCELED || failing_plan.always);
  return true;
}

static int expected_interfaces;

static bool lists(struct framering *ring) {
  struct framering_interface list[8];
  int count =
      TRY(ring == NULL ? framering_interfaces(list, 8) : framering_ring_interfaces(ring, list, 8));
  EXPECT(count == expected_interfaces);
  for (int i = 0; i < count; i++) {
    EXPECT(list[i].index == index_of(list[i].name));
  }
  return true;
}

static bool interfaces(void) {
  return lists(NULL);
}

static bool interfaces_of_ring(void) {
  struct framering_options options = small_ring(&right, 1, 0);
  return is_open(&options) && lists(rings[0]) && lists(rings[0]);
}

static bool interfaces_of_namespace(void) {
  struct framering_interface list[8];
  const char *path = "/proc/self/ns/net";
  enum framering_call failed;
  int count = LIBRARY(framering_interfaces_in(path, list, 8, &failed));
  if (count < 0) {
    note_error("framering_interfaces_in", count, framering_call_name(failed));
    if (failing_plan.always) {
      return false;
    }
    count = LIBRARY(framering_interfaces_in(path, list, 8, &failed));
  }
  EXPECT(count == expected_interfaces);
  return true;
}

static bool expression(void) {
  struct framering_program program;
  for (int link_type = 0; link_type < 2; link_type++) {
    int error = LIBRARY(framering_compile(&program, "ip", link_type, 100, 1));
    if (error < 0) {
      note_error("framering_compile", -outcome->record.failed->errors[0], NULL);
      EXPECT(error == -ENOMEM || error == -ELIBACC);
      EXPECT(program.message[0] != '\0' && strstr(program.message, "(null)") == NULL);
      EXPECT(program.instructions == NULL && program.length == 0);
      if (failing_plan.always) {
        return false;
      }
      error = LIBRARY(framering_compile(&program, "ip", link_type, 100, 1));
    }
    EXPECT(error == 0 && program.length > 1);
    failing_armed = true;
    framering_program_free(&program);
    failing_armed = false;
  }
  return true;
}

static bool privileges(void) {
  enum framering_call failed;
  int error = LIBRARY(framering_drop_privileges("nobody", &failed));
  uid_t real, effective, saved;
  CHECK_EQUAL(getresuid(&real, &effective, &saved), 0);
  if (error < 0) {
    note_error("framering_drop_privileges", error, framering_call_name(failed));
    return false;
  }
  EXPECT(real != 0 && effective == real && saved == real && getgid() != 0);
  return true;
}

static const struct scenario {
  const char *name;
  bool (*run)(void);
} scenarios[] = {
#define SCENARIO(function) \
  { #function, function }
    SCENARIO(interfaces),
    SCENARIO(interfaces_of_ring),
    SCENARIO(interfaces_of_namespace),
    SCENARIO(one_interface),
    SCENARIO(losses),
    SCENARIO(several_interfaces),
    SCENARIO(all_interfaces),
    SCENARIO(network_namespace),
    SCENARIO(with_helper),
    SCENARIO(followed),
    SCENARIO(several_followed),
    SCENARIO(followed_in_namespace),
    SCENARIO(change_is_awaited),
    SCENARIO(deleted),
    SCENARIO(deleted_from_fanout),
    SCENARIO(fanout),
    SCENARIO(stopped_by_another_thread),
    SCENARIO(expression),
    SCENARIO(privileges),
};
#define SCENARIOS (sizeof scenarios / sizeof scenarios[0])

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
  int calls[SCENARIOS];
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
  for (size_t i = 0; i < SCENARIOS; i++) {
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
  left = index_of("left");
  right = index_of("right");
  expected_interfaces = framering_interfaces(NULL, 0);
  send_frames(1); /* has a descriptor from now on */
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
  for (size_t i = 0; i < SCENARIOS; i++) {
    if (is_chosen(&scenarios[i])) {
      printf("%-26s %4d calls\n", scenarios[i].name, sweep->calls[i]);
      calls += sweep->calls[i];
      tried++;
    }
  }
  printf("%d scenarios, %d calls, %d runs, %d faults\n", tried, calls, sweep->runs, sweep->faults);
  return tried > 0 && sweep->faults == 0 ? 0 : 1;
}

// SPDX-License-Identifier: Apache-2.0
/* Each captures, lists, compiles or gives up privileges as a program would, and checks the result.
 * A call that fails is noted, and its step repeated. */
#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "failures.h"

struct outcome *outcome;
struct framering *rings[4];

int left;
static int right;
/* The indices for a ring that follows interfaces. */
static const int *followed_ones = &right;

void note_error(const char *step, int error, const char *named) {
  if (outcome->error == 0) {
    outcome->error = error;
    outcome->step = step;
    outcome->named = named;
  }
}

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

const struct scenario scenarios[] = {
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
    SCENARIO(transmission),
    SCENARIO(transmission_from_namespace),
    SCENARIO(transmission_with_helper),
    SCENARIO(expression),
    SCENARIO(privileges),
    {NULL, NULL},
};
_Static_assert(sizeof scenarios / sizeof scenarios[0] <= SCENARIOS_MAX, "counted in an array");

void prepare_scenarios(void) {
  left = index_of("left");
  right = index_of("right");
  expected_interfaces = framering_interfaces(NULL, 0);
  send_frames(1); /* has a descriptor from now on */
}

/* Rings that share the frames of their interfaces, while some join and leave. */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "testing.h"

#define RINGS_MAX 4
#define FLOWS 64

static struct framering *rings[RINGS_MAX];
static uint8_t bytes[64];

static struct framering_options group_on(const char *interface, uint32_t flags) {
  struct framering_options options = options_on(interface);
  options.flags = FRAMERING_GROUP | flags;
  options.ring_size = 16 << 20;
  options.block_timeout = 5;
  options.group = NULL;
  return options;
}

/* The number of a frame is its payload, its flow the last byte of an address. */
static void make_numbered(uint32_t number) {
  make_frame(bytes, sizeof bytes, ETHERTYPE, number);
  bytes[11] = (uint8_t)(number % FLOWS);
}

static uint32_t number_of(const struct tpacket3_hdr *frame) {
  uint32_t number;
  memcpy(&number, framering_bytes(frame) + 14, sizeof number);
  return ntohl(number);
}

#define STEPS 12
#define NUMBERED (STEPS * 2500)
static uint8_t seen[NUMBERED];
static atomic_uint sent;

/* Slow enough to be at it as long as rings join and leave. */
static void *send_numbered(void *unused) {
  (void)unused;
  for (uint32_t i = 0; i < NUMBERED; i++) {
    make_numbered(i);
    send_frame("left", bytes, sizeof bytes);
    atomic_store(&sent, i + 1);
    if (i % 8 == 0) {
      usleep(50);
    }
  }
  return NULL;
}

/* Takes what there is without waiting; the flows of one ring are in order. Returns the result of
 * the last framering_next(). */
static int take(struct framering *ring, uint64_t *taken) {
  uint32_t last[FLOWS] = {0};
  struct framering_block block;
  int result;
  while ((result = framering_next(ring, 0, &block)) == 0) {
    const struct tpacket3_hdr *frame = framering_first(&block);
    for (uint32_t i = 0; i < block.frames; i++) {
      uint32_t number = number_of(frame);
      CHECK(number < NUMBERED && seen[number] == 0);
      CHECK(last[number % FLOWS] <= number);
      seen[number] = 1;
      last[number % FLOWS] = number;
      frame = i + 1 < block.frames ? framering_after(frame) : NULL;
    }
    *taken += block.frames;
  }
  return result;
}

static void take_until(uint32_t number, int count) {
  uint64_t ignored = 0;
  while (atomic_load(&sent) < number) {
    for (int i = 0; i < count; i++) {
      CHECK_EQUAL(take(rings[i], &ignored), -ETIMEDOUT);
    }
  }
}

static uint64_t missing(void) {
  uint64_t count = 0;
  for (uint32_t i = 0; i < NUMBERED; i++) {
    count += !seen[i];
  }
  return count;
}

static uint64_t received;
static uint64_t dropped;

static void add_statistics(struct framering *ring) {
  struct framering_statistics statistics;
  CHECK_EQUAL(framering_statistics(ring, &statistics), 0);
  dropped += statistics.dropped;
  received += statistics.received;
}

static void leave_and_finish(int last) {
  uint64_t rest = 0;
  CHECK_EQUAL(framering_share(rings[0], (uint32_t)last), 0);
  framering_finish(rings[last]);
  int result;
  do {
    result = take(rings[last], &rest);
    CHECK(result == -ECANCELED || result == -ETIMEDOUT);
  } while (result != -ECANCELED);
  add_statistics(rings[last]);
  framering_close(rings[last]);
}

static void joining_and_leaving_loses_and_doubles_nothing(void) {
  struct framering_options options = group_on("right", 0);
  options.block_timeout = 60; /* so that a block is open yet when its ring has been left out */
  rings[0] = open_with(&options);
  options.group = rings[0];
  pthread_t sender;
  CHECK_EQUAL(pthread_create(&sender, NULL, send_numbered, NULL), 0);
  int count = 1;
  int left = 0;
  for (uint32_t step = 1; step < STEPS; step++) {
    take_until(step * (NUMBERED / STEPS), count);
    /* 1 2 3 4 3 2 1 2 ... */
    if (step % 6 >= 1 && step % 6 <= 3) {
      rings[count] = open_with(&options);
      CHECK_EQUAL(framering_share(rings[count], (uint32_t)count + 1), 0);
      count++;
    } else {
      leave_and_finish(--count);
      left++;
    }
  }
  CHECK_EQUAL(pthread_join(sender, NULL), 0);
  while (count > 0) {
    count--;
    if (count > 0) {
      leave_and_finish(count);
    } else {
      uint64_t rest = 0;
      for (int wait = 0; wait < 6000 && missing() > 0; wait++) {
        usleep(10000);
        take(rings[0], &rest);
      }
      add_statistics(rings[0]);
      framering_close(rings[0]);
    }
  }
  /* Each ring has room for all. */
  CHECK_EQUAL(dropped, 0);
  CHECK_EQUAL(missing(), 0);
  CHECK_EQUAL(received, NUMBERED);
  CHECK(left > 3);
}

static void *share_one(void *unused) {
  (void)unused;
  usleep(50000);
  CHECK_EQUAL(framering_share(rings[0], 1), 0);
  framering_finish(rings[1]);
  return NULL;
}

/* It waits without end when its last frames have been lent: being left out wakes it. */
static void ring_that_waits_is_finished(void) {
  struct framering_options options = group_on("right", 0);
  rings[0] = open_with(&options);
  options.group = rings[0];
  rings[1] = open_with(&options);
  CHECK_EQUAL(framering_share(rings[0], 2), 0);
  uint32_t count = 0;
  for (uint32_t i = 0; i < FLOWS; i++) {
    make_numbered(i);
    send_frame("left", bytes, sizeof bytes);
  }
  pthread_t thread;
  CHECK_EQUAL(pthread_create(&thread, NULL, share_one, NULL), 0);
  struct framering_block block;
  int result;
  while ((result = framering_next(rings[1], -1, &block)) == 0) {
    count += block.frames;
  }
  CHECK_EQUAL(result, -ECANCELED);
  CHECK(count > 0 && count < FLOWS);
  CHECK_EQUAL(pthread_join(thread, NULL), 0);
  framering_close(rings[1]);
  framering_close(rings[0]);
}

/* Frames that two rings see of one sent each way; each is outgoing on one side. */
static int frames_seen(const char *interface, uint32_t flags) {
  struct framering_options options = group_on(interface, flags);
  rings[0] = open_with(&options);
  options.group = rings[0];
  rings[1] = open_with(&options);
  CHECK_EQUAL(framering_share(rings[0], 2), 0);
  const char *senders[] = {"left", "right", "lo"};
  for (uint32_t i = 0; i < 3; i++) {
    make_numbered(i);
    send_frame(senders[i], bytes, sizeof bytes);
  }
  int count = 0;
  for (int i = 1; i >= 0; i--) {
    struct framering_block block;
    CHECK_EQUAL(framering_share(rings[0], (uint32_t)i + (i == 0)), 0);
    framering_finish(rings[i]);
    while (framering_next(rings[i], -1, &block) == 0) {
      count += (int)block.frames;
    }
    framering_close(rings[i]);
  }
  return count;
}

static void flags_hold_in_a_group(void) {
  CHECK_EQUAL(frames_seen("right", 0), 2);
  CHECK_EQUAL(frames_seen("right", FRAMERING_IGNORE_OUTGOING), 1);
  CHECK_EQUAL(frames_seen("right", FRAMERING_ONLY_OUTGOING), 1);
  CHECK_EQUAL(frames_seen(NULL, 0), 6);
  CHECK_EQUAL(frames_seen(NULL, FRAMERING_IGNORE_OUTGOING), 3);
  CHECK_EQUAL(frames_seen(NULL, FRAMERING_LOOPBACK_ONCE), 5);
}

static void promiscuous_mode_ends_with_the_last(void) {
  struct framering_options options = group_on("right", FRAMERING_PROMISCUOUS);
  rings[0] = open_with(&options);
  options.group = rings[0];
  rings[1] = open_with(&options);
  CHECK_EQUAL(promiscuity("right"), 2);
  framering_close(rings[0]);
  CHECK_EQUAL(promiscuity("right"), 1);
  framering_close(rings[1]);
  CHECK_EQUAL(promiscuity("right"), 0);
}

/* As of a ring that is bound to its interface. */
static void only_interface_that_fails_is_told(void) {
  ip("link add gone type veth peer name other");
  ip("link set gone addrgenmode none");
  ip("link set other addrgenmode none");
  ip("link set gone up");
  ip("link set other up");
  struct framering_options options = group_on("gone", 0);
  rings[0] = open_with(&options);
  struct framering_block block;
  ip("link set gone down");
  CHECK_EQUAL(framering_next(rings[0], 60000, &block), -ENETDOWN);
  ip("link set gone mtu 1400");
  CHECK_EQUAL(framering_next(rings[0], 50, &block), -ETIMEDOUT);
  enum framering_call failed;
  struct framering *another;
  options.group = rings[0];
  CHECK_EQUAL(framering_open(&another, &options, &failed), -ENETDOWN);
  CHECK_EQUAL(failed, FRAMERING_CALL_BIND);
  ip("link set gone up");
  make_frame(bytes, sizeof bytes, ETHERTYPE, 1);
  int result = -ETIMEDOUT;
  for (int i = 0; i < 600 && result == -ETIMEDOUT; i++) {
    send_frame("other", bytes, sizeof bytes);
    result = framering_next(rings[0], 100, &block);
  }
  CHECK_EQUAL(result, 0);
  ip("link delete gone");
  do {
    result = framering_next(rings[0], 60000, &block);
  } while (result == 0 || result == -ENETDOWN);
  CHECK_EQUAL(result, -ENODEV);
  CHECK_EQUAL(framering_next(rings[0], -1, &block), -ENODEV);
  CHECK_EQUAL(framering_open(&another, &options, &failed), -ENODEV);
  framering_close(rings[0]);
}

/* Each ring has its own reader, which follows for it. */
static void interface_that_is_made_again_is_followed_by_all(void) {
  int index = 0;
  struct framering_options options = group_on(NULL, FRAMERING_FOLLOW);
  options.interfaces = &index;
  options.interface_count = 1;
  rings[0] = open_with(&options);
  options.group = rings[0];
  rings[1] = open_with(&options);
  CHECK_EQUAL(framering_share(rings[0], 2), 0);
  for (int round = 0; round < 2; round++) {
    ip("link add again type veth peer name sender");
    ip("link set again addrgenmode none");
    ip("link set sender addrgenmode none");
    ip("link set again up");
    ip("link set sender up");
    index = index_of("again");
    int came[2] = {0, 0};
    struct framering_block block;
    for (uint32_t i = 0; i < 10000 && (came[0] < 10 || came[1] < 10); i++) {
      for (int r = 0; r < 2; r++) {
        int result = framering_next(rings[r], 5, &block);
        CHECK(result == 0 || result == -ETIMEDOUT || result == -ESTALE);
        if (result == -ESTALE) {
          CHECK_EQUAL(framering_follow(rings[r], &index), 0);
        }
        came[r] += result == 0 ? (int)block.frames : 0;
      }
      make_numbered(i);
      send_frame("sender", bytes, sizeof bytes);
      make_numbered(i + 1);
      send_frame("left", bytes, sizeof bytes); /* which is none of theirs */
    }
    CHECK(came[0] >= 10 && came[1] >= 10);
    struct framering_statistics statistics;
    CHECK_EQUAL(framering_statistics(rings[0], &statistics), 0);
    ip("link delete again");
  }
  framering_close(rings[1]);
  framering_close(rings[0]);
}

static void misuse_is_refused(void) {
  struct framering_options options = group_on("right", 0);
  enum framering_call failed;
  struct framering *ring;
  options.helper = "/nonexistent";
  CHECK_EQUAL(framering_open(&ring, &options, &failed), -EINVAL);
  CHECK_EQUAL(failed, FRAMERING_CALL_OPTIONS);
  struct framering *alone = open_ring("right", 0);
  options.helper = NULL;
  options.group = alone; /* in no group: there is none to join */
  CHECK_EQUAL(framering_open(&ring, &options, &failed), -EINVAL);
  CHECK_EQUAL(failed, FRAMERING_CALL_OPTIONS);
  options.flags = 0;
  CHECK_EQUAL(framering_open(&ring, &options, &failed), -EINVAL);
  CHECK(framering_share(alone, 1) < 0);
  framering_close(alone);
}

int main(void) {
  enter_namespace_with_veth();
  framering_close(open_ring("left", 0)); /* or skip */
  joining_and_leaving_loses_and_doubles_nothing();
  ring_that_waits_is_finished();
  flags_hold_in_a_group();
  promiscuous_mode_ends_with_the_last();
  only_interface_that_fails_is_told();
  interface_that_is_made_again_is_followed_by_all();
  misuse_is_refused();
  return 0;
}

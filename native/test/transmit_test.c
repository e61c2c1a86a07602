// SPDX-License-Identifier: Apache-2.0
/* A transmitter on real interfaces: the frames that leave, and those that cannot. */
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <string.h>
#include <time.h>

#include "framering_transmit.h"
#include "testing.h"

#define FRAMES_MAX 1000
#define LENGTH_MAX 9014

static uint8_t bytes[FRAMES_MAX][1514];
static struct framering_frame frames[FRAMES_MAX];

static struct framering_transmitter *open_on(const char *interface,
                                             struct framering_transmit_options options) {
  options.interface = index_of(interface);
  struct framering_transmitter *transmitter;
  enum framering_call failed;
  CHECK_EQUAL(framering_transmit_open(&transmitter, &options, &failed), 0);
  return transmitter;
}

static struct framering_transmit_options with_patience(uint32_t patience) {
  struct framering_transmit_options options = FRAMERING_TRANSMIT_DEFAULTS;
  options.patience = patience;
  return options;
}

/* For cases in which every frame leaves, also on a busy machine. */
static struct framering_transmitter *patient_on(const char *interface) {
  return open_on(interface, with_patience(60000));
}

static void make_frames(uint32_t count, uint32_t length) {
  for (uint32_t i = 0; i < count; i++) {
    make_frame(bytes[i], length, ETHERTYPE, i);
    frames[i] = (struct framering_frame){.bytes = bytes[i], .length = length, .refused = -1};
  }
}

/* Returns 0, or the error that ended it. */
static int transmit(struct framering_transmitter *transmitter, uint32_t count) {
  for (uint32_t done = 0; done < count;) {
    int result = framering_transmit(transmitter, &frames[done], count - done);
    if (result < 0) {
      return result;
    }
    CHECK(result > 0);
    done += (uint32_t)result;
  }
  return 0;
}

static void check_counts(const struct framering_transmitter *transmitter, uint64_t sent,
                         uint64_t refused_length, uint64_t refused_room) {
  struct framering_transmit_statistics statistics;
  framering_transmit_statistics(transmitter, &statistics);
  CHECK_EQUAL(statistics.sent, sent);
  CHECK_EQUAL(statistics.refused_length, refused_length);
  CHECK_EQUAL(statistics.refused_room, refused_room);
}

static void frames_arrive_as_they_are_and_in_order(void) {
  struct framering *ring = open_ring("right", FRAMERING_RESTORE_VLAN);
  struct framering_transmitter *transmitter = patient_on("left");
  uint64_t sum = 0;
  for (uint32_t i = 0; i < FRAMES_MAX; i++) {
    uint32_t length = 14 + i * 1500 / (FRAMES_MAX - 1);
    make_frame(bytes[i], length, ETHERTYPE, i);
    frames[i] = (struct framering_frame){.bytes = bytes[i], .length = length, .refused = -1};
    sum += length;
  }
  CHECK_EQUAL(transmit(transmitter, FRAMES_MAX), 0);
  check_counts(transmitter, FRAMES_MAX, 0, 0);
  struct framering_transmit_statistics statistics;
  framering_transmit_statistics(transmitter, &statistics);
  CHECK_EQUAL(statistics.bytes, sum);
  struct frame_cursor cursor = {0};
  for (uint32_t i = 0; i < FRAMES_MAX; i++) {
    const struct tpacket3_hdr *frame = next_frame(ring, &cursor);
    CHECK_EQUAL(frames[i].refused, 0);
    CHECK_EQUAL(frame->tp_len, frames[i].length);
    CHECK(memcmp(framering_bytes(frame), bytes[i], frames[i].length) == 0);
  }
  framering_transmit_close(transmitter);
  framering_close(ring);
}

/* The tag is in the bytes, and makes the frame 4 bytes longer than the MTU allows otherwise. */
static void vlan_tags_leave_as_they_are(void) {
  struct framering *ring = open_ring("right", FRAMERING_RESTORE_VLAN);
  struct framering_transmitter *transmitter = patient_on("left");
  static uint8_t tagged[1518];
  make_frame(tagged, sizeof tagged, 0x8100, 0x00070800);
  frames[0] = (struct framering_frame){.bytes = tagged, .length = sizeof tagged};
  CHECK_EQUAL(transmit(transmitter, 1), 0);
  struct frame_cursor cursor = {0};
  const struct tpacket3_hdr *frame = next_frame(ring, &cursor);
  CHECK_EQUAL(frame->tp_len, sizeof tagged);
  CHECK(memcmp(framering_bytes(frame), tagged, sizeof tagged) == 0);
  framering_transmit_close(transmitter);
  framering_close(ring);
}

static void nothing_is_received(void) {
  int before = count_lines("/proc/net/packet", "3    0000");
  struct framering_transmitter *transmitter = patient_on("left");
  CHECK_EQUAL(count_lines("/proc/net/packet", "3    0000"), before + 1); /* SOCK_RAW, no protocol */
  framering_transmit_close(transmitter);
}

/* A batch ends at its first bad frame, whose error the kernel does not return. */
static void frames_of_a_wrong_length_are_refused_and_the_others_sent(void) {
  struct framering_transmitter *transmitter = patient_on("left");
  static const uint8_t large[LENGTH_MAX];
  make_frames(200, 60);
  for (uint32_t i = 3; i < 200; i += 50) {
    frames[i].bytes = large;
    frames[i].length = i == 53 ? 1519 : LENGTH_MAX;
    frames[i + 1].length = i == 103 ? 0 : 13;
  }
  CHECK_EQUAL(transmit(transmitter, 200), 0);
  check_counts(transmitter, 192, 8, 0);
  for (uint32_t i = 0; i < 200; i++) {
    CHECK_EQUAL(frames[i].refused, i % 50 == 3 ? EMSGSIZE : i % 50 == 4 ? EINVAL : 0);
  }
  framering_transmit_close(transmitter);
}

static void refused_for_lack_of_room(struct framering_transmitter *transmitter) {
  make_frames(100, 1514);
  CHECK_EQUAL(transmit(transmitter, 100), 0);
  check_counts(transmitter, 0, 0, 100);
  CHECK_EQUAL(frames[99].refused, ENOBUFS);
}

/* The kernel reports both like a full queue. */
static void no_carrier_and_a_small_mtu_of_the_peer_end_in_refusal(void) {
  ip("link set right down");
  await_state("left", "LOWERLAYERDOWN");
  struct framering_transmitter *transmitter = open_on("left", with_patience(20));
  refused_for_lack_of_room(transmitter);
  ip("link set right up");
  await_state("left", "UP");
  CHECK_EQUAL(transmit(transmitter, 100), 0);
  check_counts(transmitter, 100, 0, 100);
  framering_transmit_close(transmitter);

  ip("link set right mtu 1000");
  transmitter = open_on("left", with_patience(20));
  refused_for_lack_of_room(transmitter);
  ip("link set right mtu 1500");
  framering_transmit_close(transmitter);
}

static void interface_goes_down_and_comes_back(void) {
  ip("link set left down");
  struct framering_transmitter *transmitter = patient_on("left");
  make_frames(100, 60);
  CHECK_EQUAL(transmit(transmitter, 100), -ENETDOWN);
  check_counts(transmitter, 0, 0, 0);
  ip("link set left up");
  await_state("left", "UP");
  CHECK_EQUAL(transmit(transmitter, 100), 0);
  check_counts(transmitter, 100, 0, 0);
  framering_transmit_close(transmitter);
}

static void interface_is_deleted(void) {
  ip("link add gone type veth peer name other");
  ip("link set gone up");
  struct framering_transmitter *transmitter = patient_on("gone");
  ip("link delete gone");
  make_frames(2, 60);
  CHECK_EQUAL(transmit(transmitter, 2), -ENODEV);
  CHECK_EQUAL(transmit(transmitter, 1), -ENODEV);
  check_counts(transmitter, 0, 0, 0);
  framering_transmit_close(transmitter);
}

/* Frames leave at 8 Mbit/s, 20 of them fit into the queue. */
static void full_queue_is_waited_for(struct framering_transmit_options options) {
  struct framering_transmitter *transmitter = open_on("left", options);
  make_frames(100, 1000);
  CHECK_EQUAL(transmit(transmitter, 100), 0);
  check_counts(transmitter, 100, 0, 0);
  framering_transmit_close(transmitter);
}

static void queues(void) {
  if (system("tc qdisc add dev left root tbf rate 8mbit burst 2000 limit 20000 2>/dev/null") != 0) {
    fprintf(stderr, "not tried: no tc, or this kernel has no tbf\n");
    return;
  }
  struct framering_transmit_options options = with_patience(60000);
  full_queue_is_waited_for(options); /* ENOBUFS */
  options.send_buffer = 4608;
  full_queue_is_waited_for(options); /* EAGAIN */
  options = with_patience(0);
  struct framering_transmitter *transmitter = open_on("left", options);
  make_frames(FRAMES_MAX, 1500);
  CHECK_EQUAL(transmit(transmitter, FRAMES_MAX), 0);
  struct framering_transmit_statistics statistics;
  framering_transmit_statistics(transmitter, &statistics);
  CHECK(statistics.refused_room > 0);
  CHECK_EQUAL(statistics.sent + statistics.refused_room, FRAMES_MAX);
  framering_transmit_close(transmitter);

  options.flags = FRAMERING_QDISC_BYPASS;
  full_queue_is_waited_for(options); /* there is no queue */
  CHECK_EQUAL(system("tc qdisc del dev left root"), 0);
}

static int64_t now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void frames_leave_when_they_are_due(void) {
  struct framering_transmitter *transmitter = patient_on("left");
  int64_t due[50], start = now_ns();
  make_frames(50, 60);
  for (uint32_t i = 0; i < 50; i++) {
    /* Some are due together, some before the call. */
    frames[i].time = due[i] = start + (int64_t)(i / 5) * 3000000 - 3000000;
  }
  CHECK_EQUAL(transmit(transmitter, 50), 0);
  CHECK(now_ns() >= due[49]);
  for (uint32_t i = 0; i < 50; i++) {
    CHECK(frames[i].time >= due[i]);
    CHECK(i == 0 || frames[i].time >= frames[i - 1].time);
  }
  /* A batch does not wait for its last frame. */
  CHECK(frames[5].time < due[49]);
  framering_transmit_close(transmitter);
}

static void *stop(void *transmitter) {
  framering_transmit_stop(transmitter);
  return NULL;
}

/* While it waits for room, and while it waits for a time. */
static void stops_from_another_thread(void) {
  ip("link set right down");
  await_state("left", "LOWERLAYERDOWN");
  for (int timed = 0; timed < 2; timed++) {
    struct framering_transmitter *transmitter = open_on("left", with_patience(INT_MAX));
    make_frames(1, 60);
    frames[0].time = timed ? now_ns() + INT64_C(3600000000000) : 0;
    pthread_t thread;
    CHECK_EQUAL(pthread_create(&thread, NULL, stop, transmitter), 0);
    CHECK_EQUAL(transmit(transmitter, 1), -ECANCELED);
    CHECK_EQUAL(pthread_join(thread, NULL), 0);
    check_counts(transmitter, 0, 0, 0);
    framering_transmit_close(transmitter);
  }
  ip("link set right up");
  await_state("left", "UP");
}

static void wrong_options_are_refused(void) {
  struct framering_transmit_options good = FRAMERING_TRANSMIT_DEFAULTS;
  good.interface = index_of("left");
  struct framering_transmit_options bad[] = {good, good, good, good, good};
  bad[0].interface = -1;
  bad[1].flags = 2;
  bad[2].send_buffer = UINT32_MAX;
  bad[3].patience = UINT32_MAX;
  bad[4].helper = bad[4].network_namespace = "/dev/null";
  struct framering_transmitter *transmitter;
  enum framering_call failed;
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
    CHECK_EQUAL(framering_transmit_open(&transmitter, &bad[i], &failed), -EINVAL);
    CHECK_EQUAL(failed, FRAMERING_CALL_OPTIONS);
    CHECK(transmitter == NULL);
  }
  good.interface = index_of("nosuch");
  CHECK_EQUAL(framering_transmit_open(&transmitter, &good, &failed), -ENODEV);
  good.interface = 4711;
  CHECK_EQUAL(framering_transmit_open(&transmitter, &good, &failed), -ENODEV);
  CHECK_EQUAL(failed, FRAMERING_CALL_BIND);
  framering_transmit_close(NULL);
}

int main(void) {
  enter_namespace_with_veth();
  int descriptors = count_entries("/proc/self/fd");
  wrong_options_are_refused();
  frames_arrive_as_they_are_and_in_order();
  vlan_tags_leave_as_they_are();
  nothing_is_received();
  frames_of_a_wrong_length_are_refused_and_the_others_sent();
  no_carrier_and_a_small_mtu_of_the_peer_end_in_refusal();
  interface_goes_down_and_comes_back();
  interface_is_deleted();
  queues();
  frames_leave_when_they_are_due();
  stops_from_another_thread();
  CHECK_EQUAL(count_entries("/proc/self/fd"), descriptors);
  return 0;
}

// SPDX-License-Identifier: Apache-2.0
/* Other threads and signal handlers act on a reader, and on a sender. Useful with ThreadSanitizer.
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <time.h>
#include <unistd.h>

#include "framering_transmit.h"
#include "testing.h"

#define BATCH 64

static struct framering *ring;
static struct framering_transmitter *transmitter;
static atomic_bool sending;

static int64_t now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Returns (void *)1 when framering_stop() ended the wait. */
static void *read_until_stopped(void *frames) {
  struct framering_block block;
  int error;
  while ((error = framering_next(ring, -1, &block)) == 0) {
    atomic_fetch_add((atomic_uint *)frames, block.frames);
  }
  return (void *)(intptr_t)(error == -ECANCELED);
}

static void *stop(void *unused) {
  (void)unused;
  framering_stop(ring);
  return NULL;
}

static void *keep_counting(void *unused) {
  (void)unused;
  uint64_t last = 0;
  while (atomic_load(&sending)) {
    struct framering_statistics statistics;
    CHECK_EQUAL(framering_statistics(ring, &statistics), 0);
    CHECK(statistics.received >= last);
    last = statistics.received;
  }
  return NULL;
}

static pthread_t start(void *(*run)(void *), void *argument) {
  pthread_t thread;
  CHECK_EQUAL(pthread_create(&thread, NULL, run, argument), 0);
  return thread;
}

static void *join(pthread_t thread) {
  void *result;
  CHECK_EQUAL(pthread_join(thread, &result), 0);
  return result;
}

static void eight_threads_stop_a_silent_reader(void) {
  for (int round = 0; round < 50; round++) {
    atomic_uint frames = 0;
    ring = open_ring("lo", 0);
    pthread_t reader = start(read_until_stopped, &frames);
    usleep(2000);
    pthread_t stoppers[8];
    for (int i = 0; i < 8; i++) {
      stoppers[i] = start(stop, NULL);
    }
    CHECK(join(reader) != NULL);
    for (int i = 0; i < 8; i++) {
      join(stoppers[i]);
    }
    framering_close(ring);
  }
}

static void counting_while_reading(void) {
  atomic_uint frames = 0;
  ring = open_ring("lo", FRAMERING_LOOPBACK_ONCE);
  atomic_store(&sending, true);
  pthread_t reader = start(read_until_stopped, &frames);
  pthread_t counters[] = {start(keep_counting, NULL), start(keep_counting, NULL)};
  uint8_t bytes[200];
  const unsigned sent = 5000;
  for (uint32_t i = 0; i < sent; i++) {
    make_frame(bytes, sizeof bytes, 0x88B5, i);
    send_frame("lo", bytes, sizeof bytes);
  }
  struct framering_statistics statistics = {0};
  for (int wait = 0; wait < 30000 && atomic_load(&frames) + statistics.dropped < sent; wait++) {
    usleep(10000);
    CHECK_EQUAL(framering_statistics(ring, &statistics), 0);
  }
  CHECK_EQUAL(atomic_load(&frames) + statistics.dropped, sent); /* a reader may be late */
  atomic_store(&sending, false);
  join(counters[0]);
  join(counters[1]);
  framering_stop(ring);
  CHECK(join(reader) != NULL);
  CHECK_EQUAL(framering_statistics(ring, &statistics), 0);
  CHECK_EQUAL(statistics.received, sent);
  framering_close(ring);
}

static void on_signal(int number) {
  (void)number;
  framering_stop(ring);
}

static void signal_handler_stops_its_own_thread(void) {
  ring = open_ring("lo", 0);
  struct sigaction action = {.sa_handler = on_signal};
  sigaction(SIGALRM, &action, NULL);
  ualarm(20000, 0);
  struct framering_block block;
  CHECK_EQUAL(framering_next(ring, -1, &block), -ECANCELED);
  framering_close(ring);
}

static void do_nothing(int number) {
  (void)number;
}

static void other_signals_do_not_end_the_wait(void) {
  ring = open_ring("lo", 0);
  struct sigaction action = {.sa_handler = do_nothing};
  sigaction(SIGALRM, &action, NULL);
  ualarm(10000, 0);
  struct framering_block block;
  int64_t before = now_ms();
  CHECK_EQUAL(framering_next(ring, 100, &block), -ETIMEDOUT);
  CHECK(now_ms() - before >= 99);
  framering_close(ring);
}

static void open_transmitter(void) {
  struct framering_transmit_options options = FRAMERING_TRANSMIT_DEFAULTS;
  options.interface = index_of("lo");
  enum framering_call failed;
  CHECK_EQUAL(framering_transmit_open(&transmitter, &options, &failed), 0);
}

/* Sends one batch after another, the last one in an hour, and returns (void *)1 when
 * framering_transmit_stop() ended that. */
static void *send_until_stopped(void *batches) {
  uint8_t bytes[200];
  make_frame(bytes, sizeof bytes, 0x88B5, 1);
  struct framering_frame frames[BATCH];
  int result = 0;
  for (uintptr_t batch = 0; result >= 0; batch++) {
    int64_t due = batch < (uintptr_t)batches ? 0 : (now_ms() + 3600000) * INT64_C(1000000);
    for (int i = 0; i < BATCH; i++) {
      frames[i] = (struct framering_frame){bytes, sizeof bytes, 0, due};
    }
    for (int done = 0; result >= 0 && done < BATCH; done += result) {
      result = framering_transmit(transmitter, &frames[done], (uint32_t)(BATCH - done));
    }
  }
  return (void *)(intptr_t)(result == -ECANCELED);
}

static void *stop_sender(void *unused) {
  (void)unused;
  framering_transmit_stop(transmitter);
  return NULL;
}

/* It is waiting for a frame that is due in an hour, or still sending those before. */
static void eight_threads_stop_a_sender(void) {
  for (uintptr_t round = 0; round < 50; round++) {
    open_transmitter();
    pthread_t sender = start(send_until_stopped, (void *)(round % 2 * 1000000));
    usleep(2000);
    pthread_t stoppers[8];
    for (int i = 0; i < 8; i++) {
      stoppers[i] = start(stop_sender, NULL);
    }
    CHECK(join(sender) != NULL);
    for (int i = 0; i < 8; i++) {
      join(stoppers[i]);
    }
    framering_transmit_close(transmitter);
  }
}

static void *keep_counting_sent(void *unused) {
  (void)unused;
  uint64_t last = 0;
  while (atomic_load(&sending)) {
    struct framering_transmit_statistics statistics;
    framering_transmit_statistics(transmitter, &statistics);
    CHECK(statistics.sent >= last);
    last = statistics.sent;
  }
  return (void *)(uintptr_t)last;
}

static void counting_while_sending(void) {
  open_transmitter();
  atomic_store(&sending, true);
  pthread_t counters[] = {start(keep_counting_sent, NULL), start(keep_counting_sent, NULL)};
  const uintptr_t batches = 100;
  pthread_t sender = start(send_until_stopped, (void *)batches);
  struct framering_transmit_statistics statistics = {0};
  for (int wait = 0; wait < 30000 && statistics.sent < batches * BATCH; wait++) {
    usleep(10000);
    framering_transmit_statistics(transmitter, &statistics);
  }
  CHECK_EQUAL(statistics.sent, batches * BATCH);
  CHECK_EQUAL(statistics.bytes, statistics.sent * 200);
  atomic_store(&sending, false);
  join(counters[0]);
  join(counters[1]);
  framering_transmit_stop(transmitter);
  CHECK(join(sender) != NULL);
  framering_transmit_close(transmitter);
}

static void stop_sender_on_signal(int number) {
  (void)number;
  framering_transmit_stop(transmitter);
}

static void signal_handler_stops_its_own_sender(void) {
  open_transmitter();
  struct sigaction action = {.sa_handler = stop_sender_on_signal};
  sigaction(SIGALRM, &action, NULL);
  ualarm(20000, 0);
  CHECK(send_until_stopped(NULL) != NULL);
  framering_transmit_close(transmitter);
}

int main(void) {
  enter_namespace();
  eight_threads_stop_a_silent_reader();
  counting_while_reading();
  signal_handler_stops_its_own_thread();
  other_signals_do_not_end_the_wait();
  eight_threads_stop_a_sender();
  counting_while_sending();
  signal_handler_stops_its_own_sender();
  return 0;
}

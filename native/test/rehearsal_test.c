/* A rehearsal: frames come as from an interface, but they are the caller's, and without an end. */
#include <arpa/inet.h>
#include <errno.h>
#include <grp.h>
#include <linux/if_arp.h>
#include <pthread.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "testing.h"

#define LONGEST 65536
#define FOREVER (-1)
#define NOBODY 65534

/* Frames one behind the other. */
static uint8_t frames[4 * LONGEST];
static uint32_t lengths[200];
static uint32_t count;
static size_t size;

static void add(uint32_t length) {
  make_frame(frames + size, length, (uint16_t)(ETHERTYPE + count), count);
  size += length;
  lengths[count++] = length;
}

static int try_to_rehearse(struct framering **ring, int milliseconds, enum framering_call *failed) {
  return framering_rehearse(ring, frames, size, lengths, count, milliseconds, failed);
}

static struct framering *rehearse(int milliseconds) {
  struct framering *ring;
  enum framering_call failed;
  CHECK_EQUAL(try_to_rehearse(&ring, milliseconds, &failed), 0);
  CHECK_EQUAL(failed, FRAMERING_CALL_NONE);
  return ring;
}

static uint64_t time_of(const struct tpacket3_hdr *frame) {
  return (uint64_t)frame->tp_sec * 1000000000 + frame->tp_nsec;
}

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_REALTIME, &time);
  return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static void check_frame(const struct tpacket3_hdr *frame, const uint8_t *bytes, uint32_t length) {
  CHECK_EQUAL(frame->tp_snaplen, length);
  CHECK_EQUAL(frame->tp_len, length);
  CHECK(memcmp(framering_bytes(frame), bytes, length) == 0);
  const struct sockaddr_ll *address = framering_address(frame);
  CHECK_EQUAL(address->sll_ifindex, 1);
  CHECK_EQUAL(address->sll_hatype, ARPHRD_ETHER);
  CHECK_EQUAL(address->sll_pkttype, PACKET_HOST);
  CHECK_EQUAL(ntohs(address->sll_protocol), bytes[12] << 8 | bytes[13]);
}

/* More than the ring holds, so that each place is used again, and the longest frames among them. */
static void frames_come_in_order_again_and_again(void) {
  struct framering *ring = rehearse(FOREVER);
  struct frame_cursor cursor = {0};
  uint64_t bytes = 0, last = now();
  for (int round = 0; bytes < 4 * framering_geometry(ring).size; round++) {
    const uint8_t *expected = frames;
    for (uint32_t i = 0; i < count; i++) {
      const struct tpacket3_hdr *frame = next_frame(ring, &cursor);
      check_frame(frame, expected, lengths[i]);
      CHECK(time_of(frame) >= last);
      CHECK_EQUAL(framering_lost(ring), 0);
      last = time_of(frame);
      expected += lengths[i];
    }
    bytes += size;
  }
  CHECK(last <= now());
  framering_close(ring);
}

static void nothing_is_counted(void) {
  struct framering *ring = rehearse(FOREVER);
  struct framering_statistics statistics = {1, 1, 1};
  struct framering_block block;
  for (int i = 0; i < 3000; i++) { /* more than it takes to ask the kernel for its counts */
    CHECK_EQUAL(framering_next(ring, 0, &block), 0);
  }
  CHECK_EQUAL(framering_statistics(ring, &statistics), 0);
  CHECK_EQUAL(statistics.received, 0);
  CHECK_EQUAL(statistics.dropped, 0);
  CHECK_EQUAL(statistics.freezes, 0);
  framering_close(ring);
}

static void time_ends_it(void) {
  uint64_t start = now();
  struct framering *ring = rehearse(50);
  struct framering_block block;
  int error;
  do {
    error = framering_next(ring, -1, &block);
  } while (error == 0);
  uint64_t milliseconds = (now() - start) / 1000000;
  CHECK_EQUAL(error, -ECANCELED);
  CHECK(milliseconds >= 49); /* by a clock of milliseconds */
  CHECK_EQUAL(framering_next(ring, -1, &block), -ECANCELED);
  framering_close(ring);

  ring = rehearse(0);
  CHECK_EQUAL(framering_next(ring, -1, &block), -ECANCELED);
  framering_close(ring);
}

static void *stop_soon(void *ring) {
  usleep(20000);
  framering_stop(ring);
  return NULL;
}

static void stop_ends_it(void) {
  struct framering *ring = rehearse(FOREVER);
  struct framering_block block;
  pthread_t stopper;
  CHECK_EQUAL(pthread_create(&stopper, NULL, stop_soon, ring), 0);
  int error;
  do {
    error = framering_next(ring, -1, &block);
  } while (error == 0);
  CHECK_EQUAL(error, -ECANCELED);
  pthread_join(stopper, NULL);
  framering_close(ring);
}

static void what_is_for_interfaces_does_no_harm(void) {
  struct framering *ring = rehearse(FOREVER);
  struct framering_block block;
  struct framering_interface interface;
  CHECK(framering_ring_interfaces(ring, &interface, 1) >= 1);
  CHECK_EQUAL(framering_await_change(ring, 0), -ETIMEDOUT);
  CHECK_EQUAL(framering_follow(ring, &interface.index), 0);
  framering_release(ring);
  CHECK_EQUAL(framering_next(ring, 0, &block), 0);
  framering_release(ring);
  framering_drain(ring);
  CHECK_EQUAL(framering_next(ring, -1, &block), -ECANCELED);
  CHECK_EQUAL(framering_await_change(ring, -1), -ECANCELED);
  framering_close(ring);
}

static void check_refused(uint32_t one_length, uint32_t one_count, size_t one_size) {
  struct framering *ring = (struct framering *)frames;
  enum framering_call failed;
  CHECK_EQUAL(framering_rehearse(&ring, frames, one_size, &one_length, one_count, 1, &failed),
              -EINVAL);
  CHECK_EQUAL(failed, FRAMERING_CALL_OPTIONS);
  CHECK(ring == NULL);
}

static void frames_out_of_range_are_refused(void) {
  check_refused(60, 0, 0);
  check_refused(13, 1, 13);
  check_refused(LONGEST + 1, 1, LONGEST + 1);
  check_refused(60, 1, 59);
  check_refused(60, 1, 61);
}

static void no_privilege_is_needed(void) {
  pid_t child = fork();
  if (child == 0) {
    if (geteuid() == 0) {
      CHECK_EQUAL(setgroups(0, NULL), 0);
      CHECK_EQUAL(setresgid(NOBODY, NOBODY, NOBODY), 0);
      CHECK_EQUAL(setresuid(NOBODY, NOBODY, NOBODY), 0);
    }
    struct framering *ring = rehearse(FOREVER);
    next_block(ring);
    framering_close(ring);
    _exit(0);
  }
  int status;
  CHECK_EQUAL(waitpid(child, &status, 0), child);
  CHECK_EQUAL(status, 0);
}

static int address_space_kibibytes(void) {
  FILE *status = fopen("/proc/self/status", "re");
  char line[256];
  int kibibytes = 0;
  CHECK(status != NULL);
  while (fgets(line, sizeof line, status) != NULL) {
    sscanf(line, "VmSize: %d kB", &kibibytes);
  }
  fclose(status);
  return kibibytes;
}

static void nothing_is_left(void) {
  int descriptors = count_entries("/proc/self/fd");
  int before = address_space_kibibytes();
  for (int i = 0; i < 100; i++) {
    struct framering *ring = rehearse(FOREVER);
    next_block(ring);
    framering_close(ring);
  }
  CHECK_EQUAL(count_entries("/proc/self/fd"), descriptors);
  CHECK(address_space_kibibytes() - before < 100 * 256); /* a ring is 512 */
}

/* With one descriptor more at each try, until there are enough. */
static void used_up_descriptors_are_an_error(void) {
  struct rlimit before;
  CHECK_EQUAL(getrlimit(RLIMIT_NOFILE, &before), 0);
  int next = dup(0);
  close(next);
  enum framering_call seen[2];
  for (int more = 0; more < 2; more++) {
    struct rlimit few = {(rlim_t)(next + more), before.rlim_max};
    CHECK_EQUAL(setrlimit(RLIMIT_NOFILE, &few), 0);
    struct framering *ring;
    CHECK_EQUAL(try_to_rehearse(&ring, FOREVER, &seen[more]), -EMFILE);
    CHECK(ring == NULL);
  }
  CHECK_EQUAL(setrlimit(RLIMIT_NOFILE, &before), 0);
  CHECK_EQUAL(seen[0], FRAMERING_CALL_INTERFACES);
  CHECK_EQUAL(seen[1], FRAMERING_CALL_EVENTFD);
}

int main(void) {
  add(14);
  add(LONGEST);
  for (uint32_t length = 60; length < 240; length++) {
    add(length);
  }
  frames_come_in_order_again_and_again();
  nothing_is_counted();
  time_ends_it();
  stop_ends_it();
  what_is_for_interfaces_does_no_harm();
  frames_out_of_range_are_refused();
  no_privilege_is_needed();
  nothing_is_left();
  used_up_descriptors_are_an_error();
  return 0;
}

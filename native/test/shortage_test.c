// SPDX-License-Identifier: Apache-2.0
/* Short memory: the ring is reduced step by step, and opening fails below two blocks. */
#include <errno.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include "testing.h"

/* The kernel has memory for this number of blocks; only PACKET_RX_RING is replaced. */
static uint32_t blocks_available = UINT32_MAX;
static int refusals;

int __real_setsockopt(int fd, int level, int name, const void *value, socklen_t size);
int __wrap_setsockopt(int fd, int level, int name, const void *value, socklen_t size);

int __wrap_setsockopt(int fd, int level, int name, const void *value, socklen_t size) {
  if (level == SOL_PACKET && name == PACKET_RX_RING &&
      ((const struct tpacket_req3 *)value)->tp_block_nr > blocks_available) {
    refusals++;
    errno = ENOMEM;
    return -1;
  }
  return __real_setsockopt(fd, level, name, value, size);
}

static int try_to_open(struct framering **ring, uint64_t ring_size, enum framering_call *failed) {
  struct framering_options options = FRAMERING_DEFAULTS;
  options.ring_size = ring_size;
  return framering_open(ring, &options, failed);
}

static void short_memory_makes_a_smaller_ring(void) {
  struct framering *ring;
  enum framering_call failed;
  blocks_available = 40;
  CHECK_EQUAL(try_to_open(&ring, 128 * (256 << 10), &failed), 0);
  struct framering_geometry geometry = framering_geometry(ring);
  CHECK(refusals > 0);
  CHECK(geometry.block_count <= 40);
  CHECK(geometry.block_count >= 40 * 7 / 8); /* reduced by no more than one step */
  CHECK_EQUAL(geometry.size, (uint64_t)geometry.block_count * geometry.block_size);
  framering_close(ring);
}

static void no_memory_at_all_is_an_error(void) {
  struct framering *ring;
  enum framering_call failed;
  int descriptors = count_entries("/proc/self/fd");
  blocks_available = 1;
  CHECK_EQUAL(try_to_open(&ring, 32 << 20, &failed), -ENOMEM);
  CHECK_EQUAL(failed, FRAMERING_CALL_RING);
  CHECK(ring == NULL);
  CHECK_EQUAL(count_entries("/proc/self/fd"), descriptors);
  blocks_available = UINT32_MAX;
}

/* A real shortage: the address space is too small for the mapping. Not with sanitizers, which need
 * too much of it. */
static void narrow_address_space_makes_a_smaller_ring(void) {
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  struct rlimit unlimited, narrow;
  getrlimit(RLIMIT_AS, &unlimited);
  narrow = unlimited;
  narrow.rlim_cur = 48 << 20;
  CHECK_EQUAL(setrlimit(RLIMIT_AS, &narrow), 0);
  struct framering *ring;
  enum framering_call failed;
  int error = try_to_open(&ring, 64 << 20, &failed);
  setrlimit(RLIMIT_AS, &unlimited);
  CHECK_EQUAL(error, 0);
  CHECK(framering_geometry(ring).size < 48 << 20);
  CHECK(framering_geometry(ring).size > 16 << 20);
  framering_close(ring);
#endif
}

static void huge_ring_is_refused_before_it_is_tried(void) {
  struct framering *ring;
  enum framering_call failed;
  CHECK_EQUAL(try_to_open(&ring, UINT64_MAX, &failed), -EINVAL);
  CHECK_EQUAL(failed, FRAMERING_CALL_OPTIONS);
}

int main(void) {
  enter_namespace();
  framering_close(open_ring("lo", 0)); /* or skip */
  short_memory_makes_a_smaller_ring();
  no_memory_at_all_is_an_error();
  narrow_address_space_makes_a_smaller_ring();
  huge_ring_is_refused_before_it_is_tried();
  return 0;
}

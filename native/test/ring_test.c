/* A ring on real interfaces: what is delivered, what is counted, what is told when it ends. */
#include <errno.h>
#include <linux/if_ether.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "testing.h"

#define ETHERTYPE 0x88B5 /* IEEE 802: local experiments */

static uint8_t bytes[9018];

static void delivers_every_size_as_it_was_sent(void) {
  struct framering *ring = open_ring("right", FRAMERING_RESTORE_VLAN);
  size_t sizes[] = {14, 15, 17, 59, 60, 61, 1514, 4097, 9014};
  size_t count = sizeof sizes / sizeof sizes[0];
  for (uint32_t i = 0; i < count; i++) {
    make_frame(bytes, sizes[i], ETHERTYPE, i);
    send_frame("left", bytes, sizes[i]);
  }
  struct frame_cursor cursor = {0};
  for (uint32_t i = 0; i < count; i++) {
    const struct tpacket3_hdr *frame = next_frame(ring, &cursor);
    make_frame(bytes, sizes[i], ETHERTYPE, i);
    CHECK_EQUAL(frame->tp_snaplen, sizes[i]);
    CHECK_EQUAL(frame->tp_len, sizes[i]);
    CHECK(memcmp(framering_bytes(frame), bytes, sizes[i]) == 0);
    CHECK_EQUAL(framering_address(frame)->sll_ifindex, index_of("right"));
  }
  struct framering_statistics statistics;
  CHECK_EQUAL(framering_statistics(ring, &statistics), 0);
  CHECK_EQUAL(statistics.received, count);
  CHECK_EQUAL(statistics.dropped, 0);
  /* The kernel has reset its own by now. */
  CHECK_EQUAL(framering_statistics(ring, &statistics), 0);
  CHECK_EQUAL(statistics.received, count);
  framering_close(ring);
}

/* A received tag is taken out by the kernel, a sent one is not: both are delivered alike. */
static void vlan_tags_are_back(void) {
  struct framering *ring = open_ring(NULL, FRAMERING_RESTORE_VLAN);
  make_frame(bytes, 64, ETH_P_8021Q, 0x20640800);
  send_frame("left", bytes, 64);
  struct frame_cursor cursor = {0};
  for (int i = 0; i < 2; i++) {
    const struct tpacket3_hdr *frame = next_frame(ring, &cursor);
    int stripped = framering_address(frame)->sll_ifindex == index_of("right");
    CHECK_EQUAL(!!(frame->tp_status & FRAMERING_STATUS_VLAN_RESTORED), stripped);
    CHECK_EQUAL(frame->tp_snaplen, 64);
    CHECK_EQUAL(frame->tp_len, 64);
    CHECK(memcmp(framering_bytes(frame), bytes, 64) == 0);
  }
  framering_close(ring);

  ring = open_ring("right", 0);
  send_frame("left", bytes, 64);
  struct frame_cursor plain = {0};
  CHECK_EQUAL(next_frame(ring, &plain)->tp_snaplen, 60);
  framering_close(ring);
}

static void snap_length_cuts(void) {
  struct framering_options options = options_on("right");
  options.snaplen = 96;
  struct framering *ring = open_with(&options);
  make_frame(bytes, 1514, ETHERTYPE, 7);
  send_frame("left", bytes, 1514);
  struct frame_cursor cursor = {0};
  const struct tpacket3_hdr *frame = next_frame(ring, &cursor);
  CHECK_EQUAL(frame->tp_snaplen, 96);
  CHECK_EQUAL(frame->tp_len, 1514);
  framering_close(ring);
}

static void full_ring_counts_what_it_loses(void) {
  struct framering_options options = options_on("right");
  options.block_size = 8192;
  options.ring_size = 16384;
  struct framering *ring = open_with(&options);
  CHECK_EQUAL(framering_geometry(ring).block_count, 2);
  const uint32_t sent = 100;
  for (uint32_t i = 0; i < sent; i++) {
    make_frame(bytes, 1000, ETHERTYPE, i);
    send_frame("left", bytes, 1000);
  }
  uint32_t delivered = 0;
  struct framering_block block;
  while (framering_next(ring, 100, &block) == 0) {
    delivered += block.frames;
  }
  struct framering_statistics statistics;
  CHECK_EQUAL(framering_statistics(ring, &statistics), 0);
  CHECK(statistics.dropped > 0);
  CHECK(statistics.freezes > 0);
  CHECK_EQUAL(delivered + statistics.dropped, sent);
  CHECK_EQUAL(statistics.received, sent);
  framering_close(ring);
}

static void blocks_come_round(void) {
  struct framering *ring = open_ring("right", 0);
  uint32_t blocks = framering_geometry(ring).block_count;
  for (uint32_t i = 0; i < 3 * blocks; i++) {
    make_frame(bytes, 60, ETHERTYPE, i);
    send_frame("left", bytes, 60);
    struct framering_block block = next_block(ring);
    CHECK_EQUAL(block.index, i % blocks);
    make_frame(bytes, 60, ETHERTYPE, i);
    CHECK(memcmp(framering_bytes(framering_first(&block)), bytes, 60) == 0);
  }
  framering_close(ring);
}

static void timeouts_pass(void) {
  struct framering *ring = open_ring("right", 0);
  struct framering_block block;
  CHECK_EQUAL(framering_next(ring, 0, &block), -ETIMEDOUT);
  CHECK_EQUAL(framering_next(ring, 30, &block), -ETIMEDOUT);
  framering_stop(ring);
  CHECK_EQUAL(framering_next(ring, -1, &block), -ECANCELED);
  CHECK_EQUAL(framering_next(ring, 0, &block), -ECANCELED);
  framering_close(ring);
}

/* Stopping counts even when blocks are ready: a saturated ring can be left. */
static void stop_comes_before_data(void) {
  struct framering *ring = open_ring("right", 0);
  make_frame(bytes, 60, ETHERTYPE, 0);
  send_frame("left", bytes, 60);
  next_block(ring);
  send_frame("left", bytes, 60);
  usleep(50000);
  framering_stop(ring);
  struct framering_block block;
  CHECK_EQUAL(framering_next(ring, -1, &block), -ECANCELED);
  framering_close(ring);
}

/* Sends until a frame crosses: it takes the other end up to a second to see its carrier again. */
static void frames_cross_again(struct framering *ring) {
  struct framering_block block;
  int error = -ETIMEDOUT;
  make_frame(bytes, 60, ETHERTYPE, 1);
  for (int i = 0; i < 50 && error == -ETIMEDOUT; i++) {
    send_frame("left", bytes, 60);
    error = framering_next(ring, 100, &block);
  }
  CHECK_EQUAL(error, 0);
  CHECK(block.frames > 0);
}

static void interface_down_is_told_once_and_survived(void) {
  struct framering *ring = open_ring("right", 0);
  struct framering_block block;
  ip("link set right down");
  CHECK_EQUAL(framering_next(ring, 1000, &block), -ENETDOWN);
  CHECK_EQUAL(framering_next(ring, 50, &block), -ETIMEDOUT);
  ip("link set right up");
  frames_cross_again(ring);
  framering_close(ring);
}

static void interface_that_is_down_cannot_be_opened(void) {
  ip("link set right down");
  struct framering_options options = options_on("right");
  struct framering *ring;
  enum framering_call failed;
  CHECK_EQUAL(framering_open(&ring, &options, &failed), -ENETDOWN);
  CHECK_EQUAL(failed, FRAMERING_CALL_BIND);
  CHECK(ring == NULL);
  ip("link set right up");
  ring = open_ring("right", 0);
  frames_cross_again(ring);
  framering_close(ring);
}

static void interface_that_is_deleted_ends_the_ring(void) {
  ip("link add gone type veth peer name other");
  ip("link set gone up");
  struct framering *ring = open_ring("gone", FRAMERING_PROMISCUOUS);
  struct framering_block block;
  ip("link delete gone");
  CHECK_EQUAL(framering_next(ring, 1000, &block), -ENODEV);
  framering_close(ring);

  /* Down first, seen, then deleted: nothing wakes the reader, and it must not wait for ever. */
  ip("link add gone type veth peer name other");
  ip("link set gone up");
  ring = open_ring("gone", 0);
  ip("link set gone down");
  CHECK_EQUAL(framering_next(ring, 1000, &block), -ENETDOWN);
  ip("link delete gone");
  CHECK_EQUAL(framering_next(ring, 1000, &block), -ENODEV);
  CHECK_EQUAL(framering_next(ring, -1, &block), -ENODEV);
  framering_close(ring);
}

static void missing_interface_is_named_by_the_call(void) {
  int index = 4711;
  struct framering_options options = FRAMERING_DEFAULTS;
  options.interfaces = &index;
  options.interface_count = 1;
  struct framering *ring;
  enum framering_call failed;
  CHECK_EQUAL(framering_open(&ring, &options, &failed), -ENODEV);
  CHECK(strcmp(framering_call_name(failed), "setsockopt(PACKET_ADD_MEMBERSHIP)") == 0);
  options.flags = 0;
  CHECK_EQUAL(framering_open(&ring, &options, &failed), -ENODEV);
  CHECK(strcmp(framering_call_name(failed), "bind") == 0);
}

static void options_out_of_range_are_refused(void) {
  struct framering_options good = FRAMERING_DEFAULTS;
  struct framering_options bad[] = {good, good, good, good, good, good, good, good};
  struct sock_filter keep = BPF_STMT(BPF_RET | BPF_K, 1);
  bad[0].snaplen = 0;
  bad[1].snaplen = FRAMERING_SNAPLEN_MAX + 1;
  bad[2].block_size = 4095;
  bad[3].block_size = 10000;
  bad[4].block_timeout = 0;
  bad[5].flags = FRAMERING_IGNORE_OUTGOING | FRAMERING_ONLY_OUTGOING;
  bad[6].interface_count = FRAMERING_INTERFACES_MAX + 1;
  bad[7].filter = &keep;
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
    struct framering *ring;
    enum framering_call failed;
    CHECK_EQUAL(framering_open(&ring, &bad[i], &failed), -EINVAL);
    CHECK_EQUAL(failed, FRAMERING_CALL_OPTIONS);
  }
}

static int promiscuity(const char *interface) {
  char command[128];
  snprintf(command, sizeof command,
           "ip -d link show dev %s | grep -o 'promiscuity [0-9]*' | tr -dc 0-9", interface);
  FILE *output = popen(command, "re");
  int count = -1;
  CHECK(output != NULL && fscanf(output, "%d", &count) == 1);
  pclose(output);
  return count;
}

static void promiscuous_mode_is_a_membership(void) {
  struct framering *one = open_ring("right", FRAMERING_PROMISCUOUS);
  struct framering *two = open_ring("right", FRAMERING_PROMISCUOUS);
  struct framering *without = open_ring("right", 0);
  CHECK_EQUAL(promiscuity("right"), 2);
  framering_close(one);
  CHECK_EQUAL(promiscuity("right"), 1);
  framering_close(two);
  CHECK_EQUAL(promiscuity("right"), 0);
  framering_close(without);
}

/* A ring larger than usual where frames are: BIG TCP's are cut otherwise. */
static void blocks_grow_with_the_interface(void) {
  struct framering *ring = open_ring("right", 0);
  CHECK_EQUAL(framering_geometry(ring).block_size, 256 << 10);
  framering_close(ring);
  if (system("ip link set right gso_max_size 500000 2>/dev/null") != 0) {
    fprintf(stderr, "not tried: this kernel has no BIG TCP\n");
    return;
  }
  ring = open_ring("right", 0);
  CHECK_EQUAL(framering_geometry(ring).block_size, 512 << 10);
  framering_close(ring);
  ip("link set right gso_max_size 65536");
}

static void nothing_is_left_behind(void) {
  framering_close(open_ring("right", FRAMERING_PROMISCUOUS));
  int descriptors = count_entries("/proc/self/fd");
  int maps = count_lines("/proc/self/maps", "socket:");
  int sockets = count_lines("/proc/net/packet", "");
  for (int i = 0; i < 200; i++) {
    framering_close(open_ring("right", FRAMERING_PROMISCUOUS));
  }
  CHECK_EQUAL(count_entries("/proc/self/fd"), descriptors);
  CHECK_EQUAL(count_lines("/proc/self/maps", "socket:"), maps);
  CHECK_EQUAL(count_lines("/proc/net/packet", ""), sockets);
  CHECK_EQUAL(promiscuity("right"), 0);
}

static void interfaces_are_listed(void) {
  int count = framering_interfaces(NULL, 0);
  struct framering_interface list[16];
  CHECK_EQUAL(framering_interfaces(list, 16), count);
  int found = 0;
  for (int i = 0; i < count; i++) {
    if (strcmp(list[i].name, "right") == 0) {
      found++;
      CHECK_EQUAL(list[i].index, index_of("right"));
      CHECK_EQUAL(list[i].mtu, 9000);
      CHECK(list[i].offload_max >= 65536);
      CHECK(list[i].flags & 1);
    }
  }
  CHECK_EQUAL(found, 1);
}

int main(void) {
  enter_namespace_with_veth();
  ip("link set left mtu 9000");
  ip("link set right mtu 9000");
  delivers_every_size_as_it_was_sent();
  vlan_tags_are_back();
  snap_length_cuts();
  full_ring_counts_what_it_loses();
  blocks_come_round();
  timeouts_pass();
  stop_comes_before_data();
  interface_down_is_told_once_and_survived();
  interface_that_is_down_cannot_be_opened();
  interface_that_is_deleted_ends_the_ring();
  missing_interface_is_named_by_the_call();
  options_out_of_range_are_refused();
  promiscuous_mode_is_a_membership();
  blocks_grow_with_the_interface();
  nothing_is_left_behind();
  interfaces_are_listed();
  return 0;
}

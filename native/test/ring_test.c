/* A ring on real interfaces: what is delivered, what is counted, what is told when it ends. */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "listing.h"
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

static uint32_t number_of(const struct tpacket3_hdr *frame) {
  uint32_t number;
  memcpy(&number, framering_bytes(frame) + 14, sizeof number);
  return ntohl(number);
}

/* Numbered frames, a jump in whose numbers is what has been lost at that place. */
static void losses_are_told_where_they_are(void) {
  struct framering_options options = options_on("right");
  options.block_size = 8192;
  options.ring_size = 4 * 8192;
  struct framering *ring = open_with(&options);
  uint32_t sent = 0;
  uint32_t expected = 0;
  uint64_t told = 0;
  int gaps = 0;
  for (int burst = 0; burst < 20; burst++) {
    for (int i = 0; i < 7 * burst; i++) {
      make_frame(bytes, 1000, ETHERTYPE, sent++);
      send_frame("left", bytes, 1000);
    }
    /* Not all that is there: so more gaps than one are in the ring. Half of them are counted by
     * another call before they are told. */
    for (int blocks = 0; blocks < 3; blocks++) {
      struct framering_block block;
      struct framering_statistics statistics;
      if (burst % 2 == 0) {
        CHECK_EQUAL(framering_statistics(ring, &statistics), 0);
      }
      if (framering_next(ring, 20, &block) < 0) {
        break;
      }
      const struct tpacket3_hdr *frame = framering_first(&block);
      CHECK_EQUAL(number_of(frame) - expected, framering_lost(ring));
      told += framering_lost(ring);
      gaps += framering_lost(ring) > 0;
      expected = number_of(frame);
      for (uint32_t i = 0; i < block.frames; i++, frame = framering_after(frame)) {
        CHECK_EQUAL(number_of(frame), expected++);
      }
    }
    if (burst % 4 == 1) {
      framering_release(ring); /* so that the ring may be full without a block that is lent */
    }
  }
  struct framering_block block;
  for (int last = 0; last < 2; last++) {
    while (framering_next(ring, 20, &block) == 0) {
      told += framering_lost(ring);
    }
    if (last == 0) {
      send_frame("left", bytes, 1000); /* before which the last loss is told */
      sent++;
    }
  }
  struct framering_statistics statistics;
  CHECK_EQUAL(framering_statistics(ring, &statistics), 0);
  CHECK(gaps > 5);
  CHECK_EQUAL(statistics.dropped, told);
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

static struct framering *open_following(const int *interfaces, uint32_t count) {
  struct framering_options options = options_on(NULL);
  options.flags = FRAMERING_PROMISCUOUS | FRAMERING_FOLLOW;
  options.interfaces = interfaces;
  options.interface_count = count;
  return open_with(&options);
}

static void await_change(struct framering *ring) {
  struct framering_block block;
  int result;
  while ((result = framering_next(ring, 1000, &block)) == 0) {
    /* IPv6 says hello */
  }
  CHECK_EQUAL(result, -ESTALE);
}

/* Sends frames of so many bytes until one of them comes. */
static void delivers_from(struct framering *ring, const char *sender, size_t length) {
  make_frame(bytes, length, ETHERTYPE, 1);
  for (int i = 0; i < 50; i++) {
    struct framering_block block;
    send_frame(sender, bytes, length);
    int result = framering_next(ring, 100, &block);
    if (result == 0 && block.frames > 0 &&
        framering_first(&block)->tp_snaplen == (uint32_t)length) {
      return;
    }
    CHECK(result == 0 || result == -ETIMEDOUT || result == -ESTALE);
  }
  CHECK(!"a frame came");
}

static void interface_that_is_made_again_is_followed(void) {
  int index = 0; /* not there yet */
  struct framering *ring = open_following(&index, 1);
  struct framering_statistics before = {0};
  for (int i = 0; i < 2; i++) {
    ip("link add again type veth peer name sender");
    ip("link set sender up");
    await_change(ring);
    index = index_of("again");
    CHECK_EQUAL(framering_follow(ring, &index), 0); /* although it is down */
    ip("link set again up");
    delivers_from(ring, "sender", 60);
    CHECK_EQUAL(promiscuity("again"), 1);

    ip("link delete again");
    await_change(ring);
    index = 4711;
    CHECK_EQUAL(framering_follow(ring, &index), -ENODEV);
    index = 0;
    CHECK_EQUAL(framering_follow(ring, &index), 0);
    struct framering_statistics statistics;
    CHECK_EQUAL(framering_statistics(ring, &statistics), 0);
    CHECK(statistics.received > before.received);
    before = statistics;
  }
  framering_close(ring);
}

static void one_of_several_interfaces_is_followed(void) {
  ip("link add again type veth peer name sender");
  ip("link set again up");
  ip("link set sender up");
  int both[] = {index_of("right"), index_of("again")};
  struct framering *ring = open_following(both, 2);
  delivers_from(ring, "sender", 61);
  ip("link delete again");
  await_change(ring);
  both[1] = 0;
  CHECK_EQUAL(framering_follow(ring, both), 0);
  delivers_from(ring, "left", 62);
  ip("link add again type veth peer name sender");
  ip("link set again up");
  ip("link set sender up");
  await_change(ring);
  both[1] = index_of("again");
  CHECK_EQUAL(framering_follow(ring, both), 0);
  delivers_from(ring, "sender", 63);
  delivers_from(ring, "left", 64);
  CHECK_EQUAL(promiscuity("again"), 1);
  CHECK_EQUAL(promiscuity("right"), 1);
  framering_close(ring);
  CHECK_EQUAL(promiscuity("again"), 0);
  ip("link delete again");
}

/* Nothing is to be done for hours: then nothing may be done. */
static void waiting_for_an_interface_costs_nothing(void) {
  int index = index_of("right");
  struct framering *ring = open_following(&index, 1);
  ip("link set right down");
  await_change(ring);
  struct framering_block block;
  while (framering_next(ring, 100, &block) == -ESTALE) {
    /* the other end loses its carrier a moment later */
  }
  clock_t before = clock();
  CHECK_EQUAL(framering_next(ring, 200, &block), -ETIMEDOUT);
  CHECK_EQUAL(framering_await_change(ring, 200), -ETIMEDOUT);
  CHECK(clock() - before < CLOCKS_PER_SEC / 20);
  framering_stop(ring);
  CHECK_EQUAL(framering_await_change(ring, -1), -ECANCELED);
  ip("link set right up");
  framering_close(ring);
  ip("link set left up");
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

static ino_t network_namespace(void) {
  struct stat namespace;
  CHECK_EQUAL(stat("/proc/thread-self/ns/net", &namespace), 0);
  return namespace.st_ino;
}

static void send_datagram_on_loopback(void) {
  struct sockaddr_in to = {
      .sin_family = AF_INET, .sin_port = htons(9), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  CHECK_EQUAL(sendto(fd, "x", 1, 0, (struct sockaddr *)&to, sizeof to), 1);
  close(fd);
}

/* A process in a namespace of its own, which says when it is there, sends a datagram for each byte
 * that it gets, and ends when there is none to come. */
static void live_in_namespace(int socket) {
  char byte = 0;
  enter_namespace();
  CHECK(write(socket, &byte, 1) == 1);
  while (read(socket, &byte, 1) == 1) {
    send_datagram_on_loopback();
  }
  _exit(0);
}

static void other_namespace_is_captured_from_here(void) {
  int ends[2];
  CHECK_EQUAL(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
  pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    live_in_namespace(ends[1]);
  }
  close(ends[1]);
  char byte;
  CHECK_EQUAL(read(ends[0], &byte, 1), 1);
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/ns/net", child);
  ino_t here = network_namespace();

  struct framering_interface list[16];
  int count = framering_interfaces_in(path, list, 16);
  CHECK(count >= 1);
  struct framering_options options = options_on("lo");
  options.network_namespace = path;
  struct framering *ring = open_with(&options);
  CHECK_EQUAL(framering_ring_interfaces(ring, list, 16), count);
  CHECK(strcmp(list[0].name, "lo") == 0);
  CHECK_EQUAL(network_namespace(), here);

  struct framering_block block;
  send_datagram_on_loopback();
  CHECK_EQUAL(framering_next(ring, 100, &block), -ETIMEDOUT);
  CHECK_EQUAL(write(ends[0], &byte, 1), 1);
  CHECK_EQUAL(framering_next(ring, 1000, &block), 0);
  framering_close(ring);

  close(ends[0]);
  CHECK_EQUAL(waitpid(child, NULL, 0), child);
  enum framering_call failed;
  CHECK_EQUAL(framering_open(&ring, &options, &failed), -ENOENT);
  CHECK(strcmp(framering_call_name(failed), "setns") == 0);
}

/* With one descriptor more at each try, until there are enough. */
static void used_up_descriptors_are_an_error(void) {
  struct rlimit before;
  CHECK_EQUAL(getrlimit(RLIMIT_NOFILE, &before), 0);
  int next = dup(0);
  close(next);
  int index = index_of("right");
  struct framering_options options = options_on(NULL);
  options.flags = FRAMERING_FOLLOW;
  options.interfaces = &index;
  options.interface_count = 1;
  struct framering *ring = NULL;
  int tries = 0;
  int error;
  do {
    struct rlimit few = {(rlim_t)next + tries++, before.rlim_max};
    CHECK_EQUAL(setrlimit(RLIMIT_NOFILE, &few), 0);
    enum framering_call failed;
    error = framering_open(&ring, &options, &failed);
    CHECK(error == 0 || (error == -EMFILE && failed != FRAMERING_CALL_NAMESPACE));
  } while (error != 0);
  CHECK_EQUAL(setrlimit(RLIMIT_NOFILE, &before), 0);
  CHECK(tries > 4);
  framering_close(ring);
  CHECK_EQUAL(dup(0), next);
  close(next);
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

/* No interface that is made of software alone counts them. */
static void what_the_card_had_no_room_for_is_read(void) {
  struct {
    struct nlmsghdr header;
    struct ifinfomsg link;
    struct rtattr attribute;
    struct rtnl_link_stats64 counts;
  } __attribute__((packed, aligned(4))) message = {
      .header = {.nlmsg_len = sizeof message, .nlmsg_type = RTM_NEWLINK},
      .link = {.ifi_index = 7},
      .attribute = {.rta_len = sizeof message.attribute + sizeof message.counts,
                    .rta_type = IFLA_STATS64},
      .counts = {.rx_missed_errors = 1ull << 40, .rx_fifo_errors = 3, .rx_dropped = 100},
  };
  struct framering_interface interface;
  struct listing listing = {&interface, 1, 0};
  CHECK_EQUAL(listing_read(&listing, &message, sizeof message), 0);
  CHECK_EQUAL(interface.index, 7);
  CHECK(interface.missed == (1ull << 40) + 3);
}

int main(void) {
  what_the_card_had_no_room_for_is_read();
  enter_namespace_with_veth();
  ip("link set left mtu 9000");
  ip("link set right mtu 9000");
  delivers_every_size_as_it_was_sent();
  vlan_tags_are_back();
  snap_length_cuts();
  full_ring_counts_what_it_loses();
  losses_are_told_where_they_are();
  blocks_come_round();
  timeouts_pass();
  stop_comes_before_data();
  interface_down_is_told_once_and_survived();
  interface_that_is_down_cannot_be_opened();
  interface_that_is_deleted_ends_the_ring();
  interface_that_is_made_again_is_followed();
  one_of_several_interfaces_is_followed();
  waiting_for_an_interface_costs_nothing();
  other_namespace_is_captured_from_here();
  missing_interface_is_named_by_the_call();
  options_out_of_range_are_refused();
  promiscuous_mode_is_a_membership();
  blocks_grow_with_the_interface();
  used_up_descriptors_are_an_error();
  nothing_is_left_behind();
  interfaces_are_listed();
  return 0;
}

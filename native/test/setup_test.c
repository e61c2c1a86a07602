// SPDX-License-Identifier: Apache-2.0
/* Opening a ring, the errors of opening, and what is left after it is closed. */
#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "testing.h"

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
  index = index_of("nosuch"); /* 0: a ring bound to it would never deliver */
  CHECK_EQUAL(framering_open(&ring, &options, &failed), -ENODEV);
  CHECK_EQUAL(failed, FRAMERING_CALL_OPTIONS);
  index = -1;
  CHECK_EQUAL(framering_open(&ring, &options, &failed), -EINVAL);
  CHECK_EQUAL(failed, FRAMERING_CALL_OPTIONS);
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

/* Blocks are larger where frames are: those of BIG TCP would be truncated otherwise. */
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

/* A process in a network namespace of its own. It reports when it is ready, sends a datagram for
 * each byte that it reads, and ends at the end of its input. */
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
  enum framering_call failed;
  int count = framering_interfaces_in(path, list, 16, &failed);
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
  CHECK_EQUAL(framering_next(ring, 60000, &block), 0);
  framering_close(ring);

  close(ends[0]);
  CHECK_EQUAL(waitpid(child, NULL, 0), child);
  CHECK_EQUAL(framering_open(&ring, &options, &failed), -ENOENT);
  CHECK(strcmp(framering_call_name(failed), "setns") == 0);
}

/* Each attempt has one more descriptor, until there are enough. */
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

static void nothing_is_left_open(void) {
  framering_close(open_ring("right", FRAMERING_PROMISCUOUS));
  int descriptors = count_entries("/proc/self/fd");
  int maps = count_lines("/proc/self/maps", "socket:");
  int sockets = count_lines("/proc/net/packet", "");
  for (int i = 0; i < 20; i++) {
    framering_close(open_ring("right", FRAMERING_PROMISCUOUS));
  }
  CHECK_EQUAL(count_entries("/proc/self/fd"), descriptors);
  CHECK_EQUAL(count_lines("/proc/self/maps", "socket:"), maps);
  CHECK_EQUAL(count_lines("/proc/net/packet", ""), sockets);
  CHECK_EQUAL(promiscuity("right"), 0);
}

int main(void) {
  enter_namespace_with_veth();
  other_namespace_is_captured_from_here();
  missing_interface_is_named_by_the_call();
  options_out_of_range_are_refused();
  promiscuous_mode_is_a_membership();
  blocks_grow_with_the_interface();
  used_up_descriptors_are_an_error();
  nothing_is_left_open();
  return 0;
}

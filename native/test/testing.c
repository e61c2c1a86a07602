// SPDX-License-Identifier: Apache-2.0
#include "testing.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <net/if.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

static void set_up_loopback(void) {
  int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  struct ifreq request = {.ifr_name = "lo", .ifr_flags = IFF_UP};
  CHECK(fd >= 0 && ioctl(fd, SIOCSIFFLAGS, &request) == 0);
  close(fd);
}

/* Maps the caller to root: started programs keep their capabilities only with a uid. */
static void become_root_of_user_namespace(uid_t user) {
  FILE *map = fopen("/proc/self/uid_map", "we");
  CHECK(map != NULL);
  fprintf(map, "0 %u 1", user);
  CHECK_EQUAL(fclose(map), 0);
}

void enter_namespace(void) {
  uid_t user = geteuid();
  if (unshare(CLONE_NEWNET) != 0) {
    if (unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0) {
      fprintf(stderr, "skipped: no network namespace: %s (run as root)\n", strerror(errno));
      exit(77);
    }
    become_root_of_user_namespace(user);
  }
  set_up_loopback();
}

void await_state(const char *interface, const char *state) {
  char command[128];
  snprintf(command, sizeof command, "ip -o link show dev %s | grep -q 'state %s'", interface,
           state);
  for (int i = 0; i < 1200 && system(command) != 0; i++) {
    usleep(50000);
  }
}

void enter_namespace_with_veth(void) {
  enter_namespace();
  if (system("ip -V >/dev/null 2>&1") != 0) {
    fprintf(stderr, "skipped: no `ip` command (install iproute2)\n");
    exit(77);
  }
  ip("link add left type veth peer name right");
  /* No address is configured and no neighbour solicited: only the frames of the test are captured.
   */
  ip("link set left addrgenmode none");
  ip("link set right addrgenmode none");
  ip("link set left up");
  ip("link set right up");
  /* Until then the kernel discards sent frames; it brings the interface up asynchronously. */
  await_state("left", "UP");
  await_state("right", "UP");
}

void ip(const char *arguments) {
  char command[256];
  snprintf(command, sizeof command, "ip %s", arguments);
  CHECK_EQUAL(system(command), 0);
}

int index_of(const char *interface) {
  return (int)if_nametoindex(interface);
}

void send_frame(const char *interface, const void *bytes, size_t length) {
  /* One socket for all: closing a packet socket takes 10 ms. */
  static int fd = -1;
  if (fd < 0) {
    fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
    CHECK(fd >= 0);
  }
  struct sockaddr_ll to = {.sll_family = AF_PACKET, .sll_ifindex = index_of(interface)};
  CHECK_EQUAL(sendto(fd, bytes, length, 0, (struct sockaddr *)&to, sizeof to), length);
}

void make_frame(uint8_t *bytes, size_t length, uint16_t ethertype, uint32_t number) {
  for (size_t i = 0; i < length; i++) {
    bytes[i] = (uint8_t)i;
  }
  memcpy(bytes, "\x02\x00\x00\x00\x00\x01\x02\x00\x00\x00\x00\x02", 12);
  bytes[12] = (uint8_t)(ethertype >> 8);
  bytes[13] = (uint8_t)ethertype;
  if (length >= 18) {
    uint32_t in_order = htonl(number);
    memcpy(bytes + 14, &in_order, sizeof in_order);
  }
}

struct framering_options options_on(const char *interface) {
  static int index;
  index = interface == NULL ? 0 : index_of(interface);
  struct framering_options options = FRAMERING_DEFAULTS;
  options.interfaces = &index;
  options.interface_count = interface == NULL ? 0 : 1;
  return options;
}

void open_fanout(struct framering **rings, uint32_t count,
                 const struct framering_options *options) {
  enum framering_call failed;
  int error = framering_open_fanout(rings, count, options, &failed);
  if (error == -EPERM) {
    fprintf(stderr, "skipped: no right to capture (run as root)\n");
    exit(77);
  }
  if (error == -ENOPROTOOPT) {
    fprintf(stderr, "skipped: no AF_PACKET ring here, as under an emulated processor\n");
    exit(77);
  }
  CHECK_EQUAL(error, 0);
  CHECK_EQUAL(failed, FRAMERING_CALL_NONE);
}

struct framering *open_with(const struct framering_options *options) {
  struct framering *ring;
  open_fanout(&ring, 1, options);
  return ring;
}

struct framering *open_ring(const char *interface, uint32_t flags) {
  struct framering_options options = options_on(interface);
  options.flags = flags;
  options.ring_size = 4 << 20;
  return open_with(&options);
}

struct framering_block next_block(struct framering *ring) {
  struct framering_block block;
  do {
    CHECK_EQUAL(framering_next(ring, 60000, &block), 0);
  } while (block.frames == 0);
  return block;
}

const struct tpacket3_hdr *next_frame(struct framering *ring, struct frame_cursor *cursor) {
  if (cursor->left == 0) {
    cursor->block = next_block(ring);
    cursor->left = cursor->block.frames;
    cursor->frame = framering_first(&cursor->block);
  } else {
    cursor->frame = framering_after(cursor->frame);
  }
  cursor->left--;
  return cursor->frame;
}

int promiscuity(const char *interface) {
  char command[128];
  snprintf(command, sizeof command,
           "ip -d link show dev %s | grep -o 'promiscuity [0-9]*' | tr -dc 0-9", interface);
  FILE *output = popen(command, "re");
  int count = -1;
  CHECK(output != NULL && fscanf(output, "%d", &count) == 1);
  pclose(output);
  return count;
}

int count_entries(const char *directory) {
  DIR *listing = opendir(directory);
  CHECK(listing != NULL);
  int count = 0;
  while (readdir(listing) != NULL) {
    count++;
  }
  closedir(listing);
  return count;
}

int count_lines(const char *file, const char *text) {
  FILE *lines = fopen(file, "re");
  CHECK(lines != NULL);
  char line[1024];
  int count = 0;
  while (fgets(line, sizeof line, lines) != NULL) {
    count += strstr(line, text) != NULL;
  }
  fclose(lines);
  return count;
}

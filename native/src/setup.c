// SPDX-License-Identifier: Apache-2.0
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "fanout.h"
#include "follow.h"
#include "helper.h"
#include "interfaces.h"
#include "socket.h"
#include "state.h"

#define BLOCK_SIZE_DEFAULT (256u << 10)
#define BLOCK_SIZE_MIN 8192u
#define BLOCK_SIZE_MAX (64u << 20)
#define BLOCK_COUNT_MIN 2u

/* Bytes of a block besides those of a frame: descriptor, header, padding, reserve. */
#define BLOCK_OVERHEAD 512u

static const char *const call_names[] = {
    [FRAMERING_CALL_NONE] = "nothing",
    [FRAMERING_CALL_OPTIONS] = "options",
    [FRAMERING_CALL_MEMORY] = "malloc",
    [FRAMERING_CALL_SOCKET] = "socket(AF_PACKET)",
    [FRAMERING_CALL_EVENTFD] = "eventfd",
    [FRAMERING_CALL_VERSION] = "setsockopt(PACKET_VERSION)",
    [FRAMERING_CALL_RESERVE] = "setsockopt(PACKET_RESERVE)",
    [FRAMERING_CALL_INTERFACES] = "netlink(RTM_GETLINK)",
    [FRAMERING_CALL_RING] = "setsockopt(PACKET_RX_RING)",
    [FRAMERING_CALL_MMAP] = "mmap",
    [FRAMERING_CALL_IGNORE_OUTGOING] = "setsockopt(PACKET_IGNORE_OUTGOING)",
    [FRAMERING_CALL_FILTER] = "setsockopt(SO_ATTACH_FILTER)",
    [FRAMERING_CALL_MEMBERSHIP] = "setsockopt(PACKET_ADD_MEMBERSHIP)",
    [FRAMERING_CALL_BIND] = "bind",
    [FRAMERING_CALL_NAMESPACE] = "setns",
    [FRAMERING_CALL_HELPER_START] = "posix_spawn",
    [FRAMERING_CALL_HELPER_ANSWER] = "recvmsg",
    [FRAMERING_CALL_LOCK] = "setsockopt(SO_LOCK_FILTER)",
    [FRAMERING_CALL_FANOUT] = "setsockopt(PACKET_FANOUT)",
    [FRAMERING_CALL_FANOUT_DATA] = "setsockopt(PACKET_FANOUT_DATA)",
    [FRAMERING_CALL_POLL] = "poll",
    [FRAMERING_CALL_PENDING_ERROR] = "getsockopt(SO_ERROR)",
    [FRAMERING_CALL_CHANGES] = "recv(RTMGRP_LINK)",
    [FRAMERING_CALL_ADDRESS] = "getsockname",
    [FRAMERING_CALL_INTERFACE] = "ioctl(SIOCGIFFLAGS)",
    [FRAMERING_CALL_STATISTICS] = "getsockopt(PACKET_STATISTICS)",
    [FRAMERING_CALL_USER] = "getpwnam_r",
    [FRAMERING_CALL_THREADS] = "opendir(/proc/self/task)",
    [FRAMERING_CALL_CAPABILITIES] = "capset",
    [FRAMERING_CALL_KEEP_CAPABILITIES] = "prctl(PR_SET_KEEPCAPS)",
    [FRAMERING_CALL_GROUPS] = "initgroups",
    [FRAMERING_CALL_GROUP_ID] = "setresgid",
    [FRAMERING_CALL_USER_ID] = "setresuid",
    [FRAMERING_CALL_QDISC_BYPASS] = "setsockopt(PACKET_QDISC_BYPASS)",
    [FRAMERING_CALL_SEND_BUFFER] = "setsockopt(SO_SNDBUF)",
    [FRAMERING_CALL_SEND] = "sendmmsg",
};

const char *framering_call_name(enum framering_call call) {
  return (size_t)call < sizeof call_names / sizeof call_names[0] ? call_names[call] : "?";
}

/* if_nametoindex(3) returns index 0 if there is no interface of that name. */
static int check_interfaces(const struct framering_options *options) {
  for (uint32_t i = 0; i < options->interface_count; i++) {
    if (options->interfaces[i] < 0) {
      return -EINVAL;
    }
    if (options->interfaces[i] == 0 && !(options->flags & FRAMERING_FOLLOW)) {
      return -ENODEV;
    }
  }
  return 0;
}

static bool options_are_valid(const struct framering_options *o) {
  uint32_t both = FRAMERING_IGNORE_OUTGOING | FRAMERING_ONLY_OUTGOING;
  uint32_t page = (uint32_t)sysconf(_SC_PAGESIZE);
  bool block_size_is_valid =
      o->block_size == 0 || (o->block_size >= BLOCK_SIZE_MIN && o->block_size <= BLOCK_SIZE_MAX &&
                             o->block_size % page == 0);
  return o->interface_count <= FRAMERING_INTERFACES_MAX && (o->flags & both) != both &&
         o->snaplen >= 1 && o->snaplen <= FRAMERING_SNAPLEN_MAX && block_size_is_valid &&
         o->block_timeout >= 1 && o->block_timeout <= 1000 &&
         (o->filter == NULL) == (o->filter_length == 0) &&
         (o->helper == NULL || o->network_namespace == NULL);
}

/* The largest possible frame of the interfaces, or -errno. BIG TCP reaches 512 KiB. */
static int64_t largest_frame(int interfaces_fd, const struct framering_options *options,
                             enum framering_call *failed) {
  int count = interfaces_list(interfaces_fd, NULL, 0);
  if (count < 0) {
    return count;
  }
  struct framering_interface *list = calloc((size_t)count + 1, sizeof *list);
  if (list == NULL) {
    *failed = FRAMERING_CALL_MEMORY;
    return -ENOMEM;
  }
  int found = interfaces_list(interfaces_fd, list, (uint32_t)count);
  int64_t largest = found < 0 ? found : 0;
  for (int i = 0; i < found && i < count; i++) {
    bool wanted = options->interface_count == 0 ||
                  interfaces_contain(options->interfaces, options->interface_count, list[i].index);
    if (wanted && list[i].offload_max > largest) {
      largest = list[i].offload_max;
    }
  }
  free(list);
  return largest;
}

/* Chooses blocks that hold any frame: the kernel truncates larger ones and reports it only in its
 * log. */
static int choose_block_size(struct framering *ring, uint32_t *block_size,
                             enum framering_call *failed) {
  const struct framering_options *options = &ring->options;
  if (options->block_size != 0) {
    *block_size = options->block_size;
    return 0;
  }
  int64_t largest = largest_frame(ring->interfaces_fd, options, failed);
  if (largest < 0) {
    return (int)largest;
  }
  uint64_t needed = (uint64_t)largest < options->snaplen ? (uint64_t)largest : options->snaplen;
  *block_size = BLOCK_SIZE_DEFAULT;
  while (*block_size < needed + BLOCK_OVERHEAD) {
    *block_size *= 2;
  }
  return 0;
}

/* Each retry requests an eighth less: memory is short, not exhausted. */
static int allocate(struct framering *ring, uint32_t block_size, uint64_t ring_size,
                    uint32_t block_timeout, enum framering_call *failed) {
  uint64_t wanted = ring_size / block_size;
  if (wanted > UINT32_MAX) {
    *failed = FRAMERING_CALL_OPTIONS;
    return -EINVAL;
  }
  uint32_t count = wanted < BLOCK_COUNT_MIN ? BLOCK_COUNT_MIN : (uint32_t)wanted;
  for (;;) {
    *failed = FRAMERING_CALL_RING;
    int error = packet_set_ring(ring->fd, block_size, count, block_timeout);
    if (error == 0) {
      uint64_t size = (uint64_t)block_size * count;
      void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, ring->fd, 0);
      if (memory != MAP_FAILED) {
        ring->geometry = (struct framering_geometry){memory, size, block_size, count};
        return 0;
      }
      *failed = FRAMERING_CALL_MMAP;
      error = -errno;
      packet_clear_ring(ring->fd);
    }
    if (error != -ENOMEM || count == BLOCK_COUNT_MIN) {
      return error;
    }
    uint32_t less = count / 8 > 0 ? count / 8 : 1;
    count = count - less < BLOCK_COUNT_MIN ? BLOCK_COUNT_MIN : count - less;
  }
}

static int open_interface_sockets(struct framering *ring, enum framering_call *failed) {
  const struct framering_options *options = &ring->options;
  ring->interfaces_fd = interfaces_open(options->network_namespace, false, failed);
  if (ring->interfaces_fd < 0) {
    return ring->interfaces_fd;
  }
  if (ring_follows(ring) || ring_must_look(ring)) {
    ring->changes_fd = interfaces_open(options->network_namespace, true, failed);
    return ring->changes_fd < 0 ? ring->changes_fd : 0;
  }
  return 0;
}

/* Opens our own socket, or gets the helper's, with its filter attached and locked. */
static int open_socket(struct framering *ring, enum framering_call *failed) {
  const struct framering_options *options = &ring->options;
  *failed = FRAMERING_CALL_SOCKET;
  ring->fd = options->helper == NULL ? packet_socket(options->network_namespace, failed)
                                     : helper_socket(options, failed);
  return ring->fd < 0 ? ring->fd : 0;
}

/* The order matters: nothing is delivered before bind, and everything is set up by then. A ring of
 * a fanout group gets its filter later. */
static int set_up(struct framering *ring, enum framering_call *failed) {
  const struct framering_options *options = &ring->options;
  uint32_t block_size;
  int error;

#define STEP(call, action)           \
  do {                               \
    *failed = FRAMERING_CALL_##call; \
    error = (action);                \
    if (error < 0) return error;     \
  } while (0)

  /* The first call that enters the namespace; otherwise it needs no privilege. */
  STEP(INTERFACES, open_interface_sockets(ring, failed));
  error = open_socket(ring, failed);
  if (error < 0) return error;
  STEP(EVENTFD, (ring->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) < 0 ? -errno : 0);
  STEP(VERSION, packet_set_int(ring->fd, SOL_PACKET, PACKET_VERSION, TPACKET_V3));
  STEP(RESERVE, packet_set_int(ring->fd, SOL_PACKET, PACKET_RESERVE, VLAN_TAG_SIZE));
  STEP(INTERFACES, choose_block_size(ring, &block_size, failed));
  error = allocate(ring, block_size, options->ring_size, options->block_timeout, failed);
  if (error < 0) return error;
  if (options->flags & FRAMERING_IGNORE_OUTGOING) {
    STEP(IGNORE_OUTGOING, packet_set_int(ring->fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, 1));
  }
  if (ring_is_in_fanout(ring)) {
    STEP(FILTER, packet_reject_all(ring->fd));
  } else if (options->helper == NULL) {
    STEP(FILTER, packet_attach_filter(ring->fd, options));
  }
  STEP(MEMBERSHIP, follow_join_promiscuous(ring));
  ring->lost_before = calloc(ring->geometry.block_count, sizeof *ring->lost_before);
  STEP(MEMORY, ring->lost_before == NULL ? -ENOMEM : 0);
  STEP(BIND, follow_bind(ring));
#undef STEP

  ring->rules.block_size = block_size;
  ring->rules.snaplen = options->snaplen;
  ring->rules.restore_vlan = options->flags & FRAMERING_RESTORE_VLAN;
  return 0;
}

/* Interfaces and filter are the ring's own from now on: framering_follow() needs them again. */
static int keep_options(struct framering *ring, const struct framering_options *options,
                        bool in_fanout) {
  ring->options = *options;
  ring->options.flags &= ~FILTER_IN_FANOUT;
  ring->options.flags |= in_fanout ? FILTER_IN_FANOUT : 0;
  ring->options.interfaces = ring->interfaces;
  for (uint32_t i = 0; i < options->interface_count; i++) {
    ring->interfaces[i] = options->interfaces[i];
  }
  if (options->filter != NULL) {
    size_t size = options->filter_length * sizeof *options->filter;
    struct sock_filter *filter = malloc(size);
    ring->options.filter = filter;
    if (filter == NULL) {
      return -ENOMEM;
    }
    memcpy(filter, options->filter, size);
  }
  return 0;
}

/* An empty ring, for framering_close(); NULL if there is no memory. */
static struct framering *ring_new(void) {
  struct framering *ring = calloc(1, sizeof *ring);
  if (ring != NULL) {
    ring->fd = ring->wake_fd = ring->interfaces_fd = ring->changes_fd = -1;
    pthread_mutex_init(&ring->counting, NULL);
  }
  return ring;
}

static int open_one(struct framering **ring, const struct framering_options *options,
                    bool in_fanout, enum framering_call *failed) {
  *failed = FRAMERING_CALL_MEMORY;
  *ring = ring_new();
  if (*ring == NULL) {
    return -ENOMEM;
  }
  int error = keep_options(*ring, options, in_fanout);
  return error < 0 ? error : set_up(*ring, failed);
}

static int open_rings(struct framering **rings, uint32_t count,
                      const struct framering_options *options, enum framering_call *failed) {
  int error = 0;
  for (uint32_t i = 0; error == 0 && i < count; i++) {
    error = open_one(&rings[i], options, count > 1, failed);
  }
  if (error == 0 && count > 1) {
    error = fanout_join(rings, count, failed);
  }
  return error;
}

int framering_open_fanout(struct framering **rings, uint32_t count,
                          const struct framering_options *options, enum framering_call *failed) {
  bool count_is_valid = count >= 1 && count <= FRAMERING_RINGS_MAX;
  for (uint32_t i = 0; count_is_valid && i < count; i++) {
    rings[i] = NULL;
  }
  *failed = FRAMERING_CALL_OPTIONS;
  if (!count_is_valid || !options_are_valid(options) || (count > 1 && options->helper != NULL)) {
    return -EINVAL;
  }
  int error = check_interfaces(options);
  if (error < 0) {
    return error;
  }
  error = open_rings(rings, count, options, failed);
  if (error == 0) {
    *failed = FRAMERING_CALL_NONE;
    return 0;
  }
  for (uint32_t i = 0; i < count; i++) {
    framering_close(rings[i]);
    rings[i] = NULL;
  }
  return error;
}

int framering_open(struct framering **ring, const struct framering_options *options,
                   enum framering_call *failed) {
  return framering_open_fanout(ring, 1, options, failed);
}

void framering_close(struct framering *ring) {
  if (ring == NULL) {
    return;
  }
  for (uint32_t i = 0; ring->promiscuous && i < ring->options.interface_count; i++) {
    packet_drop_promiscuous(ring->fd, ring->interfaces[i]); /* fails when the interface is gone */
  }
  /* The mapping keeps the socket alive: after closing only the descriptor, it would continue to
   * capture. */
  if (ring->geometry.memory != NULL) {
    munmap(ring->geometry.memory, ring->geometry.size);
  }
  int descriptors[] = {ring->fd, ring->wake_fd, ring->interfaces_fd, ring->changes_fd};
  for (size_t i = 0; i < sizeof descriptors / sizeof descriptors[0]; i++) {
    if (descriptors[i] >= 0) {
      close(descriptors[i]);
    }
  }
  pthread_mutex_destroy(&ring->counting);
  free(ring->lost_before);
  free((void *)ring->options.filter);
  free(ring);
}

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "block.h"
#include "framering.h"
#include "helper.h"
#include "interfaces.h"
#include "socket.h"

#define BLOCK_SIZE_DEFAULT (256u << 10)
#define BLOCK_SIZE_MIN 8192u
#define BLOCK_SIZE_MAX (64u << 20)
#define BLOCK_COUNT_MIN 2u

/* What a block holds besides the bytes of a frame: descriptor, header, padding, reserve. */
#define BLOCK_OVERHEAD 512u

/* The kernel counts in 32 bits; folding once in so many blocks is far before they wrap. */
#define BLOCKS_PER_FOLD 1024u

/* How often a ring whose interface is down looks whether it is there at all. */
#define DOWN_LOOK_MS 200

struct framering {
  int fd;
  int wake_fd;
  struct framering_geometry geometry;
  struct block_rules rules;
  int interfaces_fd;
  /* Tells of interfaces that have changed; -1 without FRAMERING_FOLLOW. */
  int changes_fd;
  /* As the ring was opened; the interfaces as they are now. */
  struct framering_options options;
  int interfaces[FRAMERING_INTERFACES_MAX];
  bool promiscuous;

  /* Of the reading thread. */
  uint32_t next;
  bool lent;
  uint64_t sequence;
  uint32_t blocks_since_fold;
  const char *fault;
  bool down;
  /* Frames lost, of those that are counted: attributed to a place, which is that before the next
   * block of an index; and those before the block that is lent. */
  uint64_t attributed;
  uint64_t *lost_before;
  uint64_t lost;

  /* Of all threads. */
  atomic_bool stopped;
  /* Held from reading the kernel's counts, which resets them, to adding them to ours. */
  pthread_mutex_t counting;
  atomic_uint_fast64_t received;
  atomic_uint_fast64_t dropped;
  atomic_uint_fast64_t freezes;
};

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
};

const char *framering_call_name(enum framering_call call) {
  return (size_t)call < sizeof call_names / sizeof call_names[0] ? call_names[call] : "?";
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

static bool is_among(const int *interfaces, uint32_t count, int interface) {
  for (uint32_t i = 0; i < count; i++) {
    if (interfaces[i] == interface) {
      return true;
    }
  }
  return false;
}

/* The largest frame that the interfaces may deliver, or -errno. BIG TCP reaches 512 KiB. */
static int64_t largest_frame(int interfaces_fd, const struct framering_options *options) {
  int count = interfaces_list(interfaces_fd, NULL, 0);
  if (count < 0) {
    return count;
  }
  struct framering_interface *list = calloc((size_t)count + 1, sizeof *list);
  if (list == NULL) {
    return -ENOMEM;
  }
  int found = interfaces_list(interfaces_fd, list, (uint32_t)count);
  int64_t largest = found < 0 ? found : 0;
  for (int i = 0; i < found && i < count; i++) {
    bool wanted = options->interface_count == 0 ||
                  is_among(options->interfaces, options->interface_count, list[i].index);
    if (wanted && list[i].offload_max > largest) {
      largest = list[i].offload_max;
    }
  }
  free(list);
  return largest;
}

/* A block that holds any frame: one that does not fit is cut, and only the kernel's log tells. */
static int choose_block_size(struct framering *ring, uint32_t *block_size) {
  const struct framering_options *options = &ring->options;
  if (options->block_size != 0) {
    *block_size = options->block_size;
    return 0;
  }
  int64_t largest = largest_frame(ring->interfaces_fd, options);
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

/* An eighth less at each try: the kernel's memory is short, not gone. */
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

static bool follows(const struct framering *ring) {
  return ring->changes_fd >= 0;
}

/* Memberships are counted, so each index is asked for once. One that is absent is 0. */
static int join_promiscuous(struct framering *ring, int interface) {
  if (interface == 0 || !(ring->options.flags & FRAMERING_PROMISCUOUS)) {
    return 0;
  }
  int error = packet_add_promiscuous(ring->fd, interface);
  ring->promiscuous |= error == 0;
  return error;
}

static int join_all_promiscuous(struct framering *ring) {
  int error = 0;
  for (uint32_t i = 0; error == 0 && i < ring->options.interface_count; i++) {
    error = join_promiscuous(ring, ring->interfaces[i]);
  }
  return error;
}

/* To its interface, or when there are several to all, among which the filter picks. */
static int bind_ring(struct framering *ring) {
  bool one = ring->options.interface_count == 1;
  if (one && ring->interfaces[0] == 0) {
    return 0; /* bound when it comes: until then nothing arrives */
  }
  int error = packet_bind(ring->fd, one ? ring->interfaces[0] : 0);
  return follows(ring) && error == -ENETDOWN ? 0 : error;
}

static int open_interface_sockets(struct framering *ring, enum framering_call *failed) {
  const struct framering_options *options = &ring->options;
  if (options->network_namespace != NULL) {
    *failed = FRAMERING_CALL_NAMESPACE;
  }
  ring->interfaces_fd = interfaces_open(options->network_namespace, false);
  if (ring->interfaces_fd < 0) {
    return ring->interfaces_fd;
  }
  if (options->flags & FRAMERING_FOLLOW && options->interface_count > 0) {
    ring->changes_fd = interfaces_open(options->network_namespace, true);
    return ring->changes_fd < 0 ? ring->changes_fd : 0;
  }
  return 0;
}

/* The socket is our own, or the helper's with its filter attached and locked. */
static int open_socket(struct framering *ring, enum framering_call *failed) {
  const struct framering_options *options = &ring->options;
  *failed = FRAMERING_CALL_SOCKET;
  ring->fd = options->helper == NULL ? packet_socket(options->network_namespace)
                                     : helper_socket(options, failed);
  return ring->fd < 0 ? ring->fd : 0;
}

/* The order is the point: nothing is delivered before bind, and by then everything stands. */
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

  /* The first to enter the namespace; else it needs no privilege. */
  STEP(INTERFACES, open_interface_sockets(ring, failed));
  error = open_socket(ring, failed);
  if (error < 0) return error;
  STEP(EVENTFD, (ring->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) < 0 ? -errno : 0);
  STEP(VERSION, packet_set_version3(ring->fd));
  STEP(RESERVE, packet_reserve(ring->fd, VLAN_TAG_SIZE));
  STEP(INTERFACES, choose_block_size(ring, &block_size));
  error = allocate(ring, block_size, options->ring_size, options->block_timeout, failed);
  if (error < 0) return error;
  if (options->flags & FRAMERING_IGNORE_OUTGOING) {
    STEP(IGNORE_OUTGOING, packet_ignore_outgoing(ring->fd));
  }
  if (options->helper == NULL) {
    STEP(FILTER, packet_attach_filter(ring->fd, options));
  }
  STEP(MEMBERSHIP, join_all_promiscuous(ring));
  ring->lost_before = calloc(ring->geometry.block_count, sizeof *ring->lost_before);
  STEP(MEMORY, ring->lost_before == NULL ? -ENOMEM : 0);
  STEP(BIND, bind_ring(ring));
#undef STEP

  ring->rules.block_size = block_size;
  ring->rules.snaplen = options->snaplen;
  ring->rules.restore_vlan = options->flags & FRAMERING_RESTORE_VLAN;
  *failed = FRAMERING_CALL_NONE;
  return 0;
}

/* Interfaces and filter are the ring's own from now on: framering_follow() needs them again. */
static int keep_options(struct framering *ring, const struct framering_options *options) {
  ring->options = *options;
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

int framering_open(struct framering **out, const struct framering_options *options,
                   enum framering_call *failed) {
  *out = NULL;
  if (!options_are_valid(options)) {
    *failed = FRAMERING_CALL_OPTIONS;
    return -EINVAL;
  }
  struct framering *ring = calloc(1, sizeof *ring);
  if (ring == NULL) {
    *failed = FRAMERING_CALL_MEMORY;
    return -ENOMEM;
  }
  ring->fd = ring->wake_fd = ring->interfaces_fd = ring->changes_fd = -1;
  pthread_mutex_init(&ring->counting, NULL);
  int error = keep_options(ring, options);
  *failed = FRAMERING_CALL_MEMORY;
  if (error == 0) {
    error = set_up(ring, failed);
  }
  if (error < 0) {
    framering_close(ring);
    return error;
  }
  *out = ring;
  return 0;
}

struct framering_geometry framering_geometry(const struct framering *ring) {
  return ring->geometry;
}

static uint8_t *block_at(const struct framering *ring, uint32_t index) {
  return ring->geometry.memory + (uint64_t)index * ring->geometry.block_size;
}

/* The kernel has closed all other blocks, so the one that is lent is where it would go on. */
static bool is_full(const struct framering *ring) {
  uint32_t count = ring->geometry.block_count;
  return block_acquire(block_at(ring, (ring->next + count - 1) % count));
}

static void attribute_losses(struct framering *ring) {
  struct framering_statistics now;
  framering_statistics(ring, &now);
  ring->lost_before[ring->next] += now.dropped - ring->attributed;
  ring->attributed = now.dropped;
}

void framering_release(struct framering *ring) {
  if (!ring->lent) {
    return;
  }
  /* Only from a full ring frames are lost, and it stays full until now: what has been lost goes
   * before the frames that the kernel will put here. */
  if (is_full(ring)) {
    attribute_losses(ring);
  }
  block_release(block_at(ring, ring->next));
  ring->next = ring->next + 1 == ring->geometry.block_count ? 0 : ring->next + 1;
  ring->lent = false;
}

/* The kernel numbers the blocks that it closes, from 1: a gap means that reader and kernel lost
 * step. */
static const char *check_sequence(struct framering *ring, const struct tpacket_hdr_v1 *header) {
  uint64_t expected = ring->sequence + 1;
  ring->sequence = header->seq_num;
  return expected == header->seq_num ? NULL : "seq_num";
}

static int lend(struct framering *ring, struct framering_block *block) {
  ring->down = false;
  uint8_t *memory = block_at(ring, ring->next);
  const struct tpacket_hdr_v1 *header = &((struct tpacket_block_desc *)memory)->hdr.bh1;
  ring->lent = true;
  ring->fault = check_sequence(ring, header);
  if (ring->fault == NULL) {
    ring->fault = block_prepare(memory, &ring->rules);
  }
  if (ring->fault != NULL) {
    framering_release(ring);
    return -EBADMSG;
  }
  /* Lost between the last look and the release; or counted meanwhile by another thread. When the
   * ring is full again, later losses are among them: then they wait for the release. */
  bool unattributed =
      block_was_closed_after_loss(memory) ||
      atomic_load_explicit(&ring->dropped, memory_order_relaxed) != ring->attributed;
  if (unattributed && !is_full(ring)) {
    attribute_losses(ring);
  }
  ring->lost = ring->lost_before[ring->next];
  ring->lost_before[ring->next] = 0;
  *block = (struct framering_block){memory, ring->next, header->num_pkts};
  if (++ring->blocks_since_fold == BLOCKS_PER_FOLD) {
    struct framering_statistics ignored;
    framering_statistics(ring, &ignored);
    ring->blocks_since_fold = 0;
  }
  return 0;
}

uint64_t framering_lost(const struct framering *ring) {
  return ring->lost;
}

static int64_t now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/*
 * Sleeps until something may have happened: 0, or why there is nothing to wait for. That an
 * interface goes down wakes the poll. That it is deleted after that does not: so look now and then.
 */
static int wait_for_block(struct framering *ring, int timeout) {
  if (ring->down && packet_is_orphaned(ring->fd)) {
    return -ENODEV;
  }
  if (ring->down && (timeout < 0 || timeout > DOWN_LOOK_MS)) {
    timeout = DOWN_LOOK_MS;
  }
  struct pollfd waits[] = {{.fd = ring->fd, .events = POLLIN | POLLERR},
                           {.fd = ring->wake_fd, .events = POLLIN},
                           {.fd = ring->changes_fd, .events = POLLIN}}; /* -1 is ignored */
  int ready = poll(waits, 3, timeout);
  if (ready < 0) {
    return errno == EINTR ? 0 : -errno;
  }
  if (waits[0].revents & POLLNVAL) {
    return -EBADF;
  }
  if (waits[0].revents & POLLERR) {
    /* Reading the error clears it: POLLERR would otherwise wake every poll from now on. */
    int error = packet_pending_error(ring->fd);
    if (follows(ring) && error == -ENETDOWN) {
      return 0; /* changes_fd tells that, and more */
    }
    ring->down = error == -ENETDOWN;
    return ring->down && packet_is_orphaned(ring->fd) ? -ENODEV : error;
  }
  return 0;
}

int framering_next(struct framering *ring, int timeout, struct framering_block *block) {
  framering_release(ring);
  int64_t deadline = timeout > 0 ? now_ms() + timeout : 0;
  for (;;) {
    if (atomic_load_explicit(&ring->stopped, memory_order_acquire)) {
      return -ECANCELED;
    }
    /* Before the frames: what they are told to come from is as it was when they came. */
    if (follows(ring) && interfaces_changed(ring->changes_fd)) {
      return -ESTALE;
    }
    /* Always before sleeping: poll looks at the kernel's newest block, not at our next one. */
    if (block_acquire(block_at(ring, ring->next))) {
      return lend(ring, block);
    }
    if (timeout == 0) {
      return -ETIMEDOUT;
    }
    int64_t left = timeout < 0 ? -1 : deadline - now_ms();
    if (timeout > 0 && left <= 0) {
      return -ETIMEDOUT;
    }
    int error = wait_for_block(ring, (int)left);
    if (error < 0) {
      return error;
    }
  }
}

/* The filter of several interfaces names them. One that is locked stays, and does as long as none
 * has another index than `before`. */
static int name_interfaces(struct framering *ring, const int *before) {
  uint32_t count = ring->options.interface_count;
  if (count < 2) {
    return 0;
  }
  if (ring->options.helper == NULL) {
    return packet_attach_filter(ring->fd, &ring->options);
  }
  for (uint32_t i = 0; i < count; i++) {
    if (ring->interfaces[i] != 0 && !is_among(before, count, ring->interfaces[i])) {
      return -EPERM;
    }
  }
  return 0;
}

int framering_follow(struct framering *ring, const int *interfaces) {
  uint32_t count = ring->options.interface_count;
  int before[FRAMERING_INTERFACES_MAX];
  memcpy(before, ring->interfaces, count * sizeof *before);
  memcpy(ring->interfaces, interfaces, count * sizeof *before);
  int error = name_interfaces(ring, before);
  for (uint32_t i = 0; error == 0 && i < count; i++) {
    if (!is_among(before, count, interfaces[i])) {
      error = join_promiscuous(ring, interfaces[i]);
    }
  }
  bool moved = count == 1 && interfaces[0] != before[0];
  return error == 0 && moved ? bind_ring(ring) : error;
}

int framering_await_change(struct framering *ring, int timeout) {
  struct pollfd waits[] = {{.fd = ring->wake_fd, .events = POLLIN},
                           {.fd = ring->changes_fd, .events = POLLIN}};
  for (;;) {
    if (atomic_load_explicit(&ring->stopped, memory_order_acquire)) {
      return -ECANCELED;
    }
    int ready = poll(waits, 2, timeout);
    if (ready == 0) {
      return -ETIMEDOUT;
    }
    if (ready < 0 && errno != EINTR) {
      return -errno;
    }
    if (ready > 0 && waits[1].revents != 0 && interfaces_changed(ring->changes_fd)) {
      return -ESTALE;
    }
  }
}

int framering_ring_interfaces(struct framering *ring, struct framering_interface *list,
                              uint32_t capacity) {
  return interfaces_list(ring->interfaces_fd, list, capacity);
}

const char *framering_fault(const struct framering *ring) {
  return ring->fault;
}

void framering_stop(struct framering *ring) {
  atomic_store_explicit(&ring->stopped, true, memory_order_release);
  uint64_t one = 1;
  /* The counter is never read, so the descriptor stays readable; a full one is as good. */
  ssize_t written = write(ring->wake_fd, &one, sizeof one);
  (void)written;
}

int framering_statistics(struct framering *ring, struct framering_statistics *statistics) {
  struct tpacket_stats_v3 counts;
  pthread_mutex_lock(&ring->counting);
  int error = packet_statistics(ring->fd, &counts);
  if (error == 0) {
    atomic_fetch_add(&ring->received, counts.tp_packets);
    atomic_fetch_add(&ring->dropped, counts.tp_drops);
    atomic_fetch_add(&ring->freezes, counts.tp_freeze_q_cnt);
  }
  pthread_mutex_unlock(&ring->counting);
  statistics->received = atomic_load(&ring->received);
  statistics->dropped = atomic_load(&ring->dropped);
  statistics->freezes = atomic_load(&ring->freezes);
  return error;
}

void framering_close(struct framering *ring) {
  if (ring == NULL) {
    return;
  }
  for (uint32_t i = 0; ring->promiscuous && i < ring->options.interface_count; i++) {
    packet_drop_promiscuous(ring->fd, ring->interfaces[i]); /* fails when the interface is gone */
  }
  /* The mapping keeps the socket alive: closing the descriptor alone would capture on. */
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

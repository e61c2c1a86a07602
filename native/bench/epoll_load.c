// SPDX-License-Identifier: Apache-2.0
/*
 * Load for echo servers: many connections, each with some messages in flight, from one thread. Like
 * `framering echo-client --load`, at less cost: a generator slower than the servers would make them
 * all look the same. Checks every byte. For scripts/bench-echo only.
 *
 *   epoll_load PORT CONNECTIONS BYTES IN_FLIGHT WARM_UP_SECONDS SECONDS [reconnect]
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { BUFFER_BYTES = 256 << 10, EVENTS = 512, CUTS = 4096, MANTISSA_BITS = 7, BUCKETS = 64 << 7 };

struct connection {
  int fd;
  int id;
  bool writing; /* waits for space in the kernel's buffer */
  uint64_t begun, completed;
  size_t sent, received; /* of the message being sent, and the one being received */
  int64_t *beginnings;   /* of the messages in flight */
};

static char buffer[BUFFER_BYTES];
static char *pattern;
static size_t message_bytes;
static unsigned in_flight;
static bool reconnect;
static struct sockaddr_in server = {.sin_family = AF_INET};
static int epoll;
static bool measuring;
static uint64_t counts[BUCKETS], total, largest, errors;
static const char *first_error = "";

static int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void die(const char *what) {
  fprintf(stderr, "epoll_load: %s: %s\n", what, strerror(errno));
  exit(1);
}

static void count(uint64_t nanos) {
  int shift = 63 - __builtin_clzll(nanos | 1) - MANTISSA_BITS;
  shift = shift < 0 ? 0 : shift;
  counts[((uint64_t)shift << MANTISSA_BITS) + (nanos >> shift)]++;
  total++;
  largest = nanos > largest ? nanos : largest;
}

static double quantile_ms(double part) {
  uint64_t seen = 0, wanted = part * total;
  for (int i = 0; i < BUCKETS; i++) {
    seen += counts[i];
    if (seen > wanted) {
      int shift = (i >> MANTISSA_BITS) - 1;
      shift = shift < 0 ? 0 : shift;
      return (((uint64_t)i - ((uint64_t)shift << MANTISSA_BITS)) << shift) / 1e6;
    }
  }
  return largest / 1e6;
}

/* Every message of every connection is a different part of the same random bytes. */
static const char *message(const struct connection *c, uint64_t number) {
  return pattern + ((c->id * 31 + number * 7) & (CUTS - 1));
}

static void watch(int operation, struct connection *c, uint32_t events) {
  struct epoll_event event = {.events = events, .data.ptr = c};
  if (epoll_ctl(epoll, operation, c->fd, &event) != 0) die("epoll_ctl");
}

static void connect_to(struct connection *c) {
  int on = 1;
  c->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&server, sizeof server) != 0) die("connect");
  setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  watch(EPOLL_CTL_ADD, c, EPOLLIN);
  c->begun = c->completed = 0;
  c->sent = c->received = 0;
  c->writing = false;
}

static void fail(struct connection *c, const char *what) {
  if (errors++ == 0) first_error = what;
  close(c->fd);
  c->fd = -1;
}

static void send_some(struct connection *c, int64_t time) {
  while (c->sent > 0 || c->begun - c->completed < in_flight) {
    if (c->sent == 0) c->beginnings[c->begun++ % in_flight] = time;
    ssize_t n = send(c->fd, message(c, c->begun - 1) + c->sent, message_bytes - c->sent,
                     MSG_DONTWAIT | MSG_NOSIGNAL);
    if (n < 0 && errno != EAGAIN) {
      fail(c, "sending failed");
      return;
    }
    c->sent += n < 0 ? 0 : n;
    if (c->sent < message_bytes) {
      if (!c->writing) watch(EPOLL_CTL_MOD, c, EPOLLIN | EPOLLOUT);
      c->writing = true;
      return;
    }
    c->sent = 0;
  }
  if (c->writing) watch(EPOLL_CTL_MOD, c, EPOLLIN);
  c->writing = false;
}

/* Checks the received bytes; false if they are wrong. */
static bool check(struct connection *c, const char *bytes, size_t length, int64_t time) {
  while (length > 0) {
    size_t n = message_bytes - c->received < length ? message_bytes - c->received : length;
    if (c->begun == c->completed || memcmp(bytes, message(c, c->completed) + c->received, n) != 0)
      return false;
    bytes += n;
    length -= n;
    c->received += n;
    if (c->received == message_bytes) {
      if (measuring) count(time - c->beginnings[c->completed % in_flight]);
      c->received = 0;
      c->completed++;
    }
  }
  return true;
}

static void receive(struct connection *c) {
  ssize_t n = recv(c->fd, buffer, sizeof buffer, MSG_DONTWAIT);
  if (n < 0 && errno == EAGAIN) return;
  if (n <= 0) {
    fail(c, n == 0 ? "the server ended the connection" : "receiving failed");
    return;
  }
  int64_t time = now();
  if (!check(c, buffer, n, time)) {
    fail(c, "what came back differs from what was sent");
  } else if (!reconnect) {
    send_some(c, time);
  } else if (c->begun == c->completed) {
    close(c->fd);
    time = now();
    connect_to(c);
    send_some(c, time);
  }
}

static void work(double seconds) {
  int64_t end = now() + seconds * 1e9;
  while (now() < end) {
    struct epoll_event events[EVENTS];
    int n = epoll_wait(epoll, events, EVENTS, 100);
    for (int i = 0; i < n; i++) {
      struct connection *c = events[i].data.ptr;
      if (events[i].events & EPOLLOUT) send_some(c, now());
      if (c->fd >= 0 && events[i].events & ~EPOLLOUT) receive(c);
    }
  }
}

int main(int argc, char **argv) {
  if (argc < 7) {
    fprintf(stderr,
            "usage: epoll_load PORT CONNECTIONS BYTES IN_FLIGHT WARM_UP_SECONDS "
            "SECONDS [reconnect]\n");
    return 2;
  }
  server.sin_port = htons(atoi(argv[1]));
  server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int connections = atoi(argv[2]);
  message_bytes = atol(argv[3]);
  in_flight = atoi(argv[4]);
  reconnect = argc > 7;
  epoll = epoll_create1(EPOLL_CLOEXEC);
  pattern = malloc(message_bytes + CUTS);
  struct connection *all = calloc(connections, sizeof *all);
  if (pattern == NULL || all == NULL) die("malloc");
  for (size_t i = 0; i < message_bytes + CUTS; i++)
    pattern[i] = random();
  for (int i = 0; i < connections; i++) {
    all[i].id = i;
    all[i].beginnings = calloc(in_flight, sizeof *all[i].beginnings);
    connect_to(&all[i]);
  }
  for (int i = 0; i < connections; i++)
    send_some(&all[i], now());
  work(atof(argv[5]));
  puts("measuring"); /* so that the caller can read the server's processor time */
  fflush(stdout);
  measuring = true;
  int64_t start = now();
  work(atof(argv[6]));
  double seconds = (now() - start) / 1e9;
  printf("%lu messages in %.3f s: %.0f messages/s, %.1f MB/s\n", total, seconds, total / seconds,
         total / seconds * message_bytes / 1e6);
  printf("latency: p50 %.3f ms, p99 %.3f ms, p99.9 %.3f ms, longest %.3f ms\n", quantile_ms(0.5),
         quantile_ms(0.99), quantile_ms(0.999), largest / 1e6);
  printf("errors: %lu%s%s\n", errors, errors ? " the first: " : "", first_error);
  return errors > 0;
}

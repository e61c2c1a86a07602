// SPDX-License-Identifier: Apache-2.0
/*
 * The reference for the echo server: the same service in C, with one thread, epoll and non-blocking
 * sockets, and nothing else. For scripts/bench-echo only; it is not shipped.
 *
 *   cc -O2 -o epoll_echo epoll_echo.c && ./epoll_echo 0
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BUFFER_BYTES = 64 << 10, EVENTS = 512, BACKLOG = 4096 };

/* Bytes that the kernel did not accept yet; the socket of this peer is not read until they are
 * sent.
 */
struct connection {
  int fd;
  size_t owed_from;
  size_t owed_to;
  char *owed;
};

static char buffer[BUFFER_BYTES];

static void die(const char *what) {
  fprintf(stderr, "epoll_echo: %s: %s\n", what, strerror(errno));
  exit(1);
}

static void watch(int epoll, int operation, struct connection *c, uint32_t events) {
  struct epoll_event event = {.events = events, .data.ptr = c};
  if (epoll_ctl(epoll, operation, c->fd, &event) != 0) die("epoll_ctl");
}

static void end(struct connection *c) {
  close(c->fd);
  free(c->owed);
  free(c);
}

static void accept_all(int epoll, int listening) {
  for (;;) {
    int fd = accept4(listening, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) return; /* no connection waits, or no descriptor is free: the next event retries */
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct connection *c = calloc(1, sizeof *c);
    if (c == NULL) die("calloc");
    c->fd = fd;
    watch(epoll, EPOLL_CTL_ADD, c, EPOLLIN);
  }
}

/* Keeps the bytes that the kernel did not accept, and waits for space instead of input. */
static void owe(int epoll, struct connection *c, size_t from, size_t to) {
  c->owed = malloc(to - from);
  if (c->owed == NULL) die("malloc");
  memcpy(c->owed, buffer + from, to - from);
  c->owed_from = 0;
  c->owed_to = to - from;
  watch(epoll, EPOLL_CTL_MOD, c, EPOLLOUT);
}

static void echo(int epoll, struct connection *c) {
  ssize_t n = read(c->fd, buffer, sizeof buffer);
  if (n < 0 && errno == EAGAIN) return;
  if (n <= 0) {
    end(c);
    return;
  }
  ssize_t sent = write(c->fd, buffer, n);
  if (sent < 0 && errno != EAGAIN) {
    end(c);
    return;
  }
  if (sent < n) owe(epoll, c, sent < 0 ? 0 : sent, n);
}

static void pay(int epoll, struct connection *c) {
  ssize_t sent = write(c->fd, c->owed + c->owed_from, c->owed_to - c->owed_from);
  if (sent < 0 && errno != EAGAIN) {
    end(c);
    return;
  }
  c->owed_from += sent < 0 ? 0 : sent;
  if (c->owed_from == c->owed_to) {
    free(c->owed);
    c->owed = NULL;
    watch(epoll, EPOLL_CTL_MOD, c, EPOLLIN);
  }
}

static int listen_on(int port) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  int on = 1;
  struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(fd, (struct sockaddr *)&address, length) != 0 || listen(fd, BACKLOG) != 0)
    die("can't listen");
  getsockname(fd, (struct sockaddr *)&address, &length);
  printf("Server started to listen on:%d\n", ntohs(address.sin_port));
  fflush(stdout);
  return fd;
}

int main(int argc, char **argv) {
  int epoll = epoll_create1(EPOLL_CLOEXEC);
  struct connection door = {.fd = listen_on(argc > 1 ? atoi(argv[1]) : 65435)};
  watch(epoll, EPOLL_CTL_ADD, &door, EPOLLIN);
  for (;;) {
    struct epoll_event events[EVENTS];
    int n = epoll_wait(epoll, events, EVENTS, -1);
    for (int i = 0; i < n; i++) {
      struct connection *c = events[i].data.ptr;
      if (c == &door)
        accept_all(epoll, door.fd);
      else if (c->owed != NULL)
        pay(epoll, c);
      else
        echo(epoll, c);
    }
  }
}

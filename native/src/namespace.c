// SPDX-License-Identifier: Apache-2.0
#include "namespace.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <unistd.h>

struct request {
  int namespace_fd;
  int domain;
  int type;
  int protocol;
  int result;
  bool entered;
};

static void open_socket(struct request *request) {
  int fd = socket(request->domain, request->type | SOCK_CLOEXEC, request->protocol);
  request->result = fd < 0 ? -errno : fd;
}

static void *open_inside(void *argument) {
  struct request *request = argument;
  if (setns(request->namespace_fd, CLONE_NEWNET) < 0) {
    request->result = -errno;
  } else {
    request->entered = true;
    open_socket(request);
  }
  return NULL;
}

/*
 * setns(2) moves one thread, and a socket stays in the namespace where it was opened. So a
 * temporary thread enters the namespace and ends there, and no thread of the caller can stay in it.
 */
static void open_in_thread(struct request *request) {
  pthread_t thread;
  int error = pthread_create(&thread, NULL, open_inside, request);
  if (error != 0) {
    request->result = -error;
    return;
  }
  pthread_join(thread, NULL);
}

int namespace_socket(const char *network_namespace, int domain, int type, int protocol,
                     enum framering_call *failed) {
  struct request request = {.domain = domain, .type = type, .protocol = protocol};
  if (network_namespace == NULL) {
    open_socket(&request);
    return request.result;
  }
  request.namespace_fd = open(network_namespace, O_RDONLY | O_CLOEXEC);
  if (request.namespace_fd < 0) {
    *failed = FRAMERING_CALL_NAMESPACE;
    return -errno;
  }
  open_in_thread(&request);
  if (!request.entered) {
    *failed = FRAMERING_CALL_NAMESPACE;
  }
  close(request.namespace_fd);
  return request.result;
}

// SPDX-License-Identifier: Apache-2.0
#include "helper.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../helper/request.h"
#include "filter.h"

/* MAX_ERRNO of the kernel's linux/err.h */
#define ERRNO_MAX 4095

/* It takes some milliseconds; a machine may be busy. */
int helper_patience = 10000;

/*
 * posix_spawn(3) is safe in a process with many threads. The helper gets the socket as its standard
 * input, our standard error for messages of the dynamic linker, no environment, and no blocked or
 * ignored signal.
 */
static int start(const char *path, int its_end, pid_t *helper) {
  char *const arguments[] = {"framering-helper", NULL};
  char *const environment[] = {NULL};
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_t files;
  int error = posix_spawnattr_init(&attributes);
  if (error != 0) {
    return -error;
  }
  error = posix_spawn_file_actions_init(&files);
  if (error == 0) {
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    error = posix_spawn_file_actions_adddup2(&files, its_end, STDIN_FILENO);
    if (error == 0) {
      error = posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    }
    if (error == 0) {
      error = posix_spawn(helper, path, &files, &attributes, arguments, environment);
    }
    posix_spawn_file_actions_destroy(&files);
  }
  posix_spawnattr_destroy(&attributes);
  return -error;
}

/* FILTER_MAX is BPF_MAXINSNS, so every program fits. */
static int ask(int fd, const struct framering_options *options, enum framering_call *failed) {
  struct helper_request request = {.protocol = HELPER_PROTOCOL};
  int length = filter_build(options, request.instructions);
  if (length < 0) {
    *failed = FRAMERING_CALL_FILTER;
    return length;
  }
  request.length = (uint32_t)length;
  ssize_t sent = send(fd, &request, HELPER_REQUEST_SIZE((size_t)length), MSG_NOSIGNAL);
  return sent < 0 ? -errno : 0;
}

static int await_answer(int fd) {
  struct pollfd wait = {.fd = fd, .events = POLLIN};
  int ready;
  do {
    ready = poll(&wait, 1, helper_patience);
  } while (ready < 0 && errno == EINTR);
  return ready < 0 ? -errno : ready == 0 ? -ETIMEDOUT : 0;
}

static int check_packet_socket(int fd) {
  int domain = -1;
  socklen_t size = sizeof domain;
  if (getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &size) < 0) {
    return -errno;
  }
  return domain == AF_PACKET ? 0 : -EPROTO;
}

/* Returns the socket, the error in the answer, or -EPROTO if it is no valid answer. */
static int take_answer(int fd, enum framering_call *failed) {
  struct helper_answer answer;
  int packet = -1;
  union {
    char room[CMSG_SPACE(sizeof packet)];
    struct cmsghdr header;
  } control;
  struct iovec bytes = {&answer, sizeof answer};
  struct msghdr message = {.msg_iov = &bytes,
                           .msg_iovlen = 1,
                           .msg_control = &control,
                           .msg_controllen = CMSG_LEN(sizeof packet)}; /* room for one */
  ssize_t size = recvmsg(fd, &message, MSG_CMSG_CLOEXEC);
  if (size < 0) {
    return -errno;
  }
  int error = -EPROTO;
  struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  if (header != NULL && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS &&
      header->cmsg_len == CMSG_LEN(sizeof packet)) {
    memcpy(&packet, CMSG_DATA(header), sizeof packet);
  }
  bool is_answer = size == (ssize_t)sizeof answer && answer.protocol == HELPER_PROTOCOL &&
                   !(message.msg_flags & (MSG_TRUNC | MSG_CTRUNC));
  if (is_answer && answer.error == 0 && packet >= 0) {
    error = check_packet_socket(packet);
    if (error == 0) {
      return packet;
    }
  }
  if (packet >= 0) {
    close(packet);
  }
  if (!is_answer || answer.error >= 0 || answer.error < -ERRNO_MAX) {
    return error;
  }
  *failed = (enum framering_call)answer.failed;
  return answer.error;
}

/* A helper that has answered is about to end; any other one is killed. */
static void end(pid_t helper, bool has_answered) {
  if (!has_answered) {
    kill(helper, SIGKILL);
  }
  while (waitpid(helper, NULL, 0) < 0 && errno == EINTR) {
  }
}

int helper_socket(const struct framering_options *options, enum framering_call *failed) {
  int ends[2];
  *failed = FRAMERING_CALL_HELPER_START;
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0) {
    return -errno;
  }
  pid_t helper;
  int error = start(options->helper, ends[1], &helper);
  close(ends[1]);
  int packet = -1;
  if (error == 0) {
    *failed = FRAMERING_CALL_HELPER_ANSWER;
    error = ask(ends[0], options, failed);
    if (error == 0) {
      error = await_answer(ends[0]);
    }
    bool has_answered = error == 0;
    if (has_answered) {
      packet = take_answer(ends[0], failed);
      error = packet < 0 ? packet : 0;
    }
    end(helper, has_answered);
  }
  close(ends[0]);
  return error < 0 ? error : packet;
}

// SPDX-License-Identifier: Apache-2.0
#include "failing.h"

#include <dlfcn.h>
#include <errno.h>
#include <grp.h>
#include <linux/if_packet.h>
#include <poll.h>
#include <pthread.h>
#include <pwd.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

struct failing_plan failing_plan;
struct failing_record *failing_record;
bool failing_armed;

static bool may_fail_with(const struct failing_call *call, int error) {
  for (int i = 0; call->errors[i] != 0; i++) {
    if (call->errors[i] == error) {
      return true;
    }
  }
  return false;
}

/* The error of the call, or 0 if it is to be made. Calls come from one thread at a time, or from
 * two that wait for each other. */
static int error_of(const struct failing_call *call) {
  struct failing_record *record = failing_record;
  if (!failing_armed || record == NULL) {
    return 0;
  }
  int number = __atomic_add_fetch(&record->count, 1, __ATOMIC_SEQ_CST);
  if (number <= CALLS_MAX) {
    record->calls[number - 1] = call;
  }
  bool again = failing_plan.always && record->failed == call;
  if (number != failing_plan.at && !again) {
    return 0;
  }
  /* With two threads, another call may have this number than when the calls were recorded. */
  if (!may_fail_with(call, failing_plan.error)) {
    return 0;
  }
  record->failed = call;
  return failing_plan.error;
}

static bool fails(const struct failing_call *call) {
  int error = error_of(call);
  if (error != 0) {
    errno = error;
  }
  return error != 0;
}

/* Declares the real function and its substitute, whose body follows. */
#define WRAP(type, function, ...)      \
  type __real_##function(__VA_ARGS__); \
  type __wrap_##function(__VA_ARGS__); \
  type __wrap_##function(__VA_ARGS__)

/* A function that sets errno. */
#define FAIL(failure, function_name, ...)                                          \
  do {                                                                             \
    static const struct failing_call call_ = {.name = function_name, __VA_ARGS__}; \
    if (fails(&call_)) return failure;                                             \
  } while (0)

/* A function that returns an error number. */
#define FAIL_WITH_NUMBER(function_name, ...)                                       \
  do {                                                                             \
    static const struct failing_call call_ = {.name = function_name, __VA_ARGS__}; \
    int error_ = error_of(&call_);                                                 \
    if (error_ != 0) return error_;                                                \
  } while (0)

#define ERRORS(...) .errors = {__VA_ARGS__}
#define NAMED(...) .named = {__VA_ARGS__}

static void *counted(void *allocated) {
  if (failing_armed && allocated != NULL && failing_record != NULL) {
    failing_record->allocations++;
  }
  return allocated;
}

WRAP(void *, malloc, size_t size) {
  FAIL(NULL, "malloc", ERRORS(ENOMEM), NAMED(FRAMERING_CALL_MEMORY));
  return counted(__real_malloc(size));
}

WRAP(void *, calloc, size_t count, size_t size) {
  FAIL(NULL, "calloc", ERRORS(ENOMEM), NAMED(FRAMERING_CALL_MEMORY));
  return counted(__real_calloc(count, size));
}

WRAP(void, free, void *allocated) {
  if (failing_armed && allocated != NULL && failing_record != NULL) {
    failing_record->allocations--;
  }
  __real_free(allocated);
}

WRAP(int, socket, int domain, int type, int protocol) {
  if (domain == AF_PACKET) {
    FAIL(-1, "socket(AF_PACKET)", ERRORS(EPERM, EMFILE, ENOBUFS), NAMED(FRAMERING_CALL_SOCKET));
  } else {
    FAIL(-1, "socket(AF_NETLINK)", ERRORS(EMFILE, EPERM), NAMED(FRAMERING_CALL_INTERFACES));
  }
  return __real_socket(domain, type, protocol);
}

WRAP(int, socketpair, int domain, int type, int protocol, int ends[2]) {
  FAIL(-1, "socketpair", ERRORS(EMFILE, ENOMEM), NAMED(FRAMERING_CALL_HELPER_START));
  return __real_socketpair(domain, type, protocol, ends);
}

WRAP(int, bind, int fd, const struct sockaddr *address, socklen_t size) {
  if (address->sa_family == AF_PACKET) {
    FAIL(-1, "bind", ERRORS(ENODEV, ENOMEM), NAMED(FRAMERING_CALL_BIND));
  } else {
    FAIL(-1, "bind(AF_NETLINK)", ERRORS(ENOMEM), NAMED(FRAMERING_CALL_INTERFACES));
  }
  return __real_bind(fd, address, size);
}

#define FAIL_OPTION(option, call, ...)                                                      \
  case option:                                                                              \
    FAIL(-1, "setsockopt(" #option ")", ERRORS(__VA_ARGS__), NAMED(FRAMERING_CALL_##call)); \
    break

#ifndef PACKET_IGNORE_OUTGOING
#define PACKET_IGNORE_OUTGOING 23
#endif

WRAP(int, setsockopt, int fd, int level, int name, const void *value, socklen_t size) {
  if (level == SOL_SOCKET && name == SO_SNDBUF) {
    FAIL(-1, "setsockopt(SO_SNDBUF)", ERRORS(ENOMEM), NAMED(FRAMERING_CALL_SEND_BUFFER));
  } else if (level == SOL_SOCKET) {
    FAIL(-1, "setsockopt(SO_ATTACH_FILTER)", ERRORS(ENOMEM, EPERM), NAMED(FRAMERING_CALL_FILTER));
  } else {
    switch (name) {
      FAIL_OPTION(PACKET_VERSION, VERSION, EINVAL, EBUSY);
      FAIL_OPTION(PACKET_RESERVE, RESERVE, EBUSY);
      FAIL_OPTION(PACKET_RX_RING, RING, ENOMEM, EINVAL);
      FAIL_OPTION(PACKET_IGNORE_OUTGOING, IGNORE_OUTGOING, ENOPROTOOPT);
      FAIL_OPTION(PACKET_ADD_MEMBERSHIP, MEMBERSHIP, ENODEV, ENOBUFS);
      FAIL_OPTION(PACKET_DROP_MEMBERSHIP, MEMBERSHIP, EADDRNOTAVAIL);
      FAIL_OPTION(PACKET_FANOUT, FANOUT, ENOMEM, EINVAL);
      FAIL_OPTION(PACKET_FANOUT_DATA, FANOUT_DATA, ENOMEM, EPERM);
      FAIL_OPTION(PACKET_QDISC_BYPASS, QDISC_BYPASS, EPERM);
      default:
        abort(); /* there is no row for this call */
    }
  }
  return __real_setsockopt(fd, level, name, value, size);
}

WRAP(int, getsockopt, int fd, int level, int name, void *value, socklen_t *size) {
  if (level == SOL_PACKET && name == PACKET_STATISTICS) {
    FAIL(-1, "getsockopt(PACKET_STATISTICS)", ERRORS(EPERM, ENOMEM),
         NAMED(FRAMERING_CALL_STATISTICS));
  } else if (level == SOL_PACKET) {
    FAIL(-1, "getsockopt(PACKET_FANOUT)", ERRORS(EPERM), NAMED(FRAMERING_CALL_FANOUT));
  } else if (name == SO_DOMAIN) {
    FAIL(-1, "getsockopt(SO_DOMAIN)", ERRORS(EPERM), NAMED(FRAMERING_CALL_HELPER_ANSWER));
  } else {
    FAIL(-1, "getsockopt(SO_ERROR)", ERRORS(EPERM),
         NAMED(FRAMERING_CALL_BIND, FRAMERING_CALL_PENDING_ERROR));
  }
  return __real_getsockopt(fd, level, name, value, size);
}

WRAP(int, getsockname, int fd, struct sockaddr *address, socklen_t *size) {
  FAIL(-1, "getsockname", ERRORS(ENOBUFS), NAMED(FRAMERING_CALL_ADDRESS));
  return __real_getsockname(fd, address, size);
}

WRAP(int, ioctl, int fd, unsigned long request, void *argument) {
  FAIL(-1, "ioctl", ERRORS(EPERM, ENODEV), NAMED(FRAMERING_CALL_BIND, FRAMERING_CALL_INTERFACE));
  return __real_ioctl(fd, request, argument);
}

WRAP(ssize_t, send, int fd, const void *bytes, size_t size, int flags) {
  FAIL(-1, "send", ERRORS(ENOBUFS, EINTR, EPERM),
       NAMED(FRAMERING_CALL_INTERFACES, FRAMERING_CALL_HELPER_ANSWER, FRAMERING_CALL_SEND));
  return __real_send(fd, bytes, size, flags);
}

WRAP(int, sendmmsg, int fd, struct mmsghdr *messages, unsigned count, int flags) {
  FAIL(-1, "sendmmsg", ERRORS(ENOBUFS, EINTR, EPERM), NAMED(FRAMERING_CALL_SEND));
  return __real_sendmmsg(fd, messages, count, flags);
}

WRAP(ssize_t, recv, int fd, void *bytes, size_t size, int flags) {
  FAIL(-1, "recv", ERRORS(ENOMEM, EINTR, ENOBUFS),
       NAMED(FRAMERING_CALL_INTERFACES, FRAMERING_CALL_CHANGES));
  return __real_recv(fd, bytes, size, flags);
}

WRAP(ssize_t, recvmsg, int fd, struct msghdr *message, int flags) {
  FAIL(-1, "recvmsg", ERRORS(ENOMEM, EINTR), NAMED(FRAMERING_CALL_HELPER_ANSWER));
  return __real_recvmsg(fd, message, flags);
}

WRAP(int, poll, struct pollfd *waits, nfds_t count, int timeout) {
  FAIL(-1, "poll", ERRORS(ENOMEM, EINTR), NAMED(FRAMERING_CALL_HELPER_ANSWER, FRAMERING_CALL_POLL));
  return __real_poll(waits, count, timeout);
}

WRAP(int, ppoll, struct pollfd *waits, nfds_t count, const struct timespec *timeout,
     const sigset_t *mask) {
  FAIL(-1, "ppoll", ERRORS(ENOMEM, EINTR), NAMED(FRAMERING_CALL_POLL));
  return __real_ppoll(waits, count, timeout, mask);
}

WRAP(int, eventfd, unsigned initial, int flags) {
  FAIL(-1, "eventfd", ERRORS(EMFILE, ENODEV, ENOMEM), NAMED(FRAMERING_CALL_EVENTFD));
  return __real_eventfd(initial, flags);
}

WRAP(ssize_t, write, int fd, const void *bytes, size_t size) {
  FAIL(-1, "write", ERRORS(EINTR), NAMED(FRAMERING_CALL_NONE));
  return __real_write(fd, bytes, size);
}

WRAP(void *, mmap, void *at, size_t size, int protection, int flags, int fd, off_t offset) {
  FAIL(MAP_FAILED, "mmap", ERRORS(ENOMEM, EAGAIN), NAMED(FRAMERING_CALL_MMAP));
  return __real_mmap(at, size, protection, flags, fd, offset);
}

/* These two report a failure after doing the work: the descriptor is closed in any case. */
WRAP(int, munmap, void *memory, size_t size) {
  int result = __real_munmap(memory, size);
  FAIL(-1, "munmap", ERRORS(ENOMEM), NAMED(FRAMERING_CALL_NONE));
  return result;
}

WRAP(int, close, int fd) {
  int result = __real_close(fd);
  FAIL(-1, "close", ERRORS(EIO, EINTR), NAMED(FRAMERING_CALL_NONE));
  return result;
}

WRAP(int, open, const char *path, int flags) {
  FAIL(-1, "open", ERRORS(EMFILE, ENOENT, EINTR), NAMED(FRAMERING_CALL_NAMESPACE));
  return __real_open(path, flags);
}

WRAP(int, setns, int fd, int type) {
  FAIL(-1, "setns", ERRORS(EPERM, ENOMEM), NAMED(FRAMERING_CALL_NAMESPACE));
  return __real_setns(fd, type);
}

WRAP(int, pthread_create, pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *),
     void *argument) {
  FAIL_WITH_NUMBER("pthread_create", ERRORS(EAGAIN), NAMED(FRAMERING_CALL_NAMESPACE));
  return __real_pthread_create(thread, attributes, run, argument);
}

WRAP(int, posix_spawnattr_init, posix_spawnattr_t *attributes) {
  FAIL_WITH_NUMBER("posix_spawnattr_init", ERRORS(ENOMEM), NAMED(FRAMERING_CALL_HELPER_START));
  return __real_posix_spawnattr_init(attributes);
}

WRAP(int, posix_spawn_file_actions_init, posix_spawn_file_actions_t *actions) {
  FAIL_WITH_NUMBER("posix_spawn_file_actions_init", ERRORS(ENOMEM),
                   NAMED(FRAMERING_CALL_HELPER_START));
  return __real_posix_spawn_file_actions_init(actions);
}

WRAP(int, posix_spawn_file_actions_adddup2, posix_spawn_file_actions_t *actions, int from, int to) {
  FAIL_WITH_NUMBER("posix_spawn_file_actions_adddup2", ERRORS(ENOMEM),
                   NAMED(FRAMERING_CALL_HELPER_START));
  return __real_posix_spawn_file_actions_adddup2(actions, from, to);
}

WRAP(int, posix_spawn_file_actions_addopen, posix_spawn_file_actions_t *actions, int to,
     const char *path, int flags, mode_t mode) {
  FAIL_WITH_NUMBER("posix_spawn_file_actions_addopen", ERRORS(ENOMEM),
                   NAMED(FRAMERING_CALL_HELPER_START));
  return __real_posix_spawn_file_actions_addopen(actions, to, path, flags, mode);
}

WRAP(int, posix_spawn, pid_t *process, const char *path, const posix_spawn_file_actions_t *actions,
     const posix_spawnattr_t *attributes, char *const arguments[], char *const environment[]) {
  FAIL_WITH_NUMBER("posix_spawn", ERRORS(ENOMEM, EAGAIN, EPERM),
                   NAMED(FRAMERING_CALL_HELPER_START));
  return __real_posix_spawn(process, path, actions, attributes, arguments, environment);
}

WRAP(pid_t, waitpid, pid_t process, int *status, int flags) {
  FAIL(-1, "waitpid", ERRORS(EINTR), NAMED(FRAMERING_CALL_NONE));
  return __real_waitpid(process, status, flags);
}

/* A failure sets the text of dlerror(3), as the real function does. */
WRAP(void *, dlopen, const char *path, int flags) {
  static const struct failing_call call = {"dlopen", {ENOMEM}, {FRAMERING_CALL_NONE}};
  return __real_dlopen(fails(&call) ? "no-such-library" : path, flags);
}

WRAP(void *, dlsym, void *library, const char *name) {
  static const struct failing_call call = {"dlsym", {ENOENT}, {FRAMERING_CALL_NONE}};
  return __real_dlsym(library, fails(&call) ? "no_such_function" : name);
}

WRAP(FILE *, fmemopen, void *memory, size_t size, const char *mode) {
  FAIL(NULL, "fmemopen", ERRORS(ENOMEM), NAMED(FRAMERING_CALL_NONE));
  return __real_fmemopen(memory, size, mode);
}

WRAP(int, getpwnam_r, const char *name, struct passwd *entry, char *room, size_t size,
     struct passwd **found) {
  static const struct failing_call call = {"getpwnam_r", {EMFILE, EINTR}, {FRAMERING_CALL_USER}};
  int error = error_of(&call);
  *found = NULL;
  return error != 0 ? error : __real_getpwnam_r(name, entry, room, size, found);
}

WRAP(int, prctl, int option, unsigned long a, unsigned long b, unsigned long c, unsigned long d) {
  FAIL(-1, "prctl", ERRORS(EPERM), NAMED(FRAMERING_CALL_KEEP_CAPABILITIES));
  return __real_prctl(option, a, b, c, d);
}

WRAP(int, initgroups, const char *user, gid_t group) {
  FAIL(-1, "initgroups", ERRORS(ENOMEM, EPERM), NAMED(FRAMERING_CALL_GROUPS));
  return __real_initgroups(user, group);
}

WRAP(int, setresgid, gid_t real, gid_t effective, gid_t saved) {
  FAIL(-1, "setresgid", ERRORS(EPERM, EAGAIN), NAMED(FRAMERING_CALL_GROUP_ID));
  return __real_setresgid(real, effective, saved);
}

WRAP(int, setresuid, uid_t real, uid_t effective, uid_t saved) {
  FAIL(-1, "setresuid", ERRORS(EPERM, EAGAIN), NAMED(FRAMERING_CALL_USER_ID));
  return __real_setresuid(real, effective, saved);
}

// SPDX-License-Identifier: Apache-2.0
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <pwd.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "framering.h"

/* Larger than any reasonable entry of a user database. */
#define ENTRY_MAX (1u << 20)

/* Looks the user up; getpwnam_r(3) needs a buffer of unknown size. */
static int find_user(const char *name, uid_t *user, gid_t *group, enum framering_call *failed) {
  for (size_t size = 1024; size <= ENTRY_MAX; size *= 2) {
    char *room = malloc(size);
    if (room == NULL) {
      *failed = FRAMERING_CALL_MEMORY;
      return -ENOMEM;
    }
    struct passwd entry, *found;
    int error = getpwnam_r(name, &entry, room, size, &found);
    if (found != NULL) {
      *user = entry.pw_uid;
      *group = entry.pw_gid;
    }
    free(room);
    if (found != NULL) {
      return 0;
    }
    if (error != ERANGE) {
      /* The errors that databases return for an unknown name, according to getpwnam(3). */
      bool unknown =
          error == 0 || error == ENOENT || error == ESRCH || error == EBADF || error == EPERM;
      *failed = unknown ? FRAMERING_CALL_NONE : FRAMERING_CALL_USER;
      return unknown ? -ENOENT : -error;
    }
  }
  *failed = FRAMERING_CALL_USER;
  return -ERANGE;
}

typedef struct __user_cap_data_struct capability_sets[_LINUX_CAPABILITY_U32S_3];

static int get_capabilities(pid_t thread, capability_sets sets) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, thread};
  return syscall(SYS_capget, &header, sets) == 0 ? 0 : -errno;
}

static bool has_inheritable(pid_t thread) {
  capability_sets sets = {{0}};
  return get_capabilities(thread, sets) == 0 && (sets[0].inheritable | sets[1].inheritable) != 0;
}

/* A signal handler, since a thread can only change its own capabilities. */
static void clear_inheritable(int signal) {
  (void)signal;
  int error = errno;
  capability_sets sets = {{0}};
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  if (get_capabilities(0, sets) == 0) {
    sets[0].inheritable = sets[1].inheritable = 0;
    syscall(SYS_capset, &header, sets);
  }
  errno = error;
}

/* Claims an unused signal. Its handler stays, since the signal may still be pending at the end. */
static int claim_signal(void) {
  for (int signal = SIGRTMIN; signal <= SIGRTMAX; signal++) {
    struct sigaction action;
    if (sigaction(signal, NULL, &action) == 0 && action.sa_handler == SIG_DFL) {
      action = (struct sigaction){.sa_handler = clear_inheritable, .sa_flags = SA_RESTART};
      return sigaction(signal, &action, NULL) == 0 ? signal : -errno;
    }
  }
  return -EAGAIN;
}

/* Signals each thread that has inheritable capabilities. Returns their number, or a negative errno.
 */
static int signal_threads(int *signal, enum framering_call *failed) {
  DIR *tasks = opendir("/proc/self/task");
  *failed = tasks == NULL ? FRAMERING_CALL_THREADS : FRAMERING_CALL_CAPABILITIES;
  if (tasks == NULL) { /* no procfs: threads have what this one has */
    return has_inheritable(0) ? -EOPNOTSUPP : 0;
  }
  int found = 0;
  for (struct dirent *task; found >= 0 && (task = readdir(tasks)) != NULL;) {
    pid_t thread = isdigit((unsigned char)task->d_name[0]) ? atoi(task->d_name) : 0;
    if (thread == 0 || !has_inheritable(thread)) {
      continue;
    }
    *signal = *signal == 0 ? claim_signal() : *signal;
    found = *signal < 0 ? *signal : found + 1;
    if (*signal > 0) {
      syscall(SYS_tgkill, getpid(), thread, *signal); /* the thread may have ended */
    }
  }
  closedir(tasks);
  return found;
}

/* setresuid(2) does not change this set, and a later exec could use it. A new thread inherits it,
 * so only a second pass that finds none is conclusive. */
static int drop_inheritable(enum framering_call *failed) {
  const struct timespec pause = {.tv_nsec = 1000000};
  const int most_looks = 10000; /* 10 s: a thread may block the signal */
  int signal = 0;
  for (int look = 0, clean = 0; look < most_looks; look++) {
    int found = signal_threads(&signal, failed);
    if (found < 0) {
      return found;
    }
    clean = found == 0 ? clean + 1 : 0;
    if (clean == 2) {
      return 0;
    }
    if (found > 0) {
      nanosleep(&pause, NULL);
    }
  }
  return -ETIMEDOUT;
}

/* The C library makes each of these calls in every thread. The user ID is changed last, since that
 * drops all capabilities and with them the privilege for the other calls. */
static int become(const char *name, uid_t user, gid_t group, enum framering_call *call) {
  *call = FRAMERING_CALL_KEEP_CAPABILITIES;
  if (prctl(PR_SET_KEEPCAPS, 0, 0, 0, 0) < 0) {
    return -errno;
  }
  *call = FRAMERING_CALL_GROUPS;
  if (initgroups(name, group) < 0) {
    return -errno;
  }
  *call = FRAMERING_CALL_GROUP_ID;
  if (setresgid(group, group, group) < 0) {
    return -errno;
  }
  *call = FRAMERING_CALL_USER_ID;
  if (setresuid(user, user, user) < 0) {
    return -errno;
  }
  return setuid(0) == 0 ? -ENOTRECOVERABLE : 0;
}

int framering_drop_privileges(const char *name, enum framering_call *failed) {
  uid_t user = 0;
  gid_t group = 0;
  int error = find_user(name, &user, &group, failed);
  if (error < 0) {
    return error;
  }
  *failed = FRAMERING_CALL_NONE;
  if (user == 0) {
    return -EINVAL;
  }
  if (geteuid() != 0) {
    return -EPERM;
  }
  error = drop_inheritable(failed);
  return error < 0 ? error : become(name, user, group, failed);
}

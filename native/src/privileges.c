#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "framering.h"

/* Larger than any entry of a user database that is meant to be read. */
#define ENTRY_MAX (1u << 20)

/* Looks the user up; getpwnam_r(3) wants room, and does not say how much. */
static int find_user(const char *name, uid_t *user, gid_t *group) {
  for (size_t size = 1024; size <= ENTRY_MAX; size *= 2) {
    char *room = malloc(size);
    if (room == NULL) {
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
      /* getpwnam(3) lists what else a database says of a name that it does not have. */
      return error == 0 || error == ENOENT || error == ESRCH || error == EBADF || error == EPERM
                 ? -ENOENT
                 : -error;
    }
  }
  return -ERANGE;
}

int framering_drop_privileges(const char *name) {
  uid_t user = 0;
  gid_t group = 0;
  int error = find_user(name, &user, &group);
  if (error < 0) {
    return error;
  }
  if (user == 0) {
    return -EINVAL;
  }
  if (geteuid() != 0) {
    return -EPERM;
  }
  /* The C library makes each of these calls in every thread. The user goes last: with it goes the
   * right to make the others, and every capability. */
  if (prctl(PR_SET_KEEPCAPS, 0, 0, 0, 0) < 0 || initgroups(name, group) < 0 ||
      setresgid(group, group, group) < 0 || setresuid(user, user, user) < 0) {
    return -errno;
  }
  return setuid(0) == 0 ? -ENOTRECOVERABLE : 0;
}

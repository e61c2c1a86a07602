// SPDX-License-Identifier: Apache-2.0
/* framering_drop_privileges(): every thread loses root's privileges, and the open ring continues.
 */
#include <errno.h>
#include <linux/capability.h>
#include <pthread.h>
#include <pwd.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "testing.h"

#define USER "nobody"
#define THREADS 4

static pthread_barrier_t everybody_runs, everybody_may_go;

static void *wait_about(void *unused) {
  pthread_barrier_wait(&everybody_runs);
  pthread_barrier_wait(&everybody_may_go);
  return unused;
}

static int lines_of_all_threads(const char *text) {
  char command[200], answer[16] = "";
  snprintf(command, sizeof command, "cat /proc/%d/task/*/status | grep -c '%s'", getpid(), text);
  FILE *grep = popen(command, "r");
  CHECK(fgets(answer, sizeof answer, grep) != NULL);
  pclose(grep);
  return atoi(answer);
}

#ifndef __SANITIZE_THREAD__
/* As a container or a service manager may start a process. Threads inherit it. */
static void make_capabilities_inheritable(void) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct sets[_LINUX_CAPABILITY_U32S_3];
  CHECK_EQUAL(syscall(SYS_capget, &header, sets), 0);
  for (int i = 0; i < _LINUX_CAPABILITY_U32S_3; i++) {
    sets[i].inheritable = sets[i].permitted;
  }
  CHECK_EQUAL(syscall(SYS_capset, &header, sets), 0);
  CHECK_EQUAL(lines_of_all_threads("^CapInh:.0*$"), 0);
}
#endif

static void threads_lose_everything(void) {
  struct framering *ring = open_ring("left", FRAMERING_PROMISCUOUS);
  pthread_t threads[THREADS];
  pthread_barrier_init(&everybody_runs, NULL, THREADS + 1);
  pthread_barrier_init(&everybody_may_go, NULL, THREADS + 1);
  for (int i = 0; i < THREADS; i++) {
    CHECK_EQUAL(pthread_create(&threads[i], NULL, wait_about, NULL), 0);
  }
  pthread_barrier_wait(&everybody_runs);
  int sender = fork(); /* sends after the process can no longer open rings */
  if (sender == 0) {
    uint8_t bytes[60];
    make_frame(bytes, sizeof bytes, 0x88B5, 7);
    usleep(200000);
    send_frame("right", bytes, sizeof bytes);
    _exit(0);
  }

  enum framering_call failed;
  CHECK_EQUAL(framering_drop_privileges(USER, &failed), 0);
  const struct passwd *user = getpwnam(USER);
  char ids[100];
  int all = lines_of_all_threads("^Uid:");
  CHECK(all > THREADS);
  snprintf(ids, sizeof ids, "^Uid:.%u.%u.%u.%u$", user->pw_uid, user->pw_uid, user->pw_uid,
           user->pw_uid);
  CHECK_EQUAL(lines_of_all_threads(ids), all);
  snprintf(ids, sizeof ids, "^Gid:.%u.%u.%u.%u$", user->pw_gid, user->pw_gid, user->pw_gid,
           user->pw_gid);
  CHECK_EQUAL(lines_of_all_threads(ids), all);
  snprintf(ids, sizeof ids, "^Groups:.%u *$", user->pw_gid);
  CHECK_EQUAL(lines_of_all_threads(ids), all);
  CHECK_EQUAL(lines_of_all_threads("^Cap\\(Inh\\|Prm\\|Eff\\|Amb\\):.0*$"), 4 * all);

  struct frame_cursor cursor = {0};
  CHECK_EQUAL(next_frame(ring, &cursor)->tp_snaplen, 60);
  pthread_barrier_wait(&everybody_may_go);
  for (int i = 0; i < THREADS; i++) {
    pthread_join(threads[i], NULL);
  }
  framering_close(ring);
  waitpid(sender, NULL, 0);

  CHECK_EQUAL(framering_drop_privileges(USER, &failed), -EPERM);
  CHECK_EQUAL(failed, FRAMERING_CALL_NONE);
  struct framering_options options = FRAMERING_DEFAULTS;
  CHECK_EQUAL(framering_open(&ring, &options, &failed), -EPERM);
}

int main(void) {
  enum framering_call failed = FRAMERING_CALL_OPTIONS;
  CHECK_EQUAL(framering_drop_privileges("no-such-user", &failed), -ENOENT);
  CHECK_EQUAL(failed, FRAMERING_CALL_NONE);
  failed = FRAMERING_CALL_OPTIONS;
  CHECK_EQUAL(framering_drop_privileges("root", &failed), -EINVAL);
  CHECK_EQUAL(failed, FRAMERING_CALL_NONE);
  if (geteuid() != 0 || getpwnam(USER) == NULL) {
    fprintf(stderr, "not root, or no user %s: nothing to give up\n", USER);
    return 77;
  }
  enter_namespace_with_veth();
  /* ThreadSanitizer has a thread of its own that blocks all signals, so it can lose none of them.
   */
#ifndef __SANITIZE_THREAD__
  make_capabilities_inheritable();
#endif
  threads_lose_everything();
  return 0;
}

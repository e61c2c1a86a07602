// SPDX-License-Identifier: Apache-2.0
/*
 * framering-helper: a process without any privilege gets a socket whose filter it can't change; the
 * helper has no privilege left when it reads; invalid requests are rejected.
 */
#include "helper.h"

#include <errno.h>
#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../helper/request.h"
#include "socket.h"
#include "testing.h"

#define NOBODY 65534

static char folder[] = "/tmp/framering-helper-XXXXXX";
static char helper[64];

static void run(const char *format, const char *argument) {
  char command[512];
  snprintf(command, sizeof command, format, argument, helper);
  CHECK_EQUAL(system(command), 0);
}

/* A copy that every user can reach: the build folder may be closed to others. */
static void install_helper(void) {
  CHECK(mkdtemp(folder) != NULL);
  CHECK_EQUAL(chmod(folder, 0711), 0);
  snprintf(helper, sizeof helper, "%s/helper", folder);
  run("cp %s %s", HELPER);
  CHECK_EQUAL(chmod(helper, 0755), 0);
}

static void give(const char *capability) {
  if (system("command -v setcap >/dev/null") != 0) {
    fprintf(stderr, "skipped: no setcap (install libcap2-bin)\n");
    exit(77);
  }
  run("setcap %s %s", capability);
}

/* In a child without ids and capabilities of root; 0 or the number of the check that failed. */
static void as_nobody(int (*task)(void)) {
  pid_t child = fork();
  CHECK(child >= 0);
  if (child == 0) {
    CHECK(setresgid(NOBODY, NOBODY, NOBODY) == 0 && setresuid(NOBODY, NOBODY, NOBODY) == 0);
    enum framering_call ignored;
    CHECK_EQUAL(packet_socket(NULL, &ignored), -EPERM);
    int status = task();
    _exit(status);
  }
  int status;
  CHECK_EQUAL(waitpid(child, &status, 0), child);
  CHECK(WIFEXITED(status));
  CHECK_EQUAL(WEXITSTATUS(status), 0);
}

static void send_one(const char *interface, uint32_t number) {
  uint8_t bytes[60];
  make_frame(bytes, sizeof bytes, ETHERTYPE, number);
  send_frame(interface, bytes, sizeof bytes);
}

/* A child that keeps its privileges sends the frames: the parent of the one that captures. */
static int go[2];

static int captures(void) {
  struct framering_options options = options_on("right");
  options.ring_size = 1 << 20;
  options.helper = helper;
  struct framering *ring = open_with(&options);
  CHECK_EQUAL(write(go[1], "", 1), 1);
  struct frame_cursor cursor = {0};
  for (uint32_t i = 0; i < 3; i++) {
    uint8_t expected[60];
    make_frame(expected, sizeof expected, ETHERTYPE, i);
    CHECK(memcmp(framering_bytes(next_frame(ring, &cursor)), expected, sizeof expected) == 0);
  }
  struct framering_statistics statistics;
  CHECK_EQUAL(framering_statistics(ring, &statistics), 0);
  CHECK_EQUAL(statistics.received, 3);
  framering_close(ring);
  return 0;
}

static void nobody_captures(void) {
  CHECK_EQUAL(pipe(go), 0);
  pid_t sender = fork();
  CHECK(sender >= 0);
  if (sender == 0) {
    char byte;
    CHECK_EQUAL(read(go[0], &byte, 1), 1);
    for (uint32_t i = 0; i < 3; i++) {
      send_one("left", i);
    }
    _exit(0);
  }
  as_nobody(captures);
  waitpid(sender, NULL, 0);
}

static int ask_for(const char *path, const struct sock_fprog *filter, enum framering_call *failed) {
  struct framering_options options = FRAMERING_DEFAULTS;
  options.filter = filter->filter;
  options.filter_length = filter->len;
  options.helper = path;
  return helper_socket(&options, failed);
}

static struct sock_filter keep_all[] = {BPF_STMT(BPF_RET | BPF_K, 65535)};
static const struct sock_fprog all = {1, keep_all};

static int change(int packet, int option, const void *value, socklen_t size) {
  return setsockopt(packet, SOL_SOCKET, option, value, size) == 0 ? 0 : -errno;
}

static int filter_stays(void) {
  struct sock_filter keep_none[] = {BPF_STMT(BPF_RET | BPF_K, 0)};
  struct sock_fprog none = {1, keep_none};
  enum framering_call failed;
  int packet = ask_for(helper, &none, &failed);
  CHECK(packet >= 0);
  int zero = 0;
  CHECK_EQUAL(change(packet, SO_ATTACH_FILTER, &all, sizeof all), -EPERM);
  CHECK_EQUAL(change(packet, SO_DETACH_FILTER, &zero, sizeof zero), -EPERM);
  CHECK_EQUAL(change(packet, SO_LOCK_FILTER, &zero, sizeof zero), -EPERM);
  close(packet);
  return 0;
}

static void filter_that_no_kernel_accepts_is_reported(void) {
  struct sock_filter no_end[] = {BPF_STMT(BPF_LD | BPF_IMM, 1)};
  struct sock_fprog filter = {1, no_end};
  enum framering_call failed;
  CHECK_EQUAL(ask_for(helper, &filter, &failed), -EINVAL);
  CHECK_EQUAL(failed, FRAMERING_CALL_FILTER);
}

/* The filter of several interfaces is locked: a ring that follows them reports when it can't. */
static void interfaces_that_come_back_are_not_followed(void) {
  int indices[] = {index_of("left"), index_of("right")};
  struct framering_options options = FRAMERING_DEFAULTS;
  options.interfaces = indices;
  options.interface_count = 2;
  options.ring_size = 1 << 20;
  options.flags |= FRAMERING_FOLLOW;
  options.helper = helper;
  struct framering *ring = open_with(&options);
  const int one_is_gone[] = {index_of("left"), 0};
  CHECK_EQUAL(framering_follow(ring, one_is_gone), 0);
  const int one_is_new[] = {index_of("left"), index_of("lo")};
  CHECK_EQUAL(framering_follow(ring, one_is_new), -EPERM);
  framering_close(ring);
}

static int missing_right_is_reported(void) {
  enum framering_call failed;
  CHECK_EQUAL(ask_for(helper, &all, &failed), -EPERM);
  CHECK_EQUAL(failed, FRAMERING_CALL_SOCKET);
  return 0;
}

static void wrong_programs_are_reported(void) {
  enum framering_call failed;
  int descriptors = count_entries("/proc/self/fd");
  CHECK_EQUAL(ask_for("/no/such/helper", &all, &failed), -ENOENT);
  CHECK_EQUAL(failed, FRAMERING_CALL_HELPER_START);
  CHECK(ask_for("/bin/true", &all, &failed) < 0);
  CHECK_EQUAL(failed, FRAMERING_CALL_HELPER_ANSWER);
  CHECK_EQUAL(count_entries("/proc/self/fd"), descriptors);
  CHECK_EQUAL(waitpid(-1, NULL, WNOHANG), -1); /* no child is left */

  struct framering_options options = FRAMERING_DEFAULTS;
  options.helper = helper;
  options.network_namespace = "/proc/self/ns/net";
  struct framering *ring;
  CHECK_EQUAL(framering_open(&ring, &options, &failed), -EINVAL);
  CHECK_EQUAL(failed, FRAMERING_CALL_OPTIONS);
}

/* A helper that neither answers nor reacts to signals is killed and reaped after the time limit, a
 * minute before it would end. */
static void silent_helper_is_killed(void) {
  char silent[80];
  snprintf(silent, sizeof silent, "%s/silent", folder);
  FILE *script = fopen(silent, "we");
  CHECK(script != NULL);
  fprintf(script, "#!/bin/sh\ntrap '' TERM INT HUP\nexec sleep 60\n");
  fclose(script);
  CHECK_EQUAL(chmod(silent, 0755), 0);
  int descriptors = count_entries("/proc/self/fd"), patience = helper_patience;
  helper_patience = 500;
  enum framering_call failed;
  CHECK_EQUAL(ask_for(silent, &all, &failed), -ETIMEDOUT);
  CHECK_EQUAL(failed, FRAMERING_CALL_HELPER_ANSWER);
  helper_patience = patience;
  CHECK_EQUAL(waitpid(-1, NULL, WNOHANG), -1); /* no child is left */
  CHECK_EQUAL(count_entries("/proc/self/fd"), descriptors);
  unlink(silent);
}

/* A helper whose request has not been sent yet. */
struct started {
  pid_t process;
  int fd;
};

static struct started start_helper(void) {
  int ends[2];
  CHECK_EQUAL(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), 0);
  pid_t process = fork();
  CHECK(process >= 0);
  if (process == 0) {
    dup2(ends[1], 0);
    dup2(2, 9); /* left open for it */
    execl(helper, "helper", "--no-such", (char *)NULL);
    _exit(99);
  }
  close(ends[1]);
  return (struct started){process, ends[0]};
}

static int exit_status(struct started started) {
  int status;
  CHECK_EQUAL(waitpid(started.process, &status, 0), started.process);
  CHECK(WIFEXITED(status)); /* and not killed by a signal */
  return WEXITSTATUS(status);
}

static int count_in_status(pid_t process, const char *text) {
  char file[64];
  snprintf(file, sizeof file, "/proc/%d/status", process);
  return count_lines(file, text);
}

/* Its privilege is gone before it reads. Only the two descriptors that it needs are left. */
static void reads_without_any_privilege(void) {
  struct started started = start_helper();
  for (int i = 0; i < 6000 && count_in_status(started.process, "NoNewPrivs:\t1") == 0; i++) {
    usleep(10000);
  }
  const char *const expected[] = {"NoNewPrivs:\t1", "CapInh:\t0000000000000000",
                                  "CapPrm:\t0000000000000000", "CapEff:\t0000000000000000",
                                  "CapAmb:\t0000000000000000"};
  for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
    CHECK_EQUAL(count_in_status(started.process, expected[i]), 1);
  }
  char descriptors[64];
  snprintf(descriptors, sizeof descriptors, "/proc/%d/fd", started.process);
  CHECK_EQUAL(count_entries(descriptors), 2 + 2); /* and . and .. */
  close(started.fd);
  CHECK_EQUAL(exit_status(started), 1);
}

static uint32_t random_number(void) {
  static uint32_t state = 20260101;
  state ^= state << 13;
  state ^= state >> 17;
  state ^= state << 5;
  return state;
}

/* Random bytes, mostly after a header that is almost valid. Returns the size. */
static size_t make_garbage(struct helper_request *request) {
  for (size_t i = 0; i < sizeof *request; i++) {
    ((uint8_t *)request)[i] = (uint8_t)random_number();
  }
  static const uint32_t lengths[] = {0, 1, 2, BPF_MAXINSNS, BPF_MAXINSNS + 1, 0xFFFFFFFF};
  if (random_number() % 8 != 0) {
    request->protocol = HELPER_PROTOCOL;
  }
  request->length = lengths[random_number() % 6];
  uint32_t kind = random_number() % 4;
  return kind == 0   ? random_number() % 16
         : kind == 1 ? random_number() % sizeof *request
         : kind == 2 ? sizeof *request
                     : HELPER_REQUEST_SIZE(request->length % (BPF_MAXINSNS + 1));
}

static void garbage_is_refused(void) {
  static struct helper_request request;
  int refused = 0;
  for (int i = 0; i < 40; i++) {
    size_t size = make_garbage(&request);
    struct started started = start_helper();
    CHECK_EQUAL(send(started.fd, &request, size, 0), size);
    struct helper_answer answer;
    struct pollfd wait = {.fd = started.fd, .events = POLLIN};
    CHECK_EQUAL(poll(&wait, 1, 60000), 1);
    CHECK_EQUAL(recv(started.fd, &answer, sizeof answer, 0), sizeof answer);
    if (helper_request_is_valid(&request, size)) {
      CHECK_EQUAL(answer.failed, FRAMERING_CALL_FILTER); /* the kernel has checked it */
    } else {
      CHECK_EQUAL(answer.error, -EPROTO);
      refused++;
    }
    CHECK(answer.error < 0);
    CHECK_EQUAL(exit_status(started), 1);
    close(started.fd);
  }
  CHECK(refused > 10);
}

/* Sizes around the valid ones, none beyond the buffer. */
static void only_the_exact_size_is_valid(void) {
  static struct helper_request request = {.protocol = HELPER_PROTOCOL};
  for (uint32_t length = 0; length <= BPF_MAXINSNS + 2; length++) {
    request.length = length;
    size_t right = HELPER_REQUEST_SIZE((size_t)length);
    bool in_range = length >= 1 && length <= BPF_MAXINSNS;
    CHECK_EQUAL(helper_request_is_valid(&request, right), in_range);
    CHECK_EQUAL(helper_request_is_valid(&request, right - 1), false);
    CHECK_EQUAL(helper_request_is_valid(&request, right + 1), false);
  }
  request.length = 1;
  request.protocol++;
  CHECK_EQUAL(helper_request_is_valid(&request, HELPER_REQUEST_SIZE(1)), false);
}

static void is_not_for_people(void) {
  char command[128];
  snprintf(command, sizeof command, "%s --help </dev/null 2>&1 | grep -q 'sniff --helper'", helper);
  CHECK_EQUAL(system(command), 0);
}

static void remove_helper(void) {
  unlink(helper);
  rmdir(folder);
}

int main(void) {
  only_the_exact_size_is_valid();
  enter_namespace_with_veth();
  framering_close(open_ring("left", 0)); /* or skip */
  install_helper();
  atexit(remove_helper);
  is_not_for_people();
  wrong_programs_are_reported();
  silent_helper_is_killed();
  filter_that_no_kernel_accepts_is_reported();
  interfaces_that_come_back_are_not_followed();
  garbage_is_refused();
  reads_without_any_privilege();
  if (geteuid() != 0 || setgroups(0, NULL) != 0) {
    fprintf(stderr, "skipped: not root: nobody to become\n");
    return 77;
  }
  as_nobody(missing_right_is_reported);
  give("cap_net_raw=ep");
  nobody_captures();
  as_nobody(filter_stays);
  return 0;
}

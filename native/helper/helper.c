// SPDX-License-Identifier: Apache-2.0
/*
 * framering-helper: opens one packet socket for an unprivileged program.
 *
 * Anyone who can run this program can capture. It has CAP_NET_RAW, from a file capability or as
 * setuid root, and uses it only for this:
 *
 *     socket(AF_PACKET, SOCK_RAW, 0)    bound to nothing: it receives nothing
 *
 * It opens the socket before it reads any input, and then drops all its privileges. The rest runs
 * without privilege: the request, a classic BPF program, is received, attached and locked, and the
 * socket is sent back. The caller maps the ring and binds.
 *
 * It allocates no memory, runs no program, opens no file, and ignores arguments and environment.
 */
#include <errno.h>
#include <linux/capability.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "framering.h"
#include "request.h"

#define CALLER 0 /* the descriptor */

/* Exit statuses, for people: the caller uses only the answer. */
enum { DONE, FAILED, WRONG_USAGE };

static int option(int fd, int name) {
  int value = -1;
  socklen_t size = sizeof value;
  return getsockopt(fd, SOL_SOCKET, name, &value, &size) == 0 ? value : -1;
}

static bool was_started_by_a_program(void) {
  return option(CALLER, SO_DOMAIN) == AF_UNIX && option(CALLER, SO_TYPE) == SOCK_SEQPACKET;
}

/* Closes descriptors inherited from the caller. Kernels before 5.9 refuse; then the exit closes
 * them. */
static void close_everything_else(void) {
#ifdef SYS_close_range
  syscall(SYS_close_range, CALLER + 1, ~0U, 0);
#endif
}

/* Sets all IDs to the caller's and drops every capability, permanently. */
static bool give_up_privileges(void) {
  gid_t group = getgid();
  uid_t user = getuid();
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  const struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {{0}};
  return setresgid(group, group, group) == 0 && setresuid(user, user, user) == 0 &&
         syscall(SYS_capset, &header, none) == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;
}

static int set_option(int fd, int name, const void *value, socklen_t size) {
  return setsockopt(fd, SOL_SOCKET, name, value, size) < 0 ? -errno : 0;
}

/* Returns error 0, or the failed call. The kernel closes descriptors sent with the message. */
static struct helper_answer prepare(int packet, int socket_error) {
  static struct helper_request request;
  struct helper_answer answer = {.protocol = HELPER_PROTOCOL};
  ssize_t size = recv(CALLER, &request, sizeof request, MSG_TRUNC);
  if (size < 0 || !helper_request_is_valid(&request, (size_t)size)) {
    answer.failed = FRAMERING_CALL_HELPER_ANSWER;
    answer.error = -EPROTO;
    return answer;
  }
  answer.failed = FRAMERING_CALL_SOCKET;
  answer.error = socket_error;
  if (answer.error == 0) {
    struct sock_fprog filter = {(unsigned short)request.length, request.instructions};
    answer.failed = FRAMERING_CALL_FILTER;
    answer.error = set_option(packet, SO_ATTACH_FILTER, &filter, sizeof filter);
  }
  if (answer.error == 0) {
    answer.failed = FRAMERING_CALL_LOCK;
    int on = 1;
    answer.error = set_option(packet, SO_LOCK_FILTER, &on, sizeof on);
  }
  return answer;
}

static bool send_answer(struct helper_answer answer, int packet) {
  union {
    char room[CMSG_SPACE(sizeof packet)];
    struct cmsghdr header;
  } control = {.room = {0}};
  struct iovec bytes = {&answer, sizeof answer};
  struct msghdr message = {.msg_iov = &bytes, .msg_iovlen = 1};
  if (answer.error == 0) {
    message.msg_control = &control;
    message.msg_controllen = sizeof control;
    control.header.cmsg_level = SOL_SOCKET;
    control.header.cmsg_type = SCM_RIGHTS;
    control.header.cmsg_len = CMSG_LEN(sizeof packet);
    memcpy(CMSG_DATA(&control.header), &packet, sizeof packet);
  }
  return sendmsg(CALLER, &message, MSG_NOSIGNAL) == (ssize_t)sizeof answer;
}

int main(void) {
  if (!was_started_by_a_program()) {
    static const char usage[] =
        "framering-helper: opens a socket for 'framering sniff --helper', which starts it\n";
    ssize_t ignored = write(STDERR_FILENO, usage, sizeof usage - 1);
    (void)ignored;
    _exit(WRONG_USAGE);
  }
  close_everything_else();
  int packet = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
  int socket_error = packet < 0 ? -errno : 0;
  if (!give_up_privileges()) {
    _exit(FAILED);
  }
  struct helper_answer answer = prepare(packet, socket_error);
  _exit(send_answer(answer, packet) && answer.error == 0 ? DONE : FAILED);
}

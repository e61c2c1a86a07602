// SPDX-License-Identifier: Apache-2.0
/*
 * Any answer of a program that was started as a helper: the result is a packet socket or an error,
 * and no other received descriptor stays open. The first byte of the input selects the descriptors;
 * the rest is the message.
 */
#include <unistd.h>

#include "../src/helper.c" /* take_answer() */
#include "fuzz.h"

/* A packet socket, if the process may open one, or another socket. */
static int make_socket(bool packet) {
  int fd = packet ? socket(AF_PACKET, SOCK_RAW, 0) : -1;
  return fd >= 0 ? fd : socket(AF_INET, SOCK_DGRAM, 0);
}

static void answer(int fd, const uint8_t *bytes, size_t size, unsigned count, bool packet) {
  int sockets[3];
  union {
    char room[CMSG_SPACE(sizeof sockets)];
    struct cmsghdr header;
  } control = {.room = {0}};
  struct iovec part = {(void *)bytes, size};
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
  for (unsigned i = 0; i < count; i++) {
    sockets[i] = make_socket(packet);
    CHECK(sockets[i] >= 0);
  }
  if (count > 0) {
    message.msg_control = &control;
    message.msg_controllen = CMSG_SPACE(count * sizeof *sockets);
    control.header.cmsg_level = SOL_SOCKET;
    control.header.cmsg_type = SCM_RIGHTS;
    control.header.cmsg_len = CMSG_LEN(count * sizeof *sockets);
    memcpy(CMSG_DATA(&control.header), sockets, count * sizeof *sockets);
  }
  CHECK(sendmsg(fd, &message, 0) == (ssize_t)size);
  for (unsigned i = 0; i < count; i++) {
    close(sockets[i]);
  }
}

/* The lowest free descriptor: it differs if one was left open. */
static int free_descriptor(void) {
  int fd = dup(STDERR_FILENO);
  close(fd);
  return fd;
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t length) {
  if (length < 1) {
    return 0;
  }
  int ends[2];
  CHECK(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == 0);
  answer(ends[1], input + 1, length - 1, input[0] % 4, input[0] & 4);
  close(ends[1]);
  int before = free_descriptor();
  enum framering_call failed = FRAMERING_CALL_HELPER_ANSWER;
  int result = take_answer(ends[0], &failed);
  CHECK(framering_call_name(failed)[0] != 0);
  if (result >= 0) {
    CHECK(check_packet_socket(result) == 0);
    close(result);
  } else {
    CHECK(strerror(-result) != NULL && result >= -ERRNO_MAX);
  }
  CHECK(free_descriptor() == before);
  close(ends[0]);
  return 0;
}

// SPDX-License-Identifier: Apache-2.0
#include "interfaces.h"

#include <errno.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <unistd.h>

#include "links.h"
#include "namespace.h"

static int request_links(int fd) {
  struct {
    struct nlmsghdr header;
    struct ifinfomsg link;
  } request = {
      .header = {.nlmsg_len = sizeof request,
                 .nlmsg_type = RTM_GETLINK,
                 .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP},
      .link = {.ifi_family = AF_UNSPEC},
  };
  return send(fd, &request, sizeof request, 0) < 0 ? -errno : 0;
}

/* 1 if the list is complete, 0 if more messages follow, or -errno. */
static int read_links(int fd, struct links *to) {
  _Alignas(struct nlmsghdr) char buffer[32768];
  ssize_t received = recv(fd, buffer, sizeof buffer, 0);
  if (received < 0) {
    return errno == EINTR ? 0 : -errno;
  }
  return links_read(to, buffer, (size_t)received);
}

int interfaces_open(const char *network_namespace, bool changes, enum framering_call *failed) {
  int fd = namespace_socket(network_namespace, AF_NETLINK, SOCK_RAW, NETLINK_ROUTE, failed);
  struct sockaddr_nl address = {.nl_family = AF_NETLINK, .nl_groups = RTMGRP_LINK};
  if (fd < 0 || !changes) {
    return fd;
  }
  if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0) {
    int error = -errno;
    close(fd);
    return error;
  }
  return fd;
}

int interfaces_list(int fd, struct framering_interface *list, uint32_t capacity) {
  struct links links = {list, capacity, 0};
  /* Unread messages of a failed request would be mistaken for the beginning of this list. */
  int status = interfaces_changed(fd);
  if (status >= 0) {
    status = request_links(fd);
  }
  while (status == 0) {
    status = read_links(fd, &links);
  }
  return status < 0 ? status : links.count;
}

int interfaces_changed(int fd) {
  char message[4096];
  int changed = 0;
  for (;;) {
    ssize_t received = recv(fd, message, sizeof message, MSG_DONTWAIT);
    if (received >= 0 || errno == ENOBUFS) {
      changed = 1; /* ENOBUFS: there was more than the kernel could keep for us */
    } else if (errno != EINTR) {
      /* A change that was read takes precedence over an error, which the next call will see again.
       */
      return errno == EAGAIN || changed > 0 ? changed : -errno;
    }
  }
}

bool interfaces_contain(const int *indices, uint32_t count, int index) {
  for (uint32_t i = 0; i < count; i++) {
    if (indices[i] == index) {
      return true;
    }
  }
  return false;
}

int framering_interfaces_in(const char *network_namespace, struct framering_interface *list,
                            uint32_t capacity, enum framering_call *failed) {
  *failed = FRAMERING_CALL_INTERFACES;
  int fd = interfaces_open(network_namespace, false, failed);
  if (fd < 0) {
    return fd;
  }
  int count = interfaces_list(fd, list, capacity);
  close(fd);
  return count;
}

int framering_interfaces(struct framering_interface *list, uint32_t capacity) {
  enum framering_call ignored;
  return framering_interfaces_in(NULL, list, capacity, &ignored);
}

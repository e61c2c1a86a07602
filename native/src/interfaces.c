#include "interfaces.h"

#include <errno.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "namespace.h"

/* linux/if_link.h of Linux 5.18 and 6.3; older headers lack them, older kernels do not send them.
 */
#define LINK_GRO_MAX_SIZE 58
#define LINK_GSO_IPV4_MAX_SIZE 63
#define LINK_GRO_IPV4_MAX_SIZE 64

static uint32_t number_of(const struct rtattr *attribute) {
  uint32_t number = 0;
  if (RTA_PAYLOAD(attribute) >= sizeof number) {
    memcpy(&number, RTA_DATA(attribute), sizeof number);
  }
  return number;
}

static void raise_to(uint32_t *largest, uint32_t value) {
  if (value > *largest) {
    *largest = value;
  }
}

static struct framering_interface interface_of(const struct nlmsghdr *message) {
  const struct ifinfomsg *link = NLMSG_DATA(message);
  struct framering_interface interface = {
      .index = link->ifi_index, .flags = link->ifi_flags, .hardware_type = link->ifi_type};
  int left = (int)IFLA_PAYLOAD(message);
  for (struct rtattr *a = IFLA_RTA(link); RTA_OK(a, left); a = RTA_NEXT(a, left)) {
    switch (a->rta_type) {
      case IFLA_IFNAME:
        strncpy(interface.name, RTA_DATA(a), sizeof interface.name - 1);
        break;
      case IFLA_MTU:
        interface.mtu = number_of(a);
        break;
      case IFLA_GSO_MAX_SIZE:
      case LINK_GRO_MAX_SIZE:
      case LINK_GSO_IPV4_MAX_SIZE:
      case LINK_GRO_IPV4_MAX_SIZE:
        raise_to(&interface.offload_max, number_of(a));
        break;
      default:
        break;
    }
  }
  return interface;
}

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

struct listing {
  struct framering_interface *list;
  uint32_t capacity;
  int count;
};

/* 1 when the listing is complete, 0 when more is to come, or -errno. */
static int read_links(int fd, struct listing *to) {
  _Alignas(struct nlmsghdr) char buffer[32768];
  ssize_t received = recv(fd, buffer, sizeof buffer, 0);
  if (received < 0) {
    return errno == EINTR ? 0 : -errno;
  }
  unsigned left = (unsigned)received;
  for (struct nlmsghdr *m = (struct nlmsghdr *)buffer; NLMSG_OK(m, left); m = NLMSG_NEXT(m, left)) {
    if (m->nlmsg_type == NLMSG_DONE) {
      return 1;
    }
    if (m->nlmsg_type == NLMSG_ERROR) {
      const struct nlmsgerr *error = NLMSG_DATA(m);
      return error->error < 0 ? error->error : -EPROTO;
    }
    if (m->nlmsg_type == RTM_NEWLINK) {
      if ((uint32_t)to->count < to->capacity) {
        to->list[to->count] = interface_of(m);
      }
      to->count++;
    }
  }
  return 0;
}

int interfaces_open(const char *network_namespace, bool changes) {
  int fd = namespace_socket(network_namespace, AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
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
  struct listing listing = {list, capacity, 0};
  int status = request_links(fd);
  while (status == 0) {
    status = read_links(fd, &listing);
  }
  return status < 0 ? status : listing.count;
}

bool interfaces_changed(int fd) {
  char message[4096];
  bool changed = false;
  for (;;) {
    ssize_t received = recv(fd, message, sizeof message, MSG_DONTWAIT);
    if (received >= 0 || errno == ENOBUFS) {
      changed = true; /* ENOBUFS: there was more than the kernel could keep for us */
    } else if (errno != EINTR) {
      return changed;
    }
  }
}

int framering_interfaces_in(const char *network_namespace, struct framering_interface *list,
                            uint32_t capacity) {
  int fd = interfaces_open(network_namespace, false);
  if (fd < 0) {
    return fd;
  }
  int count = interfaces_list(fd, list, capacity);
  close(fd);
  return count;
}

int framering_interfaces(struct framering_interface *list, uint32_t capacity) {
  return framering_interfaces_in(NULL, list, capacity);
}

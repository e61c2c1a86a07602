// SPDX-License-Identifier: Apache-2.0
#include "links.h"

#include <errno.h>
#include <linux/rtnetlink.h>
#include <string.h>

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

/* The same count as tcpdump's "dropped by interface". */
static uint64_t missed_of(const struct rtattr *attribute) {
  struct rtnl_link_stats64 counts = {0};
  size_t length = RTA_PAYLOAD(attribute);
  memcpy(&counts, RTA_DATA(attribute), length < sizeof counts ? length : sizeof counts);
  return counts.rx_missed_errors + counts.rx_fifo_errors;
}

static void copy_name(struct framering_interface *to, const struct rtattr *attribute) {
  size_t most = sizeof to->name - 1;
  size_t payload = RTA_PAYLOAD(attribute);
  memcpy(to->name, RTA_DATA(attribute),
         strnlen(RTA_DATA(attribute), payload < most ? payload : most));
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
        copy_name(&interface, a);
        break;
      case IFLA_MTU:
        interface.mtu = number_of(a);
        break;
      case IFLA_STATS64:
        interface.missed = missed_of(a);
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

/* NLMSG_DONE and NLMSG_ERROR both begin with an errno value, negative or 0; 0 if it is missing. */
static int error_in(const struct nlmsghdr *message) {
  int error = 0;
  if (NLMSG_PAYLOAD(message, 0) >= sizeof error) {
    memcpy(&error, NLMSG_DATA(message), sizeof error);
  }
  return error;
}

static int read_message(struct links *to, const struct nlmsghdr *message) {
  switch (message->nlmsg_type) {
    case NLMSG_DONE:
      return error_in(message) < 0 ? error_in(message) : 1;
    case NLMSG_ERROR:
      return error_in(message) < 0 ? error_in(message) : -EPROTO;
    case RTM_NEWLINK:
      if (message->nlmsg_len < NLMSG_LENGTH(sizeof(struct ifinfomsg))) {
        return -EPROTO;
      }
      if ((uint32_t)to->count < to->capacity) {
        to->list[to->count] = interface_of(message);
      }
      to->count++;
      return 0;
    default:
      return 0;
  }
}

int links_read(struct links *to, const void *answer, size_t length) {
  const uint8_t *at = answer;
  while (length >= sizeof(struct nlmsghdr)) {
    const struct nlmsghdr *message = (const struct nlmsghdr *)at;
    if (message->nlmsg_len < sizeof *message || message->nlmsg_len > length) {
      return -EPROTO;
    }
    int status = read_message(to, message);
    size_t step = NLMSG_ALIGN(message->nlmsg_len);
    if (status != 0 || step >= length) {
      return status;
    }
    at += step;
    length -= step;
  }
  return 0;
}

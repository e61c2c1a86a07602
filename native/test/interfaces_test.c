// SPDX-License-Identifier: Apache-2.0
/* The list of interfaces. */
#include <linux/rtnetlink.h>
#include <string.h>

#include "links.h"
#include "testing.h"

static void interfaces_are_listed(void) {
  int count = framering_interfaces(NULL, 0);
  struct framering_interface list[16];
  CHECK_EQUAL(framering_interfaces(list, 16), count);
  int found = 0;
  for (int i = 0; i < count; i++) {
    if (strcmp(list[i].name, "right") == 0) {
      found++;
      CHECK_EQUAL(list[i].index, index_of("right"));
      CHECK_EQUAL(list[i].mtu, 9000);
      CHECK(list[i].offload_max >= 65536);
      CHECK(list[i].flags & 1);
    }
  }
  CHECK_EQUAL(found, 1);
}

/* No software interface counts missed frames. */
static void what_the_card_had_no_room_for_is_read(void) {
  struct {
    struct nlmsghdr header;
    struct ifinfomsg link;
    struct rtattr attribute;
    struct rtnl_link_stats64 counts;
  } __attribute__((packed, aligned(4))) message = {
      .header = {.nlmsg_len = sizeof message, .nlmsg_type = RTM_NEWLINK},
      .link = {.ifi_index = 7},
      .attribute = {.rta_len = sizeof message.attribute + sizeof message.counts,
                    .rta_type = IFLA_STATS64},
      .counts = {.rx_missed_errors = 1ull << 40, .rx_fifo_errors = 3, .rx_dropped = 100},
  };
  struct framering_interface interface;
  struct links links = {&interface, 1, 0};
  CHECK_EQUAL(links_read(&links, &message, sizeof message), 0);
  CHECK_EQUAL(interface.index, 7);
  CHECK(interface.missed == (1ull << 40) + 3);
}

int main(void) {
  what_the_card_had_no_room_for_is_read();
  enter_namespace_with_veth();
  ip("link set right mtu 9000");
  interfaces_are_listed();
  return 0;
}

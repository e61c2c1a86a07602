// SPDX-License-Identifier: Apache-2.0
#include "socket.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "filter.h"
#include "fanout_hash.h"
#include "namespace.h"

/* linux/if_packet.h of Linux 4.20 */
#ifndef PACKET_IGNORE_OUTGOING
#define PACKET_IGNORE_OUTGOING 23
#endif

/* linux/if_packet.h of Linux 6.2. Older kernels accept and ignore it. */
#ifndef PACKET_FANOUT_FLAG_IGNORE_OUTGOING
#define PACKET_FANOUT_FLAG_IGNORE_OUTGOING 0x4000
#endif

static int result_of(int returned) {
  return returned < 0 ? -errno : returned;
}

static int set_option(int fd, int name, const void *value, socklen_t size) {
  return result_of(setsockopt(fd, SOL_PACKET, name, value, size));
}

int packet_socket(const char *network_namespace, enum framering_call *failed) {
  return namespace_socket(network_namespace, AF_PACKET, SOCK_RAW, 0, failed);
}

int packet_set_int(int fd, int level, int name, int value) {
  return result_of(setsockopt(fd, level, name, &value, sizeof value));
}

int packet_set_ring(int fd, uint32_t block_size, uint32_t block_count, uint32_t block_timeout) {
  struct tpacket_req3 request = {
      .tp_block_size = block_size,
      .tp_block_nr = block_count,
      /* TPACKET_V3 packs frames of any size; the kernel only checks that these two agree. */
      .tp_frame_size = block_size,
      .tp_frame_nr = block_count,
      .tp_retire_blk_tov = block_timeout,
  };
  return set_option(fd, PACKET_RX_RING, &request, sizeof request);
}

int packet_clear_ring(int fd) {
  struct tpacket_req3 none = {0};
  return set_option(fd, PACKET_RX_RING, &none, sizeof none);
}

static int attach(int fd, struct sock_filter *instructions, int length) {
  struct sock_fprog program = {.len = (unsigned short)length, .filter = instructions};
  return result_of(setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program));
}

int packet_reject_all(int fd) {
  struct sock_filter nothing = BPF_STMT(BPF_RET | BPF_K, 0);
  return attach(fd, &nothing, 1);
}

int packet_attach_filter(int fd, const struct framering_options *options) {
  struct sock_filter instructions[FILTER_MAX];
  int length = filter_build(options, instructions);
  return length < 0 ? length : attach(fd, instructions, length);
}

int packet_make_fanout(int fd, int ignore_outgoing) {
  int type = PACKET_FANOUT_CBPF | PACKET_FANOUT_FLAG_UNIQUEID;
  if (ignore_outgoing) {
    type |= PACKET_FANOUT_FLAG_IGNORE_OUTGOING;
  }
  return packet_set_int(fd, SOL_PACKET, PACKET_FANOUT, type << 16);
}

int packet_join_fanout(int fd, int member) {
  int group;
  socklen_t size = sizeof group;
  int error = result_of(getsockopt(member, SOL_PACKET, PACKET_FANOUT, &group, &size));
  return error < 0 ? error : packet_set_int(fd, SOL_PACKET, PACKET_FANOUT, group);
}

int packet_set_fanout_hash(int fd) {
  struct sock_fprog program = fanout_hash();
  return set_option(fd, PACKET_FANOUT_DATA, &program, sizeof program);
}

static int change_promiscuous(int fd, int change, int interface) {
  struct packet_mreq membership = {.mr_ifindex = interface, .mr_type = PACKET_MR_PROMISC};
  return set_option(fd, change, &membership, sizeof membership);
}

int packet_add_promiscuous(int fd, int interface) {
  return change_promiscuous(fd, PACKET_ADD_MEMBERSHIP, interface);
}

int packet_drop_promiscuous(int fd, int interface) {
  return change_promiscuous(fd, PACKET_DROP_MEMBERSHIP, interface);
}

static int bind_to(int fd, int interface, uint16_t protocol) {
  struct sockaddr_ll address = {
      .sll_family = AF_PACKET, .sll_protocol = htons(protocol), .sll_ifindex = interface};
  return result_of(bind(fd, (struct sockaddr *)&address, sizeof address));
}

int packet_bind_for_sending(int fd, int interface) {
  return bind_to(fd, interface, 0);
}

int packet_bind(int fd, int interface) {
  int error = bind_to(fd, interface, ETH_P_ALL);
  /* Binding to an interface that is down succeeds and leaves a pending ENETDOWN. */
  return error < 0 ? error : packet_pending_error(fd);
}

int packet_is_orphaned(int fd) {
  struct sockaddr_ll address;
  socklen_t size = sizeof address;
  int error = result_of(getsockname(fd, (struct sockaddr *)&address, &size));
  return error < 0 ? error : address.sll_ifindex == -1;
}

/* Its IFF_ flags if it is up. */
static int flags_of(int fd, int interface) {
  struct ifreq request = {.ifr_ifindex = interface};
  int error = result_of(ioctl(fd, SIOCGIFNAME, &request));
  if (error == 0) {
    error = result_of(ioctl(fd, SIOCGIFFLAGS, &request));
  }
  if (error < 0) {
    return error;
  }
  return request.ifr_flags & IFF_UP ? (uint16_t)request.ifr_flags : -ENETDOWN;
}

int packet_find_interface(int fd, int interface) {
  int flags = flags_of(fd, interface);
  return flags < 0 ? flags : 0;
}

int packet_is_running(int fd, int interface) {
  int flags = flags_of(fd, interface);
  return flags < 0 ? flags : (flags & IFF_RUNNING) != 0;
}

int packet_pending_error(int fd) {
  int error = 0;
  socklen_t size = sizeof error;
  if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) < 0) {
    return -errno;
  }
  return -error;
}

int packet_statistics(int fd, struct tpacket_stats_v3 *counts) {
  socklen_t size = sizeof *counts;
  memset(counts, 0, sizeof *counts);
  return result_of(getsockopt(fd, SOL_PACKET, PACKET_STATISTICS, counts, &size));
}

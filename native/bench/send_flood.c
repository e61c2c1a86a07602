// SPDX-License-Identifier: Apache-2.0
/*
 * Floods an interface with frames of 64 bytes from an XDP program that the kernel runs in a loop
 * (BPF_PROG_TEST_RUN with live frames, Linux 5.18): several million a second from one processor.
 * For scripts/bench.
 *
 *   send_flood SECONDS INTERFACE PEER
 *
 * INTERFACE and PEER are the two ends of a veth pair. Prints the number of frames that arrived at
 * the peer, from the peer's counter, because frames dropped in the queue between the two are not
 * reported; and the number of seconds. Ends with 3 if the kernel can't do this.
 */
#include <errno.h>
#include <linux/bpf.h>
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "mix.h"

enum { LENGTH = 64, FLOWS = 2000, FRAMES_PER_CALL = 1 << 16, CANNOT = 3 };

/* Linux 5.18; Debian 12 has the headers of 6.1, others may have older ones. */
#ifndef BPF_F_TEST_XDP_LIVE_FRAMES
#define BPF_F_TEST_XDP_LIVE_FRAMES (1U << 1)
#endif

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static void fail(int status, const char *what) {
  fprintf(stderr, "send_flood: %s: %s\n", what, strerror(errno));
  exit(status);
}

static int bpf(enum bpf_cmd command, union bpf_attr *attributes) {
  return (int)syscall(SYS_bpf, command, attributes, sizeof *attributes);
}

/* return XDP_TX; */
static int load_program(void) {
  struct bpf_insn instructions[] = {{.code = BPF_ALU64 | BPF_MOV | BPF_K, .imm = XDP_TX},
                                    {.code = BPF_JMP | BPF_EXIT}};
  union bpf_attr load = {.prog_type = BPF_PROG_TYPE_XDP,
                         .insn_cnt = 2,
                         .insns = (uintptr_t)instructions,
                         .license = (uintptr_t) "Apache-2.0"};
  int program = bpf(BPF_PROG_LOAD, &load);
  if (program < 0) fail(CANNOT, "BPF_PROG_LOAD");
  return program;
}

/* A veth accepts XDP frames only if its peer receives by NAPI, as with GRO. */
static void receive_like_a_card(const char *peer) {
  struct ethtool_value on = {ETHTOOL_SGRO, 1};
  struct ifreq request = {.ifr_data = (char *)&on};
  snprintf(request.ifr_name, sizeof request.ifr_name, "%s", peer);
  int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0 || ioctl(fd, SIOCETHTOOL, &request) < 0) fail(CANNOT, peer);
  close(fd);
}

static unsigned long long arrived(const char *peer) {
  char line[512], wanted[IF_NAMESIZE + 1];
  snprintf(wanted, sizeof wanted, "%s:", peer);
  unsigned long long bytes, count = 0;
  FILE *file = fopen("/proc/thread-self/net/dev", "re");
  if (file == NULL) fail(1, "/proc/thread-self/net/dev");
  while (fgets(line, sizeof line, file) != NULL) {
    char *at = strstr(line, wanted);
    if (at != NULL) {
      sscanf(at + strlen(wanted), "%llu %llu", &bytes, &count);
    }
  }
  fclose(file);
  return count;
}

static void send_frames(int program, int interface, uint8_t *packet, uint32_t count) {
  struct xdp_md context = {.data_end = LENGTH, .ingress_ifindex = (uint32_t)interface};
  union bpf_attr run = {.test = {.prog_fd = (uint32_t)program,
                                 .data_in = (uintptr_t)packet,
                                 .data_size_in = LENGTH,
                                 .ctx_in = (uintptr_t)&context,
                                 .ctx_size_in = sizeof context,
                                 .repeat = count,
                                 .flags = BPF_F_TEST_XDP_LIVE_FRAMES}};
  if (bpf(BPF_PROG_TEST_RUN, &run) < 0 && errno != EINTR) fail(CANNOT, "BPF_PROG_TEST_RUN");
}

int main(int argc, char **argv) {
  if (argc != 4) {
    fprintf(stderr, "usage: send_flood SECONDS INTERFACE PEER\n");
    return 2;
  }
  int interface = (int)if_nametoindex(argv[2]);
  if (interface == 0) fail(1, argv[2]);
  int program = load_program();
  receive_like_a_card(argv[3]);
  struct mix mix = {FLOWS, LENGTH};
  uint8_t packet[MIX_LENGTH_MAX] = {0};
  unsigned long long before = arrived(argv[3]);
  double began = now(), end = began + strtod(argv[1], NULL), time = began;
  for (uint64_t number = 0; time < end; number++) {
    mix_packet(&mix, number, packet);
    send_frames(program, interface, packet, FRAMES_PER_CALL);
    time = now();
  }
  usleep(20000); /* for frames in transit */
  printf("sent %llu seconds %.6f\n", arrived(argv[3]) - before, time - began);
  return 0;
}

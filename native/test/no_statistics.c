// SPDX-License-Identifier: Apache-2.0
/* Preloaded: getsockopt(PACKET_STATISTICS) fails, as in a sandbox that forbids it. */
#include <dlfcn.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <sys/socket.h>

__attribute__((visibility("default"))) int getsockopt(int fd, int level, int name,
                                                      void *restrict value,
                                                      socklen_t *restrict size) {
  if (level == SOL_PACKET && name == PACKET_STATISTICS) {
    errno = EPERM;
    return -1;
  }
  int (*real)(int, int, int, void *, socklen_t *) =
      (int (*)(int, int, int, void *, socklen_t *))dlsym(RTLD_NEXT, "getsockopt");
  return real(fd, level, name, value, size);
}

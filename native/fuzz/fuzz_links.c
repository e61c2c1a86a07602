// SPDX-License-Identifier: Apache-2.0
/*
 * links_read() on any bytes: it ends, reads nothing outside, and every name is NUL-terminated. The
 * first byte of the input is the capacity of the list.
 */
#include <linux/netlink.h>
#include <string.h>

#include "fuzz.h"
#include "links.h"

#define CAPACITY_MAX 8

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t length) {
  if (length < 1) {
    return 0;
  }
  uint32_t capacity = input[0] % (CAPACITY_MAX + 1);
  size_t size = length - 1;
  /* No larger than necessary, so that AddressSanitizer detects every access outside. */
  struct framering_interface *list = calloc(capacity + 1, sizeof *list);
  uint8_t *answer = malloc(size + 1);
  CHECK(list != NULL && answer != NULL);
  memcpy(answer, input + 1, size);
  struct links links = {list, capacity, 0};
  int status = links_read(&links, answer, size);
  CHECK(status <= 1);
  CHECK(links.count >= 0 && (size_t)links.count <= size / sizeof(struct nlmsghdr));
  for (uint32_t i = 0; i < capacity; i++) {
    CHECK(memchr(list[i].name, 0, sizeof list[i].name) != NULL);
  }
  free(answer);
  free(list);
  return 0;
}

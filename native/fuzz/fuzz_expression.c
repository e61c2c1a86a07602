// SPDX-License-Identifier: Apache-2.0
/*
 * Any result of libpcap: its program or message is copied completely or truncated, and its memory
 * is freed once. The first byte of the input selects the result; the rest is a program or a
 * message.
 */
#include <dlfcn.h>
#include <errno.h>
#include <linux/filter.h>
#include <string.h>

#include "framering.h"
#include "fuzz.h"

#define EXPORTED __attribute__((visibility("default")))

enum { REFUSES_LINK_TYPE = 1, FAILS = 2 };

/* struct bpf_program of pcap/bpf.h */
struct bpf_program {
  unsigned length;
  struct sock_filter *instructions;
};

static unsigned behaviour;
static struct bpf_program given;
static char *words;
static int handles, programs;

void *__real_dlopen(const char *name, int flags);
void *__wrap_dlopen(const char *name, int flags);
void *__wrap_dlopen(const char *name, int flags) {
  return __real_dlopen(name != NULL && strncmp(name, "libpcap", 7) == 0 ? NULL : name, flags);
}

EXPORTED void *pcap_open_dead(int link_type, int snaplen);
EXPORTED void *pcap_fopen_offline(FILE *file, char *message);
EXPORTED int pcap_compile(void *handle, struct bpf_program *program, const char *expression,
                          int optimize, uint32_t netmask);
EXPORTED char *pcap_geterr(void *handle);
EXPORTED void pcap_freecode(struct bpf_program *program);
EXPORTED void pcap_close(void *handle);

void *pcap_open_dead(int link_type, int snaplen) {
  (void)link_type, (void)snaplen;
  handles += !(behaviour & REFUSES_LINK_TYPE);
  return behaviour & REFUSES_LINK_TYPE ? NULL : &handles;
}

void *pcap_fopen_offline(FILE *file, char *message) {
  (void)message;
  void *handle = pcap_open_dead(0, 0);
  if (handle != NULL) {
    fclose(file);
  }
  return handle;
}

int pcap_compile(void *handle, struct bpf_program *program, const char *expression, int optimize,
                 uint32_t netmask) {
  (void)handle, (void)expression, (void)optimize, (void)netmask;
  if (behaviour & FAILS) {
    return -1;
  }
  *program = given;
  programs++;
  return 0;
}

char *pcap_geterr(void *handle) {
  (void)handle;
  return words;
}

void pcap_freecode(struct bpf_program *program) {
  CHECK(program->instructions == given.instructions);
  programs--;
}

void pcap_close(void *handle) {
  CHECK(handle == &handles);
  handles--;
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t length) {
  if (length < 1) {
    return 0;
  }
  /* No larger than necessary, so that AddressSanitizer detects every access outside. */
  behaviour = input[0];
  given.length = (unsigned)((length - 1) / sizeof *given.instructions);
  given.instructions = malloc(given.length * sizeof *given.instructions + (given.length == 0));
  words = strndup((const char *)input + 1, length - 1);
  CHECK(given.instructions != NULL && words != NULL);
  memcpy(given.instructions, input + 1, given.length * sizeof *given.instructions);

  struct framering_program program;
  int error = framering_compile(&program, "any", behaviour & 4 ? 0 : 1, 96, 1);
  CHECK(handles == 0 && programs == 0);
  CHECK(memchr(program.message, 0, sizeof program.message) != NULL);
  if (behaviour & REFUSES_LINK_TYPE) {
    CHECK(error == -ENOMEM);
  } else if (behaviour & FAILS) {
    CHECK(error == -EINVAL && strncmp(program.message, words, sizeof program.message - 1) == 0);
  } else {
    CHECK(error == 0 && program.length == given.length);
    CHECK(memcmp(program.instructions, given.instructions,
                 given.length * sizeof *given.instructions) == 0);
  }
  framering_program_free(&program);
  free(given.instructions);
  free(words);
  return 0;
}

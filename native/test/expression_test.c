// SPDX-License-Identifier: Apache-2.0
/* framering_compile(): programs, error messages, and a machine without libpcap. */
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <string.h>

#include "testing.h"

/* The libpcap of the machine: the real one, none, or another library of that name. */
static enum { INSTALLED, MISSING, FOREIGN } library = MISSING;

void *__real_dlopen(const char *name, int flags);
void *__wrap_dlopen(const char *name, int flags);

void *__wrap_dlopen(const char *name, int flags) {
  if (strncmp(name, "libpcap", 7) != 0 || library == INSTALLED) {
    return __real_dlopen(name, flags);
  }
  return library == FOREIGN ? __real_dlopen(NULL, flags)
                            : __real_dlopen("libpcap.so.that-is-missing", flags);
}

static void without_libpcap_the_linkers_reason_is_reported(void) {
  struct framering_program program;
  library = MISSING;
  CHECK_EQUAL(framering_compile(&program, "ip", 1, 96, 1), -ELIBACC);
  CHECK(strstr(program.message, "libpcap.so.that-is-missing") != NULL);
  CHECK(program.instructions == NULL);
  framering_program_free(&program);
}

static void library_without_the_functions_is_refused_each_time(void) {
  struct framering_program program;
  library = FOREIGN;
  for (int i = 0; i < 2; i++) {
    CHECK_EQUAL(framering_compile(&program, "ip", 1, 96, 1), -ELIBACC);
    CHECK(strstr(program.message, "pcap_open_dead") != NULL);
  }
}

static void expression_becomes_a_program(void) {
  struct framering_program program;
  const struct sock_filter ipv4[] = {
      {0x28, 0, 0, 12}, {0x15, 0, 1, 0x800}, {0x06, 0, 0, 96}, {0x06, 0, 0, 0}};
  CHECK_EQUAL(framering_compile(&program, "ip", 1, 96, 1), 0);
  CHECK_EQUAL(program.length, 4);
  CHECK(memcmp(program.instructions, ipv4, sizeof ipv4) == 0);
  framering_program_free(&program);
  CHECK(program.instructions == NULL);

  /* libpcap has another number for LINKTYPE_RAW. */
  CHECK_EQUAL(framering_compile(&program, "ip", 101, 96, 1), 0);
  CHECK_EQUAL(program.instructions[0].code, 0x30);
  CHECK_EQUAL(program.instructions[0].k, 0);
  framering_program_free(&program);
}

static void families_of_the_bsds_are_known_for_the_link_types_that_have_them(void) {
  const int link_types[] = {0, 108};
  for (int i = 0; i < 2; i++) {
    struct framering_program program;
    CHECK_EQUAL(framering_compile(&program, "ip6", link_types[i], 96, 1), 0);
    CHECK_EQUAL(program.length, 6); /* a load, three numbers for AF_INET6, yes and no */
    CHECK_EQUAL(program.instructions[4].k, 96);
    framering_program_free(&program);
  }
}

static void mistakes_are_told_in_the_words_of_libpcap(void) {
  struct framering_program program;
  CHECK_EQUAL(framering_compile(&program, "tcp prot 80", 1, 96, 1), -EINVAL);
  CHECK(strstr(program.message, "syntax error") != NULL);
  CHECK_EQUAL(framering_compile(&program, "vlan", 101, 96, 1), -EINVAL);
  CHECK(strstr(program.message, "VLAN") != NULL);
  char unknown[2000];
  memset(unknown, 'x', sizeof unknown - 1);
  unknown[sizeof unknown - 1] = '\0';
  CHECK_EQUAL(framering_compile(&program, unknown, 1, 96, 1), -EINVAL);
  CHECK(strlen(program.message) < sizeof program.message);
}

static void *compile_often(void *expression) {
  for (int i = 0; i < 200; i++) {
    struct framering_program program;
    CHECK_EQUAL(framering_compile(&program, expression, 1, 96, 1), 0);
    framering_program_free(&program);
  }
  return NULL;
}

static void threads_compile_side_by_side(void) {
  pthread_t threads[4];
  char *expressions[] = {"tcp port 80", "vlan and ip6", "not arp", "len > 100"};
  for (int i = 0; i < 4; i++) {
    CHECK_EQUAL(pthread_create(&threads[i], NULL, compile_often, expressions[i]), 0);
  }
  for (int i = 0; i < 4; i++) {
    CHECK_EQUAL(pthread_join(threads[i], NULL), 0);
  }
}

int main(void) {
  without_libpcap_the_linkers_reason_is_reported();
  library_without_the_functions_is_refused_each_time();
  library = INSTALLED;
  if (__real_dlopen("libpcap.so.1", RTLD_LAZY) == NULL &&
      __real_dlopen("libpcap.so.0.8", RTLD_LAZY) == NULL) {
    fprintf(stderr, "no libpcap, so nothing is compiled\n");
    return 77;
  }
  expression_becomes_a_program();
  families_of_the_bsds_are_known_for_the_link_types_that_have_them();
  mistakes_are_told_in_the_words_of_libpcap();
  threads_compile_side_by_side();
  return 0;
}

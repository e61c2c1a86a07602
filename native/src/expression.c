// SPDX-License-Identifier: Apache-2.0
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "framering.h"

#define LINKTYPE_ETHERNET 1
#define LINKTYPE_LINUX_SLL 113
#define LINKTYPE_IPV4 228
#define LINKTYPE_IPV6 229
#define LINKTYPE_LINUX_SLL2 276

/* DLT_RAW of net/bpf.h on Linux; files contain LINKTYPE_RAW instead. */
#define LINKTYPE_RAW 101
#define DLT_RAW 12

/* PCAP_ERRBUF_SIZE of pcap/pcap.h */
#define ERRBUF_SIZE 256

/* PCAP_NETMASK_UNKNOWN of pcap/pcap.h */
#define NETMASK_UNKNOWN 0xFFFFFFFFu

/* struct bpf_program of pcap/bpf.h. Its instructions have the kernel's layout. */
struct bpf_program {
  unsigned length;
  struct sock_filter *instructions;
};

/* The needed functions of pcap/pcap.h, declared here so that neither header nor library is
 * required. */
struct libpcap {
  void *library;
  void *(*open_dead)(int link_type, int snaplen);
  void *(*fopen_offline)(FILE *file, char *message);
  int (*compile)(void *handle, struct bpf_program *program, const char *expression, int optimize,
                 uint32_t netmask);
  char *(*geterr)(void *handle);
  void (*freecode)(struct bpf_program *program);
  void (*close)(void *handle);
};

/* Before libpcap 1.8, the compiler's state is global. */
static pthread_mutex_t compiling = PTHREAD_MUTEX_INITIALIZER;

static int failed(struct framering_program *program, int error, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(program->message, sizeof program->message, format, arguments);
  va_end(arguments);
  return error;
}

static bool find_functions(struct libpcap *pcap) {
  struct {
    const char *name;
    void **function;
  } wanted[] = {
      {"pcap_open_dead", (void **)&pcap->open_dead},
      {"pcap_fopen_offline", (void **)&pcap->fopen_offline},
      {"pcap_compile", (void **)&pcap->compile},
      {"pcap_geterr", (void **)&pcap->geterr},
      {"pcap_freecode", (void **)&pcap->freecode},
      {"pcap_close", (void **)&pcap->close},
  };
  bool found = true;
  for (size_t i = 0; found && i < sizeof wanted / sizeof wanted[0]; i++) {
    *wanted[i].function = dlsym(pcap->library, wanted[i].name);
    found = *wanted[i].function != NULL;
  }
  return found;
}

/* Loaded once and never unloaded. */
static int load(struct libpcap *pcap, struct framering_program *program) {
  static const char *const names[] = {"libpcap.so.1", "libpcap.so.0.8"};
  for (size_t i = 0; pcap->library == NULL && i < sizeof names / sizeof names[0]; i++) {
    pcap->library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
    if (pcap->library == NULL || !find_functions(pcap)) {
      failed(program, -ELIBACC, "%s", dlerror());
      if (pcap->library != NULL) {
        dlclose(pcap->library);
        pcap->library = NULL;
      }
    }
  }
  return pcap->library != NULL ? 0 : -ELIBACC;
}

static int copy(struct framering_program *program, const struct bpf_program *compiled) {
  size_t size = compiled->length * sizeof *program->instructions;
  program->instructions = malloc(size);
  if (program->instructions == NULL) {
    return failed(program, -ENOMEM, "%s", strerror(ENOMEM));
  }
  memcpy(program->instructions, compiled->instructions, size);
  program->length = compiled->length;
  return 0;
}

/* An empty capture file. */
static void *open_file(const struct libpcap *pcap, int link_type, uint32_t snaplen) {
  struct {
    uint32_t magic;
    uint16_t major, minor;
    uint32_t zone, accuracy, snaplen, link_type;
  } header = {0xA1B2C3D4, 2, 4, 0, 0, snaplen, (uint32_t)link_type};
  char message[ERRBUF_SIZE];
  FILE *file = fmemopen(&header, sizeof header, "rb");
  void *handle = file == NULL ? NULL : pcap->fopen_offline(file, message);
  if (file != NULL && handle == NULL) {
    fclose(file);
  }
  return handle; /* libpcap has read the header and will close the file */
}

/* Opens the handle to compile for. Link types that Linux captures use a live handle, so that
 * programs can use the kernel's ancillary data. All others use a file handle, for which libpcap
 * translates link types and handles the protocol families of the BSDs. */
static void *open_handle(const struct libpcap *pcap, int link_type, uint32_t snaplen) {
  switch (link_type) {
    case LINKTYPE_ETHERNET:
    case LINKTYPE_LINUX_SLL:
    case LINKTYPE_LINUX_SLL2:
    case LINKTYPE_IPV4:
    case LINKTYPE_IPV6:
      return pcap->open_dead(link_type, (int)snaplen);
    case LINKTYPE_RAW:
      return pcap->open_dead(DLT_RAW, (int)snaplen);
    default:
      return open_file(pcap, link_type, snaplen);
  }
}

static int compile(const struct libpcap *pcap, struct framering_program *program,
                   const char *expression, int link_type, uint32_t snaplen, int optimize) {
  void *handle = open_handle(pcap, link_type, snaplen);
  if (handle == NULL) {
    return failed(program, -ENOMEM, "%s", strerror(ENOMEM));
  }
  struct bpf_program compiled;
  int error;
  if (pcap->compile(handle, &compiled, expression, optimize, NETMASK_UNKNOWN) < 0) {
    error = failed(program, -EINVAL, "%s", pcap->geterr(handle));
  } else {
    error = copy(program, &compiled);
    pcap->freecode(&compiled);
  }
  pcap->close(handle);
  return error;
}

int framering_compile(struct framering_program *program, const char *expression, int link_type,
                      uint32_t snaplen, int optimize) {
  static struct libpcap pcap;
  memset(program, 0, sizeof *program);
  pthread_mutex_lock(&compiling);
  int error = load(&pcap, program);
  if (error == 0) {
    error = compile(&pcap, program, expression, link_type, snaplen, optimize);
  }
  pthread_mutex_unlock(&compiling);
  return error;
}

void framering_program_free(struct framering_program *program) {
  free(program->instructions);
  program->instructions = NULL;
  program->length = 0;
}

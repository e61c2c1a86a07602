// SPDX-License-Identifier: Apache-2.0
/* Binds the functions that glibc moved or changed to their oldest version, so that a library built
 * on a new glibc loads on 2.17. It is linked into the shared library alone, whose calls the linker
 * redirects here (--wrap): `.symver` in the other files would bind their calls past the tests'
 * own --wrap. musl ignores versions. */
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>

#if defined(__x86_64__)
#define OLDEST "GLIBC_2.2.5"
#elif defined(__aarch64__)
#define OLDEST "GLIBC_2.17"
#endif

#define BIND(type, name, parameters, arguments)          \
  type oldest_##name parameters;                         \
  __asm__(".symver oldest_" #name "," #name "@" OLDEST); \
  type __wrap_##name parameters;                         \
  type __wrap_##name parameters {                        \
    return oldest_##name arguments;                      \
  }

/* 2.34 moved these into libc.so.6, from libdl.so.2 and libpthread.so.0. */
BIND(void *, dlopen, (const char *name, int flags), (name, flags))
BIND(void *, dlsym, (void *library, const char *name), (library, name))
BIND(int, dlclose, (void *library), (library))
BIND(char *, dlerror, (void), ())
BIND(int, pthread_create,
     (pthread_t * thread, const pthread_attr_t *attributes, void *(*run)(void *), void *argument),
     (thread, attributes, run, argument))
BIND(int, pthread_join, (pthread_t thread, void **result), (thread, result))

/* 2.22 changed what it does at the end of what was written. The library only reads. */
BIND(FILE *, fmemopen, (void *memory, size_t size, const char *mode), (memory, size, mode))

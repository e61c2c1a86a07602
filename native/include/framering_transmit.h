// SPDX-License-Identifier: Apache-2.0
/* The sending half of framering.h, whose conventions hold here, too. */
#ifndef FRAMERING_TRANSMIT_H
#define FRAMERING_TRANSMIT_H

#include "framering.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A socket that sends frames from one interface, and receives none:
 *
 *     struct framering_transmit_options options = FRAMERING_TRANSMIT_DEFAULTS;
 *     options.interface = if_nametoindex("eth0");
 *     struct framering_transmitter *transmitter;
 *     int error = framering_transmit_open(&transmitter, &options, &failed);
 *     ...
 *     for (uint32_t next = 0; next < count; next += (uint32_t)error) {
 *       error = framering_transmit(transmitter, &frames[next], count - next);
 *       if (error < 0) break;
 *     }
 *     framering_transmit_close(transmitter);
 *
 * The frames leave as their bytes are, from the link-layer header on: neither a checksum nor a VLAN
 * tag is added, and a short frame is not padded.
 *
 * Threads: one thread at a time may call framering_transmit(). framering_transmit_stop() and
 * framering_transmit_statistics() may be called from any thread at any time before
 * framering_transmit_close(), the first one also from a signal handler.
 *
 * Privilege: as framering_open(). Anyone who can run the helper can also send.
 */
struct framering_transmitter;

/* For framering_transmit_options.flags. */
enum {
  /* Frames skip the interface's queueing discipline, and so its limits and its fairness. */
  FRAMERING_QDISC_BYPASS = 1 << 0,
};

struct framering_transmit_options {
  /* Interface index, 1 or more. */
  int interface;
  /* FRAMERING_ flags. */
  uint32_t flags;
  /* Bytes of memory that frames may occupy below the socket until they have left (SO_SNDBUF, of
   * which the kernel makes the double); 0 for the default of the system. If it is smaller than the
   * queue of the interface, the socket waits for room and loses no frame; if it is larger, the
   * queue refuses frames, which are then offered again. */
  uint32_t send_buffer;
  /* Milliseconds without progress after which frames without room are refused, at most 2^31 - 1. */
  uint32_t patience;
  /* As in framering_options. */
  const char *network_namespace;
  const char *helper;
};

#define FRAMERING_TRANSMIT_DEFAULTS \
  { .patience = 1000 }

/* Opens a transmitter. Returns 0 and sets *transmitter, or a negative errno value and sets *failed:
 * see framering_open(). The interface may be down. */
FRAMERING_API int framering_transmit_open(struct framering_transmitter **transmitter,
                                          const struct framering_transmit_options *options,
                                          enum framering_call *failed);

/* A frame to be sent. */
struct framering_frame {
  /* From the link-layer header on. Not used after framering_transmit() has returned. */
  const uint8_t *bytes;
  uint32_t length;
  /* Set: 0 if the frame was handed to the kernel; else the errno value with which it was refused:
   * EMSGSIZE (longer than the MTU allows), EINVAL (shorter than a link-layer header), or ENOBUFS
   * (no room in time: the queue is full, or the interface has no carrier). */
  int32_t refused;
  /* When to send it: nanoseconds of CLOCK_MONOTONIC, not before the previous frame's; 0 for at
   * once. Set to the time at which the kernel was called for it, unless it was refused. */
  int64_t time;
};

/*
 * Sends frames in their order, each when it is due, and waits for room. Until 100 microseconds
 * before a frame is due, the thread sleeps; then it keeps the processor busy.
 *
 * Returns the number of frames that were sent or refused, at least 1 unless count is 0; or, if the
 * first one was neither,
 *   -ECANCELED  framering_transmit_stop() was called
 *   -ENETDOWN   the interface is down: frames may be sent again when it is up
 *   -ENODEV     the interface was deleted
 * or another negative errno value: framering_transmit_failed_call() returns the failed call.
 */
FRAMERING_API int framering_transmit(struct framering_transmitter *transmitter,
                                     struct framering_frame *frames, uint32_t count);

/* The call that failed when framering_transmit() last returned an error that is not listed there.
 * Only for the thread that calls it. */
FRAMERING_API enum framering_call framering_transmit_failed_call(
    const struct framering_transmitter *transmitter);

/* Makes the current and every later framering_transmit() return. Async-signal-safe. */
FRAMERING_API void framering_transmit_stop(struct framering_transmitter *transmitter);

/* Counts since the transmitter was opened. They never decrease. */
struct framering_transmit_statistics {
  /* Frames handed to the kernel, and the sum of their lengths. */
  uint64_t sent;
  uint64_t bytes;
  /* Frames refused because of their length (EMSGSIZE, EINVAL). */
  uint64_t refused_length;
  /* Frames refused because there was no room in time (ENOBUFS). */
  uint64_t refused_room;
};

FRAMERING_API void framering_transmit_statistics(const struct framering_transmitter *transmitter,
                                                 struct framering_transmit_statistics *statistics);

/* Closes the socket. What the kernel has been given still leaves. NULL is ignored. */
FRAMERING_API void framering_transmit_close(struct framering_transmitter *transmitter);

#ifdef __cplusplus
}
#endif

#endif

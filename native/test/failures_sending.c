// SPDX-License-Identifier: Apache-2.0
/* The scenarios of failures_scenarios.c that send. */
#include <errno.h>
#include <time.h>

#include "failures.h"
#include "framering_transmit.h"

/* Each frame leaves or is refused, or the error is returned. */
static bool transmits(struct framering_transmitter *transmitter) {
  struct framering_frame frames[FRAMES];
  uint8_t bytes[FRAME_SIZE];
  make_frame(bytes, sizeof bytes, ETHERTYPE, 1);
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  int64_t soon = (now.tv_sec + 1) * INT64_C(1000000000);
  for (int i = 0; i < FRAMES; i++) { /* a batch, and one frame for which it sleeps */
    frames[i] = (struct framering_frame){bytes, sizeof bytes, 0, i < FRAMES - 1 ? 0 : soon};
  }
  for (uint32_t done = 0; done < FRAMES;) {
    int result = LIBRARY(framering_transmit(transmitter, &frames[done], FRAMES - done));
    if (result < 0) {
      note_error("framering_transmit", result,
                 framering_call_name(framering_transmit_failed_call(transmitter)));
      EXPECT(result != -EINTR);
      if (failing_plan.always) {
        return false;
      }
    }
    done += result > 0 ? (uint32_t)result : 0;
  }
  struct framering_transmit_statistics statistics;
  framering_transmit_statistics(transmitter, &statistics);
  EXPECT(statistics.sent + statistics.refused_room == FRAMES && statistics.refused_length == 0);
  EXPECT(statistics.bytes == statistics.sent * FRAME_SIZE);
  EXPECT(statistics.refused_room == 0 || failing_plan.always);
  failing_armed = true;
  framering_transmit_stop(transmitter);
  failing_armed = false;
  EXPECT(LIBRARY(framering_transmit(transmitter, frames, 1)) == -ECANCELED);
  return true;
}

static bool transmission_with(struct framering_transmit_options options) {
  options.interface = left;
  options.patience = 50;
  for (int tries = failing_plan.always ? 1 : 2; tries > 0; tries--) {
    struct framering_transmitter *transmitter;
    enum framering_call failed;
    int error = LIBRARY(framering_transmit_open(&transmitter, &options, &failed));
    if (error == 0) {
      bool whole = transmits(transmitter);
      failing_armed = true;
      framering_transmit_close(transmitter);
      failing_armed = false;
      return whole;
    }
    note_error("framering_transmit_open", error, framering_call_name(failed));
  }
  EXPECT(failing_plan.always);
  return false;
}

bool transmission(void) {
  return transmission_with((struct framering_transmit_options){
      .flags = FRAMERING_QDISC_BYPASS, .send_buffer = 1 << 20, .network_namespace = NULL});
}

bool transmission_from_namespace(void) {
  return transmission_with(
      (struct framering_transmit_options){.network_namespace = "/proc/self/ns/net"});
}

bool transmission_with_helper(void) {
  return transmission_with((struct framering_transmit_options){.helper = HELPER});
}

// SPDX-License-Identifier: Apache-2.0
/* Runs a classic BPF program on frames in memory, such as those of a capture file. */
#ifndef FRAMERING_SELECT_H
#define FRAMERING_SELECT_H

#include <linux/filter.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Whether program_run() can run the program: known instructions, jumps that only go forward and
 * stay inside, a ret at the end, no ancillary data, which memory alone does not have.
 */
bool program_is_runnable(const struct sock_filter *program, uint32_t length);

/*
 * Runs a program on a frame. Like libpcap's machine, and unlike the kernel's, a shift by 32 or more
 * gives 0, and an index that overflows is beyond the frame's end.
 *
 * captured: bytes of the frame in memory. original: its bytes on the wire.
 *
 * Returns the program's result: bytes to keep, 0 for none. A load from beyond the frame's end and a
 * division by zero return 0.
 */
uint32_t program_run(const struct sock_filter *program, const uint8_t *frame, uint32_t captured,
                     uint32_t original);

#endif

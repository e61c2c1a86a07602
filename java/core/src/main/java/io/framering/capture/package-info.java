// SPDX-License-Identifier: Apache-2.0
/**
 * Live capture from an AF_PACKET ring.
 *
 * <p>Priorities, in this order: no use of this package can crash the JVM; every lost frame is
 * reported; a frame costs no copy, no allocation and no native call.
 *
 * <p>Not promised: capture on systems other than Linux, and concurrent reads of one {@link
 * io.framering.capture.Capture} by several threads.
 */
package io.framering.capture;

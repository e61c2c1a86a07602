// SPDX-License-Identifier: Apache-2.0
/**
 * Frames from any source: a live ring or a file.
 *
 * <p>Priorities, in this order: a frame never shows another packet's bytes; a frame costs no copy;
 * a frame costs no allocation.
 *
 * <p>Not promised: that a frame lives longer than its batch (see {@link io.framering.frame.Frame}),
 * or that threads other than the one that fetched a batch may read it.
 */
package io.framering.frame;

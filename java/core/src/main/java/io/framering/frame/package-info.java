/**
 * Frames, whatever they come from: a live ring or a file.
 *
 * <p>What counts here, in this order: a frame never shows another packet's bytes; a frame costs no
 * copy; a frame costs no allocation.
 *
 * <p>Not promised: that a frame lives longer than its batch (see {@link io.framering.frame.Frame}),
 * or that a batch may be read by another thread than the one that fetched it.
 */
package io.framering.frame;

// SPDX-License-Identifier: Apache-2.0
/**
 * Capture files: pcap and pcapng, read and written.
 *
 * <p>Priorities, in this order: every complete packet of a damaged file is delivered, and the
 * damage is reported; a hostile file costs no memory or time beyond its size; a frame costs no copy
 * besides the read from the file, and no allocation.
 *
 * <p>Not promised: that comments and other options of a pcapng file are preserved when a file is
 * read and written.
 */
package io.framering.savefile;

// SPDX-License-Identifier: Apache-2.0
/**
 * Capture files: pcap and pcapng, read and written.
 *
 * <p>Priorities, in this order: every complete packet of a damaged file is delivered, and the
 * damage is reported; a hostile file costs no memory or time beyond its size; a frame costs no copy
 * besides the read from the file, and no allocation; a copy of a pcapng file has everything that
 * the file has, if the reader's {@linkplain io.framering.savefile.SavefileReader#onBlock blocks}
 * are passed to the writer.
 *
 * <p>Not promised: that a pcap file, or a pcapng file made of one, has more than its packets.
 */
package io.framering.savefile;

/**
 * Capture files: pcap and pcapng, read and written.
 *
 * <p>What counts here, in this order: every whole packet of a damaged file is delivered, and what
 * is wrong is said; a hostile file costs neither memory nor time beyond its size; a frame costs no
 * copy beyond the read from the file, and no allocation.
 *
 * <p>Not promised: that comments and other options of a pcapng file survive being read and written.
 */
package io.framering.savefile;

// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;

/** Writes frames to one capture file, or to several in sequence. */
public sealed interface FrameWriter extends AutoCloseable permits SavefileWriter, RotatingWriter {
  /** The maximum number of bytes of secrets and names that each file of a rotation begins with. */
  int MOST_REPEATED_BYTES = 16 << 20;

  /**
   * Describes an interface, unless it is described already. If several have the same number and
   * link type, frames belong to the one described last. An interface that was not added is
   * described by {@link SavefileOptions#interfaceNames()} when its first frame is written. Frames
   * of a {@link SavefileReader} keep the descriptions of their file, also when several files are
   * merged: interfaces of two files are the same if their number and description are equal.
   *
   * <p>A pcap file uses only the first described interface, unless the options have a link type.
   *
   * @param described the interface
   * @throws SavefileException if writing fails
   */
  void add(SavefileInterface described);

  /**
   * Writes a frame.
   *
   * @param frame a frame that is lent now
   * @return false if it was not written: because the format cannot represent it and it was only
   *     {@linkplain #unwritable() counted}, or because the {@linkplain #finished() last file is
   *     full}. A pcap file cannot represent frames of another link type than the file's, or from
   *     before 1970 or after 2106; no format can represent a link type without a number, and
   *     pcapng, except in a copy of pcapng, no time before 1970
   * @throws SavefileException if writing fails
   */
  boolean write(Frame frame);

  /**
   * Writes a frame with a comment, which a pcapng file has after the frame's own {@linkplain
   * Frame#comments() comments}; for pcap, which cannot represent comments, all are {@linkplain
   * LeftOut#COMMENT counted}.
   *
   * @param frame a frame that is lent now
   * @param comment the comment
   * @return as {@link #write(Frame)}
   * @throws IllegalArgumentException if the comment has more than 65,535 bytes in UTF-8
   * @throws SavefileException if writing fails
   */
  boolean write(Frame frame, String comment);

  /**
   * Writes all frames of a batch, much faster than one by one if the batch is of a live capture, or
   * of a pcap file and the input and output files both have times in nanoseconds and little-endian
   * byte order. Neither is the case if each frame is flushed. When files rotate by time, the whole
   * batch goes into one file; when they rotate by size, each frame goes into the same file as with
   * {@link #write}.
   *
   * @param batch a batch that is lent now
   * @return false if nothing was written because the {@linkplain #finished() last file is full}
   * @throws SavefileException if writing fails
   */
  boolean writeAll(FrameBatch batch);

  /**
   * Writes a block that is not a packet, such as secrets for decryption, after the frames written
   * so far. A block of a {@link SavefileReader} is converted to little-endian byte order. When
   * files rotate, each begins with the section and the interfaces of the last one, and with the
   * secrets and names so far: the last {@value #MOST_REPEATED_BYTES} bytes of them.
   *
   * @param block the block
   * @return false if it was not written: because it was only {@linkplain LeftOut#BLOCK counted},
   *     because it {@linkplain SavefileBlock#CUSTOM_NOT_COPIED must not be copied}, or because the
   *     {@linkplain #finished() last file is full}
   * @throws SavefileException if writing fails
   */
  boolean write(SavefileBlock block);

  /**
   * Reports frames lost since the last one. They are written with the next frame of this interface,
   * as its {@code epb_dropcount} and as a comment. pcap cannot represent losses; losses after an
   * interface's last frame can be written by {@link #statistics}.
   *
   * @param interfaceIndex 0 if the interface is unknown: then the next frame of any interface gets
   *     the comment
   * @param count the number of lost frames, 1 or more
   */
  void lost(int interfaceIndex, long count);

  /**
   * Writes the counts of an interface since the capture began, as an interface statistics block
   * with the last frame's time. pcap cannot represent counts.
   *
   * @param interfaceIndex of a described interface
   * @param received frames that arrived, or -1 if unknown
   * @param dropped frames that were lost, or -1 if unknown
   * @throws SavefileException if writing fails
   */
  void statistics(int interfaceIndex, long received, long dropped);

  /**
   * Writes the rest of {@code source} at the end of a copy: interfaces without frames, and the last
   * counts of each, unless those were passed to {@link #write(SavefileBlock)}.
   *
   * @param source a reader that has delivered its last frame
   * @throws SavefileException if writing fails
   */
  void complete(SavefileReader source);

  /**
   * Passes all written frames to the operating system.
   *
   * @throws SavefileException if that fails
   */
  void flush();

  /**
   * {@return the number of frames written, including buffered ones; after a failure, the frames in
   * the files}
   */
  long frames();

  /** {@return the number of frames that the format could not represent} */
  long unwritable();

  /**
   * {@return the number of frames, blocks, options or comments that were left out for this reason}
   *
   * @param reason the reason
   */
  long leftOut(LeftOut reason);

  /**
   * {@return whether no further frame will be written because the maximum number of files is
   * reached}
   */
  boolean finished();

  /**
   * Flushes and closes. Idempotent.
   *
   * @throws SavefileException if that fails
   */
  @Override
  void close();
}

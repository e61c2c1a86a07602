package io.framering.savefile;

import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;

/** Where frames are written to: one capture file, or several one after the other. */
public sealed interface FrameWriter extends AutoCloseable permits SavefileWriter, RotatingWriter {
  /**
   * Describes an interface, unless it is described already. Of several with the same number and
   * link type, frames have the one that was described last. Those that are not described are so by
   * {@link SavefileOptions#interfaceNames()} when their first frame comes; frames of a {@link
   * SavefileReader} bring the descriptions of its file with them, and keep them when several files
   * go into one: interfaces of two files are the same where their number and description are.
   *
   * <p>Of pcap, only the first one that is described counts, unless the options have a link type.
   *
   * @throws SavefileException when writing fails
   */
  void add(SavefileInterface described);

  /**
   * Writes a frame.
   *
   * @return false when it was not written: because the format has no place for it and it was only
   *     {@linkplain #unwritable() counted}, or because the {@linkplain #finished() last file is
   *     full}. The format has no place: in a pcap file for a frame of another link type than the
   *     file's, or from before 1970 or after 2106; anywhere, when the link type has no number
   * @throws SavefileException when writing fails
   */
  boolean write(Frame frame);

  /**
   * Writes all frames of a batch at once, which costs much less: those of a live capture; and as
   * the file has them those of a pcap file, if that and the one that is written both have times in
   * nanoseconds and little endian.
   *
   * @return false when that cannot be done, and nothing was written: then the frames are to be
   *     {@linkplain #write written} one by one. So it is for all others, when each frame is to be
   *     flushed, and for frames of a file into files that change with their size
   * @throws SavefileException when writing fails
   */
  boolean copy(FrameBatch batch);

  /**
   * Writes all frames of a batch, at once where {@link #copy} can.
   *
   * @throws SavefileException when writing fails
   */
  void writeAll(FrameBatch batch);

  /**
   * Says that frames were lost since the last one: with the next frame of this interface, as its
   * {@code epb_dropcount} and in a comment. pcap has no place for it; of an interface that has no
   * further frame, {@link #statistics} may tell.
   *
   * @param interfaceIndex 0 when it is not known which interface would have had them: a comment of
   *     the next frame of any tells
   */
  void lost(int interfaceIndex, long count);

  /**
   * Writes what is counted of an interface since the capture began: an interface statistics block,
   * as of the last frame's time. pcap has no place for it.
   *
   * @param interfaceIndex of an interface that was described
   * @param received frames that arrived, or -1 when not known
   * @param dropped frames that were lost, or -1 when not known
   * @throws SavefileException when writing fails
   */
  void statistics(int interfaceIndex, long received, long dropped);

  /**
   * Writes what {@code source} tells besides its frames: interfaces that had none, and counts. For
   * the end of a copy.
   *
   * @throws SavefileException when writing fails
   */
  void complete(SavefileReader source);

  /**
   * Hands all that was written to the system.
   *
   * @throws SavefileException when that fails
   */
  void flush();

  /**
   * Frames written, those too that are on their way to the file; after a failure those that are in
   * the files.
   */
  long frames();

  /** Frames for which the format had no place. */
  long unwritable();

  /** Whether no frame will be written any more, as there are as many files as there may be. */
  boolean finished();

  /**
   * Flushes and closes. Idempotent.
   *
   * @throws SavefileException when that fails
   */
  @Override
  void close();
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import io.framering.internal.RecordCursor;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes a capture file: pcap with times in nanoseconds, or pcapng; always in little-endian byte
 * order.
 *
 * <pre>{@code
 * SavefileOptions options = SavefileOptions.of(SavefileFormat.PCAPNG);
 * try (SavefileWriter writer = SavefileWriter.create(Path.of("trace.pcapng"), options)) {
 *   capture.run(writer::write);
 * }
 * }</pre>
 *
 * <p>One write system call contains many frames. After a flush, the file is readable even if the
 * process is killed; frames that were not flushed may be lost then.
 *
 * <p><b>Failure.</b> If the system fails to write, for example on a full disk, the writing method
 * throws a {@link SavefileException} with the numbers of complete packets in the file and of lost
 * packets. Together these are all frames passed to the writer that the format can represent,
 * including the whole batch that failed. A regular file is truncated after the last complete
 * packet. Nothing can be written afterwards, and {@code close()} does not report the failure again.
 *
 * <p><b>Compression.</b> With a {@linkplain SavefileOptions#compressor compressor}, each flush ends
 * an independent part of the file. If the system fails to write, the last part is lost and the file
 * is truncated after the part before it.
 *
 * <p><b>Interrupts.</b> An interrupt loses nothing that is written to a regular file, and stays
 * pending. Pipes and a caller's own channels differ: an interrupt during a write closes them, and
 * the writer has failed.
 *
 * <p>Not thread-safe.
 */
public final class SavefileWriter implements FrameWriter {
  /** The minimum average of frames per call of a batch that encodes its frames itself. */
  private static final int FRAMES_PER_CALL = 8;

  private final RecordFile file;
  private final Encoder encoder;
  private final boolean flushEach;
  private final WriteCounts counts;

  /** Frames to encode here before the batch is called again: kinds of frames alternate. */
  private int singly;

  private SavefileWriter(RecordFile file, SavefileOptions options, WriteCounts counts) {
    this.file = file;
    this.counts = counts;
    flushEach = options.flushEach();
    encoder = Encoder.of(file, options, counts);
    encoder.begin();
    if (options.format() == SavefileFormat.PCAP) {
      flush(); // the header of pcapng waits, as that of an input file may take its place
    }
  }

  /**
   * Creates a file with the {@linkplain SavefileOptions#permissions() permissions} of the options,
   * or truncates an existing one. In a folder that everybody can write to, symbolic links and files
   * of other users are refused.
   *
   * @param path the file
   * @param options the format and other options
   * @return the writer; close it
   * @throws SavefileException when that fails
   */
  public static SavefileWriter create(Path path, SavefileOptions options) {
    return create(path, options, new RecordBuffer(options), new WriteCounts());
  }

  /**
   * Creates one of several files.
   *
   * @param buffer shared by all files
   * @param counts the sum of all files
   */
  static SavefileWriter create(
      Path path, SavefileOptions options, RecordBuffer buffer, WriteCounts counts) {
    RecordFile file = RecordFile.create(path, options, buffer, counts);
    return new SavefileWriter(file, options, counts);
  }

  /**
   * Writes to a channel such as standard output.
   *
   * @param name the channel's name in messages
   * @param channel closed with this writer
   * @param options the format and other options
   * @return the writer; close it
   * @throws SavefileException if the beginning of the file cannot be written
   */
  public static SavefileWriter of(
      String name, WritableByteChannel channel, SavefileOptions options) {
    WriteCounts counts = new WriteCounts();
    RecordBuffer buffer = new RecordBuffer(options);
    RecordFile file = new RecordFile(name, channel, options.compressor(), buffer, counts);
    return new SavefileWriter(file, options, counts);
  }

  @Override
  public void add(SavefileInterface described) {
    encoder.describe(described);
  }

  @Override
  public boolean write(Frame frame) {
    counts.given++;
    return put(frame, List.of());
  }

  @Override
  public boolean write(Frame frame, String comment) {
    List<byte[]> comments = List.of(RecordBuffer.comment(comment));
    counts.given++;
    return put(frame, comments);
  }

  private boolean put(Frame frame, List<byte[]> comments) {
    LeftOut reason = encoder.put(frame, comments);
    if (reason != null) {
      counts.leaveOut(reason);
      return false;
    }
    counts.accepted++;
    if (flushEach) {
      flush();
    }
    return true;
  }

  @Override
  public boolean writeAll(FrameBatch batch) {
    FrameCursor frame = batch.cursor();
    if (frame.advance()) {
      counts.given += batch.size();
      if (!copyRecords(batch, frame)) {
        do {
          put(frame, Long.MAX_VALUE);
        } while (frame.advance());
      }
    }
    return true;
  }

  /**
   * Copies the records of a batch unchanged.
   *
   * @return false if this is not possible
   */
  boolean copyRecords(FrameBatch batch, Frame first) {
    if (flushEach || !(batch instanceof FileBatch records) || !encoder.copy(records, first)) {
      return false;
    }
    counts.accepted += batch.size();
    return true;
  }

  /**
   * Writes the current frame, and at once the similar ones after it that end before the file has
   * {@code most} bytes, if its batch can encode frames itself; moves to the last one written. They
   * have been counted as given.
   */
  void put(FrameCursor frame, long most) {
    if (singly == 0 && !flushEach && frame instanceof RecordCursor of && of.writesRecords()) {
      int written = encoder.putRecords(of, most);
      if (written > 0) {
        counts.accepted += written;
        singly = Math.max(0, FRAMES_PER_CALL - written);
        return;
      }
    }
    put(frame, List.of());
    singly = Math.max(0, singly - 1);
  }

  @Override
  public boolean write(SavefileBlock block) {
    if (block.staysInItsFile()) {
      return false;
    }
    LeftOut reason = encoder.put(block);
    if (reason != null) {
      counts.leaveOut(reason);
      return false;
    }
    if (flushEach) {
      flush();
    }
    return true;
  }

  @Override
  public void complete(SavefileReader source) {
    encoder.complete(source.described());
  }

  @Override
  public void lost(int interfaceIndex, long count) {
    encoder.lost(interfaceIndex, count);
  }

  @Override
  public void statistics(int interfaceIndex, long received, long dropped) {
    encoder.statistics(interfaceIndex, received, dropped);
  }

  @Override
  public long frames() {
    return counts.framesInFile();
  }

  @Override
  public long unwritable() {
    return counts.unwritableInFile();
  }

  @Override
  public long leftOut(LeftOut reason) {
    return counts.leftOutOfFile(reason);
  }

  /** False: a single file takes all frames. */
  @Override
  public boolean finished() {
    return false;
  }

  /** {@return the number of bytes written, including buffered ones, before compression} */
  public long bytes() {
    return file.bytes();
  }

  /** Whether the path still refers to this file. */
  boolean isInPlace() {
    return file.isInPlace();
  }

  /** Whether the writer is open and has not failed. */
  boolean isOpen() {
    return file.isOpen();
  }

  @Override
  public void flush() {
    file.flush(encoder);
  }

  @Override
  public void close() {
    if (file.isOpen()) {
      encoder.end();
      file.close(encoder);
    }
  }
}

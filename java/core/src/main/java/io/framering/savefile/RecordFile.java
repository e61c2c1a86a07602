// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import io.framering.internal.Interrupts;
import io.framering.savefile.SavefileException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** A capture file while it is written: a buffer of complete records, and the channel they go to. */
final class RecordFile {
  private static final long RETRY_NANOS = 1_000_000;

  final RecordBuffer buffer;
  private final String name;
  private final WritableByteChannel channel;

  /** May be null. */
  private final Compressor compressor;

  private final WriteCounts counts;

  /** Before compression. */
  private long bytesInFile;

  private long size;
  private boolean open = true;

  RecordFile(
      String name,
      WritableByteChannel channel,
      Compressor compressor,
      RecordBuffer buffer,
      WriteCounts counts) {
    this.name = name;
    this.channel = channel;
    this.compressor = compressor;
    this.buffer = buffer;
    this.counts = counts;
    buffer.clear();
  }

  /** Finds the records in the buffer. */
  interface Records {
    /**
     * The size of the record at this offset.
     *
     * @param atBeginning whether the offset is the beginning of the file
     */
    long recordBytes(int at, boolean atBeginning);

    /** Whether the record at this offset is a packet. */
    boolean isPacket(int at, boolean atBeginning);
  }

  /** Creates a file as {@link SavefileWriter#create(Path, SavefileOptions)}. */
  static RecordFile create(
      Path path, SavefileOptions options, RecordBuffer buffer, WriteCounts counts) {
    boolean interrupted = Thread.interrupted(); // it would close the opened channel
    counts.beginFile();
    try {
      SteadyFile file = SteadyFile.toWrite(path, OutputFile.open(path, options));
      return new RecordFile(path.toString(), file, options.compressor(), buffer, counts);
    } catch (IOException e) {
      String fate = counts.given > 0 ? "; " + counts.fate() : "";
      String text = path + ": " + Inputs.reason(e) + fate;
      throw new SavefileException(Reason.CANNOT_OPEN, 0, 0, counts.lost(), text, e);
    } finally {
      Interrupts.restore(interrupted);
    }
  }

  /** Bytes written, including buffered ones, before compression. */
  long bytes() {
    return bytesInFile + buffer.length();
  }

  /** Whether the path still refers to this file. */
  boolean isInPlace() {
    return channel instanceof SteadyFile file && file.isInPlace();
  }

  /** Whether the file is open and writing has not failed. */
  boolean isOpen() {
    return open;
  }

  /** Makes room for this many bytes, if necessary by writing the buffered records. */
  void reserve(long count, Records records) {
    if (!open) {
      throw new IllegalStateException(name + " was closed, or writing to it has failed");
    }
    if (!buffer.fits(count)) {
      flush(records);
      if (!buffer.fits(count)) {
        buffer.grow(count);
      }
    }
  }

  /** Writes the buffered records. */
  void flush(Records records) {
    if (buffer.length() == 0) {
      return;
    }
    ByteBuffer bytes = buffer.bytes();
    boolean interrupted = Thread.interrupted(); // it would close the channel
    try {
      if (compressor != null) {
        bytes = compressed(bytes);
      }
      write(bytes);
    } catch (IOException e) {
      throw failed(compressor == null ? bytes.position() : 0, records, e);
    } finally {
      Interrupts.restore(interrupted);
    }
    bytesInFile += buffer.length();
    size += bytes.limit();
    counts.written = counts.accepted;
    buffer.clear();
  }

  private ByteBuffer compressed(ByteBuffer records) throws IOException {
    byte[] plain = new byte[records.remaining()];
    records.get(plain);
    ByteArrayOutputStream part = new ByteArrayOutputStream(plain.length);
    try (OutputStream to = compressor.open(part)) {
      to.write(plain);
    }
    return ByteBuffer.wrap(part.toByteArray());
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      // Another program may have made a shared pipe non-blocking; then 0 means that it is full.
      if (channel.write(bytes) == 0) {
        LockSupport.parkNanos(RETRY_NANOS);
      }
    }
  }

  /**
   * Finds the last complete record that was written, and truncates the file after it.
   *
   * @param written bytes of the buffer
   */
  private SavefileException failed(int written, Records records, IOException cause) {
    int whole = 0;
    while (whole < written) {
      boolean atBeginning = bytesInFile + whole == 0;
      long next = whole + records.recordBytes(whole, atBeginning);
      if (next > written) {
        break;
      }
      counts.written += records.isPacket(whole, atBeginning) ? 1 : 0;
      whole = (int) next;
    }
    bytesInFile += whole;
    size += whole;
    counts.forgetBuffer();
    buffer.clear();
    open = false;
    truncateAndClose();
    long inFile = counts.framesInFile();
    String text =
        "%s: %s; %d whole packets are in the file, %s"
            .formatted(name, Inputs.reason(cause), inFile, counts.fate());
    return new SavefileException(
        Reason.CANNOT_WRITE, bytesInFile, inFile, counts.lost(), text, cause);
  }

  /** Errors are ignored: the failure that led here is reported, and readers handle the rest. */
  private void truncateAndClose() {
    try (channel) {
      if (channel instanceof SteadyFile file && Files.isRegularFile(Path.of(name))) {
        file.truncate(size);
      }
    } catch (IOException e) {
      // The file may end with an incomplete packet.
    }
  }

  /** Writes the buffered records and closes the file. */
  void close(Records records) {
    flush(records);
    open = false;
    try {
      channel.close();
    } catch (IOException e) {
      throw failed(0, records, e);
    }
  }
}

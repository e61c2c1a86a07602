package io.framering.savefile;

import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import io.framering.records.RecordCursor;
import io.framering.savefile.SavefileException.Reason;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes a capture file: pcap with times in nanoseconds, or pcapng; always in little endian.
 *
 * <pre>{@code
 * SavefileOptions options = SavefileOptions.of(SavefileFormat.PCAPNG);
 * try (SavefileWriter writer = SavefileWriter.create(Path.of("trace.pcapng"), options)) {
 *   capture.run(writer::write);
 * }
 * }</pre>
 *
 * <p>Many frames go out with one write. What was flushed is a file that can be read, whatever then
 * becomes of this process; a frame that was not flushed may be lost with it.
 *
 * <p><b>Failure.</b> When the system fails to write, on a full disk for example, the method that
 * wrote throws a {@link SavefileException} which says how many whole packets are in the file, and
 * how many are lost: together they are all frames that the writer was given and could write, the
 * whole batch included on which it failed. A regular file is truncated after the last whole packet.
 * Nothing can be written after that; closing says nothing of it again.
 *
 * <p><b>Interrupts.</b> An interrupt costs nothing that was written to a file, and is kept for the
 * thread that writes. What waits in a pipe or in a program's own channel is another matter: an
 * interrupt that comes while such a channel writes closes it, and the writer has failed.
 *
 * <p>For one thread.
 */
public final class SavefileWriter implements FrameWriter {
  private static final long RETRY_NANOS = 1_000_000;

  /** At least, on average, when a batch writes its frames by itself. */
  private static final int FRAMES_PER_CALL = 8;

  private final String name;
  private final WritableByteChannel channel;
  private final RecordBuffer buffer;
  private final Encoder encoder;
  private final SavefileOptions options;
  private final WriteCounts counts;
  private final long writtenBefore;
  private final long unwritableBefore;
  private long bytesInFile;
  private boolean open = true;

  private SavefileWriter(
      String name,
      WritableByteChannel channel,
      SavefileOptions options,
      RecordBuffer buffer,
      WriteCounts counts) {
    this.name = name;
    this.channel = channel;
    this.options = options;
    this.buffer = buffer;
    this.counts = counts;
    writtenBefore = counts.written;
    unwritableBefore = counts.unwritable;
    buffer.clear();
    encoder = Encoder.of(buffer, options);
    encoder.begin();
    flush();
  }

  /**
   * Makes a file, with the {@linkplain SavefileOptions#permissions() permissions} that the options
   * give it, or empties the one that is there. In a folder that everybody may write to, that is
   * refused when it is a symbolic link or another user's.
   *
   * @throws SavefileException when that fails
   */
  public static SavefileWriter create(Path path, SavefileOptions options) {
    return create(path, options, new RecordBuffer(), new WriteCounts());
  }

  /**
   * A file among several.
   *
   * @param buffer of which all make use
   * @param counts of all of them
   */
  static SavefileWriter create(
      Path path, SavefileOptions options, RecordBuffer buffer, WriteCounts counts) {
    boolean interrupted = Thread.interrupted(); // it would close what is opened
    SteadyFile file;
    try {
      file = SteadyFile.toWrite(path, OutputFile.open(path, options.permissions()));
    } catch (IOException e) {
      String text =
          path
              + ": "
              + Inputs.reason(e)
              + (counts.given > 0 ? "; " + fate(counts.written, counts.lost()) : "");
      throw new SavefileException(Reason.CANNOT_OPEN, 0, 0, counts.lost(), text, e);
    } finally {
      Interrupts.restore(interrupted);
    }
    return new SavefileWriter(path.toString(), file, options, buffer, counts);
  }

  /**
   * Writes to a channel, as standard output.
   *
   * @param name what messages call it
   * @param channel closed with this writer
   * @throws SavefileException when the beginning of the file cannot be written
   */
  public static SavefileWriter of(
      String name, WritableByteChannel channel, SavefileOptions options) {
    return new SavefileWriter(name, channel, options, new RecordBuffer(), new WriteCounts());
  }

  @Override
  public void add(SavefileInterface described) {
    reserve(encoder.mostBytesOfInterface());
    encoder.describe(described);
  }

  @Override
  public boolean write(Frame frame) {
    counts.given++;
    return put(frame);
  }

  /** Writes a frame that has been counted as given. */
  boolean put(Frame frame) {
    describeInterfaceOf(frame);
    int length = frame.capturedLength();
    reserve(encoder.mostBytesOf(length));
    if (!encoder.put(frame, length)) {
      counts.unwritable++;
      return false;
    }
    counts.accepted++;
    if (options.flushEach()) {
      flush();
    }
    return true;
  }

  @Override
  public boolean copy(FrameBatch batch) {
    int size = batch.size();
    counts.given += size;
    boolean copied = putAll(batch);
    if (!copied) {
      counts.given -= size;
    }
    return copied;
  }

  @Override
  public void writeAll(FrameBatch batch) {
    counts.given += batch.size();
    if (!putAll(batch)) {
      for (FrameCursor frame = batch.cursor(); frame.advance(); ) {
        put(frame);
      }
    }
  }

  /**
   * Copies a batch that has been counted as given.
   *
   * @return false when that cannot be done
   */
  boolean putAll(FrameBatch batch) {
    FrameCursor first = batch.cursor();
    if (options.flushEach() || !first.advance()) {
      return false;
    }
    if (first instanceof RecordCursor frame && frame.writesRecords()) {
      writeRecords(frame);
      return true;
    }
    return batch instanceof FileBatch file && copyRecords(file, first);
  }

  private boolean copyRecords(FileBatch file, Frame first) {
    describeInterfaceOf(first);
    MemorySegment records = file.records();
    if (records == null || !encoder.takesRecords(first)) {
      return false;
    }
    reserve(records.byteSize());
    buffer.put(records);
    counts.accepted += file.size();
    return true;
  }

  private void writeRecords(RecordCursor frame) {
    int calls = 0;
    do {
      calls += put(frame, calls, Long.MAX_VALUE);
    } while (frame.advance());
  }

  /**
   * Writes the frame on which it stands, and with it those after it that are like it and end before
   * the file has {@code most} bytes; moves to the last one that was written. Where they take turns
   * it writes them one by one.
   *
   * @param calls how often the batch has written frames by itself, for this cursor
   * @return 1 if it did so, else 0
   */
  int put(RecordCursor frame, int calls, long most) {
    if (frame.passed() >= calls * FRAMES_PER_CALL && putRecords(frame, most)) {
      return 1;
    }
    put(frame);
    return 0;
  }

  private boolean putRecords(RecordCursor frame, long most) {
    describeInterfaceOf(frame);
    int interfaceId = encoder.recordId(frame);
    if (interfaceId == Encoder.SINGLY) {
      return false;
    }
    reserve(encoder.mostBytesOf(frame.capturedLength()));
    int before = frame.passed();
    if (!buffer.putRecords(frame, interfaceId, most - bytes())) {
      return false;
    }
    counts.accepted += frame.passed() - before + 1;
    return true;
  }

  private void describeInterfaceOf(Frame frame) {
    if (encoder.knows(frame)) {
      return;
    }
    int index = frame.interfaceIndex();
    if (frame instanceof FileFrame file) {
      describe(file.batch.interfaces, index);
    } else {
      String interfaceName = options.interfaceNames().apply(index);
      add(SavefileInterface.of(index, interfaceName, frame.linkTypeNumber(), options.snapLength()));
    }
  }

  /** Those of a file that come before one that is needed too: so they keep their order. */
  private void describe(List<FileInterface> source, int count) {
    while (encoder.known(source) < count) {
      reserve(encoder.mostBytesOfInterface());
      encoder.describeNext(source);
    }
  }

  @Override
  public void complete(SavefileReader source) {
    List<FileInterface> interfaces = source.described();
    describe(interfaces, interfaces.size());
    for (FileInterface each : interfaces) {
      if (each.received >= 0 || each.dropped >= 0) {
        reserve(encoder.mostBytesOfInterface());
        encoder.statistics(interfaces, each);
      }
    }
    encoder.forget(interfaces);
  }

  @Override
  public void lost(int interfaceIndex, long count) {
    encoder.lost(interfaceIndex, count);
  }

  @Override
  public void statistics(int interfaceIndex, long received, long dropped) {
    reserve(encoder.mostBytesOfInterface());
    encoder.statistics(interfaceIndex, received, dropped);
  }

  @Override
  public long frames() {
    return counts.accepted - writtenBefore;
  }

  @Override
  public long unwritable() {
    return counts.unwritable - unwritableBefore;
  }

  /** False: one file takes all frames. */
  @Override
  public boolean finished() {
    return false;
  }

  /** Bytes written, those too that are on their way to the file. */
  public long bytes() {
    return bytesInFile + buffer.length();
  }

  /** Whether there still is a file of its name, and it is this one. */
  boolean isInPlace() {
    return channel instanceof SteadyFile file && file.isInPlace();
  }

  /** Whether it was not closed, and nothing has failed. */
  boolean isOpen() {
    return open;
  }

  private void reserve(long count) {
    if (!open) {
      throw new IllegalStateException(name + " was closed, or writing to it has failed");
    }
    if (!buffer.fits(count)) {
      flush();
      if (!buffer.fits(count)) {
        buffer.grow(count);
      }
    }
  }

  @Override
  public void flush() {
    var bytes = buffer.bytes();
    boolean interrupted = Thread.interrupted(); // it would close the channel
    try {
      while (bytes.hasRemaining()) {
        // Another program may have made a shared pipe non-blocking; then 0 means that it is full.
        if (channel.write(bytes) == 0) {
          LockSupport.parkNanos(RETRY_NANOS);
        }
      }
    } catch (IOException e) {
      throw failed(bytes.position(), e);
    } finally {
      Interrupts.restore(interrupted);
    }
    bytesInFile += buffer.length();
    counts.written = counts.accepted;
    buffer.clear();
  }

  /** Finds the last whole record of those that were written, and makes it the last of the file. */
  private SavefileException failed(int written, IOException cause) {
    int whole = 0;
    while (whole < written) {
      boolean atBeginning = bytesInFile + whole == 0;
      long next = whole + encoder.recordBytes(whole, atBeginning);
      if (next > written) {
        break;
      }
      counts.written += encoder.isPacket(whole, atBeginning) ? 1 : 0;
      whole = (int) next;
    }
    bytesInFile += whole;
    counts.forgetBuffer();
    buffer.clear();
    cut();
    closeChannel();
    long inFile = frames();
    String text =
        name + ": " + Inputs.reason(cause) + "; " + inFile + " whole packets are in the file, ";
    return new SavefileException(
        Reason.CANNOT_WRITE,
        bytesInFile,
        inFile,
        counts.lost(),
        text + fate(writtenBefore, counts.lost()),
        cause);
  }

  private static String fate(long before, long lost) {
    return (before > 0 ? before + " went to files before it, " : "") + lost + " are lost";
  }

  private void cut() {
    try {
      if (channel instanceof SteadyFile file && Files.isRegularFile(Path.of(name))) {
        file.truncate(bytesInFile);
      }
    } catch (IOException e) {
      // The file then ends with a part of a packet, which its readers are used to.
    }
  }

  private void closeChannel() {
    open = false;
    try {
      channel.close();
    } catch (IOException e) {
      // Told already, by the failure that led here.
    }
  }

  @Override
  public void close() {
    if (open) {
      reserve(encoder.mostBytesOfInterface());
      encoder.end();
      flush();
      open = false;
      try {
        channel.close();
      } catch (IOException e) {
        throw failed(0, e);
      }
    }
  }
}

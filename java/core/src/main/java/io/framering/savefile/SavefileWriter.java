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
 * <p><b>Interrupts.</b> An interrupt loses nothing that is written to a regular file, and stays
 * pending. Pipes and a caller's own channels differ: an interrupt during a write closes them, and
 * the writer has failed.
 *
 * <p>Not thread-safe.
 */
public final class SavefileWriter implements FrameWriter {
  private static final long RETRY_NANOS = 1_000_000;

  /** The minimum average of frames per call for which a batch encodes its frames itself. */
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
   * Creates a file with the {@linkplain SavefileOptions#permissions() permissions} of the options,
   * or truncates an existing one. In a folder that everybody can write to, symbolic links and files
   * of other users are refused.
   *
   * @throws SavefileException when that fails
   */
  public static SavefileWriter create(Path path, SavefileOptions options) {
    return create(path, options, new RecordBuffer(), new WriteCounts());
  }

  /**
   * Creates one of several files.
   *
   * @param buffer shared by all files
   * @param counts the sum of all files
   */
  static SavefileWriter create(
      Path path, SavefileOptions options, RecordBuffer buffer, WriteCounts counts) {
    boolean interrupted = Thread.interrupted(); // it would close the opened channel
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
   * Writes to a channel such as standard output.
   *
   * @param name the channel's name in messages
   * @param channel closed with this writer
   * @throws SavefileException if the beginning of the file cannot be written
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

  /** Writes a frame that has been counted already. */
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
   * Copies a batch that has been counted already.
   *
   * @return false if it cannot be copied
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
   * Writes the current frame and the similar ones after it that end before the file has {@code
   * most} bytes; moves to the last one written. If kinds of frames alternate, it writes them one by
   * one.
   *
   * @param calls the number of times the batch has encoded frames itself, for this cursor
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

  /** Also describes the interfaces of a file before the needed one, which keeps their order. */
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

  /** False: a single file takes all frames. */
  @Override
  public boolean finished() {
    return false;
  }

  /** Bytes written, including buffered ones. */
  public long bytes() {
    return bytesInFile + buffer.length();
  }

  /** Whether the path still refers to this file. */
  boolean isInPlace() {
    return channel instanceof SteadyFile file && file.isInPlace();
  }

  /** Whether the writer is open and has not failed. */
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

  /** Finds the last complete record that was written, and truncates the file after it. */
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
      // The file then ends with an incomplete packet, which readers can handle.
    }
  }

  private void closeChannel() {
    open = false;
    try {
      channel.close();
    } catch (IOException e) {
      // Reported already by the failure that led here.
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

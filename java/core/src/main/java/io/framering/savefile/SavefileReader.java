package io.framering.savefile;

import io.framering.frame.FrameBatch;
import io.framering.frame.FrameHandler;
import io.framering.frame.FrameSource;
import io.framering.savefile.SavefileException.Reason;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.ZipException;

/**
 * Reads a capture file: pcap or pcapng, in either byte order, also compressed with gzip, and with
 * zstd when a {@link Decompressor} is given. What it is, its content tells, not its name.
 *
 * <pre>{@code
 * try (SavefileReader reader = SavefileReader.open(Path.of("trace.pcapng"))) {
 *   reader.run(frame -> System.out.println(frame.originalLength()));
 * }
 * }</pre>
 *
 * <p><b>Damage.</b> Every whole packet before the damage is delivered; then {@link #next} throws a
 * {@link SavefileException} which says what is wrong, and where. No size in a file is believed
 * before that many bytes have come.
 *
 * <p><b>Frames.</b> The time of a frame is what the file says, in nanoseconds: finer ones are
 * rounded down. {@link io.framering.frame.Frame#interfaceIndex()} is 1 for the first interface of
 * the file and counts up, see {@link #interfaces()}. In broken files {@code originalLength()} may
 * be less than {@code capturedLength()}: it is what the file says. A file does not tell of
 * checksums, or of VLAN tags that are not in the bytes.
 *
 * <p><b>Threads.</b> One thread reads. {@link #stop()} and {@link #close()} are for any thread at
 * any time.
 *
 * <p><b>Interrupts.</b> An interrupt does not end reading, and is kept for the thread that reads: a
 * program stops a reader with {@link #stop()}. There are two exceptions. A channel or stream that
 * is handed to {@code open} and that waits for its first bytes may be closed by an interrupt;
 * {@code open} then throws. And a program's own stream may do as it likes.
 *
 * <p><b>Streams that fail.</b> An {@link IOException} becomes a {@link SavefileException}; an
 * unchecked exception of a stream is thrown as it is. The reader has ended then.
 *
 * <p><b>Memory.</b> A batch that is lent has 256 KiB outside the heap, or what its largest packet
 * needs. They are freed when it is released: by its {@code close()}, by the next {@link #next}, or
 * by {@link #close()}, each in the thread that reads. A reader that is forgotten with a batch lent
 * keeps that memory until the process ends: the garbage collector cannot free it, as the memory is
 * confined to a thread, which is what ends every view of it at little cost. Reading needs no native
 * access.
 */
public final class SavefileReader implements FrameSource {
  /** Large enough that a system call costs little, small enough that caches hold it. */
  private static final int BUFFER_BYTES = 256 << 10;

  private static final Duration FOREVER_NANOS = Duration.ofNanos(Long.MAX_VALUE);

  private final String name;
  private final Input input;
  private final Window window;
  private final RecordScanner scanner;
  private final AtomicBoolean reading = new AtomicBoolean();
  private volatile FileBatch lent;
  private boolean scanned;
  private volatile boolean ended;

  private SavefileReader(String name, Input input, int capacity) {
    this.name = name;
    this.input = input;
    window = new Window(capacity);
    window.open();
    try {
      scanner = scanner();
      readUntilReady();
    } finally {
      window.close(0); // the frames that were scanned are yet to be lent
    }
  }

  /**
   * Opens a file that is not compressed with zstd.
   *
   * @throws SavefileException as {@link #open(Path, Decompressor)}
   */
  public static SavefileReader open(Path path) {
    return open(path, null);
  }

  /**
   * Opens a file: a regular one, or a pipe.
   *
   * @param zstd reads files that are compressed with zstd; null when there is nothing that can
   * @throws SavefileException when it cannot be opened, or does not begin as a capture file does
   */
  public static SavefileReader open(Path path, Decompressor zstd) {
    try {
      if (Files.isDirectory(path)) {
        throw new IOException("Is a directory");
      }
      return open(path.toString(), SteadyFile.toRead(path), zstd);
    } catch (IOException e) {
      throw new SavefileException(Reason.CANNOT_OPEN, 0, 0, path + ": " + Inputs.reason(e), e);
    }
  }

  /**
   * Reads from a stream, as standard input. What has arrived is delivered without waiting for more.
   *
   * @param name what messages call it
   * @param stream read by a thread of its own when reading may wait; closed with the reader
   * @param zstd as in {@link #open(Path, Decompressor)}
   * @throws SavefileException when it does not begin as a capture file does
   */
  public static SavefileReader open(String name, InputStream stream, Decompressor zstd) {
    ReadableByteChannel channel =
        stream instanceof FileInputStream file ? file.getChannel() : Channels.newChannel(stream);
    return open(name, channel, zstd);
  }

  /**
   * Reads from a channel, as {@link #open(String, InputStream, Decompressor)} from a stream.
   *
   * @throws SavefileException when it does not begin as a capture file does
   */
  public static SavefileReader open(String name, ReadableByteChannel channel, Decompressor zstd) {
    return open(name, channel, zstd, BUFFER_BYTES);
  }

  /** For tests: with a buffer of their size. */
  static SavefileReader open(
      String name, ReadableByteChannel channel, Decompressor zstd, int capacity) {
    Input input = null;
    boolean interrupted = Thread.interrupted(); // it would close the channel
    try {
      input = Inputs.open(name, channel, zstd);
      return new SavefileReader(name, input, capacity);
    } catch (IOException e) {
      closeQuietly(channel);
      throw failure(name, e, 0, 0, "");
    } catch (RuntimeException | Error e) {
      closeQuietly(input == null ? channel : input);
      throw e;
    } finally {
      Interrupts.restore(interrupted);
    }
  }

  private static void closeQuietly(Closeable input) {
    try {
      input.close();
    } catch (IOException e) {
      // Nothing was written, so nothing is lost.
    }
  }

  /** Waits for the bytes that tell one format from another. */
  private RecordScanner scanner() {
    while (window.available() < Integer.BYTES && fill(Long.MAX_VALUE)) {}
    if (window.available() >= Integer.BYTES) {
      int magic = window.intAt(0);
      if (PcapScanner.isPcap(magic)) {
        return new PcapScanner(name, window);
      }
      if (magic == Pcapng.SECTION_HEADER) {
        return new PcapngScanner(name, window);
      }
    }
    String what = window.available() == 0 ? "is empty" : "is no pcap and no pcapng file";
    throw new SavefileException(Reason.NOT_A_CAPTURE_FILE, 0, 0, name + ": " + what, null);
  }

  /** Waits for the first interface: who reads wants to know the link type before all else. */
  private void readUntilReady() {
    do {
      scanner.scan();
      if (!scanner.isReady() && scanner.damage() != null) {
        throw scanner.damage();
      }
    } while (!scanner.isReady() && fill(Long.MAX_VALUE));
    scanned = true;
    if (!scanner.isReady() && scanner.truncation() instanceof SavefileException truncation) {
      throw truncation;
    }
  }

  /** The file format. */
  public SavefileFormat format() {
    return scanner.format();
  }

  /**
   * The interfaces that the file has described up to now, and their counts up to now: that of
   * number 1 first. Once a reader is open there is at least one, unless the file has no packets.
   * For the thread that reads.
   */
  public List<SavefileInterface> interfaces() {
    return described().stream().map(FileInterface::snapshot).toList();
  }

  /**
   * The name of the interface of this number; empty when the file does not tell it, or has not
   * described it up to now. For the thread that reads.
   */
  public String interfaceName(int number) {
    List<FileInterface> interfaces = scanner.interfaces;
    boolean known = number >= 1 && number <= interfaces.size();
    return known ? interfaces.get(number - 1).name : "";
  }

  List<FileInterface> described() {
    return scanner.interfaces;
  }

  /**
   * {@inheritDoc}
   *
   * @throws SavefileException once, after the last whole packet before it, when the file is
   *     damaged, ends within a packet, or cannot be read on; the reader has ended then
   * @throws IllegalStateException when another thread is reading
   * @throws WrongThreadException when another thread holds the batch before
   */
  @Override
  public FrameBatch next(Duration timeout) {
    if (timeout.isNegative()) {
      throw new IllegalArgumentException("timeout " + timeout + ": must not be negative");
    }
    if (!reading.compareAndSet(false, true)) {
      throw new IllegalStateException("another thread is reading this file");
    }
    try {
      release();
      window.open();
      return await(timeout);
    } finally {
      if (lent == null) {
        window.close(window.position);
      }
      reading.set(false);
    }
  }

  private FileBatch await(Duration timeout) {
    long nanos = timeout.compareTo(FOREVER_NANOS) < 0 ? timeout.toNanos() : Long.MAX_VALUE;
    long began = System.nanoTime();
    while (!ended) {
      if (!scanned) {
        scanner.scan();
      }
      scanned = false;
      if (scanner.index.size() > 0) {
        return lend();
      }
      checkDamage();
      long left = nanos == Long.MAX_VALUE ? nanos : nanos - (System.nanoTime() - began);
      if (!ended && !fill(Math.max(left, 0)) && !window.ended()) {
        return null;
      }
    }
    return null;
  }

  private void release() {
    FileBatch batch = lent;
    if (batch != null) {
      batch.close();
      lent = null;
    }
  }

  private FileBatch lend() {
    FileBatch batch = new FileBatch(window, scanner);
    lent = batch;
    if (ended) { // close() may have looked before there was a batch to end
      release();
      return null;
    }
    return batch;
  }

  private void checkDamage() {
    SavefileException damage = scanner.damage();
    if (damage == null && window.ended()) {
      ended = true;
      damage = scanner.truncation();
    }
    if (damage != null) {
      ended = true;
      throw damage;
    }
  }

  private boolean fill(long timeoutNanos) {
    try {
      return window.fill(input, timeoutNanos);
    } catch (IOException e) {
      if (ended) { // closed by another thread
        return false;
      }
      ended = true;
      if (scanner == null) {
        throw failure(name, e, 0, 0, "");
      }
      throw failure(name, e, scanner.recordOffset(), scanner.packets(), scanner.place());
    } catch (RuntimeException | Error e) { // of someone else's stream: it will not go on
      ended = true;
      throw e;
    }
  }

  private static SavefileException failure(
      String name, IOException e, long offset, long packets, String place) {
    Reason reason =
        switch (e) {
          case EOFException _ -> Reason.TRUNCATED;
          case ZipException _ -> Reason.DAMAGED;
          default -> Reason.CANNOT_READ;
        };
    String what =
        switch (reason) {
          case TRUNCATED -> "the compressed data end too early";
          case DAMAGED -> "the compressed data are damaged: " + Inputs.reason(e);
          default -> Inputs.reason(e);
        };
    return new SavefileException(reason, offset, packets, name + ": " + what + place, e);
  }

  @Override
  public boolean ended() {
    return ended;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Each frame is an object of its own; {@link FrameBatch#cursor()} never costs any.
   *
   * @throws SavefileException as {@link #next}
   */
  @Override
  public void run(FrameHandler handler) {
    while (next(FOREVER) instanceof FileBatch batch) {
      try {
        batch.deliver(handler);
      } finally {
        batch.close();
      }
    }
  }

  /**
   * Ends {@link #run} and every {@link #next}, those that wait now and those that come later. The
   * batch that is lent stays valid. Idempotent. Any thread.
   */
  public void stop() {
    ended = true;
    input.stop();
  }

  /**
   * Stops and closes the file. Every frame throws {@link IllegalStateException} from now on; a
   * segment that another thread has taken from one stays what it was until that thread releases the
   * batch. Idempotent. Any thread.
   */
  @Override
  public void close() {
    stop();
    FileBatch batch = lent;
    if (batch != null) {
      if (batch.isOwnedByThisThread()) {
        batch.close();
      } else {
        batch.revoke();
      }
    }
    closeQuietly(input);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import io.framering.frame.FrameBatch;
import io.framering.frame.FrameSource;
import io.framering.internal.Interrupts;
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
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.zip.ZipException;

/**
 * Reads a capture file: pcap or pcapng, in either byte order, also compressed with gzip, and with
 * zstd if a {@link Decompressor} is given. The format is detected from the content, not from the
 * name.
 *
 * <pre>{@code
 * try (SavefileReader reader = SavefileReader.open(Path.of("trace.pcapng"))) {
 *   reader.run(frame -> System.out.println(frame.originalLength()));
 * }
 * }</pre>
 *
 * <p><b>Damage.</b> Every complete packet before the damage is delivered; then {@link #next} throws
 * a {@link SavefileException} that names the problem and its position. Sizes in a file are not
 * trusted before that many bytes have been read.
 *
 * <p><b>Frames.</b> The time of a frame is that of the file, in nanoseconds: finer times are
 * rounded down. {@link io.framering.frame.Frame#interfaceIndex()} is 1 for the first interface of
 * the file and counts up, see {@link #interfaces()}. In broken files {@code originalLength()} may
 * be less than {@code capturedLength()}: it is the file's value. Files contain no information about
 * checksums, or about VLAN tags that are not in the bytes.
 *
 * <p><b>Threads.</b> Only one thread may read. {@link #stop()} and {@link #close()} may be called
 * from any thread at any time.
 *
 * <p><b>Interrupts.</b> An interrupt does not end reading and stays pending: use {@link #stop()} to
 * stop a reader. There are two exceptions. An interrupt may close a channel or stream while {@code
 * open} waits for its first bytes; {@code open} then throws. And a caller's own stream may react in
 * any way.
 *
 * <p><b>Streams that fail.</b> An {@link IOException} becomes a {@link SavefileException}; an
 * unchecked exception of a stream is thrown unchanged. The reader has ended then.
 *
 * <p><b>Memory.</b> A lent batch uses 256 KiB outside the heap, or as much as its largest packet
 * needs. The memory is freed when the batch is released: by its {@code close()}, by the next {@link
 * #next}, or by {@link #close()}, each in the reading thread. If a reader is dropped while a batch
 * is lent, its memory is kept until the process ends: it is confined to a thread, which makes
 * invalidating its views cheap, but cannot be freed by the garbage collector. Reading needs no
 * native access.
 */
public final class SavefileReader implements FrameSource {
  /** Large enough to amortize system calls, small enough for the caches. */
  private static final int BUFFER_BYTES = 256 << 10;

  private static final Duration FOREVER_NANOS = Duration.ofNanos(Long.MAX_VALUE);

  private final String name;
  private final Input input;
  private final Window window;
  private final RecordScanner scanner;
  private final AtomicBoolean reading = new AtomicBoolean();
  private volatile FileBatch lent;
  private boolean scanned;
  private boolean begun;

  /** Receives blocks; null: nobody does. */
  private Consumer<? super SavefileBlock> blocks;

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
      window.close(0); // the scanned frames have not been lent yet
    }
  }

  /**
   * Opens a file that is not compressed with zstd.
   *
   * @param path the file
   * @return the reader; close it
   * @throws SavefileException as {@link #open(Path, Decompressor)}
   */
  public static SavefileReader open(Path path) {
    return open(path, null);
  }

  /**
   * Opens a file: a regular one, or a pipe.
   *
   * @param path the file
   * @param zstd decompresses zstd; null if not available
   * @return the reader; close it
   * @throws SavefileException if it cannot be opened, or does not begin like a capture file
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
   * Opens a file that is still being written, and follows it: at its end, {@link #next} waits for
   * more frames. It ends when its name refers to another file, as after a rotation, and all of it
   * has been read. If it is emptied and written again, {@link #next} throws a {@link
   * SavefileException} with {@link SavefileException.Reason#TRUNCATED}. In both cases, the file can
   * be opened again to read on.
   *
   * @param path the file
   * @param zstd as in {@link #open(Path, Decompressor)}
   * @return the reader; close it
   * @throws SavefileException if it cannot be opened, is no regular file, or does not begin like a
   *     capture file; an empty file is waited for
   */
  public static SavefileReader follow(Path path, Decompressor zstd) {
    try {
      if (Files.exists(path) && !Files.isRegularFile(path)) {
        throw new IOException("only a regular file can be followed");
      }
      return open(path.toString(), new FollowedFile(path), zstd);
    } catch (IOException e) {
      throw new SavefileException(Reason.CANNOT_OPEN, 0, 0, path + ": " + Inputs.reason(e), e);
    }
  }

  /**
   * Reads from a stream such as standard input. Packets that have arrived are delivered without
   * waiting for more.
   *
   * @param name the stream's name in messages
   * @param stream read by a separate thread if reading may block; closed with the reader
   * @param zstd as in {@link #open(Path, Decompressor)}
   * @return the reader; close it
   * @throws SavefileException if it does not begin like a capture file
   */
  public static SavefileReader open(String name, InputStream stream, Decompressor zstd) {
    ReadableByteChannel channel =
        stream instanceof FileInputStream file ? file.getChannel() : Channels.newChannel(stream);
    return open(name, channel, zstd);
  }

  /**
   * Reads from a channel, like {@link #open(String, InputStream, Decompressor)} from a stream.
   *
   * @param name the channel's name in messages
   * @param channel closed with the reader
   * @param zstd decompresses zstd; null if not available
   * @return the reader; close it
   * @throws SavefileException if it does not begin like a capture file
   */
  public static SavefileReader open(String name, ReadableByteChannel channel, Decompressor zstd) {
    return open(name, channel, zstd, BUFFER_BYTES);
  }

  /** For tests: with a buffer of this size. */
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

  /** Waits for the bytes that identify the format. */
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

  /** Waits for the first interface, since callers need the link type first. */
  private void readUntilReady() {
    window.keepAll(true); // the blocks before the first interface, for onBlock
    do {
      scanner.scan();
      if (!scanner.isReady() && scanner.damage() != null) {
        throw scanner.damage();
      }
    } while (!scanner.isReady() && fill(Long.MAX_VALUE));
    window.keepAll(false);
    scanned = true;
    if (!scanner.isReady() && scanner.truncation() instanceof SavefileException truncation) {
      throw truncation;
    }
  }

  /**
   * Sets the receiver of the blocks of a pcapng file that are not packets: sections, interfaces and
   * their counts, names, secrets, and blocks that only other programs know. Each is passed by
   * {@link #next}, in the thread that reads, before the frames after it. So a copy of a file has
   * all blocks in their order:
   *
   * <pre>{@code
   * reader.onBlock(writer::write);
   * reader.run(writer::write);
   * writer.complete(reader);
   * }</pre>
   *
   * <p>A batch ends before each block. Blocks with a body of more than {@link
   * SavefileBlock#MOST_BYTES} are {@linkplain #skippedBlocks() skipped}, and so are those before
   * the first interface if they have more than that together. Must be called before the first
   * {@code next}.
   *
   * @param receiver receives each block; an exception of it is thrown by {@code next}, and reading
   *     can continue after the block
   * @throws IllegalStateException if frames have been read
   */
  public void onBlock(Consumer<? super SavefileBlock> receiver) {
    Objects.requireNonNull(receiver);
    if (begun) {
      throw new IllegalStateException("frames of this file have been read");
    }
    blocks = receiver;
  }

  /**
   * {@return the number of blocks skipped so far: without a {@linkplain #onBlock receiver} all
   * whose contents are not parsed, else only those that are too large} Only for the reading thread.
   */
  public long skippedBlocks() {
    return scanner.skippedBlocks();
  }

  /** {@return the file format} */
  public SavefileFormat format() {
    return scanner.format();
  }

  /**
   * {@return the interfaces described in the file so far, with their counts so far; number 1 is
   * first} An open reader has at least one, unless the file has no packets. Only for the reading
   * thread.
   */
  public List<SavefileInterface> interfaces() {
    return described().stream().map(FileInterface::snapshot).toList();
  }

  /**
   * {@return the name of the interface with this number; empty if the file does not contain it or
   * has not described it yet} Only for the reading thread.
   *
   * @param number the number of the interface, as in frames
   */
  public String interfaceName(int number) {
    List<FileInterface> interfaces = scanner.interfaces;
    boolean known = number >= 1 && number <= interfaces.size();
    return known ? interfaces.get(number - 1).described.name() : "";
  }

  List<FileInterface> described() {
    return scanner.interfaces;
  }

  /**
   * {@inheritDoc}
   *
   * @throws RuntimeException as the {@linkplain #onBlock receiver of blocks} throws it
   * @throws SavefileException once, after the last complete packet, if the file is damaged, ends
   *     inside a packet, or cannot be read further; the reader has ended then
   * @throws IllegalStateException if another thread is reading
   * @throws WrongThreadException if another thread holds the previous batch
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
      if (!begun && blocks != null) {
        scanned &= !scanner.collectBlocks();
      }
      begun = true;
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
      if (scanner.takeBlock() instanceof SavefileBlock block) {
        blocks.accept(block);
        continue;
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
    if (ended) { // close() may have run before there was a batch to end
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
    } catch (RuntimeException | Error e) { // of a caller's stream, which cannot continue
      ended = true;
      throw e;
    }
  }

  private static SavefileException failure(
      String name, IOException e, long offset, long packets, String place) {
    Reason reason =
        switch (e) {
          case EOFException _, FollowedFile.Shortened _ -> Reason.TRUNCATED;
          case ZipException _ -> Reason.DAMAGED;
          default -> Reason.CANNOT_READ;
        };
    String what =
        switch (e) {
          case EOFException _ -> "the compressed data end too early";
          case ZipException _ -> "the compressed data are damaged: " + Inputs.reason(e);
          default -> Inputs.reason(e);
        };
    return new SavefileException(reason, offset, packets, name + ": " + what + place, e);
  }

  @Override
  public boolean ended() {
    return ended;
  }

  @Override
  public void stop() {
    ended = true;
    input.stop();
  }

  /**
   * Stops and closes the file. Every frame throws {@link IllegalStateException} from now on; a
   * segment that another thread took from a frame stays valid until that thread releases the batch.
   * Idempotent. Any thread.
   */
  @Override
  public void close() {
    stop();
    FileBatch batch = lent;
    if (batch != null) {
      batch.end();
    }
    closeQuietly(input);
  }
}

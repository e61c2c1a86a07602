// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes each direction of each TCP stream into a file of its own.
 *
 * <pre>{@code
 * try (TcpStreamFiles files = new TcpStreamFiles(Path.of("streams"));
 *     TcpReassembler reassembler = new TcpReassembler(files)) {
 *   capture.run(reassembler::add);
 * }
 * }</pre>
 *
 * <p>A direction with data has a file, such as {@code 00012_10.0.0.1_40000_to_10.0.0.2_80}: the
 * number of the stream among those with files, the sender, the receiver. In IPv6 addresses, each
 * colon is a minus sign. A byte is in the file at its place in the stream: missing bytes before it
 * are zeros, which take no room on disk. Names contain nothing from packets but numbers.
 *
 * <p>The number of files, the size of each, and the bytes in all are bounded; {@link #statistics()}
 * counts what was left out. At most {@value #OPEN_FILES} files are open at a time. New files and a
 * new folder belong to their owner alone, and existing files are never changed.
 *
 * <p>Thread-safe: the reassemblers of several threads may share it. If a file cannot be written,
 * the methods throw {@link UncheckedIOException}.
 */
public final class TcpStreamFiles implements TcpStreamListener, AutoCloseable {
  /** The default for the number of files. */
  public static final int DEFAULT_MAX_FILES = 10_000;

  /** The default for the bytes of a file. */
  public static final long DEFAULT_MAX_FILE_BYTES = 64L << 20;

  /** The default for the bytes of all files. */
  public static final long DEFAULT_MAX_BYTES = 4L << 30;

  private static final int OPEN_FILES = 128;

  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private static final Set<OpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  private static final Set<OpenOption> AGAIN =
      Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

  /**
   * Counts since the object was made.
   *
   * @param files files that were made
   * @param bytes bytes that were written
   * @param unwrittenFiles directions without a file because there were too many
   * @param unwrittenBytes bytes that were not written, because of any bound
   */
  public record Statistics(long files, long bytes, long unwrittenFiles, long unwrittenBytes) {}

  /** A direction and its file. */
  private static final class Output {
    /** Null as long as nothing was written. */
    Path path;

    boolean refused;

    /** Bytes of the stream so far. */
    long length;
  }

  /** Attached to a stream. */
  private static final class Outputs {
    final long number;
    final Output[] directions = {new Output(), new Output()};

    Outputs(long number) {
      this.number = number;
    }
  }

  /** The open files, the one that was used last at the end. */
  private final LinkedHashMap<Output, FileChannel> open = new LinkedHashMap<>(16, 0.75f, true);

  private final Path folder;
  private final int maxFiles;
  private final long maxFileBytes;
  private final long maxBytes;

  private long numbers;
  private long files;
  private long bytes;
  private long unwrittenFiles;
  private long unwrittenBytes;

  /**
   * Files in a folder, with default bounds.
   *
   * @param folder is made if it does not exist, else it must be empty
   * @throws UncheckedIOException if the folder cannot be made or read, or is not empty
   */
  public TcpStreamFiles(Path folder) {
    this(folder, DEFAULT_MAX_FILES, DEFAULT_MAX_FILE_BYTES, DEFAULT_MAX_BYTES);
  }

  /**
   * Files in a folder.
   *
   * @param folder is made if it does not exist, else it must be empty
   * @param maxFiles the maximum number of files, 1 or more
   * @param maxFileBytes the maximum size of a file, 1 or more; what is beyond is not written
   * @param maxBytes the maximum number of bytes in all files, 1 or more
   * @throws IllegalArgumentException if a number is less than 1
   * @throws UncheckedIOException if the folder cannot be made or read, or is not empty
   */
  public TcpStreamFiles(Path folder, int maxFiles, long maxFileBytes, long maxBytes) {
    if (Math.min(maxFiles, Math.min(maxFileBytes, maxBytes)) < 1) {
      throw new IllegalArgumentException("bounds of stream files: must be 1 or more");
    }
    this.folder = folder;
    this.maxFiles = maxFiles;
    this.maxFileBytes = maxFileBytes;
    this.maxBytes = maxBytes;
    try {
      makeFolder();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void makeFolder() throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      return;
    }
    try (Stream<Path> content = Files.list(folder)) {
      if (content.findAny().isPresent()) {
        throw new IOException(folder + ": is not empty; streams go into a new or empty folder");
      }
    }
  }

  @Override
  public synchronized void onData(
      TcpStream stream, StreamDirection direction, MemorySegment part, long timestampNanos) {
    Output output = output(stream, direction);
    long length = part.byteSize();
    long written = Math.clamp(maxFileBytes - output.length, 0, Math.min(length, maxBytes - bytes));
    if (written > 0 && isMade(output, stream, direction)) {
      write(output, part.asSlice(0, written).asByteBuffer());
    } else {
      written = 0;
    }
    output.length += length;
    bytes += written;
    unwrittenBytes += length - written;
  }

  @Override
  public synchronized void onGap(TcpStream stream, StreamDirection direction, long length) {
    output(stream, direction).length += length;
  }

  @Override
  public synchronized void onEnd(TcpStream stream, TcpStreamEnd reason) {
    if (stream.attachment() instanceof Outputs outputs) {
      stream.attach(null);
      for (Output output : outputs.directions) {
        close(open.remove(output));
      }
    }
  }

  private Output output(TcpStream stream, StreamDirection direction) {
    Outputs outputs;
    if (stream.attachment() instanceof Outputs known) {
      outputs = known;
    } else {
      outputs = new Outputs(numbers++);
      stream.attach(outputs);
    }
    return outputs.directions[direction.ordinal()];
  }

  /** Makes the file for the first byte. */
  private boolean isMade(Output output, TcpStream stream, StreamDirection direction) {
    if (output.path == null && !output.refused) {
      output.refused = files == maxFiles;
      unwrittenFiles += output.refused ? 1 : 0;
      if (!output.refused) {
        Outputs outputs = (Outputs) stream.attachment();
        output.path = folder.resolve(name(outputs.number, stream, direction));
        files++;
        open(output, NEW);
      }
    }
    return output.path != null;
  }

  private static String name(long number, TcpStream stream, StreamDirection direction) {
    String sender = stream.sender(direction).replace(':', '-');
    String receiver = stream.sender(direction.opposite()).replace(':', '-');
    return "%05d_%s_to_%s".formatted(number, sender, receiver);
  }

  private void write(Output output, ByteBuffer data) {
    FileChannel known = open.get(output);
    FileChannel channel = known == null ? open(output, AGAIN) : known;
    try {
      for (long at = output.length; data.hasRemaining(); ) {
        at += channel.write(data, at);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private FileChannel open(Output output, Set<OpenOption> how) {
    try {
      FileChannel channel = FileChannel.open(output.path, how, OWNER_ONLY);
      open.put(output, channel);
      if (open.size() > OPEN_FILES) {
        close(open.pollFirstEntry().getValue());
      }
      return channel;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return counts since this object was made} Also after {@link #close()}. */
  public synchronized Statistics statistics() {
    return new Statistics(files, bytes, unwrittenFiles, unwrittenBytes);
  }

  /** Closes the files that are open; close the reassembler first. Idempotent. */
  @Override
  public synchronized void close() {
    while (!open.isEmpty()) {
      close(open.pollFirstEntry().getValue());
    }
  }
}

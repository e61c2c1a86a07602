// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import io.framering.internal.Interrupts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A file that is not closed by interrupts. A {@link FileChannel} is closed by an interrupt that is
 * pending or comes during a call. Here a pending interrupt is kept for the caller; after an
 * interrupt during a call, the file is reopened and the call repeated. This needs a regular file
 * that still has its name: a pipe is closed, and so is a file that was just moved away.
 */
final class SteadyFile implements SeekableByteChannel {
  private final Path path;
  private final StandardOpenOption access;

  /** The original {@link #key} of its path. */
  private final Object key;

  private volatile FileChannel channel;
  private volatile boolean closed;
  private boolean seekable = true;
  private long position;

  private SteadyFile(Path path, StandardOpenOption access, FileChannel channel) {
    this.path = path;
    this.access = access;
    this.channel = channel;
    key = key(path);
  }

  static SteadyFile toRead(Path path) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    return new SteadyFile(path, StandardOpenOption.READ, channel);
  }

  /**
   * @param channel open for writing, at its beginning
   */
  static SteadyFile toWrite(Path path, FileChannel channel) {
    return new SteadyFile(path, StandardOpenOption.WRITE, channel);
  }

  /** The identity of a file: its device and inode; null if it does not exist. */
  private static Object key(Path path) {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (IOException e) {
      return null;
    }
  }

  /** Whether the path still refers to this file. */
  boolean isInPlace() {
    return key != null && key.equals(key(path));
  }

  private interface Call {
    long on(FileChannel channel) throws IOException;
  }

  private long steadily(Call call) throws IOException {
    boolean interrupted = Thread.interrupted();
    boolean atBeginning = false;
    try {
      for (; ; ) {
        try {
          if (atBeginning) {
            channel.position(position);
            atBeginning = false;
          }
          return call.on(channel);
        } catch (ClosedByInterruptException e) {
          interrupted = true;
          Thread.interrupted();
          openAgain(e);
          atBeginning = true;
        }
      }
    } finally {
      Interrupts.restore(interrupted);
    }
  }

  private void openAgain(ClosedByInterruptException cause) throws IOException {
    if (closed || !seekable || !Files.isRegularFile(path) || !isInPlace()) {
      throw cause;
    }
    Path file = path.toRealPath();
    channel = FileChannel.open(file, access, LinkOption.NOFOLLOW_LINKS);
    if (closed) {
      channel.close();
    }
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    int at = into.position(); // the position has changed if the call succeeds and then detects the
    // interrupt
    return (int) moved(steadily(open -> open.read(into.position(at))));
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    int at = from.position();
    return (int) moved(steadily(open -> open.write(from.position(at))));
  }

  private long moved(long count) {
    position += Math.max(count, 0);
    return count;
  }

  /** {@inheritDoc} Fails for a pipe. */
  @Override
  public long position() throws IOException {
    try {
      return steadily(FileChannel::position);
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      seekable = false;
      throw e;
    }
  }

  @Override
  public SeekableByteChannel position(long to) throws IOException {
    steadily(open -> open.position(to).position());
    position = to;
    return this;
  }

  @Override
  public long size() throws IOException {
    return steadily(FileChannel::size);
  }

  @Override
  public SeekableByteChannel truncate(long size) throws IOException {
    steadily(open -> open.truncate(size).size());
    return this;
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    channel.close();
  }
}

package io.framering.savefile;

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
 * A file that an interrupt does not close. A {@link FileChannel} is closed by an interrupt that is
 * pending, or that comes while it works. Here a pending one is kept for the caller; where one comes
 * meanwhile, the file is opened again and the call repeated. That needs a regular file that still
 * has its name: a pipe is closed, and so is a file that was moved away just then.
 */
final class SteadyFile implements SeekableByteChannel {
  private final Path path;
  private final StandardOpenOption access;

  /** What {@link #key} of its path was. */
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
   * @param channel open to be written, at its beginning
   */
  static SteadyFile toWrite(Path path, FileChannel channel) {
    return new SteadyFile(path, StandardOpenOption.WRITE, channel);
  }

  /** What a file is, wherever it is: its device and number; null when there is none. */
  private static Object key(Path path) {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (IOException e) {
      return null;
    }
  }

  /** Whether there still is a file of its name, and it is this one. */
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
    int at = into.position(); // it has moved when the call succeeds and then finds the interrupt
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

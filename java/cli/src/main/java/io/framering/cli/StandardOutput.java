package io.framering.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * Standard output as bytes. {@code System.out} keeps quiet when a write fails; this does not, and
 * tells a reader that has gone from a disk that is full.
 */
final class StandardOutput implements WritableByteChannel {
  private static final Path DESCRIPTOR = Path.of("/proc/self/fd/1");
  private static final long RETRY_NANOS = 1_000_000;

  private final FileChannel channel;

  /** Nobody reads any more: {@code framering sniff | head -1}. */
  static final class ReaderGone extends IOException {
    private static final long serialVersionUID = 1L;

    ReaderGone(IOException cause) {
      super("standard output was closed", cause);
    }
  }

  /** Whether something failed because nobody reads any more. */
  static boolean isGone(Throwable e) {
    return e instanceof ReaderGone || e.getCause() instanceof ReaderGone;
  }

  @SuppressWarnings("resource") // closing it would close the descriptor
  StandardOutput() {
    this(new FileOutputStream(FileDescriptor.out).getChannel());
  }

  private StandardOutput(FileChannel channel) {
    this.channel = channel;
  }

  /** Writes all of {@code bytes}. */
  @Override
  public int write(ByteBuffer bytes) throws IOException {
    int length = bytes.remaining();
    try {
      while (bytes.hasRemaining()) {
        // Another program may have made a shared pipe non-blocking; then 0 means that it is full.
        if (channel.write(bytes) == 0) {
          LockSupport.parkNanos(RETRY_NANOS);
        }
      }
    } catch (IOException e) {
      throw isPipe() ? new ReaderGone(e) : new IOException("standard output: " + e.getMessage(), e);
    }
    return length;
  }

  /** A write to a pipe fails for one reason only. (The message would be in the user's language.) */
  private static boolean isPipe() {
    try {
      String target = Files.readSymbolicLink(DESCRIPTOR).toString();
      return target.startsWith("pipe:") || target.startsWith("socket:");
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() {}
}

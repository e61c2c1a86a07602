// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Standard output as bytes. {@code System.out} hides failed writes; this class does not, and
 * distinguishes a closed pipe from a full disk.
 */
final class StandardOutput implements WritableByteChannel {
  private static final long RETRY_NANOS = 1_000_000;

  private final FileChannel channel;
  private final BooleanSupplier pipe;
  private volatile boolean abandoned;

  /** The time when the current write began or last progressed; 0 if there is none. */
  private volatile long waitingSince;

  /** The reader has closed the pipe: {@code framering sniff | head -1}. */
  static final class ReaderGone extends IOException {
    private static final long serialVersionUID = 1L;

    ReaderGone(IOException cause) {
      super("standard output was closed", cause);
    }
  }

  /** The reader blocks and was given up. */
  static final class Stalled extends IOException {
    private static final long serialVersionUID = 1L;

    Stalled() {
      super("standard output is blocked");
    }
  }

  /** Whether a failure was caused by a reader that closed the pipe. */
  static boolean isGone(Throwable e) {
    return e instanceof ReaderGone || e.getCause() instanceof ReaderGone;
  }

  @SuppressWarnings("resource") // closing it would close the descriptor
  StandardOutput() {
    this(new FileOutputStream(FileDescriptor.out).getChannel(), StandardOutput::isPipe);
  }

  /** For tests: another channel, and whether it is a pipe. */
  StandardOutput(FileChannel channel, BooleanSupplier pipe) {
    this.channel = channel;
    this.pipe = pipe;
  }

  /** Writes all of {@code bytes}. */
  @Override
  public int write(ByteBuffer bytes) throws IOException {
    int length = bytes.remaining();
    waitingSince = System.nanoTime();
    try {
      while (bytes.hasRemaining()) {
        // Another program may have made a shared pipe non-blocking; then 0 means that it is full.
        if (channel.write(bytes) == 0) {
          LockSupport.parkNanos(RETRY_NANOS);
        } else {
          waitingSince = System.nanoTime();
        }
      }
    } catch (ClosedChannelException e) {
      throw abandoned ? new Stalled() : e;
    } catch (IOException e) {
      throw pipe.getAsBoolean()
          ? new ReaderGone(e)
          : new IOException("standard output: " + ErrorText.of(e), e);
    }
    waitingSince = 0;
    return length;
  }

  /** Whether a write has been waiting for its reader for this long. */
  boolean waits(Duration time) {
    long since = waitingSince;
    return since != 0 && !abandoned && System.nanoTime() - since >= time.toNanos();
  }

  /** Makes the current write and all later ones fail with {@link Stalled}. */
  void abandon() {
    abandoned = true;
    try {
      channel.close(); // which ends a write(2) in another thread
    } catch (IOException e) {
      // Nothing more is written anyway.
    }
  }

  /** A write to a pipe fails for one reason only. (The message would be in the user's language.) */
  private static boolean isPipe() {
    String target = target(1);
    return target.startsWith("pipe:") || target.startsWith("socket:");
  }

  /** Whether a descriptor of this process is a terminal. */
  static boolean isTerminal(int descriptor) {
    String target = target(descriptor);
    return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
  }

  /** What a descriptor of this process refers to; empty if that is unknown. */
  static String target(int descriptor) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() {}
}

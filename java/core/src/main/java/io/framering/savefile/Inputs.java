// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import io.framering.savefile.SavefileException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.locks.LockSupport;

/**
 * Creates the {@link Input} of a channel: detects whether it is compressed and whether it may
 * block.
 */
final class Inputs {
  private static final int HEAD_BYTES = 4;
  private static final int BUFFER_BYTES = 64 << 10;

  private static final long RETRY_NANOS = 1_000_000;

  private static final int GZIP = 0x1F8B; // RFC 1952, the first two bytes
  private static final int ZSTD = 0x28B52FFD; // RFC 8878
  private static final int ZSTD_SKIPPABLE = 0x502A4D18; // its first byte may be up to 0x5F
  private static final int XZ = 0xFD377A58;
  private static final int LZ4 = 0x04224D18;
  private static final int BZIP2 = 0x425A68; // the first three bytes

  private Inputs() {}

  /**
   * @param zstd may be null
   */
  static Input open(String name, ReadableByteChannel channel, Decompressor zstd)
      throws IOException {
    ByteBuffer head = readHead(channel);
    int magic = head.limit() == HEAD_BYTES ? head.getInt(0) : 0;
    ReadableByteChannel whole = new WithHead(head, channel);
    ReadableByteChannel plain = whole;
    if (magic >>> 16 == GZIP) {
      plain = channel(new GzipStream(whole), channel);
    } else if (magic == ZSTD || (magic & 0xF0FFFFFF) == ZSTD_SKIPPABLE) {
      if (zstd == null) {
        throw new SavefileException(
            Reason.NO_DECOMPRESSOR,
            0,
            0,
            name + ": compressed with zstd, which cannot be read here: decompress it (zstd -d)",
            null);
      }
      plain = channel(zstd.open(Channels.newInputStream(whole)), channel);
    } else {
      refuse(name, magic);
    }
    return isPipe(channel) ? new PipeInput(plain) : new ChannelInput(plain);
  }

  /** The reason of a failure, in readable form. */
  static String reason(Exception e) {
    return switch (e) {
      case NoSuchFileException _ -> "No such file or directory";
      case AccessDeniedException _ -> "Permission denied";
      case FileSystemException failure when failure.getReason() != null -> failure.getReason();
      case ClosedByInterruptException _ -> "closed by an interrupt";
      case ClosedChannelException _ -> "closed by another thread, or before";
      default -> e.getMessage() != null ? e.getMessage() : e.getClass().getSimpleName();
    };
  }

  /** The first bytes of a channel, fewer if it ends before them. */
  private static ByteBuffer readHead(ReadableByteChannel channel) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
    while (head.hasRemaining() && read(channel, head) >= 0) {}
    return head.flip();
  }

  /** Reads at least one byte; -1 at the end. */
  static int read(ReadableByteChannel channel, ByteBuffer into) throws IOException {
    int count;
    // Another program may have made a shared pipe non-blocking; then 0 means that it is empty.
    while ((count = channel.read(into)) == 0) {
      LockSupport.parkNanos(RETRY_NANOS);
    }
    return count;
  }

  private static void refuse(String name, int magic) {
    String program =
        switch (magic) {
          case XZ -> "xz";
          case LZ4 -> "lz4";
          default -> magic >>> 8 == BZIP2 ? "bzip2" : null;
        };
    if (program != null) {
      String text = "%s: compressed with %s, which is not supported: decompress it (%s -d)";
      throw new SavefileException(
          Reason.NOT_A_CAPTURE_FILE, 0, 0, text.formatted(name, program, program), null);
    }
  }

  /** A channel without a position may block. */
  private static boolean isPipe(ReadableByteChannel channel) {
    try {
      if (channel instanceof SeekableByteChannel seekable) {
        seekable.position();
        return false;
      }
    } catch (IOException e) {
      return true;
    }
    return true;
  }

  /** Reads the stream only once per read, so that available bytes do not wait for later ones. */
  private static ReadableByteChannel channel(InputStream stream, ReadableByteChannel source) {
    return new ReadableByteChannel() {
      private final byte[] bytes = new byte[BUFFER_BYTES];

      @Override
      public int read(ByteBuffer into) throws IOException {
        int count = stream.read(bytes, 0, Math.min(bytes.length, into.remaining()));
        if (count > 0) {
          into.put(bytes, 0, count);
        }
        return count;
      }

      @Override
      public boolean isOpen() {
        return source.isOpen();
      }

      @Override
      public void close() throws IOException {
        source.close();
        stream.close();
      }
    };
  }

  /** A channel whose first bytes have already been read. */
  private record WithHead(ByteBuffer head, ReadableByteChannel rest)
      implements ReadableByteChannel {
    @Override
    public int read(ByteBuffer into) throws IOException {
      if (!head.hasRemaining()) {
        return rest.read(into);
      }
      int count = Math.min(head.remaining(), into.remaining());
      into.put(head.slice(head.position(), count));
      head.position(head.position() + count);
      return count;
    }

    @Override
    public boolean isOpen() {
      return rest.isOpen();
    }

    @Override
    public void close() throws IOException {
      rest.close();
    }
  }
}
